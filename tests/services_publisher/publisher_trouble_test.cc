// The publisher when its broker comes to harm: nothing is lost or doubled, and people are told.
#include <gmock/gmock.h>

#include "eventlog/memory_log.h"
#include "tests/services_publisher/publisher_fixture.h"

namespace rufaa {
namespace {

using ::testing::ElementsAre;

class PublisherTroubleTest : public PublisherTest {
 protected:
  void TearDown() override { cluster_.Thaw(1); }

  // The broker is silent from before the history is appended.
  void FreezeUnder(Running& running, MemoryLog& log) {
    // Not only settled: a broker that was frozen a moment ago may be away at the first asking.
    ASSERT_TRUE(WaitUntilUp(running, log, true));
    cluster_.Freeze(1);
    Append(log, Published().log().Head());
    ASSERT_TRUE(WaitUntilUp(running, log, false));
  }

  static void Append(MemoryLog& log, uint64_t until) {
    std::vector<Proposal> proposals;
    ASSERT_TRUE(Published()
                    .log()
                    .Read(log.Head(),
                          [&](const Commit& commit) {
                            if (commit.position <= until) proposals.push_back(commit.proposal);
                            return commit.position < until;
                          })
                    .ok());
    for (const Proposal& proposal : proposals) ASSERT_TRUE(log.AppendAndWait(proposal).ok());
  }

  // Until the metric says so.
  static bool WaitUntilUp(Running& running, CountyLog& log, bool up) {
    for (int i = 0; i < 600; ++i) {
      if ((MetricOf(running.metrics, "rufaa_publisher_up") == 1) == up) return true;
      log.WaitBeyond(log.Head(), absl::Milliseconds(100));
    }
    return false;
  }

  // How often it has told that.
  static size_t TimesTold(Running& running, const std::string& what) {
    const std::string text = Told(running);
    size_t times = 0;
    for (size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + 1))
      ++times;
    return times;
  }
};

TEST_F(PublisherTroubleTest, ABrokerThatIsAwayIsWaitedFor) {
  MemoryLog log;
  const uint64_t half = Published().log().Head() / 2, whole = Published().log().Head();
  Append(log, half);
  cluster_.Kill(1);
  const auto running = Run(log);
  ASSERT_TRUE(WaitUntilUp(*running, log, false));
  EXPECT_EQ(MetricOf(running->metrics, "rufaa_publisher_lag"), half);
  EXPECT_GT(MetricOf(running->metrics, "rufaa_publisher_lag_seconds"), 0);
  cluster_.Start(1);
  ASSERT_TRUE(WaitUntilPublished(*running, log));
  // And again, in the middle of it.
  cluster_.Kill(1);
  Append(log, whole);
  ASSERT_TRUE(WaitUntilUp(*running, log, false));
  cluster_.Start(1);
  ASSERT_TRUE(WaitUntilPublished(*running, log));
  EXPECT_TRUE(WaitUntilUp(*running, log, true));
  EXPECT_EQ(IdsOf(ReadByKcat(topic_)), Published().ids());
}

// Nothing happens in the county meanwhile: it is told all the same, once for each change.
TEST_F(PublisherTroubleTest, ABrokerThatIsAwayIsToldThoughThereIsNothingToPublish) {
  MemoryLog log;
  Append(log, Published().log().Head() / 2);
  const auto running = Run(log);
  ASSERT_TRUE(WaitUntilPublished(*running, log));
  ASSERT_TRUE(WaitUntilUp(*running, log, true));
  const auto told = [&](const std::string& what) { return TimesTold(*running, what); };
  const size_t troubles = told("\"not publishing; trying on\""), starts = told("\"publishing\"");
  cluster_.Kill(1);
  EXPECT_TRUE(WaitUntilUp(*running, log, false));
  EXPECT_EQ(told("\"not publishing; trying on\""), troubles + 1);
  EXPECT_EQ(told("\"publishing\""), starts);
  cluster_.Start(1);
  EXPECT_TRUE(WaitUntilUp(*running, log, true));
  EXPECT_GT(told("\"publishing\""), starts);
}

// What was away a moment ago does not pass for away again once a batch has gone out.
TEST_F(PublisherTroubleTest, ThatItPublishesAgainIsToldOnceThoughEventsWaited) {
  MemoryLog log;
  const uint64_t half = Published().log().Head() / 2, whole = Published().log().Head();
  Append(log, half);
  publisher::PublisherOptions options = Options();
  options.away_after = absl::Seconds(5);  // No batch takes so long on a machine that is busy.
  const auto running = RunWith(log, options);
  ASSERT_TRUE(WaitUntilPublished(*running, log));
  const auto troubles = [&] { return TimesTold(*running, "\"not publishing; trying on\""); };
  const auto starts = [&] { return TimesTold(*running, "\"publishing\""); };
  const size_t troubles_before = troubles(), starts_before = starts();
  cluster_.Kill(1);
  Append(log, half + (whole - half) / 4);
  ASSERT_TRUE(WaitUntilUp(*running, log, false));
  cluster_.Start(1);
  ASSERT_TRUE(WaitUntilPublished(*running, log));
  // The round after: what the one before had to tell is told by then.
  Append(log, whole);
  ASSERT_TRUE(WaitUntilPublished(*running, log));
  EXPECT_EQ(troubles(), troubles_before + 1);
  EXPECT_EQ(starts(), starts_before + 1);
}

// For longer than a request waits for its answer: the broker is given it twice.
TEST_F(PublisherTroubleTest, ABrokerThatFreezesMakesNoDoubles) {
  MemoryLog log;
  publisher::PublisherOptions options = Options();
  options.away_after = absl::Seconds(5);
  const auto running = RunWith(log, options);
  ASSERT_NO_FATAL_FAILURE(FreezeUnder(*running, log));
  cluster_.Thaw(1);
  ASSERT_TRUE(WaitUntilPublished(*running, log));
  EXPECT_EQ(IdsOf(ReadByKcat(topic_)), Published().ids());
}

// The first batch waits for the broker; the child comes in a later one.
TEST_F(PublisherTroubleTest, OfAChildErasedWhileNoBrokerAnswersNothingMoreIsTold) {
  MemoryLog log;
  const auto running = Run(log);
  ASSERT_NO_FATAL_FAILURE(FreezeUnder(*running, log));
  std::string code;  // Of the child that was found last.
  for (const publisher::OutgoingEvent& event : Published().Events()) {
    if (event.headers[3].second == "case.identified") code = event.key;
  }
  ASSERT_TRUE(log.AppendAndWait(ErasureOf(code)).ok());
  cluster_.Thaw(1);
  ASSERT_TRUE(WaitUntilPublished(*running, log));
  const std::vector<ReadRecord> records = ReadByKcat(topic_);
  EXPECT_THAT(TypesOf(code, records), ElementsAre("case.erased"));
  EXPECT_GT(records.size(), 500u);
}

TEST_F(PublisherTroubleTest, StopsThoughNoBrokerAnswers) {
  MemoryLog log;
  const auto running = Run(log);
  ASSERT_NO_FATAL_FAILURE(FreezeUnder(*running, log));
  running->publisher.Stop();
  EXPECT_TRUE(absl::IsCancelled(running->publisher.Settled(absl::InfiniteFuture())));
  cluster_.Thaw(1);
}

}  // namespace
}  // namespace rufaa
