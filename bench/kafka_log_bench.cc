#include "bench/kafka_log_bench.h"

#include <algorithm>
#include <condition_variable>
#include <future>
#include <mutex>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/time/clock.h"
#include "domain/base/check.h"
#include "eventlog/kafka/topic_record.h"
#include "eventlog/record.h"
#include "tests/support/raw_topic.h"

namespace rufaa::bench {
namespace {

// More streams than are ever in flight, so that no proposal waits for another.
constexpr uint64_t kStreams = 20'000;
constexpr size_t kPayloadBytes = 300;

// How many are unanswered, and when the last answer came.
class Window {
 public:
  void Enter(uint64_t size) {
    std::unique_lock lock(mutex_);
    left_.wait(lock, [&] { return inside_ < size; });
    ++inside_;
  }
  void Leave(bool acknowledged, uint64_t wake_at) {
    const std::lock_guard lock(mutex_);
    --inside_;
    if (acknowledged) {
      const absl::Time now = absl::Now();
      if (acknowledged_++ > 0) longest_ = std::max(longest_, now - last_);
      last_ = now;
    }
    // Woken for a good many at once: a wake for each would measure the waking.
    if (inside_ <= wake_at) left_.notify_one();
  }
  void WaitUntilEmpty() {
    std::unique_lock lock(mutex_);
    left_.wait(lock, [&] { return inside_ == 0; });
  }
  uint64_t acknowledged() const { return acknowledged_; }
  absl::Duration longest() const { return longest_; }

 private:
  std::mutex mutex_;
  std::condition_variable left_;
  uint64_t inside_ = 0, acknowledged_ = 0;
  absl::Time last_;
  absl::Duration longest_;
};

}  // namespace

Proposal BenchProposal(uint64_t number, uint64_t streams) {
  // Ciphertext does not compress, so neither does this.
  static const std::string* const noise = [] {
    auto* bytes = new std::string;
    MerkleHash hash = {};
    while (bytes->size() < (1 << 16)) {
      hash = Sha256(BytesOf(hash));
      bytes->append(BytesOf(hash).data(), hash.size());
    }
    return bytes;
  }();
  Proposal proposal;
  proposal.caller = "p-7f3kq2m9";
  proposal.request_id = absl::StrFormat("%016d", number);
  proposal.digest.assign(*noise, number % 30'000, 32);
  std::string stream = absl::StrCat("case/MSA-", number % streams);
  proposal.conditions.push_back({.stream = stream, .version = number / streams});
  proposal.events.push_back({.stream = std::move(stream), .type = "case.noted", .payload = ""});
  proposal.events[0].payload.assign(*noise, number % 60'000, kPayloadBytes);
  proposal.actor = {.person = "p-7f3kq2m9", .agency = "a-22", .desk = "d-1", .role = "officer"};
  proposal.occurred_at = absl::FromUnixSeconds(1'700'000'000);
  return proposal;
}

KafkaLogBench::Waits KafkaLogBench::OneByOne(uint64_t count) {
  Waits waits;
  for (uint64_t n = 0; n < count; ++n) {
    Proposal proposal = BenchProposal(next_++, kStreams);
    std::promise<absl::Time> acknowledged;
    const absl::Time start = absl::Now();
    log_.Append(std::move(proposal), [&](const absl::StatusOr<Receipt>& receipt) {
      RUFAA_CHECK(receipt.ok());
      acknowledged.set_value(absl::Now());
    });
    const absl::Time at = acknowledged.get_future().get();
    waits.woken.push_back(absl::ToDoubleMicroseconds(absl::Now() - start));
    waits.acknowledged.push_back(absl::ToDoubleMicroseconds(at - start));
  }
  return waits;
}

double KafkaLogBench::InFlight(uint64_t in_flight, uint64_t count) {
  Window window;
  const absl::Time start = absl::Now();
  for (uint64_t n = 0; n < count; ++n) {
    window.Enter(in_flight);
    log_.Append(BenchProposal(next_++, kStreams), [&](const absl::StatusOr<Receipt>& receipt) {
      RUFAA_CHECK(receipt.ok());
      window.Leave(true, in_flight * 3 / 4);
    });
  }
  window.WaitUntilEmpty();
  return static_cast<double>(count) / absl::ToDoubleSeconds(absl::Now() - start);
}

// A number that was not acknowledged is asked for again, as a client would: its outcome is unknown.
KafkaLogBench::Stall KafkaLogBench::RunUntil(const std::function<bool()>& stop,
                                             uint64_t in_flight) {
  Window window;
  std::mutex mutex;
  const auto take = [&]() -> uint64_t {
    const std::lock_guard lock(mutex);
    if (again_.empty()) return next_++;
    const uint64_t number = again_.back();
    again_.pop_back();
    return number;
  };
  while (!stop()) {
    window.Enter(in_flight);
    const uint64_t number = take();
    log_.Append(BenchProposal(number, kStreams),
                [&, number](const absl::StatusOr<Receipt>& receipt) {
                  RUFAA_CHECK(receipt.ok() || absl::IsUnavailable(receipt.status()));
                  if (!receipt.ok()) {
                    const std::lock_guard lock(mutex);
                    again_.push_back(number);
                  }
                  window.Leave(receipt.ok(), in_flight);
                });
  }
  window.WaitUntilEmpty();
  return {.longest_s = absl::ToDoubleSeconds(window.longest()),
          .acknowledged = window.acknowledged()};
}

void FillTopic(const KafkaTopic& topic, uint64_t count) {
  constexpr uint64_t kAtOnce = 100'000;
  for (uint64_t first = 0; first < count; first += kAtOnce) {
    std::vector<std::string> records;
    for (uint64_t n = first; n < std::min(count, first + kAtOnce); ++n) {
      records.push_back(EncodeProposalRecord(EncodeProposal(BenchProposal(n, kStreams))));
    }
    WriteRawTopic(topic, records);
  }
}

}  // namespace rufaa::bench
