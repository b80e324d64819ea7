#include "eventlog/kafka/sure_end.h"

#include <algorithm>
#include <mutex>
#include <thread>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "domain/base/status_macros.h"
#include "eventlog/steady_time.h"

namespace rufaa {
namespace {

constexpr int32_t kPartition = 0;
constexpr absl::Duration kBetweenAttempts = absl::Milliseconds(100);
// For an answer that nobody waits for.
constexpr absl::Duration kAnswerWithin = absl::Seconds(3);
// Another leads no sooner than the brokers have missed the last for nine seconds.
constexpr absl::Duration kAskAgainAfter = absl::Seconds(5);
// Longer than a failover takes, and than it takes to find that two brokers do not answer.
constexpr absl::Duration kBelievedFor = absl::Seconds(15);

std::string Address(const rd_kafka_metadata_broker& broker) {
  const absl::string_view host(broker.host);
  const bool is_v6 = absl::StrContains(host, ":");
  return absl::StrCat(is_v6 ? "[" : "", host, is_v6 ? "]:" : ":", broker.port);
}

}  // namespace

// Asked on a thread of its own, by a client that goes with it: one that knows no other broker yet
// than the one whom it is to ask. Answered once the client is gone: no program ends while one is at
// work.
class SureEnd::Question {
 public:
  static absl::StatusOr<std::unique_ptr<Question>> Ask(KafkaTopic topic, const Broker& through) {
    topic.brokers = through.address;
    RUFAA_ASSIGN_OR_RETURN(KafkaOwned<rd_kafka_t> client, NewKafkaConsumer(topic));
    auto question = std::make_unique<Question>();
    question->asked_at_ = SteadyNow();
    question->through_ = through.id;
    question->thread_ = std::thread(
        [asked = question.get(), client = std::move(client), name = topic.name]() mutable {
          absl::StatusOr<Answer> answer = SureEnd::Ask(client.get(), name);
          EndConsumer(std::move(client), nullptr);
          asked->Answered(std::move(answer));
        });
    return question;
  }

  // Waits for the answer.
  ~Question() {
    if (thread_.joinable()) thread_.join();
  }

  absl::Time asked_at() const { return asked_at_; }
  int32_t through() const { return through_; }

  // nullopt: not yet.
  std::optional<absl::StatusOr<Answer>> answer() {
    const std::lock_guard lock(mutex_);
    return answer_;
  }

 private:
  void Answered(absl::StatusOr<Answer> answer) {
    const std::lock_guard lock(mutex_);
    answer_ = std::move(answer);
  }

  absl::Time asked_at_;
  int32_t through_ = FetchTimes::kNobody;
  std::mutex mutex_;
  std::optional<absl::StatusOr<Answer>> answer_;
  std::thread thread_;
};

SureEnd::SureEnd(const KafkaTopic& topic, const FetchTimes& times) : topic_(topic), times_(times) {}

SureEnd::~SureEnd() = default;

absl::StatusOr<SureEnd::Answer> SureEnd::Ask(rd_kafka_t* client, const std::string& topic) {
  const absl::Time deadline = SteadyNow() + kAnswerWithin;
  RUFAA_ASSIGN_OR_RETURN(const auto metadata, ReadMetadata(client, topic, kAnswerWithin));
  Answer answer;
  answer.told_by = metadata->orig_broker_id;
  if (metadata->topic_cnt == 1 && metadata->topics[0].partition_cnt > kPartition) {
    const rd_kafka_metadata_partition& partition = metadata->topics[0].partitions[kPartition];
    int32_t* const end = partition.replicas + partition.replica_cnt;
    for (int i = 0; i < metadata->broker_cnt; ++i) {
      const rd_kafka_metadata_broker& broker = metadata->brokers[i];
      if (std::find(partition.replicas, end, broker.id) == end) continue;
      answer.replicas.push_back({broker.id, Address(broker)});
    }
  }
  RUFAA_ASSIGN_OR_RETURN(answer.end,
                         ReadOffset(client, topic, RD_KAFKA_OFFSET_END, deadline - SteadyNow()));
  return answer;
}

void SureEnd::Forget() {
  unsure_since_ = SteadyNow();
  end_.reset();
}

// Right after a leader was lost, whichever broker answers first: one of the others may be the one
// that was lost.
SureEnd::Broker SureEnd::NextToAsk() {
  if (end_.has_value()) {
    for (size_t i = 0; i < replicas_.size(); ++i) {
      const Broker& next = replicas_[turn_++ % replicas_.size()];
      if (next.id != times_.leader()) return next;
    }
  }
  return {FetchTimes::kNobody, topic_.brokers};
}

void SureEnd::Take() {
  const std::optional<absl::StatusOr<Answer>> answer = unanswered_->answer();
  if (!answer.has_value()) return;
  const absl::Time asked_at = unanswered_->asked_at();
  const int32_t through = unanswered_->through();
  unanswered_ = nullptr;
  if (!answer->ok()) {
    // Once all have failed, the brokers that were named tell anew who has the topic, and where.
    replicas_.erase(std::remove_if(replicas_.begin(), replicas_.end(),
                                   [through](const Broker& one) { return one.id == through; }),
                    replicas_.end());
    return;
  }
  replicas_ = (*answer)->replicas;
  // From the first answer on it is noted when another leads.
  if (asked_at <= unsure_since_ || !times_.answered()) return;
  end_ = std::max(end_.value_or(0), (*answer)->end);
  const int32_t told_by = (*answer)->told_by != FetchTimes::kNobody ? (*answer)->told_by : through;
  const int32_t leader = times_.leader();
  const bool by_other = std::any_of(replicas_.begin(), replicas_.end(), [&](const Broker& one) {
    return one.id == told_by && one.id != leader;
  });
  // Where no other is up, none can lead.
  const bool is_alone = std::none_of(replicas_.begin(), replicas_.end(),
                                     [leader](const Broker& one) { return one.id != leader; });
  if (by_other || is_alone) confirmed_at_ = asked_at;
}

std::optional<uint64_t> SureEnd::Last() {
  if (unanswered_ != nullptr) Take();
  const absl::Time now = SteadyNow();
  const bool is_due = !end_.has_value() || now >= confirmed_at_ + kAskAgainAfter;
  if (unanswered_ == nullptr && is_due && now >= ask_at_) {
    ask_at_ = now + kBetweenAttempts;
    absl::StatusOr<std::unique_ptr<Question>> question = Question::Ask(topic_, NextToAsk());
    if (question.ok()) unanswered_ = *std::move(question);
  }
  return now > confirmed_at_ + kBelievedFor ? std::nullopt : end_;
}

}  // namespace rufaa
