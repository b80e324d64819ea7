// HTTP as the gateway's parts see it: plain values, so that only server.cc and connection*.cc know
// the library that reads them off the wire.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"

namespace rufaa::gateway {

// In the order of the wire. Names of a request are lower case.
class Headers {
 public:
  void Add(absl::string_view name, absl::string_view value) {
    all_.emplace_back(std::string(name), std::string(value));
  }
  // The first value of `name`, whatever its case; "" when there is none.
  absl::string_view Get(absl::string_view name) const;
  size_t Count(absl::string_view name) const;
  const std::vector<std::pair<std::string, std::string>>& all() const { return all_; }

 private:
  std::vector<std::pair<std::string, std::string>> all_;
};

struct HttpRequest {
  std::string method;
  std::string path;  // Without the query, which nothing here reads: it would land in logs.
  Headers headers;
  std::string body;
  // Why there is no body: more than is taken at all, or than there is room for now.
  bool body_too_large = false;
  bool no_room_for_body = false;
  bool tls = false;  // The connection itself is encrypted.
  std::string peer;  // The address at its other end: "10.0.0.7".
};

struct HttpResponse {
  int status = 200;
  Headers headers;  // Without those of the connection and of the body's length.
  std::string body;
  // In its place, bytes that many answers share: who asks and does not read costs no copy of them.
  std::shared_ptr<const std::string> shared_body = nullptr;

  size_t BodySize() const { return shared_body ? shared_body->size() : body.size(); }
};

// Why nobody waits for the rest of an answer any more.
enum class Gone { kClient, kStopping };

// The way back to one request's sender. From any thread; either Answer, or Begin, then Writes one
// after another, then End. Calls after the sender has gone do nothing.
class Exchange {
 public:
  virtual ~Exchange() = default;

  virtual void Answer(HttpResponse response) = 0;

  // An answer in pieces, each sent at once. `gone` is called at most once, before End, if the
  // sender hangs up or the server is being stopped: the rest may then be cut short with End.
  virtual void Begin(HttpResponse head, std::function<void(Gone)> gone) = 0;
  // `done` tells whether the piece left; call Write or End again only after it.
  virtual void Write(std::string bytes, std::function<void(bool)> done) = 0;
  virtual void End(std::string last) = 0;
};

// What answers requests. From any of the server's threads; must not block.
class HttpHandler {
 public:
  virtual ~HttpHandler() = default;
  virtual void Handle(HttpRequest request, std::shared_ptr<Exchange> exchange) = 0;
};

}  // namespace rufaa::gateway
