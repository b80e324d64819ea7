#include "eventlog/kafka/county_topic.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "eventlog/rule.h"

namespace rufaa {
namespace {

// A proposal may be as large as the rule allows, and Kafka wraps it in a little of its own.
constexpr int kMessageBytes = static_cast<int>(kProposalBytesMax) + (64 << 10);

}  // namespace

absl::Status EnsureCountyTopic(const KafkaTopic& topic, const CountyTopicOptions& options,
                               bool may_make, absl::Time deadline) {
  const bool only_reads = options.replicas == kAnyReplicas;
  TopicNeeds needs{.whose = "a county's log",
                   .flags = "--kafka",
                   .replicas = options.replicas,
                   .min_insync_replicas = options.min_insync_replicas,
                   .settings = {}};
  needs.settings.push_back({"message.timestamp.type", "LogAppendTime"});
  needs.settings.push_back({"unclean.leader.election.enable", "false"});
  needs.settings.push_back({"max.message.bytes", absl::StrCat(kMessageBytes), true});
  const absl::Status status = EnsureTopic(topic, needs, may_make && !only_reads, deadline);
  if (!only_reads || !absl::IsNotFound(status)) return status;
  return absl::NotFoundError(absl::StrCat(status.message(), " Name the brokers that have it."));
}

}  // namespace rufaa
