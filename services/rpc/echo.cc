#include "services/rpc/echo.h"

#include <algorithm>
#include <string>

namespace rufaa::rpc {
namespace {

using bench::v1::EchoRequest;
using bench::v1::EchoResponse;

constexpr uint32_t kMaxReplyBytes = 1 << 20;

void Answer(const EchoRequest& request, EchoResponse& response) {
  if (request.reply_bytes() > 0) {
    response.set_payload(std::string(std::min(request.reply_bytes(), kMaxReplyBytes), 'e'));
  } else {
    response.set_payload(request.payload());
  }
}

class EchoStream : public grpc::ServerBidiReactor<EchoRequest, EchoResponse> {
 public:
  EchoStream() { StartRead(&request_); }
  void OnReadDone(bool ok) override {
    if (!ok) return Finish(grpc::Status::OK);
    Answer(request_, response_);
    StartWrite(&response_);
  }
  void OnWriteDone(bool ok) override {
    if (!ok) return Finish(grpc::Status(grpc::StatusCode::CANCELLED, ""));
    StartRead(&request_);
  }
  void OnDone() override { delete this; }

 private:
  EchoRequest request_;
  EchoResponse response_;
};

}  // namespace

grpc::ServerUnaryReactor* EchoService::Echo(grpc::CallbackServerContext* context,
                                            const EchoRequest* request, EchoResponse* response) {
  Answer(*request, *response);
  auto* reactor = context->DefaultReactor();
  reactor->Finish(grpc::Status::OK);
  return reactor;
}

grpc::ServerBidiReactor<EchoRequest, EchoResponse>* EchoService::StreamEcho(
    grpc::CallbackServerContext*) {
  return new EchoStream();
}

}  // namespace rufaa::rpc
