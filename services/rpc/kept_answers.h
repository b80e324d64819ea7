// Answers that are right until a view moves on or the minute ends: asked for by many, made and
// encoded once.
// For reads whose answer depends on nothing but the view, the minute and the key. Thread-safe.
#pragma once

#include <grpcpp/impl/codegen/proto_utils.h>
#include <grpcpp/support/byte_buffer.h>

#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <tuple>
#include <utility>
#include <variant>

#include "absl/container/flat_hash_map.h"
#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
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

// `Beside` is what is kept with an answer, and not sent.
template <class Answer, class Beside = std::monostate>
class KeptAnswers {
 public:
  // Gives the kept answer as it goes over the wire, sharing its memory, or lets `make` make one: on
  // this thread, without a lock. A failure is not kept.
  absl::Status Get(const Asked& asked, grpc::ByteBuffer* answer,
                   absl::FunctionRef<absl::Status(Answer*)> make) {
    return GetBoth(asked, answer, [&](Answer* made, Beside*) { return make(made); }).status();
  }
  // The same, with what was made beside it.
  using Kept = std::shared_ptr<const Beside>;
  absl::StatusOr<Kept> GetBoth(const Asked& asked, grpc::ByteBuffer* answer,
                               absl::FunctionRef<absl::Status(Answer*, Beside*)> make) {
    const Moment moment{asked.position, absl::ToUnixSeconds(asked.now) / 60};
    if (Kept beside = Find(asked, moment, answer); beside != nullptr) return beside;
    Answer made;
    auto beside = std::make_shared<Beside>();
    if (absl::Status status = make(&made, beside.get()); !status.ok()) return status;
    bool own = false;  // Always true of messages: the buffer is not the message's own memory.
    RUFAA_CHECK(grpc::SerializationTraits<Answer>::Serialize(made, answer, &own).ok());
    Keep(asked, moment, {*answer, beside});
    return Kept(std::move(beside));
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
  struct Both {
    grpc::ByteBuffer answer;
    Kept beside;
  };
  struct County {
    Moment moment;
    absl::flat_hash_map<std::string, Both> answers;
  };

  // nullptr: none is kept.
  Kept Find(const Asked& asked, const Moment& moment, grpc::ByteBuffer* answer) {
    const std::lock_guard lock(mutex_);
    const auto found = counties_.find(asked.county);
    if (found == counties_.end() || !(found->second.moment == moment)) return nullptr;
    const auto kept = found->second.answers.find(asked.key);
    if (kept == found->second.answers.end()) return nullptr;
    *answer = kept->second.answer;
    return kept->second.beside;
  }

  void Keep(const Asked& asked, const Moment& moment, Both both) {
    const std::lock_guard lock(mutex_);
    County& county = counties_[asked.county];
    if (moment < county.moment) return;  // Others are further on.
    if (!(county.moment == moment) || county.answers.size() >= kKeptMax) county.answers.clear();
    county.moment = moment;
    county.answers[asked.key] = std::move(both);
  }

  std::mutex mutex_;
  absl::flat_hash_map<std::string, County> counties_;
};

}  // namespace rufaa::rpc
