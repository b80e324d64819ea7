#include "services/gateway/browser_session.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "domain/base/refusal.h"
#include "rufaa/access/v1/access_service.grpc.pb.h"

namespace rufaa::gateway {
namespace {

using access::v1::AccessService;

// "__Host-" binds the cookie to this very host over TLS. Not every browser takes it from plain
// HTTP on the loopback, where the demo and developers are; there the cookie has its other name.
constexpr absl::string_view kSecureCookie = "__Host-rufaa";
constexpr absl::string_view kLoopbackCookie = "rufaa-loopback";
// Longer ones are no token, and gRPC's limits are narrower than HTTP's.
constexpr size_t kMaxAuthorization = 512;

absl::string_view CookieName(bool secure) { return secure ? kSecureCookie : kLoopbackCookie; }

std::string CookieOf(const Headers& headers, absl::string_view name) {
  for (const auto& [header, value] : headers.all()) {
    if (header != "cookie") continue;
    for (absl::string_view pair : absl::StrSplit(value, ';')) {
      pair = absl::StripAsciiWhitespace(pair);
      if (absl::ConsumePrefix(&pair, name) && absl::ConsumePrefix(&pair, "=")) {
        return std::string(pair);
      }
    }
  }
  return "";
}

std::string SetCookie(bool secure, absl::string_view token) {
  return absl::StrCat(CookieName(secure), "=", token, "; Path=/; HttpOnly; SameSite=Strict",
                      secure ? "; Secure" : "", token.empty() ? "; Max-Age=0" : "");
}

// gRPC ends the process over metadata with other bytes.
std::string Printable(std::string value) {
  const bool fits = value.size() <= kMaxAuthorization &&
                    std::all_of(value.begin(), value.end(), absl::ascii_isprint);
  return fits ? value : "";
}

bool OnLoopback(absl::string_view host) {
  const size_t bracket = host.rfind(']');
  const size_t colon = host.rfind(':');
  const bool port =
      colon != absl::string_view::npos && (bracket == absl::string_view::npos || colon > bracket);
  const absl::string_view name = port ? host.substr(0, colon) : host;
  return absl::EqualsIgnoreCase(name, "localhost") || name == "127.0.0.1" || name == "[::1]";
}

std::string MethodPath(absl::string_view method) {
  return absl::StrCat("/", AccessService::service_full_name(), "/", method);
}

}  // namespace

std::string BrowserSessions::OwnOrigin(const HttpRequest& request) const {
  if (!origin_.empty()) return origin_;
  const absl::string_view host = request.headers.Get("host");
  if (request.tls) return absl::StrCat("https://", host);
  // A name that an attacker lets point at this machine is not the hub's own.
  return OnLoopback(host) ? absl::StrCat("http://", host) : "";
}

bool BrowserSessions::Secure(const HttpRequest& request) const {
  return origin_.empty() ? request.tls : absl::StartsWith(origin_, "https://");
}

// Behind a proxy that brings TLS everybody is connected from the proxy, which says in the header's
// last part from where it was asked; what stands before that anybody may have written.
std::string BrowserSessions::AddressOf(const HttpRequest& request) const {
  if (origin_.empty() || request.tls) return request.peer;
  absl::string_view last;
  for (const auto& [name, value] : request.headers.all()) {
    if (name == "x-forwarded-for") last = value;
  }
  if (last.empty()) return request.peer;
  return std::string(absl::StripAsciiWhitespace(last.substr(last.rfind(',') + 1)));
}

absl::StatusOr<Visitor> BrowserSessions::Admit(const HttpRequest& request) const {
  Visitor visitor{.page = request.headers.Count("origin") > 0, .secure = Secure(request)};
  if (visitor.page) {
    const std::string own = OwnOrigin(request);
    if (request.headers.Count("origin") > 1 || own.empty() ||
        !absl::EqualsIgnoreCase(request.headers.Get("origin"), own)) {
      return Refuse(Reason::WRONG_ORIGIN);
    }
  }
  visitor.address = Printable(AddressOf(request));
  visitor.authorization = Printable(std::string(request.headers.Get("authorization")));
  if (visitor.page && visitor.authorization.empty()) {
    const std::string token = Printable(CookieOf(request.headers, CookieName(visitor.secure)));
    if (!token.empty()) visitor.authorization = absl::StrCat("Bearer ", token);
  }
  return visitor;
}

void BrowserSessions::AfterCall(absl::string_view path, const Visitor& visitor, bool ok,
                                std::string& reply, Headers& headers) const {
  static const std::string sign_in = MethodPath("SignIn");
  static const std::string sign_out = MethodPath("SignOut");
  if (!visitor.page) return;
  if (path == sign_in && ok) {
    access::v1::SignInResponse signed_in;
    // Of another version, perhaps; better no session than a token in a script's hands.
    if (!signed_in.ParseFromString(reply)) signed_in.Clear();
    headers.Add("Set-Cookie", SetCookie(visitor.secure, signed_in.token()));
    signed_in.clear_token();
    reply = signed_in.SerializeAsString();
  }
  // Whatever the hub answered: who leaves a shared desk must not stay signed in on it.
  if (path == sign_out) headers.Add("Set-Cookie", SetCookie(visitor.secure, ""));
}

}  // namespace rufaa::gateway
