// A client that sends what it is told to, byte by byte, and reads HTTP answers: what browsers do,
// and what they never would.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "services/gateway/http.h"

namespace rufaa {

struct RawAnswer {
  int status = 0;  // 0: the connection ended without one.
  gateway::Headers headers;
  std::string body;

  std::string Header(absl::string_view name) const { return std::string(headers.Get(name)); }
};

class RawClient {
 public:
  explicit RawClient(int port);
  ~RawClient();
  RawClient(RawClient&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}

  bool Send(absl::string_view bytes);
  // No more will be sent.
  void HalfClose();

  // The next answer, whole; interim ones (100) too.
  RawAnswer Read();
  // Only its head: for an answer in pieces, whose body ReadChunk then reads.
  RawAnswer ReadHead();
  // The next piece of a chunked body; "" at its end.
  std::string ReadChunk();
  // Whether the server closes, without another byte.
  bool ReadsEnd();

  // Sends a request and reads its answer.
  using Lines = std::vector<std::pair<std::string, std::string>>;
  RawAnswer Ask(const std::string& method, const std::string& path, const Lines& headers = {},
                const std::string& body = "");
  static std::string Request(const std::string& method, const std::string& path,
                             const Lines& headers, const std::string& body);

 private:
  bool Fill();
  std::string ReadLine();
  std::string ReadBytes(size_t count);

  int fd_ = -1;
  std::string buffer_;
};

}  // namespace rufaa
