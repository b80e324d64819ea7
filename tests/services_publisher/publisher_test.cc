// The publisher on a real broker, read by kcat: complete, in order, once, and only what may be
// told.
#include <gmock/gmock.h>

#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>
#include <csignal>
#include <random>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "cli/demo/copy_log.h"
#include "eventlog/embedded_log.h"
#include "eventlog/steady_time.h"
#include "tests/services_publisher/publisher_fixture.h"

namespace rufaa {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

// Puts what stands at the beginning of the county's public history into the topic.
void WriteFirst(const KafkaTopic& topic, size_t count, const std::string& county = "001") {
  std::vector<publisher::OutgoingEvent> events = Published().Events();
  events.resize(count);
  const auto opened = publisher::PublicTopic::Open(topic, county, SteadyNow() + absl::Seconds(60));
  ASSERT_TRUE(opened.ok()) << opened.status();
  const absl::Status read = (*opened)->ReadEnd([](absl::Duration) { return true; });
  ASSERT_TRUE(read.ok()) << read;
  const absl::Status written = (*opened)->Write(events, [](absl::Duration) { return true; });
  ASSERT_TRUE(written.ok()) << written;
}

KafkaSettings KeptSettings() {
  return {{"cleanup.policy", "delete"}, {"retention.ms", "-1"}, {"retention.bytes", "-1"}};
}

TEST_F(PublisherTest, PublishesAHistoryWholeInOrderAndWithoutSecrets) {
  const auto running = Run(Published().log());
  ASSERT_TRUE(WaitUntilPublished(*running, Published().log()));
  const std::vector<ReadRecord> records = ReadByKcat(topic_);
  EXPECT_EQ(IdsOf(records), Published().ids());
  Published().CheckRecords(records);
  EXPECT_EQ(MetricOf(running->metrics, "rufaa_publisher_lag"), 0);
  EXPECT_EQ(MetricOf(running->metrics, "rufaa_publisher_lag_seconds"), 0);
  EXPECT_EQ(MetricOf(running->metrics, "rufaa_publisher_up"), 1);
  EXPECT_EQ(MetricOf(running->metrics, "rufaa_publisher_events_total"), records.size());
  std::set<std::string> types;
  for (const ReadRecord& record : records) types.insert(record.type());
  for (const char* type : {"case.identified", "case.referred", "case.referred-to-rescue-centre",
                           "case.court-date-set", "case.closed"}) {
    EXPECT_TRUE(types.contains(type)) << type;
  }
}

TEST_F(PublisherTest, PublishesWhatIsAppendedWhileItRuns) {
  MemoryLog log;
  const auto running = Run(log);
  ASSERT_TRUE(running->publisher.Settled(absl::Now() + absl::Seconds(60)).ok());
  std::vector<Proposal> proposals = HalfOfTheHistory();
  for (const Proposal& proposal : proposals) ASSERT_TRUE(log.AppendAndWait(proposal).ok());
  ASSERT_TRUE(WaitUntilPublished(*running, log));
  const std::vector<std::string> ids = IdsOf(ReadByKcat(topic_));
  EXPECT_GT(ids.size(), 100u);
  EXPECT_TRUE(std::equal(ids.begin(), ids.end(), Published().ids().begin()));
}

TEST_F(PublisherTest, ATopicBegunAnewTellsOfAnErasedChildThatItIsErased) {
  MemoryLog log;
  std::vector<Proposal> proposals = HalfOfTheHistory();
  const std::string code = Published().Events().front().key;
  proposals.push_back(ErasureOf(code));
  for (const Proposal& proposal : proposals) ASSERT_TRUE(log.AppendAndWait(proposal).ok());
  const auto running = Run(log);
  ASSERT_TRUE(WaitUntilPublished(*running, log));
  const std::vector<ReadRecord> records = ReadByKcat(topic_);
  EXPECT_THAT(TypesOf(code, records), ElementsAre("case.erased"));
  EXPECT_GT(records.size(), 50u);
}

// Whatever a publisher had written when it ended, the next one writes the rest and nothing twice:
// also within a commit, of which the first events may stand in the topic and the others not.
TEST_F(PublisherTest, GoesOnFromWhateverStandsInTheTopic) {
  const std::vector<publisher::OutgoingEvent> all = Published().Events();
  std::vector<size_t> cuts = {1};
  for (size_t i = 1; i < all.size() && cuts.size() < 6; ++i) {
    if (all[i].id.position == all[i - 1].id.position && i > cuts.back() + 150) cuts.push_back(i);
  }
  ASSERT_EQ(cuts.size(), 6u);
  for (const size_t cut : cuts) {
    SCOPED_TRACE(cut);
    publisher::PublisherOptions options = Options();
    options.place.topic = NewTopic();
    const KafkaTopic topic = cluster_.Topic(options.place.topic);
    MakeRawTopic(topic, 1, 1, KeptSettings());
    WriteFirst(topic, cut);
    Running running(Published().log(), options);
    running.publisher.Start();
    ASSERT_TRUE(WaitUntilPublished(running, Published().log()));
    EXPECT_EQ(IdsOf(ReadByKcat(topic)), Published().ids());
  }
}

// A publisher that woke late wrote old events behind newer ones.
TEST_F(PublisherTest, GoesOnFromTheFurthestNotTheLast) {
  MakeRawTopic(topic_, 1, 1, KeptSettings());
  WriteFirst(topic_, 500);
  WriteFirst(topic_, 200);
  const auto running = Run(Published().log());
  ASSERT_TRUE(WaitUntilPublished(*running, Published().log()));
  const std::vector<std::string> ids = IdsOf(ReadByKcat(topic_));
  EXPECT_EQ(ids.size(), Published().ids().size() + 200);
  EXPECT_EQ(ids[700], Published().ids()[500]);
}

// A process that ends at once, somewhere in a batch or between two.
int RunUntilItDies(const std::string& folder, const KafkaTopic& topic, int batches,
                   int microseconds) {
  const std::vector<std::string> words = {
      absl::StrCat(std::getenv("RUFAA_BIN"), "/publish_and_die"),
      folder,
      topic.brokers,
      topic.name,
      absl::StrCat(batches),
      absl::StrCat(microseconds)};
  std::vector<char*> argv;
  for (const std::string& word : words) argv.push_back(const_cast<char*>(word.c_str()));
  argv.push_back(nullptr);
  const pid_t child = fork();
  if (child == 0) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    execv(argv[0], argv.data());
    _exit(127);
  }
  int status = 0;
  waitpid(child, &status, 0);
  return status;
}

TEST_F(PublisherTest, DyingAtAnyMomentItRepeatsNothing) {
  TempFolder folder;
  {
    demo::ReplayClock clock;
    const auto log = EmbeddedLog::Open({.path = folder.path(), .county = "001", .clock = &clock});
    ASSERT_TRUE(log.ok()) << log.status();
    ASSERT_TRUE(demo::CopyLog(Published().log(), **log, clock).ok());
  }
  std::mt19937 random(17);
  size_t published = 0;
  int deaths = 0;
  for (; published < Published().ids().size(); ++deaths) {
    ASSERT_LT(deaths, 100);
    const int status = RunUntilItDies(folder.path(), topic_, 1 + static_cast<int>(random() % 3),
                                      1 + static_cast<int>(random() % 6000));
    ASSERT_TRUE(WIFSIGNALED(status) && WTERMSIG(status) == SIGALRM) << status;
    published = ReadByKcat(topic_).size();
  }
  EXPECT_GT(deaths, 1);
  const std::vector<ReadRecord> records = ReadByKcat(topic_);
  EXPECT_EQ(IdsOf(records), Published().ids());
  Published().CheckRecords(records);
}

TEST_F(PublisherTest, TwoAtOnceWriteTheSame) {
  const auto one = Run(Published().log());
  const auto other = Run(Published().log());
  ASSERT_TRUE(WaitUntilPublished(*one, Published().log()));
  ASSERT_TRUE(WaitUntilPublished(*other, Published().log()));
  std::map<std::string, ReadRecord> first;
  std::vector<std::string> order;
  const std::vector<ReadRecord> records = ReadByKcat(topic_);
  for (const ReadRecord& record : records) {
    const auto [seen, is_new] = first.emplace(record.id(), record);
    if (is_new) order.push_back(record.id());
    EXPECT_EQ(seen->second.data, record.data);
    EXPECT_EQ(seen->second.headers, record.headers);
    EXPECT_EQ(seen->second.key, record.key);
  }
  EXPECT_EQ(order, Published().ids());
  EXPECT_EQ(MetricOf(one->metrics, "rufaa_publisher_events_total") +
                MetricOf(other->metrics, "rufaa_publisher_events_total"),
            records.size());
  // Each reads what others wrote before it writes: one that comes when all is there writes nothing.
  const auto third = Run(Published().log());
  ASSERT_TRUE(WaitUntilPublished(*third, Published().log()));
  EXPECT_EQ(MetricOf(third->metrics, "rufaa_publisher_events_total"), 0);
  EXPECT_EQ(ReadByKcat(topic_).size(), records.size());
}

TEST_F(PublisherTest, RefusesATopicThatIsAheadOfTheLog) {
  MakeRawTopic(topic_, 1, 1, KeptSettings());
  WriteFirst(topic_, 300);
  MemoryLog log;
  const auto running = Run(log);
  const absl::Status why = WhyRefused(*running);
  EXPECT_EQ(why.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_THAT(std::string(why.message()), HasSubstr("ahead of the log"));
  EXPECT_THAT(std::string(why.message()), HasSubstr("the log ends at 0"));
  EXPECT_EQ(MetricOf(running->metrics, "rufaa_publisher_up"), 0);
  EXPECT_EQ(ReadByKcat(topic_).size(), 300u);
}

TEST_F(PublisherTest, RefusesATopicOfAnotherCounty) {
  MakeRawTopic(topic_, 1, 1, KeptSettings());
  WriteFirst(topic_, 300);
  const auto running = Run(Published().log(), "002");
  EXPECT_THAT(std::string(WhyRefused(*running).message()),
              HasSubstr("is of county 001, not of 002"));
  EXPECT_EQ(ReadByKcat(topic_).size(), 300u);
}

TEST_F(PublisherTest, RefusesATopicOfAnotherLogOfTheSameCounty) {
  MakeRawTopic(topic_, 1, 1, KeptSettings());
  WriteFirst(topic_, 300);
  std::vector<Proposal> proposals;
  ASSERT_TRUE(Published()
                  .log()
                  .Read(0,
                        [&](const Commit& commit) {
                          proposals.push_back(commit.proposal);
                          return true;
                        })
                  .ok());
  // As long as the other, and another history: its first cases are of later commits.
  MemoryLog log;
  std::rotate(proposals.begin(), proposals.begin() + 200, proposals.end());
  for (Proposal& proposal : proposals) {
    proposal.conditions.clear();
    ASSERT_TRUE(log.AppendAndWait(proposal).ok());
  }
  const auto running = Run(log);
  EXPECT_THAT(std::string(WhyRefused(*running).message()), HasSubstr("another log"));
  EXPECT_EQ(ReadByKcat(topic_).size(), 300u);
}

TEST_F(PublisherTest, RefusesATopicThatOthersWriteTo) {
  MakeRawTopic(topic_, 1, 1, KeptSettings());
  WriteRawTopic(topic_, {"hello"});
  const auto running = Run(Published().log());
  EXPECT_THAT(std::string(WhyRefused(*running).message()),
              HasSubstr("The record at offset 0 of topic"));
}

TEST_F(PublisherTest, RefusesATopicThatWouldForget) {
  for (const auto& [key, value] : KafkaSettings{{"cleanup.policy", "compact"},
                                                {"retention.ms", "604800000"},
                                                {"retention.bytes", "1000000"}}) {
    publisher::PublisherOptions options = Options();
    options.place.topic = NewTopic();
    KafkaSettings settings = KeptSettings();
    settings.emplace_back(key, value);
    MakeRawTopic(cluster_.Topic(options.place.topic), 1, 1, settings);
    Running running(Published().log(), options);
    running.publisher.Start();
    EXPECT_THAT(std::string(WhyRefused(running).message()),
                HasSubstr(absl::StrCat(key, " = ", value, "; a county's public topic needs")));
  }
}

// Else any topic would do.
TEST_F(PublisherTest, RefusesToAskForNoReplicas) {
  MakeRawTopic(topic_, 1, 1, KeptSettings());
  for (const auto& [replicas, in_sync] : {std::pair(0, 1), std::pair(1, 0)}) {
    publisher::PublisherOptions options = Options();
    options.place.replicas = replicas;
    options.place.min_insync_replicas = in_sync;
    Running running(Published().log(), options);
    running.publisher.Start();
    EXPECT_THAT(std::string(WhyRefused(running).message()),
                HasSubstr("--public-replicas and --public-min-insync-replicas are 1 or more."));
  }
}

TEST_F(PublisherTest, RefusesATopicWhoseRecordsWereDeleted) {
  MakeRawTopic(topic_, 1, 1, KeptSettings());
  WriteFirst(topic_, 300);
  DeleteRawRecords(topic_, 300);
  const auto running = Run(Published().log());
  EXPECT_THAT(std::string(WhyRefused(*running).message()), HasSubstr("were deleted"));
}

}  // namespace
}  // namespace rufaa
