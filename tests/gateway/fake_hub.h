// A gRPC server that answers any method as a test says: what the gateway makes of an answer can be
// seen without the services that would give it.
#pragma once

#include <grpcpp/generic/async_generic_service.h>
#include <grpcpp/grpcpp.h>

#include <condition_variable>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "absl/time/time.h"

namespace rufaa {

class FakeHub {
 public:
  struct Call {
    std::string method;
    std::string request;
    std::multimap<std::string, std::string> metadata;
    absl::Duration left;  // Until its deadline.
  };
  struct Reply {
    std::vector<std::string> messages;  // One, of a unary method.
    grpc::Status status;
    std::multimap<std::string, std::string> leading, trailing;
    bool stays_open = false;  // After the messages, until it is cancelled.
  };
  using Script = std::function<Reply(const Call&)>;

  FakeHub();
  ~FakeHub();

  void Answer(Script script) {
    const std::lock_guard lock(mutex_);
    script_ = std::move(script);
  }
  std::shared_ptr<grpc::Channel> Channel();
  std::string address() const { return "127.0.0.1:" + std::to_string(port_); }

  // Calls that were cancelled while they stayed open; waits for the first.
  void WaitUntilCancelled();
  int calls() const;

 private:
  class Service;
  class Reactor;
  Reply AnswerTo(const Call& call);

  mutable std::mutex mutex_;
  std::condition_variable changed_;
  Script script_;
  int calls_ = 0;
  int cancelled_ = 0;
  std::unique_ptr<Service> service_;
  int port_ = 0;
  std::unique_ptr<grpc::Server> server_;
};

}  // namespace rufaa
