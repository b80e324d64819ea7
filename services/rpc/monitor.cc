#include "services/rpc/monitor.h"

#include <arpa/inet.h>
#include <netdb.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "domain/base/check.h"
#include "domain/base/status_macros.h"

namespace rufaa::rpc {
namespace {

constexpr size_t kMaxRequestBytes = 4096;
constexpr absl::Duration kPatience = absl::Seconds(2);

absl::Status Failed(absl::string_view what) {
  return absl::UnavailableError(absl::StrCat("monitor port: ", what, ": ", std::strerror(errno)));
}

std::string Response(absl::string_view status, absl::string_view body) {
  return absl::StrCat("HTTP/1.1 ", status,
                      "\r\nContent-Type: text/plain; version=0.0.4; charset=utf-8\r\n"
                      "Cache-Control: no-store\r\nConnection: close\r\nContent-Length: ",
                      body.size(), "\r\n\r\n", body);
}

// Waits for `events` on `fd`, but not beyond `deadline`.
bool Ready(int fd, short events, absl::Time deadline) {
  const int64_t left = absl::ToInt64Milliseconds(deadline - absl::Now());
  pollfd waited{fd, events, 0};
  return left > 0 && ::poll(&waited, 1, static_cast<int>(left)) > 0;
}

// The request's head, or "" if it is too long or too slow.
std::string ReadHead(int fd, absl::Time deadline) {
  std::string head;
  char buffer[1024];
  while (!absl::StrContains(head, "\r\n\r\n")) {
    if (head.size() > kMaxRequestBytes || !Ready(fd, POLLIN, deadline)) return "";
    const ssize_t n = ::recv(fd, buffer, sizeof(buffer), 0);
    if (n <= 0) return "";
    head.append(buffer, static_cast<size_t>(n));
  }
  return head;
}

void SendAll(int fd, absl::string_view bytes, absl::Time deadline) {
  while (!bytes.empty() && Ready(fd, POLLOUT, deadline)) {
    const ssize_t n = ::send(fd, bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
    if (n <= 0) return;
    bytes.remove_prefix(static_cast<size_t>(n));
  }
}

// A socket that listens there. `host` as in an address: IPv6 in brackets.
absl::StatusOr<int> Listen(absl::string_view host, const std::string& port) {
  const std::string address = absl::StrCat(host, ":", port);
  if (absl::ConsumePrefix(&host, "[")) absl::ConsumeSuffix(&host, "]");
  uint32_t number = 0;
  if (host.empty() || !absl::SimpleAtoi(port, &number) || number > 65535) {
    return absl::InvalidArgumentError(
        absl::StrCat("monitor port: ", address, " is no address: give HOST:PORT, or PORT"));
  }
  addrinfo hints{};
  hints.ai_flags = AI_PASSIVE | AI_NUMERICSERV;
  hints.ai_socktype = SOCK_STREAM;
  addrinfo* found = nullptr;
  if (::getaddrinfo(std::string(host).c_str(), port.c_str(), &hints, &found) != 0) {
    return absl::UnavailableError(absl::StrCat("monitor port: ", address, " is not known"));
  }
  const std::unique_ptr<addrinfo, void (*)(addrinfo*)> owned(found, ::freeaddrinfo);
  const int fd = ::socket(found->ai_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (fd < 0) return Failed("socket");
  const int on = 1;
  ::setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
  if (::bind(fd, found->ai_addr, found->ai_addrlen) == 0 && ::listen(fd, 16) == 0) return fd;
  absl::Status status = Failed(address);
  ::close(fd);
  return status;
}

uint16_t PortOf(int fd) {
  sockaddr_storage bound{};
  socklen_t length = sizeof(bound);
  RUFAA_CHECK(::getsockname(fd, reinterpret_cast<sockaddr*>(&bound), &length) == 0);
  return ntohs(bound.ss_family == AF_INET6 ? reinterpret_cast<sockaddr_in6*>(&bound)->sin6_port
                                           : reinterpret_cast<sockaddr_in*>(&bound)->sin_port);
}

}  // namespace

absl::StatusOr<std::unique_ptr<Monitor>> Monitor::Start(const std::string& address,
                                                        const Metrics& metrics,
                                                        std::function<std::string()> not_ready) {
  const size_t colon = address.rfind(':');
  const std::string host = colon == std::string::npos ? "127.0.0.1" : address.substr(0, colon);
  RUFAA_ASSIGN_OR_RETURN(
      const int fd, Listen(host, colon == std::string::npos ? address : address.substr(colon + 1)));
  return std::unique_ptr<Monitor>(new Monitor(fd, host, PortOf(fd), metrics, std::move(not_ready)));
}

std::string Monitor::address() const { return absl::StrCat(host_, ":", port_); }

Monitor::Monitor(int listen_fd, std::string host, uint16_t port, const Metrics& metrics,
                 std::function<std::string()> not_ready)
    : listen_fd_(listen_fd),
      host_(std::move(host)),
      port_(port),
      metrics_(metrics),
      not_ready_(std::move(not_ready)),
      thread_([this] { Run(); }) {}

Monitor::~Monitor() {
  stop_ = true;
  ::shutdown(listen_fd_, SHUT_RDWR);  // Wakes accept().
  thread_.join();
  ::close(listen_fd_);
}

void Monitor::Run() {
  while (!stop_) {
    const int fd = ::accept4(listen_fd_, nullptr, nullptr, SOCK_CLOEXEC);
    if (fd < 0) {
      if (stop_) return;
      // Out of descriptors, for instance: waiting a little beats spinning.
      pollfd none{-1, 0, 0};
      ::poll(&none, 1, 50);
      continue;
    }
    Serve(fd);
    ::close(fd);
  }
}

void Monitor::Serve(int fd) {
  const absl::Time deadline = absl::Now() + kPatience;
  const std::string head = ReadHead(fd, deadline);
  if (head.empty()) return;
  SendAll(fd, Respond(absl::string_view(head).substr(0, head.find("\r\n"))), deadline);
}

std::string Monitor::Respond(absl::string_view request_line) {
  if (!absl::StartsWith(request_line, "GET ")) {
    return Response("405 Method Not Allowed", "only GET\n");
  }
  const absl::string_view rest = request_line.substr(4);
  const absl::string_view path = rest.substr(0, rest.find(' '));
  if (path == "/metrics") return Response("200 OK", metrics_.RenderText());
  if (path == "/livez") return Response("200 OK", "ok\n");
  if (path == "/readyz") {
    const std::string why_not = not_ready_();
    if (why_not.empty()) return Response("200 OK", "ok\n");
    return Response("503 Service Unavailable", absl::StrCat(why_not, "\n"));
  }
  return Response("404 Not Found", "/metrics, /livez, /readyz\n");
}

}  // namespace rufaa::rpc
