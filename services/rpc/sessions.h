// From a bearer token to a caller: asked of the access service by gRPC, remembered for at most
// kSessionMaxAge, so that a session ended there ends here within that time. A step-up there is
// known here at once: whoever would be refused for want of one is asked for anew (WithStepUp of
// call.h).
#pragma once

#include <grpcpp/channel.h>

#include <array>
#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "absl/container/flat_hash_map.h"
#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "eventlog/clock.h"
#include "rufaa/access/v1/access_service.grpc.pb.h"
#include "services/rpc/caller.h"

namespace rufaa::rpc {

inline constexpr absl::Duration kSessionMaxAge = absl::Seconds(5);

// Whether less than `age` has gone by since `since`. No, where the clock was put back behind it:
// nobody knows for how long, and it must not pass for new until the clock is there again.
inline bool IsWithin(absl::Duration age, absl::Time since, absl::Time now) {
  return now >= since && now - since < age;
}

// Thread-safe.
class Sessions {
 public:
  // `clock` must outlive this; it tells the age of what is remembered.
  explicit Sessions(Clock& clock) : clock_(clock) {}

  // Where the access service is. Before serving: until then every token is UNAVAILABLE.
  void Connect(std::shared_ptr<grpc::Channel> access);

  struct Question {
    std::string token;
    absl::Time deadline;
    std::string traceparent;
    bool passive = false;  // Not a use of the session.
    bool anew = false;     // What is remembered will not do.
  };
  // Calls `done` once: at once when the token is remembered, else when access has answered.
  // UNAUTHENTICATED for a token that no session has.
  using Done = std::function<void(absl::StatusOr<Caller>)>;
  void Resolve(const Question& question, Done done);

  // Forgets sessions that have changed or ended, also of answers that are still on their way; for
  // the access service in the same process, so that its answers hold at once.
  void ForgetIf(absl::FunctionRef<bool(const Caller&)> changed);

 private:
  static constexpr size_t kShards = 8;
  static constexpr size_t kMaxPerShard = 4096;
  struct Known {
    Caller caller;
    absl::Time at;
  };
  struct Shard {
    std::mutex mutex;
    absl::flat_hash_map<std::string, Known> by_token;
  };
  Shard& ShardOf(const std::string& token);
  std::optional<Caller> Remembered(const std::string& token);
  void Remember(const std::string& token, const Caller& caller, uint64_t changes);

  std::unique_ptr<access::v1::AccessService::Stub> stub_;
  Clock& clock_;
  // How often something was forgotten: who was asked for before may be told of as of before.
  std::atomic<uint64_t> changes_{0};
  std::array<Shard, kShards> shards_;
};

}  // namespace rufaa::rpc
