// Answers that are right until a view moves on or the minute ends: asked for by many, made and
// encoded once.
// For reads whose answer depends on nothing but the view, the minute and the key. Thread-safe.
#pragma once

#include <grpcpp/impl/codegen/proto_utils.h>
#include <grpcpp/support/byte_buffer.h>

#include <cstdint>
#include <mutex>
#include <string>
#include <tuple>

#include "absl/container/flat_hash_map.h"
#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "domain/base/check.h"

namespace rufaa::rpc {

struct Asked {
  absl::string_view county;
  uint64_t position = 0;  // Of the view, read before the answer is made, so that it may be newer.
  absl::Time now;
  std::string key;  // Whatever else the answer depends on, the caller's rights among it.
};

template <class Answer>
class KeptAnswers {
 public:
  // Gives the kept answer as it goes over the wire, sharing its memory, or lets `make` make one: on
  // this thread, without a lock. A failure is not kept.
  absl::Status Get(const Asked& asked, grpc::ByteBuffer* answer,
                   absl::FunctionRef<absl::Status(Answer*)> make) {
    const Moment moment{asked.position, absl::ToUnixSeconds(asked.now) / 60};
    if (Find(asked, moment, answer)) return absl::OkStatus();
    Answer made;
    if (absl::Status status = make(&made); !status.ok()) return status;
    bool own = false;  // Always true of messages: the buffer is not the message's own memory.
    RUFAA_CHECK(grpc::SerializationTraits<Answer>::Serialize(made, answer, &own).ok());
    Keep(asked, moment, *answer);
    return absl::OkStatus();
  }

 private:
  static constexpr size_t kKeptMax = 256;  // Of one county.

  struct Moment {
    uint64_t position = 0;
    int64_t minute = 0;
    bool operator==(const Moment&) const = default;
    bool operator<(const Moment& other) const {
      return std::tie(position, minute) < std::tie(other.position, other.minute);
    }
  };
  struct County {
    Moment moment;
    absl::flat_hash_map<std::string, grpc::ByteBuffer> answers;
  };

  bool Find(const Asked& asked, const Moment& moment, grpc::ByteBuffer* answer) {
    const std::lock_guard lock(mutex_);
    const auto found = counties_.find(asked.county);
    if (found == counties_.end() || !(found->second.moment == moment)) return false;
    const auto kept = found->second.answers.find(asked.key);
    if (kept == found->second.answers.end()) return false;
    *answer = kept->second;
    return true;
  }

  void Keep(const Asked& asked, const Moment& moment, const grpc::ByteBuffer& answer) {
    const std::lock_guard lock(mutex_);
    County& county = counties_[asked.county];
    if (moment < county.moment) return;  // Others are further on.
    if (!(county.moment == moment) || county.answers.size() >= kKeptMax) county.answers.clear();
    county.moment = moment;
    county.answers[asked.key] = answer;
  }

  std::mutex mutex_;
  absl::flat_hash_map<std::string, County> counties_;
};

}  // namespace rufaa::rpc
