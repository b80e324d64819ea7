#include "tests/support/free_ports.h"

#include <arpa/inet.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cstddef>
#include <cstring>
#include <random>
#include <set>

#include "absl/strings/str_cat.h"
#include "domain/base/check.h"

namespace rufaa {
namespace {

bool IsFree(int port) {
  const int socket_fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address = {};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  const bool free = bind(socket_fd, reinterpret_cast<sockaddr*>(&address), sizeof(address)) == 0;
  close(socket_fd);
  return free;
}

// By a socket of that name, which stays open. Such a name begins with a zero, is of no file, and is
// gone with the program.
bool Reserve(int port) {
  const std::string name = absl::StrCat("rufaa-test-port-", port);
  sockaddr_un address = {};
  address.sun_family = AF_UNIX;
  std::memcpy(address.sun_path + 1, name.data(), name.size());
  const size_t size = offsetof(sockaddr_un, sun_path) + 1 + name.size();
  const int socket_fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  RUFAA_CHECK(socket_fd >= 0);
  if (bind(socket_fd, reinterpret_cast<sockaddr*>(&address), static_cast<socklen_t>(size)) == 0) {
    return true;
  }
  close(socket_fd);
  return false;
}

}  // namespace

std::vector<int> FreePorts(int count) {
  std::random_device random;
  std::set<int> ports;
  while (static_cast<int>(ports.size()) < count) {
    const int port = 12'000 + static_cast<int>(random() % 20'000);
    if (Reserve(port) && IsFree(port)) ports.insert(port);
  }
  return {ports.begin(), ports.end()};
}

}  // namespace rufaa
