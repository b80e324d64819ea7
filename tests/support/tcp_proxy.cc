#include "tests/support/tcp_proxy.h"

#include <arpa/inet.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>

#include "domain/base/check.h"

namespace rufaa {
namespace {

constexpr int kLookMs = 20;

sockaddr_in Loopback(int port) {
  sockaddr_in address = {};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return address;
}

}  // namespace

TcpProxy::TcpProxy(int port, int target) : target_(target) {
  listener_ = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const int on = 1;
  setsockopt(listener_, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
  const sockaddr_in address = Loopback(port);
  RUFAA_CHECK(bind(listener_, reinterpret_cast<const sockaddr*>(&address), sizeof(address)) == 0);
  RUFAA_CHECK(listen(listener_, 64) == 0);
  thread_ = std::thread([this] { Run(); });
}

TcpProxy::~TcpProxy() {
  stop_ = true;
  thread_.join();
  CloseAll();
  close(listener_);
}

void TcpProxy::Heal() {
  heal_ = true;
  cut_ = false;
}

void TcpProxy::CloseAll() {
  for (const Pair& pair : pairs_) {
    close(pair.near);
    if (pair.far >= 0) close(pair.far);
  }
  pairs_.clear();
}

void TcpProxy::Accept() {
  const int near = accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
  if (near < 0) return;
  int far = -1;
  if (!cut_) {
    far = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const sockaddr_in address = Loopback(target_);
    if (connect(far, reinterpret_cast<const sockaddr*>(&address), sizeof(address)) != 0) {
      close(far);
      close(near);
      return;
    }
  }
  pairs_.push_back({near, far});
}

bool TcpProxy::Carry(int from, int to, size_t& carried) {
  char bytes[64 << 10];
  const ssize_t size = recv(from, bytes, sizeof(bytes), 0);
  if (size <= 0) return false;
  for (ssize_t sent = 0; sent < size;) {
    const ssize_t more = send(to, bytes + sent, static_cast<size_t>(size - sent), MSG_NOSIGNAL);
    if (more <= 0) return false;
    sent += more;
  }
  carried += static_cast<size_t>(size);
  return true;
}

void TcpProxy::Sent(size_t bytes) {
  if (left_ == SIZE_MAX) return;
  left_ -= std::min<size_t>(bytes, left_);
  if (left_ == 0) {
    cut_ = true;
    cut_.notify_all();
  }
}

void TcpProxy::Run() {
  while (!stop_) {
    if (heal_.exchange(false)) CloseAll();
    std::vector<pollfd> polled{{.fd = listener_, .events = POLLIN, .revents = 0}};
    if (!cut_) {
      for (const Pair& pair : pairs_) {
        polled.push_back({.fd = pair.near, .events = POLLIN, .revents = 0});
        polled.push_back({.fd = pair.far, .events = POLLIN, .revents = 0});
      }
    }
    if (poll(polled.data(), polled.size(), kLookMs) <= 0 || cut_) {
      if ((polled[0].revents & POLLIN) != 0) Accept();
      continue;
    }
    std::vector<Pair> open;
    for (size_t i = 1; i + 1 < polled.size(); i += 2) {
      const Pair pair{polled[i].fd, polled[i + 1].fd};
      size_t sent = 0, answered = 0;
      const bool near_ok = polled[i].revents == 0 || Carry(pair.near, pair.far, sent);
      const bool far_ok = polled[i + 1].revents == 0 || Carry(pair.far, pair.near, answered);
      Sent(sent);
      if (near_ok && far_ok) {
        open.push_back(pair);
      } else {
        close(pair.near);
        if (pair.far >= 0) close(pair.far);
      }
    }
    pairs_ = std::move(open);
    if ((polled[0].revents & POLLIN) != 0) Accept();
  }
}

}  // namespace rufaa
