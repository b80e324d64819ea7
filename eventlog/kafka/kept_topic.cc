#include "eventlog/kafka/kept_topic.h"

#include <map>
#include <string>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "domain/base/check.h"
#include "domain/base/refusal.h"
#include "domain/base/status_macros.h"
#include "eventlog/steady_time.h"

namespace rufaa {
namespace {

absl::Status Unfit(const KafkaTopic& topic, const TopicNeeds& needs, absl::string_view setting,
                   absl::string_view is, absl::string_view needed) {
  return absl::FailedPreconditionError(absl::StrCat("Topic ", topic.name, " has ", setting, " = ",
                                                    is, "; ", needs.whose, " needs ", needed,
                                                    ". Correct it and start again."));
}

// Sends an admin request and gives its answer; null when there is none in time.
using AdminCall = absl::FunctionRef<void(rd_kafka_AdminOptions_t*, rd_kafka_queue_t*)>;
KafkaOwned<rd_kafka_event_t> Ask(rd_kafka_t* client, absl::Time deadline, AdminCall call) {
  const KafkaOwned<rd_kafka_queue_t> queue(rd_kafka_queue_new(client));
  rd_kafka_AdminOptions_t* options = rd_kafka_AdminOptions_new(client, RD_KAFKA_ADMIN_OP_ANY);
  char ignored[128];
  rd_kafka_AdminOptions_set_request_timeout(options, 5000, ignored, sizeof(ignored));
  call(options, queue.get());
  rd_kafka_AdminOptions_destroy(options);
  return KafkaOwned<rd_kafka_event_t>(
      rd_kafka_queue_poll(queue.get(), Milliseconds(deadline - SteadyNow())));
}

absl::Status Create(rd_kafka_t* client, const KafkaTopic& topic, const TopicNeeds& needs,
                    absl::Time deadline) {
  char problem[512] = "";
  rd_kafka_NewTopic_t* wanted =
      rd_kafka_NewTopic_new(topic.name.c_str(), 1, needs.replicas, problem, sizeof(problem));
  if (wanted == nullptr) {
    return absl::InvalidArgumentError(absl::StrCat("Topic ", topic.name, ": ", problem));
  }
  for (const TopicSetting& setting : needs.settings) {
    rd_kafka_NewTopic_set_config(wanted, setting.name.c_str(), setting.value.c_str());
  }
  const KafkaOwned<rd_kafka_event_t> answer =
      Ask(client, deadline, [&](rd_kafka_AdminOptions_t* admin, rd_kafka_queue_t* queue) {
        rd_kafka_CreateTopics(client, &wanted, 1, admin, queue);
      });
  rd_kafka_NewTopic_destroy(wanted);
  if (answer == nullptr) return Refuse(Reason::LOG_UNAVAILABLE, "Kafka does not answer in time.");
  rd_kafka_resp_err_t error = rd_kafka_event_error(answer.get());
  if (error != RD_KAFKA_RESP_ERR_NO_ERROR) return KafkaAway("The topic was not made", error);
  size_t count = 0;
  const rd_kafka_topic_result_t* result = rd_kafka_CreateTopics_result_topics(
      rd_kafka_event_CreateTopics_result(answer.get()), &count)[0];
  error = rd_kafka_topic_result_error(result);
  if (error == RD_KAFKA_RESP_ERR_NO_ERROR || error == RD_KAFKA_RESP_ERR_TOPIC_ALREADY_EXISTS) {
    return absl::OkStatus();
  }
  // Just started, a cluster knows too few of its brokers.
  if (error == RD_KAFKA_RESP_ERR_INVALID_REPLICATION_FACTOR) {
    return KafkaAway(
        absl::StrCat("Topic ", topic.name, " is to have ", needs.replicas, " replicas, as ",
                     needs.flags, "-replicas says, and so needs as many brokers"),
        error);
  }
  const char* words = rd_kafka_topic_result_error_string(result);
  return absl::FailedPreconditionError(
      absl::StrCat("Topic ", topic.name, " could not be made: ",
                   words != nullptr ? words : rd_kafka_err2str(error), ". Make it by hand."));
}

// OK, NOT_FOUND when the topic is not there (yet), or what is wrong with it.
absl::Status CheckPartitions(rd_kafka_t* client, const KafkaTopic& topic, const TopicNeeds& needs) {
  RUFAA_ASSIGN_OR_RETURN(const auto metadata, ReadMetadata(client, topic.name, absl::Seconds(2)));
  if (metadata->topic_cnt != 1)
    return absl::NotFoundError(absl::StrCat("Topic ", topic.name, " is not known."));
  const rd_kafka_metadata_topic_t& found = metadata->topics[0];
  if (found.err == RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART) {
    return absl::NotFoundError(absl::StrCat("Topic ", topic.name, " is not there."));
  }
  if (found.err != RD_KAFKA_RESP_ERR_NO_ERROR)
    return KafkaAway("The topic has no leader", found.err);
  if (found.partition_cnt != 1) {
    return absl::FailedPreconditionError(absl::StrCat(
        "Topic ", topic.name, " has ", found.partition_cnt, " partitions; ", needs.whose,
        " is one. Delete it if nobody needs it, and start again: partitions "
        "can't be taken away."));
  }
  const int replicas = found.partitions[0].replica_cnt;
  if (replicas >= needs.replicas) return absl::OkStatus();
  return Unfit(topic, needs, "replicas", absl::StrCat(replicas),
               absl::StrCat("at least ", needs.replicas, ", as ", needs.flags, "-replicas says"));
}

using Values = std::map<std::string, std::string>;
absl::StatusOr<Values> ReadSettings(rd_kafka_t* client, const KafkaTopic& topic,
                                    absl::Time deadline) {
  rd_kafka_ConfigResource_t* resource =
      rd_kafka_ConfigResource_new(RD_KAFKA_RESOURCE_TOPIC, topic.name.c_str());
  const KafkaOwned<rd_kafka_event_t> answer =
      Ask(client, deadline, [&](rd_kafka_AdminOptions_t* admin, rd_kafka_queue_t* queue) {
        rd_kafka_DescribeConfigs(client, &resource, 1, admin, queue);
      });
  rd_kafka_ConfigResource_destroy(resource);
  if (answer == nullptr) return Refuse(Reason::LOG_UNAVAILABLE, "Kafka does not answer in time.");
  const auto wrong = [](rd_kafka_resp_err_t error) {
    return KafkaAway("The topic's settings can't be read", error);
  };
  rd_kafka_resp_err_t error = rd_kafka_event_error(answer.get());
  if (error != RD_KAFKA_RESP_ERR_NO_ERROR) return wrong(error);
  size_t count = 0;
  const rd_kafka_ConfigResource_t* found = rd_kafka_DescribeConfigs_result_resources(
      rd_kafka_event_DescribeConfigs_result(answer.get()), &count)[0];
  error = rd_kafka_ConfigResource_error(found);
  if (error != RD_KAFKA_RESP_ERR_NO_ERROR) return wrong(error);
  Values values;
  const rd_kafka_ConfigEntry_t** entries = rd_kafka_ConfigResource_configs(found, &count);
  for (size_t i = 0; i < count; ++i) {
    const char* value = rd_kafka_ConfigEntry_value(entries[i]);
    values[rd_kafka_ConfigEntry_name(entries[i])] = value != nullptr ? value : "";
  }
  return values;
}

absl::Status CheckSettings(rd_kafka_t* client, const KafkaTopic& topic, const TopicNeeds& needs,
                           absl::Time deadline) {
  RUFAA_ASSIGN_OR_RETURN(const Values values, ReadSettings(client, topic, deadline));
  for (const TopicSetting& setting : needs.settings) {
    const auto found = values.find(setting.name);
    const std::string is = found == values.end() ? "" : found->second;
    int64_t number = 0, least = 0;
    const bool enough = setting.at_least && absl::SimpleAtoi(is, &number) &&
                        absl::SimpleAtoi(setting.value, &least) && number >= least;
    if (is == setting.value || enough) continue;
    return Unfit(topic, needs, setting.name, is,
                 absl::StrCat(setting.at_least ? "at least " : "", setting.value));
  }
  return absl::OkStatus();
}

// First, as these are the worst to be wrong.
void AddKeptForEver(TopicNeeds& needs) {
  needs.settings.insert(
      needs.settings.begin(),
      {{"cleanup.policy", "delete"},  // That is: no compaction; and then nothing is ever due.
       {"retention.ms", "-1"},
       {"retention.bytes", "-1"},
       {"min.insync.replicas", absl::StrCat(needs.min_insync_replicas), true}});
}

}  // namespace

absl::Status EnsureTopic(const KafkaTopic& topic, TopicNeeds needs, bool may_make,
                         absl::Time deadline) {
  // Any topic would have as many.
  if (needs.replicas != kAnyReplicas && (needs.replicas < 1 || needs.min_insync_replicas < 1)) {
    return absl::FailedPreconditionError(absl::StrCat(needs.flags, "-replicas and ", needs.flags,
                                                      "-min-insync-replicas are 1 or more."));
  }
  AddKeptForEver(needs);
  RUFAA_ASSIGN_OR_RETURN(const KafkaOwned<rd_kafka_t> client, NewKafkaConsumer(topic));
  absl::Status heard;  // Why it was asked again, the last time.
  // Brokers learn of a new topic one after the other, so what one says another may not know yet.
  for (;;) {
    absl::Status status = CheckPartitions(client.get(), topic, needs);
    if (absl::IsNotFound(status) && may_make) {
      status = Create(client.get(), topic, needs, deadline);
      if (status.ok()) status = CheckPartitions(client.get(), topic, needs);
    }
    if (status.ok()) status = CheckSettings(client.get(), topic, needs, deadline);
    const bool may_pass = absl::IsUnavailable(status) || absl::IsNotFound(status);
    if (!may_pass) return status;
    // That the time was over before an answer says nothing of what there was to wait for.
    if (SteadyNow() > deadline) return heard.ok() ? status : heard;
    heard = status;
    rd_kafka_poll(client.get(), 100);
  }
}

}  // namespace rufaa
