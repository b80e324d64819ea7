// A real hub in this process, over a county made for measuring, and people signed in to it.
#pragma once

#include <grpcpp/grpcpp.h>

#include <chrono>
#include <memory>
#include <string>

#include "bench/load.h"
#include "domain/base/check.h"
#include "google/protobuf/message.h"
#include "services/hub/hub.h"

namespace rufaa::bench {

inline constexpr char kCounty[] = "001";
inline constexpr char kAdmin[] = "admin";
inline constexpr char kPassword[] = "a-password-for-measuring-only";

hub::HubOptions HubOptionsFor(const std::string& data_dir);

class BenchCounty {
 public:
  // Starts a hub and waits until it serves. Fails the process when it can't: a benchmark that goes
  // on without its subject measures nothing.
  explicit BenchCounty(const hub::HubOptions& options);
  explicit BenchCounty(const std::string& data_dir) : BenchCounty(HubOptionsFor(data_dir)) {}
  ~BenchCounty();

  hub::Hub& hub() { return *hub_; }
  const std::string& target() const { return target_; }

  // Enrolls a person at `agency` (registered before), with an account; returns a bearer token.
  std::string SignUp(const std::string& person, const std::string& agency, const std::string& role);
  std::string SignIn(const std::string& login);

  // One call that must succeed, while setting up.
  void Call(const std::string& method, const std::string& token,
            const google::protobuf::Message& request, google::protobuf::Message& reply);

  Load LoadOf(const std::string& method, const std::string& token, int connections, int in_flight,
              uint64_t calls) const;

  const std::string& admin() const { return admin_; }

 private:
  std::unique_ptr<hub::Hub> hub_;
  std::string target_;
  std::shared_ptr<grpc::Channel> channel_;
  std::string admin_;
};

// A UUID made of `family` and `number`: request ids of a benchmark, no two alike.
std::string RequestId(uint64_t family, uint64_t number);

}  // namespace rufaa::bench
