// An access service that knows one session, and answers when the test says so.
#pragma once

#include <functional>
#include <utility>

#include "rufaa/access/v1/access_service.grpc.pb.h"
#include "tests/services_rpc/an_officer.h"

namespace rufaa::rpc {

class FakeAccess : public access::v1::AccessService::CallbackService {
 public:
  // Told at each question how to answer it; each must be answered.
  using Asked = std::function<void(std::function<void()> answer)>;
  explicit FakeAccess(Asked asked) : asked_(std::move(asked)) {}

  grpc::ServerUnaryReactor* ResolveSession(grpc::CallbackServerContext* context,
                                           const access::v1::ResolveSessionRequest*,
                                           access::v1::ResolveSessionResponse* response) override {
    *response->mutable_caller() = ToProto(AnOfficer());
    grpc::ServerUnaryReactor* const reactor = context->DefaultReactor();
    asked_([reactor] { reactor->Finish(grpc::Status::OK); });
    return reactor;
  }

 private:
  const Asked asked_;
};

}  // namespace rufaa::rpc
