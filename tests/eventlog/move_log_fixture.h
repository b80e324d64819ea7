// What tests of moving a log have in common: an embedded log with a past, and what must be the same
// wherever it is.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/escaping.h"
#include "eventlog/kafka/move_log.h"
#include "eventlog/log_directory.h"
#include "eventlog/record.h"
#include "eventlog/rule.h"
#include "eventlog/verify_log.h"
#include "tests/eventlog/kafka_topic_fixture.h"
#include "tests/eventlog/topic_checker.h"

namespace rufaa {

// Of the log in `folder`.
inline Genesis GenesisOf(const std::string& folder) {
  const auto manifest = LogDirectory::ReadManifest(folder, rocksdb::Env::Default());
  return {.rule = kRuleVersion,
          .county = manifest->county,
          .log_id = absl::HexStringToBytes(manifest->log_id)};
}

class MoveLogTest : public KafkaTopicTest {
 protected:
  static constexpr uint64_t kPast = 700;  // Commits: more than two tiles of the tree.

  MoveLogTest() { clock_.Set(Noon()); }

  std::string path() const { return folder_.path() + "/log"; }

  MoveOptions MoveOf(const std::string& folder) {
    MoveOptions options;
    options.path = folder;
    options.county = "mombasa";
    options.topic = topic_;
    options.topic_options = {.replicas = 1, .min_insync_replicas = 1};
    options.silence = absl::Seconds(120);
    return options;
  }
  MoveOptions Move() { return MoveOf(path()); }

  absl::StatusOr<std::unique_ptr<EmbeddedLog>> TryEmbedded(const std::string& folder) {
    return EmbeddedLog::Open({.path = folder, .county = "mombasa", .clock = &clock_});
  }
  absl::StatusOr<std::unique_ptr<KafkaLog>> TryKafka(const std::string& folder) {
    KafkaLog::Options options = Options();
    options.path = folder;
    return KafkaLog::Open(options);
  }
  std::unique_ptr<CountyLog> Embedded() { return Opened(TryEmbedded(path())); }
  std::unique_ptr<CountyLog> Kafka() { return Opened(TryKafka(path())); }
  std::unique_ptr<CountyLog> NewReplica() {
    return Opened(TryKafka(absl::StrCat(folder_.path(), "/replica-", ++replicas_)));
  }

  // Each a minute after the one before, to the microsecond.
  void AppendPast(CountyLog& log, uint64_t first, uint64_t count) {
    for (uint64_t n = first; n < first + count; ++n) {
      clock_.Advance(absl::Minutes(1) + absl::Microseconds(n));
      Append(log, n, 1);
    }
  }
  std::vector<Commit> MakePast(uint64_t count = kPast) {
    const std::unique_ptr<CountyLog> log = Embedded();
    // All at once, for speed; their times differ all the same.
    for (uint64_t n = 1; n <= count; ++n) {
      clock_.Advance(absl::Minutes(1) + absl::Microseconds(n));
      Proposal proposal = Propose(n, absl::StrCat("case/", n % 5), 0);
      proposal.conditions.clear();
      if (n == count) {
        EXPECT_TRUE(log->AppendAndWait(proposal).ok());
      } else {
        log->Append(proposal, [](const absl::StatusOr<Receipt>& receipt) {
          EXPECT_TRUE(receipt.ok()) << receipt.status();
        });
      }
    }
    return ReadAll(*log);
  }

  // Every commit as it was, and more may follow.
  static void ExpectBegins(CountyLog& log, const std::vector<Commit>& past) {
    std::vector<Commit> now = ReadAll(log);
    ASSERT_GE(now.size(), past.size());
    now.resize(past.size());
    EXPECT_EQ(now, past);
    MerkleFrontier tree;
    for (const Commit& commit : past) tree.Append(LeafHash(EncodeCommit(commit)));
    EXPECT_EQ(*log.Root(past.size()), tree.Root());
    EXPECT_TRUE(log.AppendAndWait(past[0].proposal)->repeated);
  }

  void ExpectWhole(const std::string& folder) {
    const absl::StatusOr<VerifyReport> report = VerifyLog(folder, {});
    ASSERT_TRUE(report.ok()) << report.status();
    EXPECT_TRUE(report->ok()) << report->reason;
  }

  static ::testing::AssertionResult Says(const absl::Status& status, absl::StatusCode code,
                                         absl::string_view words) {
    if (status.code() == code && status.message().find(words) != absl::string_view::npos) {
      return ::testing::AssertionSuccess();
    }
    return ::testing::AssertionFailure() << status;
  }

  ManualClock clock_;

 private:
  template <class Log>
  static std::unique_ptr<CountyLog> Opened(absl::StatusOr<std::unique_ptr<Log>> log) {
    if (!log.ok()) ADD_FAILURE() << log.status();
    return log.ok() ? *std::move(log) : nullptr;
  }

  int replicas_ = 0;
};

}  // namespace rufaa
