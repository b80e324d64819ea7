#include "services/publisher/publisher.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/time/clock.h"
#include "domain/base/status_macros.h"
#include "eventlog/kafka/kept_topic.h"
#include "eventlog/named_thread.h"
#include "eventlog/steady_time.h"

namespace rufaa::publisher {
namespace {

constexpr size_t kEventsAtOnce = 256;
constexpr size_t kCommitsAtOnce = 1000;  // Of which few may be public.
constexpr absl::Duration kLook = absl::Milliseconds(200);
// Who is busy may not hear of an answer for a while, though no question failed.
constexpr int kBusyTimes = 4;
constexpr absl::Duration kAnswerWithin = absl::Seconds(3);  // A stop waits as long.

}  // namespace

KafkaTopic TopicAt(const PublicPlace& place, const std::string& county) {
  return {.brokers = place.brokers,
          .name = absl::StrReplaceAll(place.topic, {{"<county>", county}}),
          .client = place.client};
}

Publisher::Publisher(const Parts& parts, const PublisherOptions& options)
    : parts_(parts),
      options_(options),
      topic_(TopicAt(options.place, options.county)),
      renderer_(options.county, parts.log),
      published_(parts.metrics.CounterOf("rufaa_publisher_events_total",
                                         "Public events that the brokers have taken.",
                                         {{"county", options.county}})) {}

Publisher::~Publisher() { Stop(); }

void Publisher::Start() {
  WatchGauges();
  thread_ = NamedThread("publisher", [this] { Run(); });
}

void Publisher::Stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_all();
  if (thread_.joinable()) thread_.join();
}

void Publisher::WatchGauges() {
  const rpc::Metrics::Labels labels = {{"county", options_.county}};
  parts_.metrics.SetGauge("rufaa_publisher_lag", "Positions not yet published.", labels, [this] {
    const uint64_t head = parts_.log.Head();
    return static_cast<double>(head - std::min<uint64_t>(head, through_));
  });
  parts_.metrics.SetGauge("rufaa_publisher_lag_seconds",
                          "For how long the oldest commit not yet published has waited.", labels,
                          [this] { return LagSeconds(); });
  parts_.metrics.SetGauge("rufaa_publisher_up",
                          "1: publishes; 0: the brokers are away, or the topic was refused.",
                          labels, [this] {
                            const std::lock_guard lock(mutex_);
                            return settled_ && how_.ok() ? 1.0 : 0.0;
                          });
}

double Publisher::LagSeconds() const {
  absl::Duration waited;
  (void)parts_.log.Read(through_, [&](const Commit& commit) {
    waited = parts_.clock.Now() - commit.recorded_at;
    return false;
  });
  return std::max(absl::ToDoubleSeconds(waited), 0.0);
}

void Publisher::Run() {
  while (!stopping_) {
    const absl::Status trouble = PublishUntilTrouble();
    if (absl::IsCancelled(trouble)) break;
    Tell(trouble);
    if (absl::IsFailedPrecondition(trouble)) return;
    if (WaitOrStopping(options_.retry_after)) break;
  }
  const std::lock_guard lock(mutex_);
  settled_ = true;
  how_ = absl::CancelledError("stopped");
  changed_.notify_all();
}

// Words for whoever keeps the hub running, once for each change.
void Publisher::Tell(const absl::Status& how) {
  {
    const std::lock_guard lock(mutex_);
    const bool same = settled_ && how_.code() == how.code();
    settled_ = true;
    how_ = how;
    if (same) return;
  }
  changed_.notify_all();
  const bool refused = absl::IsFailedPrecondition(how);
  const rpc::Level level = how.ok()  ? rpc::Level::kInfo
                           : refused ? rpc::Level::kError
                                     : rpc::Level::kWarning;
  const char* what = how.ok()  ? "publishing"
                     : refused ? "public topic refused; not publishing"
                               : "not publishing; trying on";
  parts_.messages.Write(level, what,
                        {{"county", options_.county},
                         {"topic", topic_.name},
                         {"position", static_cast<int64_t>(through_.load())},
                         {"problem", how.message()}});
}

bool Publisher::WaitOrStopping(absl::Duration wait) {
  std::unique_lock lock(mutex_);
  return changed_.wait_for(lock, absl::ToChronoMilliseconds(wait),
                           [this] { return stopping_.load(); });
}

absl::Status Publisher::Settled(absl::Time deadline) {
  std::unique_lock lock(mutex_);
  const bool known =
      changed_.wait_until(lock, absl::ToChronoTime(deadline), [this] { return settled_; });
  return known ? how_ : absl::UnavailableError("It is not known yet whether it can publish.");
}

// One connection's time: from what the topic holds to whatever ends it.
absl::Status Publisher::PublishUntilTrouble() {
  TopicNeeds needs{.whose = "a county's public topic",
                   .flags = "--public",
                   .replicas = options_.place.replicas,
                   .min_insync_replicas = options_.place.min_insync_replicas,
                   .settings = {}};
  // Or the brokers would put the moment in place of the day (public_topic.cc).
  needs.settings.push_back({"message.timestamp.type", "CreateTime"});
  RUFAA_RETURN_IF_ERROR(EnsureTopic(topic_, needs, /*may_make=*/true, SteadyNow() + kAnswerWithin));
  RUFAA_ASSIGN_OR_RETURN(const std::unique_ptr<PublicTopic> topic,
                         PublicTopic::Open(topic_, options_.county, SteadyNow() + kAnswerWithin));
  RUFAA_RETURN_IF_ERROR(topic->ReadEnd([this](absl::Duration waited) { return Patient(waited); }));
  furthest_ = {};
  away_ = false;
  RUFAA_RETURN_IF_ERROR(SeeWhatStands(*topic));
  Tell(absl::OkStatus());
  // The commit that the furthest event is of may not be through yet.
  uint64_t scanned = std::max(furthest_.position, uint64_t{1}) - 1;
  through_ = scanned;
  while (!stopping_) {
    RUFAA_ASSIGN_OR_RETURN(std::vector<OutgoingEvent> batch, NextBatch(scanned));
    if (!batch.empty()) RUFAA_RETURN_IF_ERROR(WriteBatch(*topic, std::move(batch)));
    through_ = scanned;
    RUFAA_RETURN_IF_ERROR(topic->TakeArrived());
    LookWhetherAway(*topic);
    parts_.log.WaitBeyond(scanned, kLook);
  }
  return absl::CancelledError("stopped");
}

// What is public of the commits after `scanned`, which is moved on to the last one looked at. Who
// is to be forgotten is learnt anew each time: the batch before may have waited for days until the
// brokers took it, and a topic that is begun anew takes its time to fill.
absl::StatusOr<std::vector<OutgoingEvent>> Publisher::NextBatch(uint64_t& scanned) {
  std::vector<OutgoingEvent> batch;
  while (batch.empty() && !stopping_) {
    std::vector<Commit> commits;
    size_t events = 0;
    RUFAA_RETURN_IF_ERROR(parts_.log.Read(scanned, [&](const Commit& commit) {
      commits.push_back(commit);
      for (const NewEvent& event : commit.proposal.events) events += IsPublic(event.type) ? 1 : 0;
      return events < kEventsAtOnce && commits.size() < kCommitsAtOnce;
    }));
    if (commits.empty()) break;
    RUFAA_RETURN_IF_ERROR(renderer_.LearnErased([this] { return !stopping_; }));
    if (stopping_) break;  // Then not all of it was looked through.
    for (const Commit& commit : commits) RUFAA_RETURN_IF_ERROR(renderer_.Render(commit, batch));
    scanned = commits.back().position;
  }
  return batch;
}

bool Publisher::Patient(absl::Duration waited) {
  if (waited > options_.away_after) Tell(absl::UnavailableError("The brokers do not answer."));
  return !stopping_;
}

// An outage in which nothing happens in the county is told, too: whoever keeps the hub running
// should not hear of it from the first case.
void Publisher::LookWhetherAway(PublicTopic& topic) {
  const bool away = topic.SilentFor() > options_.away_after * (topic.failed() ? 1 : kBusyTimes);
  if (away) {
    Tell(absl::UnavailableError("The brokers do not answer."));
  } else if (away_) {
    topic.TakeFailed();
    Tell(absl::OkStatus());
  }
  away_ = away;
}

// What others wrote meanwhile is left out.
absl::Status Publisher::WriteBatch(PublicTopic& topic, std::vector<OutgoingEvent> batch) {
  RUFAA_RETURN_IF_ERROR(SeeWhatStands(topic));
  std::erase_if(batch, [this](const OutgoingEvent& event) { return event.id <= furthest_; });
  if (batch.empty()) return absl::OkStatus();
  RUFAA_RETURN_IF_ERROR(
      topic.Write(batch, [this](absl::Duration waited) { return Patient(waited); }));
  furthest_ = batch.back().id;
  published_.Add(batch.size());
  Tell(absl::OkStatus());
  return absl::OkStatus();
}

absl::Status Publisher::SeeWhatStands(PublicTopic& topic) {
  RUFAA_RETURN_IF_ERROR(topic.TakeArrived());
  if (!topic.furthest() || topic.furthest()->id <= furthest_) return absl::OkStatus();
  const PublicTopic::Furthest furthest = *topic.furthest();
  RUFAA_RETURN_IF_ERROR(CheckTopicIsOurs(furthest));
  furthest_ = furthest.id;
  return absl::OkStatus();
}

// The furthest event must be one that this log holds.
absl::Status Publisher::CheckTopicIsOurs(const PublicTopic::Furthest& furthest) {
  const uint64_t position = furthest.id.position;
  const absl::Time believe_at = SteadyNow() + options_.patience;
  while (parts_.log.WaitBeyond(position - 1, kLook) < position) {
    if (stopping_) return absl::CancelledError("stopped");
    if (SteadyNow() < believe_at) continue;
    return absl::FailedPreconditionError(absl::StrCat(
        "Topic ", topic_.name, " is ahead of the log of county ", options_.county,
        ": it holds events up to position ", position, ", the log ends at ", parts_.log.Head(),
        ". If the log was restored from a backup, restore what came after it, or name a new "
        "topic."));
  }
  Commit commit;
  RUFAA_RETURN_IF_ERROR(parts_.log.Read(position - 1, [&](const Commit& one) {
    commit = one;
    return false;
  }));
  std::string case_code;
  if (furthest.id.n <= commit.proposal.events.size()) {
    RUFAA_ASSIGN_OR_RETURN(case_code, renderer_.CaseOf(commit.proposal.events[furthest.id.n - 1]));
  }
  if (!case_code.empty() && case_code == furthest.key) return absl::OkStatus();
  return absl::FailedPreconditionError(
      absl::StrCat("Topic ", topic_.name, " is of another log than county ", options_.county,
                   " has here: its event ", IdText(options_.county, furthest.id),
                   " is not what stands there. Name a new topic."));
}

}  // namespace rufaa::publisher
