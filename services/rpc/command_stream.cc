#include "services/rpc/command_stream.h"

#include "google/protobuf/descriptor.h"

namespace rufaa::rpc {

std::string RequestIdOf(const google::protobuf::Message& command_request) {
  const auto* descriptor = command_request.GetDescriptor();
  const auto* reflection = command_request.GetReflection();
  const auto* command =
      reflection->GetOneofFieldDescriptor(command_request, descriptor->oneof_decl(0));
  if (command == nullptr) return "";
  const google::protobuf::Message& message = reflection->GetMessage(command_request, command);
  const auto* request_id = message.GetDescriptor()->FindFieldByNumber(1);
  return message.GetReflection()->GetString(message, request_id);
}

}  // namespace rufaa::rpc
