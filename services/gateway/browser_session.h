// A browser's session: the bearer token in a cookie that no script can read. The one place of the
// gateway that knows methods: sign-in sets the cookie, sign-out clears it.
//
// A request with an Origin comes from a page. It must be a page of the hub's own, and only then is
// its cookie looked at; so no other site's page can act for whoever is signed in here. A request
// without one comes from a program, which has its token in `authorization`.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/gateway/http.h"

namespace rufaa::gateway {

// Who sent a request, as far as HTTP tells.
struct Visitor {
  bool page = false;               // A page of ours.
  bool secure = false;             // It was loaded over TLS.
  std::string authorization = {};  // For the services; "": nobody signed in.
  std::string address = {};        // Where the request comes from; "": unknown.
};

class BrowserSessions {
 public:
  // `origin`: "https://rufaa.example.org" where a proxy brings TLS; "": as the request says, which
  // on a connection without TLS is believed of the loopback only.
  explicit BrowserSessions(std::string origin) : origin_(std::move(origin)) {}

  // WRONG_ORIGIN for a page of another site.
  absl::StatusOr<Visitor> Admit(const HttpRequest& request) const;

  // After a call of `path`, OK or not. For a page that signs in: takes the token out of `reply`
  // (protobuf's bytes; untouched when the call failed) and makes it a cookie among `headers`.
  void AfterCall(absl::string_view path, const Visitor& visitor, bool ok, std::string& reply,
                 Headers& headers) const;

  // Whether the hub's own pages come over TLS, as far as `request` tells.
  bool Secure(const HttpRequest& request) const;

 private:
  // What Origin a page of ours has; "" when there can be none.
  std::string OwnOrigin(const HttpRequest& request) const;

  std::string AddressOf(const HttpRequest& request) const;

  const std::string origin_;
};

}  // namespace rufaa::gateway
