#include "services/rpc/command_stream.h"

#include <algorithm>

#include "google/protobuf/descriptor.h"

namespace rufaa::rpc {
namespace {

constexpr size_t kUuidBytes = 36;

// What is longer is no UUID, and no reason to send as much back. Cut between characters: a string
// that is no UTF-8 would end the sender's whole stream.
std::string Start(const std::string& request_id) {
  size_t end = std::min(request_id.size(), kUuidBytes);
  while (end > 0 && end < request_id.size() &&
         (static_cast<unsigned char>(request_id[end]) & 0xc0) == 0x80) {
    --end;
  }
  return request_id.substr(0, end);
}

}  // namespace

std::string RequestIdOf(const google::protobuf::Message& command_request) {
  const auto* descriptor = command_request.GetDescriptor();
  const auto* reflection = command_request.GetReflection();
  const auto* command =
      reflection->GetOneofFieldDescriptor(command_request, descriptor->oneof_decl(0));
  if (command == nullptr) return "";
  const google::protobuf::Message& message = reflection->GetMessage(command_request, command);
  const auto* request_id = message.GetDescriptor()->FindFieldByNumber(1);
  return Start(message.GetReflection()->GetString(message, request_id));
}

}  // namespace rufaa::rpc
