// Behind which offset a county's topic ends for sure: asked for outright, again and again, while
// the topic is being read. Not thread-safe.
//
// What the broker that is read from tells by itself may lie too early: a new leader learns one
// answer late how far the others have the topic, and one that is cut off from them tells the end as
// it was. So the leader is asked, which answers only once it knows (Kafka's KIP-207); and who leads
// is asked of another broker that has the topic. Of three, two of which must have what is to be
// acknowledged, either other one knows of a leader under whom anything was.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "eventlog/kafka/kafka_client.h"

namespace rufaa {

class SureEnd {
 public:
  // `times`, of the consumer that reads the topic, must outlive this.
  SureEnd(const KafkaTopic& topic, const FetchTimes& times);

  // Waits for a question that is still being asked: some seconds where brokers are away.
  ~SureEnd();
  SureEnd(const SureEnd&) = delete;
  SureEnd& operator=(const SureEnd&) = delete;

  // The topic was out of sight until now: what was asked before may be of another.
  void Forget();

  // Nothing that was acknowledged lay behind it when it was last asked for: some five seconds ago,
  // or up to fifteen where the other brokers do not answer. nullopt after that, and before
  // there was an answer since Forget. To be called often: it asks, and never waits.
  std::optional<uint64_t> Last();

 private:
  struct Broker {
    int32_t id = FetchTimes::kNobody;
    std::string address;
  };
  struct Answer {
    uint64_t end = 0;
    int32_t told_by = FetchTimes::kNobody;  // Who leads; kNobody: whoever was asked.
    std::vector<Broker> replicas;           // That have the topic, and are up.
  };
  class Question;

  static absl::StatusOr<Answer> Ask(rd_kafka_t* client, const std::string& topic);
  Broker NextToAsk();
  void Take();

  const KafkaTopic topic_;
  const FetchTimes& times_;
  std::unique_ptr<Question> unanswered_;
  std::vector<Broker> replicas_;
  size_t turn_ = 0;
  std::optional<uint64_t> end_;                     // Asked for since unsure_since_.
  absl::Time unsure_since_ = absl::UnixEpoch();     // By SteadyNow(), as all of these.
  absl::Time confirmed_at_ = absl::InfinitePast();  // Asked then, by way of another broker.
  absl::Time ask_at_ = absl::InfinitePast();
};

}  // namespace rufaa
