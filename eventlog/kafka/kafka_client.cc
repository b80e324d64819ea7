#include "eventlog/kafka/kafka_client.h"

#include <algorithm>
#include <chrono>
#include <future>
#include <thread>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "domain/base/check.h"
#include "domain/base/refusal.h"
#include "domain/base/status_macros.h"
#include "eventlog/steady_time.h"

namespace rufaa {
namespace {

KafkaSettings CommonSettings(const KafkaTopic& topic) {
  return {{"bootstrap.servers", topic.brokers},
          {"client.id", "rufaa"},
          {"socket.nagle.disable", "true"},
          // A leader that hangs, rather than dies, is noticed by this.
          {"socket.timeout.ms", "3000"},
          {"reconnect.backoff.ms", "20"},
          {"reconnect.backoff.max.ms", "250"},
          {"topic.metadata.refresh.fast.interval.ms", "50"},
          {"log_level", "0"}};
}

struct ConfDelete {
  void operator()(rd_kafka_conf_t* conf) const { rd_kafka_conf_destroy(conf); }
};
using Conf = std::unique_ptr<rd_kafka_conf_t, ConfDelete>;

absl::Status Set(Conf& conf, const KafkaSettings& settings) {
  char problem[512] = "";
  for (const auto& [key, value] : settings) {
    if (rd_kafka_conf_set(conf.get(), key.c_str(), value.c_str(), problem, sizeof(problem)) !=
        RD_KAFKA_CONF_OK) {
      return absl::InvalidArgumentError(absl::StrCat("Kafka setting ", key, ": ", problem));
    }
  }
  return absl::OkStatus();
}

// What keeps a client of this thread from its brokers, as it last told within rd_kafka_poll. It
// does not tell the same again for a while.
struct Trouble {
  const rd_kafka_t* client = nullptr;
  bool not_let_in = false;
  std::string words;
};
thread_local Trouble trouble;

// Every connection that breaks would be told on standard error. What comes of it the log tells
// itself, in its answers.
void KeepTrouble(rd_kafka_t* client, int error, const char* words, void*) {
  if (error == RD_KAFKA_RESP_ERR__ALL_BROKERS_DOWN) return;
  // A broker that misses a certificate says so once the handshake is over: a connection that broke.
  const bool not_let_in = error == RD_KAFKA_RESP_ERR__AUTHENTICATION ||
                          error == RD_KAFKA_RESP_ERR__SSL || absl::StrContains(words, " alert ");
  trouble = {client, not_let_in, words};
}

// The detail that tells it from brokers that are away.
constexpr char kClient[] = "client";
constexpr char kNotLetIn[] = "not let in";

constexpr char kFetchTimes[] = "fetch-times";
constexpr int16_t kFetchRequest = 1;  // Its number in Kafka's protocol.

rd_kafka_resp_err_t NoteFetch(rd_kafka_t*, int, const char*, int32_t broker, int16_t request,
                              int16_t, int32_t, size_t, int64_t, rd_kafka_resp_err_t error,
                              void* times) {
  if (request != kFetchRequest) return RD_KAFKA_RESP_ERR_NO_ERROR;
  auto& fetches = *static_cast<FetchTimes*>(times);
  if (error == RD_KAFKA_RESP_ERR_NO_ERROR) {
    fetches.Note(SteadyNow(), broker);
  } else {
    fetches.NoteFailed();
  }
  return RD_KAFKA_RESP_ERR_NO_ERROR;
}

rd_kafka_resp_err_t AddFetchTimes(rd_kafka_t* client, const rd_kafka_conf_t*, void* times, char*,
                                  size_t) {
  return rd_kafka_interceptor_add_on_response_received(client, kFetchTimes, NoteFetch, times);
}

absl::StatusOr<KafkaOwned<rd_kafka_t>> NewClient(rd_kafka_type_t type, Conf conf) {
  rd_kafka_conf_set_error_cb(conf.get(), KeepTrouble);
  char problem[512] = "";
  KafkaOwned<rd_kafka_t> client(rd_kafka_new(type, conf.get(), problem, sizeof(problem)));
  if (client == nullptr) {
    return absl::InvalidArgumentError(absl::StrCat("Kafka client: ", problem));
  }
  (void)conf.release();  // The client's now.
  // Of an earlier one that was where this one is.
  if (trouble.client == client.get()) trouble = {};
  return client;
}

}  // namespace

absl::StatusOr<KafkaOwned<rd_kafka_t>> NewKafkaConsumer(const KafkaTopic& topic,
                                                        FetchTimes* times) {
  Conf conf(rd_kafka_conf_new());
  RUFAA_RETURN_IF_ERROR(Set(conf, topic.client));
  RUFAA_RETURN_IF_ERROR(Set(conf, CommonSettings(topic)));
  RUFAA_RETURN_IF_ERROR(Set(conf, {{"enable.auto.commit", "false"},
                                   {"enable.auto.offset.store", "false"},
                                   {"auto.offset.reset", "error"},
                                   {"allow.auto.create.topics", "false"},
                                   {"check.crcs", "true"},
                                   {"fetch.error.backoff.ms", "20"},
                                   // With so much read ahead it rests for a second (librdkafka
                                   // #2879): as much as is judged in that time. By messages it
                                   // would rest after a fifth of that.
                                   {"queued.max.messages.kbytes", "131072"},
                                   {"queued.min.messages", "10000000"},
                                   // A new place to read from is asked for only after this.
                                   {"fetch.wait.max.ms", "100"}}));
  if (times != nullptr) {
    rd_kafka_conf_interceptor_add_on_new(conf.get(), kFetchTimes, AddFetchTimes, times);
  }
  return NewClient(RD_KAFKA_CONSUMER, std::move(conf));
}

absl::StatusOr<KafkaOwned<rd_kafka_t>> NewKafkaProducer(const KafkaTopic& topic,
                                                        DeliveryReport report, void* opaque) {
  Conf conf(rd_kafka_conf_new());
  RUFAA_RETURN_IF_ERROR(Set(conf, topic.client));
  RUFAA_RETURN_IF_ERROR(Set(conf, CommonSettings(topic)));
  // Waiting for company is what the default would have each message do, five milliseconds long.
  RUFAA_RETURN_IF_ERROR(Set(conf, {{"enable.idempotence", "true"},
                                   {"acks", "all"},
                                   {"linger.ms", "0"},
                                   {"request.timeout.ms", "2000"},
                                   {"retry.backoff.ms", "20"},
                                   {"message.max.bytes", "2000000"},
                                   {"queue.buffering.max.messages", "1000000"},
                                   {"delivery.report.only.error", "true"}}));
  rd_kafka_conf_set_dr_msg_cb(conf.get(), report);
  rd_kafka_conf_set_opaque(conf.get(), opaque);
  return NewClient(RD_KAFKA_PRODUCER, std::move(conf));
}

void EndConsumer(KafkaOwned<rd_kafka_t> client, std::unique_ptr<FetchTimes> times) {
  std::promise<void> ended;
  const std::future<void> end = ended.get_future();
  std::thread ending(
      [client = std::move(client), times = std::move(times), ended = std::move(ended)]() mutable {
        client.reset();
        ended.set_value();
      });
  // To its very end: OpenSSL cleans up after a thread, and must not when the program has ended.
  if (end.wait_for(std::chrono::seconds(10)) == std::future_status::ready) return ending.join();
  ending.detach();
}

absl::StatusOr<KafkaOwned<const rd_kafka_metadata_t>> ReadMetadata(rd_kafka_t* client,
                                                                   const std::string& topic,
                                                                   absl::Duration timeout) {
  const KafkaOwned<rd_kafka_topic_t> handle(rd_kafka_topic_new(client, topic.c_str(), nullptr));
  RUFAA_CHECK(handle != nullptr);
  const rd_kafka_metadata_t* metadata = nullptr;
  const rd_kafka_resp_err_t error =
      rd_kafka_metadata(client, 0, handle.get(), &metadata, Milliseconds(timeout));
  if (error == RD_KAFKA_RESP_ERR_NO_ERROR) return KafkaOwned<const rd_kafka_metadata_t>(metadata);
  rd_kafka_poll(client, 0);
  if (trouble.client != client) return KafkaAway("Kafka does not answer", error);
  return Refuse(Reason::LOG_UNAVAILABLE, absl::StrCat("Kafka does not answer: ", trouble.words),
                trouble.not_let_in ? RefusalDetails{{kClient, kNotLetIn}} : RefusalDetails{});
}

bool NotLetIn(const absl::Status& status) {
  const absl::optional<Refusal> refusal = RefusalOf(status);
  return refusal.has_value() && refusal->reason == Reason::LOG_UNAVAILABLE &&
         refusal->details == RefusalDetails{{kClient, kNotLetIn}};
}

// Not by rd_kafka_query_watermark_offsets, which of 2.0.2 may not return for as long as a leader is
// away, whatever time it is given.
absl::StatusOr<uint64_t> ReadOffset(rd_kafka_t* client, const std::string& topic, int64_t which,
                                    absl::Duration timeout) {
  const KafkaOwned<rd_kafka_topic_partition_list_t> asked(rd_kafka_topic_partition_list_new(1));
  rd_kafka_topic_partition_t* const one =
      rd_kafka_topic_partition_list_add(asked.get(), topic.c_str(), /*partition=*/0);
  one->offset = which;  // A time, here: Kafka's words for the earliest and the latest.
  rd_kafka_resp_err_t error =
      rd_kafka_offsets_for_times(client, asked.get(), Milliseconds(timeout));
  if (error == RD_KAFKA_RESP_ERR_NO_ERROR) error = one->err;
  if (error == RD_KAFKA_RESP_ERR_NO_ERROR && one->offset < 0) error = RD_KAFKA_RESP_ERR__NO_OFFSET;
  if (error == RD_KAFKA_RESP_ERR_NO_ERROR) return static_cast<uint64_t>(one->offset);
  return KafkaAway("The topic's end is not known", error);
}

absl::Status KafkaAway(absl::string_view what, rd_kafka_resp_err_t error) {
  return Refuse(Reason::LOG_UNAVAILABLE, absl::StrCat(what, ": ", rd_kafka_err2str(error), "."));
}

absl::Status KafkaIsAway() {
  return Refuse(Reason::LOG_UNAVAILABLE, "Kafka does not answer; reads go on.");
}

int Milliseconds(absl::Duration duration) {
  return static_cast<int>(std::max<int64_t>(absl::ToInt64Milliseconds(duration), 0));
}

}  // namespace rufaa
