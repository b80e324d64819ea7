#include "tests/gateway/raw_client.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <cstdlib>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"

namespace rufaa {
namespace {

// Longer than anything takes that works.
constexpr timeval kPatience{60, 0};

}  // namespace

RawClient::RawClient(int port) : fd_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  ::setsockopt(fd_, SOL_SOCKET, SO_RCVTIMEO, &kPatience, sizeof(kPatience));
  ::setsockopt(fd_, SOL_SOCKET, SO_SNDTIMEO, &kPatience, sizeof(kPatience));
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (::connect(fd_, reinterpret_cast<sockaddr*>(&address), sizeof(address)) != 0) {
    ::close(std::exchange(fd_, -1));
  }
}

RawClient::~RawClient() {
  if (fd_ >= 0) ::close(fd_);
}

bool RawClient::Send(absl::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t n = ::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (n <= 0) return false;
    bytes.remove_prefix(static_cast<size_t>(n));
  }
  return true;
}

void RawClient::HalfClose() { ::shutdown(fd_, SHUT_WR); }

bool RawClient::Fill() {
  char bytes[16384];
  const ssize_t n = ::recv(fd_, bytes, sizeof(bytes), 0);
  if (n <= 0) return false;
  buffer_.append(bytes, static_cast<size_t>(n));
  return true;
}

std::string RawClient::ReadLine() {
  size_t end = 0;
  while ((end = buffer_.find("\r\n")) == std::string::npos) {
    if (!Fill()) return "";
  }
  std::string line = buffer_.substr(0, end);
  buffer_.erase(0, end + 2);
  return line;
}

std::string RawClient::ReadBytes(size_t count) {
  while (buffer_.size() < count && Fill()) {
  }
  std::string bytes = buffer_.substr(0, count);
  buffer_.erase(0, bytes.size());
  return bytes;
}

RawAnswer RawClient::ReadHead() {
  RawAnswer answer;
  const std::string status = ReadLine();
  if (status.size() < 12 || !absl::SimpleAtoi(status.substr(9, 3), &answer.status)) return {};
  for (std::string line = ReadLine(); !line.empty(); line = ReadLine()) {
    const size_t colon = line.find(": ");
    if (colon == std::string::npos) return {};
    answer.headers.Add(line.substr(0, colon), line.substr(colon + 2));
  }
  return answer;
}

std::string RawClient::ReadChunk() {
  const size_t size = std::strtoul(ReadLine().c_str(), nullptr, 16);
  std::string chunk = ReadBytes(size);
  ReadLine();
  return chunk;
}

RawAnswer RawClient::Read() {
  RawAnswer answer = ReadHead();
  size_t length = 0;
  if (answer.Header("Transfer-Encoding") == "chunked") {
    for (std::string chunk = ReadChunk(); !chunk.empty(); chunk = ReadChunk()) {
      answer.body.append(chunk);
    }
  } else if (absl::SimpleAtoi(answer.Header("Content-Length"), &length)) {
    answer.body = ReadBytes(length);
  } else if (answer.Header("Connection") == "close" && answer.status == 200) {
    while (Fill()) {
    }
    answer.body = std::exchange(buffer_, "");
  }
  return answer;
}

bool RawClient::ReadsEnd() { return buffer_.empty() && !Fill(); }

std::string RawClient::Request(const std::string& method, const std::string& path,
                               const Lines& headers, const std::string& body) {
  std::string request = absl::StrCat(method, " ", path, " HTTP/1.1\r\nHost: localhost\r\n");
  for (const auto& [name, value] : headers) absl::StrAppend(&request, name, ": ", value, "\r\n");
  if (method == "POST") absl::StrAppend(&request, "Content-Length: ", body.size(), "\r\n");
  return absl::StrCat(request, "\r\n", body);
}

RawAnswer RawClient::Ask(const std::string& method, const std::string& path, const Lines& headers,
                         const std::string& body) {
  if (!Send(Request(method, path, headers, body))) return {};
  return Read();
}

}  // namespace rufaa
