// Publishes one county: reads its accepted commits and writes what is public of them to the public
// topic, in order, on a thread of its own, while it runs.
//
// Where to go on is read from the topic itself, so a restart repeats nothing, and one that was cut
// short within a commit goes on within it. Of a child who is to be forgotten by then it writes the
// erasure alone, so that a topic begun anew holds nothing else of it; but a batch that waits for
// brokers already goes out as it is. Two at once do no harm: each reads what the other wrote, and
// what both write at the same moment has the same ids and the same bytes.
//
// Brokers that are away are waited for. A topic that can't be this county's is refused: nothing
// more is written until a person has looked (`Settled` and the log say why).
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "eventlog/clock.h"
#include "eventlog/county_log.h"
#include "services/publisher/public_place.h"
#include "services/publisher/public_topic.h"
#include "services/publisher/renderer.h"
#include "services/rpc/log.h"
#include "services/rpc/metrics.h"

namespace rufaa::publisher {

struct PublisherOptions {
  std::string county;
  PublicPlace place;
  // A topic that is ahead of the log is believed to be only after this: another publisher's copy of
  // the log may be a moment ahead of ours.
  absl::Duration patience = absl::Seconds(20);
  absl::Duration retry_after = absl::Seconds(2);  // Of brokers that are away.
  // The brokers have not taken a batch for so long, or there is none and they do not answer: worth
  // a word.
  absl::Duration away_after = absl::Seconds(5);
};

class Publisher {
 public:
  // All must outlive this.
  struct Parts {
    CountyLog& log;
    Clock& clock;
    rpc::Log& messages;
    rpc::Metrics& metrics;  // Its gauges are to be cleared before this goes.
  };
  Publisher(const Parts& parts, const PublisherOptions& options);
  ~Publisher();

  void Start();
  void Stop();  // Within seconds, whatever the brokers do. For good.

  // Waits until it is known how it goes: OK, it publishes; FAILED_PRECONDITION, it has refused the
  // topic and stands still; LOG_UNAVAILABLE, brokers are away and it keeps trying; CANCELLED.
  absl::Status Settled(absl::Time deadline);

  // The position up to which all that is public stands in the topic.
  uint64_t published_through() const { return through_; }

 private:
  void Run();
  absl::Status PublishUntilTrouble();
  absl::Status CheckTopicIsOurs(const PublicTopic::Furthest& furthest);
  absl::StatusOr<std::vector<OutgoingEvent>> NextBatch(uint64_t& scanned);
  absl::Status SeeWhatStands(PublicTopic& topic);
  bool Patient(absl::Duration waited);
  void LookWhetherAway(PublicTopic& topic);
  absl::Status WriteBatch(PublicTopic& topic, std::vector<OutgoingEvent> batch);
  void Tell(const absl::Status& how);
  bool WaitOrStopping(absl::Duration wait);
  void WatchGauges();
  double LagSeconds() const;

  const Parts parts_;
  const PublisherOptions options_;
  const KafkaTopic topic_;
  Renderer renderer_;
  rpc::Counter& published_;
  bool away_ = false;  // Of brokers that do not answer while there is nothing to publish.
  EventId furthest_;   // That stands in the topic and was seen to be this log's.
  std::atomic<uint64_t> through_{0};
  std::atomic<bool> stopping_{false};

  std::mutex mutex_;
  std::condition_variable changed_;
  bool settled_ = false;
  absl::Status how_;
  std::thread thread_;
};

}  // namespace rufaa::publisher
