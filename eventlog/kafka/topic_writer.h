// Hands records to a county's topic. Whether one arrived, and where, only reading the topic tells;
// what is reported here are the ones that must be sent again.
//
// Send may be called by any thread, but not while Renew runs. All else is for one thread.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "eventlog/kafka/kafka_client.h"

namespace rufaa {

class TopicWriter {
 public:
  // Looks the topic up first: without that, the first record would wait for a second. `deadline` by
  // SteadyNow().
  static absl::StatusOr<std::unique_ptr<TopicWriter>> Open(const KafkaTopic& topic,
                                                           absl::Time deadline);
  ~TopicWriter();

  // Puts a copy of `record` in line, with a header "traceparent" for each of `traces`, in order.
  // False when there is no room or the producer has failed for good: then it must be sent again.
  // Never waits.
  bool Send(absl::string_view record, uint64_t token,
            absl::Span<const absl::string_view> traces = {});

  struct Failed {
    uint64_t token = 0;
    bool too_large = false;     // The topic does not take it now.
    bool surely_absent = true;  // No attempt of the producer's may have brought it there.
  };
  struct Reports {
    std::vector<Failed> failed;
    bool dead = false;  // The producer failed for good: Renew, then send everything again.
  };
  Reports Poll();

  // A new producer in place of a dead one, whose records are forgotten. Where none can be made,
  // such as while a certificate is being replaced, nothing is sent, and Poll goes on saying dead.
  void Renew();

 private:
  explicit TopicWriter(KafkaTopic topic) : topic_(std::move(topic)) {}

  absl::Status Connect();
  void Close();
  static void OnReport(rd_kafka_t*, const rd_kafka_message_t* message, void* opaque);

  const KafkaTopic topic_;
  KafkaOwned<rd_kafka_t> client_;
  KafkaOwned<rd_kafka_topic_t> handle_;
  std::vector<Failed> failed_;
};

}  // namespace rufaa
