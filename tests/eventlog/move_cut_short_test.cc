// A move that is killed in the middle, at every step of it: nobody serves half a log, no two serve
// it, and asking for the move again finishes it.
#include <spawn.h>
#include <sys/wait.h>

#include "eventlog/kafka/county_topic.h"
#include "eventlog/kafka/topic_record.h"
#include "eventlog/record.h"
#include "eventlog/steady_time.h"
#include "tests/eventlog/move_log_fixture.h"

extern char** environ;

namespace rufaa {
namespace {

struct Death {
  std::string name;
  MoveStep step;
  uint64_t after = 0;
};

const Death kDeaths[] = {
    {"BeforeAnything", MoveStep::kVerify, 0},      {"Halfway", MoveStep::kTransfer, 1},
    {"BeforeTheMark", MoveStep::kMark, 0},         {"BeforeTheHandOver", MoveStep::kHandOver, 0},
    {"BeforeTheTakeOver", MoveStep::kTakeOver, 0}, {"BeforeTheCheck", MoveStep::kCheck, 0},
};

class MoveCutShortTest : public MoveLogTest, public ::testing::WithParamInterface<Death> {
 protected:
  // Who dies halfway has more than are sent at once, so that some are there and some are not.
  static constexpr uint64_t kLongPast = 5000;
  static uint64_t PastOfThis() {
    return GetParam().step == MoveStep::kTransfer ? kLongPast : kPast;
  }

  // Runs the move in a process that is killed there.
  void MoveAndDie(const char* where) {
    const std::string binary = std::string(std::getenv("RUFAA_BIN")) + "/move_and_die";
    std::vector<std::string> words = {binary,
                                      where,
                                      path(),
                                      "mombasa",
                                      topic_.brokers,
                                      topic_.name,
                                      absl::StrCat(static_cast<int>(GetParam().step)),
                                      absl::StrCat(GetParam().after)};
    std::vector<char*> argv;
    for (std::string& word : words) argv.push_back(word.data());
    argv.push_back(nullptr);
    pid_t child = 0;
    ASSERT_EQ(posix_spawn(&child, binary.c_str(), nullptr, nullptr, argv.data(), environ), 0);
    int status = 0;
    ASSERT_EQ(waitpid(child, &status, 0), child);
    ASSERT_TRUE(WIFSIGNALED(status)) << "it was not killed: " << status;
  }

  // At most one of them opens, and that one is whole.
  void ExpectOneOrNone(const std::vector<Commit>& past) {
    int serve = 0;
    if (const auto log = TryEmbedded(path()); log.ok()) {
      ++serve;
      ExpectBegins(**log, past);
    }
    // Before there is a topic, opening one would begin a county of its own.
    const bool has_topic = EnsureCountyTopic(topic_, Move().topic_options, /*may_make=*/false,
                                             SteadyNow() + absl::Seconds(1))
                               .ok();
    if (!has_topic) return;
    if (const auto log = TryKafka(folder_.path() + "/replica"); log.ok()) {
      ++serve;
      ExpectBegins(**log, past);
      EXPECT_EQ((*log)->Head(), past.size());
    }
    EXPECT_LE(serve, 1);
  }
};

TEST_P(MoveCutShortTest, OnItsWayIntoKafka) {
  const std::vector<Commit> past = MakePast(PastOfThis());
  MoveAndDie("kafka");
  ExpectOneOrNone(past);
  const absl::StatusOr<Moved> moved = MoveToKafka(Move());
  ASSERT_TRUE(moved.ok()) << moved.status();
  const std::unique_ptr<CountyLog> log = Kafka();
  ExpectBegins(*log, past);
  Append(*log, 10'001, 3);
  ExpectSame(JudgeTopic(topic_), *log);
  ExpectBegins(*NewReplica(), past);
}

TEST_P(MoveCutShortTest, OnItsWayBack) {
  MakePast(10);
  ASSERT_TRUE(MoveToKafka(Move()).ok());
  std::vector<Commit> past;
  {
    const std::unique_ptr<CountyLog> log = Kafka();
    Append(*log, 1001, 10);
    past = ReadAll(*log);
  }
  MoveAndDie("embedded");
  ExpectOneOrNone(past);
  const absl::StatusOr<Moved> moved = MoveToEmbedded(Move());
  ASSERT_TRUE(moved.ok()) << moved.status();
  const std::unique_ptr<CountyLog> log = Embedded();
  ExpectBegins(*log, past);
  EXPECT_EQ(log->Head(), past.size());
  Append(*log, 2001, 3);
}

INSTANTIATE_TEST_SUITE_P(Deaths, MoveCutShortTest, ::testing::ValuesIn(kDeaths),
                         [](const auto& info) { return info.param.name; });

// Until it is marked, the folder is the log: it may be served again instead, and appended to.
TEST_F(MoveLogTest, GoesOnFromWhereItWasThoughTheFolderWasServedAgain) {
  const std::vector<Commit> past = MakePast(20);
  MakeRawTopic(topic_, 1, 1, GoodSettings());
  std::vector<std::string> values = {EncodeBeginRecord(GenesisOf(path()))};
  for (const Commit& commit : past) values.push_back(EncodeCommitRecord(EncodeCommit(commit)));
  WriteRawTopic(topic_, values);
  Append(*Embedded(), 1001, 5);
  ASSERT_TRUE(MoveToKafka(Move()).ok());
  EXPECT_EQ(Kafka()->Head(), 25u);
  // None was sent twice.
  int commits = 0;
  for (const RawRecord& raw : ReadRawTopic(topic_)) {
    commits += ParseTopicRecord(raw.value).kind == TopicRecord::Kind::kCommit;
  }
  EXPECT_EQ(commits, 25);
}

}  // namespace
}  // namespace rufaa
