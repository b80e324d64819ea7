// Answers that are right until a view moves on or the minute ends: asked for by many, made once.
// For reads whose answer depends on nothing but the view, the minute and the key. Thread-safe.
#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <tuple>

#include "absl/container/flat_hash_map.h"
#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "services/rpc/call.h"

namespace rufaa::rpc {

template <class Answer>
class KeptAnswers {
 public:
  // `position`: of the view, read before the answer is made, so that it may only be newer. `key`
  // tells apart whatever else the answer depends on, the caller's rights among them. `make` runs on
  // this thread, without a lock; a failure is not kept.
  absl::Status Get(const Call& call, uint64_t position, absl::string_view key, Answer* answer,
                   absl::FunctionRef<absl::Status(Answer*)> make) {
    const Moment moment{position, absl::ToUnixSeconds(call.now) / 60};
    if (const std::shared_ptr<const Answer> kept = Find(call.county->id, moment, key)) {
      *answer = *kept;
      return absl::OkStatus();
    }
    if (absl::Status made = make(answer); !made.ok()) return made;
    Keep(call.county->id, moment, key, std::make_shared<const Answer>(*answer));
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
    absl::flat_hash_map<std::string, std::shared_ptr<const Answer>> answers;
  };

  std::shared_ptr<const Answer> Find(absl::string_view county, const Moment& moment,
                                     absl::string_view key) {
    const std::lock_guard lock(mutex_);
    const auto found = counties_.find(county);
    if (found == counties_.end() || !(found->second.moment == moment)) return nullptr;
    const auto answer = found->second.answers.find(key);
    return answer == found->second.answers.end() ? nullptr : answer->second;
  }

  void Keep(absl::string_view id, const Moment& moment, absl::string_view key,
            std::shared_ptr<const Answer> answer) {
    const std::lock_guard lock(mutex_);
    County& county = counties_[id];
    if (moment < county.moment) return;  // Others are further on.
    if (!(county.moment == moment) || county.answers.size() >= kKeptMax) county.answers.clear();
    county.moment = moment;
    county.answers[key] = std::move(answer);
  }

  std::mutex mutex_;
  absl::flat_hash_map<std::string, County> counties_;
};

}  // namespace rufaa::rpc
