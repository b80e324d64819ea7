#include "tests/support/free_ports.h"

#include <arpa/inet.h>
#include <sys/socket.h>
#include <unistd.h>

#include <random>
#include <set>

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

}  // namespace

std::vector<int> FreePorts(int count) {
  std::random_device random;
  std::set<int> ports;
  while (static_cast<int>(ports.size()) < count) {
    const int port = 12'000 + static_cast<int>(random() % 20'000);
    if (IsFree(port)) ports.insert(port);
  }
  return {ports.begin(), ports.end()};
}

}  // namespace rufaa
