#include "eventlog/execute/executor.h"

#include <gtest/gtest.h>

#include <atomic>
#include <future>
#include <thread>

#include "absl/strings/str_cat.h"
#include "domain/base/refusal.h"
#include "eventlog/codec/event_codec.h"
#include "eventlog/memory_log.h"
#include "tests/execute/counter.h"
#include "tests/support/stepped_clock.h"

namespace toy {

// Another fold of the same events.
struct Takers {};

}  // namespace toy

namespace rufaa {
namespace {

using casework::serials::Taken;

class ExecutorTest : public testing::Test {
 protected:
  absl::StatusOr<Outcome> Run(Command command, Executor::Decide decide) {
    std::promise<absl::StatusOr<Outcome>> answer;
    executor_.Execute(std::move(command), std::move(decide),
                      [&](absl::StatusOr<Outcome> outcome) { answer.set_value(outcome); });
    return answer.get_future().get();
  }

  // As another process would: on a thread that is not within a decision.
  void TakeMeanwhile(int request, std::string taker) {
    std::thread([&] {
      EXPECT_TRUE(Run(CommandOf(request, "theirs"), TakeNext("shared", taker)).ok());
    }).join();
  }

  toy::Counter Counter(absl::string_view stream) {
    return *aggregates_.Load<toy::Counter>(stream)->state;
  }

  MemoryLog log_;
  Aggregates aggregates_{log_, 4};
  Executor executor_{aggregates_};
};

TEST_F(ExecutorTest, AppendsWhatWasDecidedOnWhatWasLoaded) {
  ASSERT_TRUE(Run(CommandOf(1, "s"), TakeNext("s")).ok());
  const absl::StatusOr<Outcome> second = Run(CommandOf(2, "s"), TakeNext("s"));
  ASSERT_TRUE(second.ok());
  EXPECT_EQ(second->receipt.position, 2);
  EXPECT_EQ(std::get<Taken>(second->changes[0].event).number, 2);
  EXPECT_EQ(Counter("s").last, 2);
}

TEST_F(ExecutorTest, GivesARepeatedRequestItsFirstAnswerWithoutDecidingAgain) {
  ASSERT_TRUE(Run(CommandOf(1, "s"), TakeNext("s", "first")).ok());
  bool decided = false;
  const absl::StatusOr<Outcome> repeat =
      Run(CommandOf(1, "s"), [&](Loader&) -> absl::StatusOr<std::vector<Change>> {
        decided = true;
        return Refuse(Reason::WRONG_VERSION);
      });
  ASSERT_TRUE(repeat.ok());
  EXPECT_FALSE(decided);
  EXPECT_TRUE(repeat->receipt.repeated);
  EXPECT_EQ(repeat->receipt.position, 1);
  EXPECT_EQ(std::get<Taken>(repeat->changes[0].event).case_code, "first");
  EXPECT_EQ(log_.Head(), 1);
}

TEST_F(ExecutorTest, RefusesAnIdReusedWithAnotherBody) {
  ASSERT_TRUE(Run(CommandOf(1, "s"), TakeNext("s")).ok());
  const absl::StatusOr<Outcome> reused = Run(CommandOf(1, "s", "other"), TakeNext("s"));
  ASSERT_TRUE(RefusalOf(reused.status()).has_value());
  EXPECT_EQ(RefusalOf(reused.status())->reason, Reason::REQUEST_ID_REUSED);
}

TEST_F(ExecutorTest, PassesARefusalOnAndWritesNothing) {
  const absl::StatusOr<Outcome> refused = Run(
      CommandOf(1, "s"),
      [](Loader&) -> absl::StatusOr<std::vector<Change>> { return Refuse(Reason::NOT_PERMITTED); });
  EXPECT_EQ(RefusalOf(refused.status())->reason, Reason::NOT_PERMITTED);
  EXPECT_EQ(log_.Head(), 0);
  EXPECT_TRUE(Run(CommandOf(1, "s"), TakeNext("s")).ok()) << "a refused id is still free";
}

TEST_F(ExecutorTest, DecidesAgainWhenAStreamMovedUnderneath) {
  int decisions = 0;
  const absl::StatusOr<Outcome> outcome =
      Run(CommandOf(1, "mine"), [&](Loader& load) -> absl::StatusOr<std::vector<Change>> {
        absl::StatusOr<std::vector<Change>> decided = TakeNext("shared")(load);
        if (++decisions == 1) {  // Somebody in another lane is quicker.
          TakeMeanwhile(2, "quicker");
        }
        return decided;
      });
  ASSERT_TRUE(outcome.ok());
  EXPECT_EQ(decisions, 2);
  EXPECT_EQ(Counter("shared").takers, (std::vector<std::string>{"quicker", "c"}));
}

TEST_F(ExecutorTest, GivesUpARaceThatItAlwaysLoses) {
  int request = 100;
  const absl::StatusOr<Outcome> outcome =
      Run(CommandOf(1, "mine"), [&](Loader& load) -> absl::StatusOr<std::vector<Change>> {
        absl::StatusOr<std::vector<Change>> decided = TakeNext("shared")(load);
        TakeMeanwhile(++request, "quicker");
        return decided;
      });
  EXPECT_EQ(RefusalOf(outcome.status())->reason, Reason::WRONG_VERSION);
}

TEST_F(ExecutorTest, FoldsAgainWhatTheCacheHasDropped) {
  int request = 0;
  for (int round = 0; round < 3; ++round) {
    for (int stream = 0; stream < 200; ++stream) {
      const std::string name = absl::StrCat("s", stream);
      ASSERT_TRUE(Run(CommandOf(++request, name), TakeNext(name)).ok());
    }
  }
  for (int stream = 0; stream < 200; ++stream) {
    EXPECT_EQ(Counter(absl::StrCat("s", stream)).last, 3);
  }
}

TEST_F(ExecutorTest, TakesEveryNumberOnceWhenManyThreadsRace) {
  constexpr int kThreads = 8, kEach = 200;
  std::vector<std::thread> threads;
  for (int t = 0; t < kThreads; ++t) {
    threads.emplace_back([&, t] {
      for (int i = 0; i < kEach; ++i) {
        const int request = t * kEach + i;
        // Two lanes on one stream, so that lanes and lost races both happen.
        const absl::StatusOr<Outcome> outcome =
            Run(CommandOf(request, request % 2 == 0 ? "even" : "odd"), TakeNext("hot"));
        ASSERT_TRUE(outcome.ok()) << outcome.status();
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(Counter("hot").last, kThreads * kEach);
  EXPECT_EQ(Counter("hot").takers.size(), kThreads * kEach);
}

// A decision may wait for the vault; the log has others to answer meanwhile.
TEST_F(ExecutorTest, WhatHadToWaitIsNotDecidedOnAThreadOfTheLog) {
  std::promise<void> first_decides, go_on, second_decides, end;
  const auto taking = [&](std::promise<void>& here, std::promise<void>& on) {
    return [&](Loader& load) {
      here.set_value();
      on.get_future().wait();
      return TakeNext("hot")(load);
    };
  };
  std::promise<absl::StatusOr<Outcome>> second;
  std::thread mine([&] {
    executor_.Execute(CommandOf(1, "hot"), taking(first_decides, go_on), [](const auto&) {});
  });
  first_decides.get_future().wait();
  executor_.Execute(CommandOf(2, "hot"), taking(second_decides, end),
                    [&](absl::StatusOr<Outcome> outcome) { second.set_value(outcome); });
  go_on.set_value();
  second_decides.get_future().wait();
  mine.join();  // Whose append was answered, and let the second into the lane.
  EXPECT_TRUE(Run(CommandOf(3, "other"), TakeNext("other")).ok());
  end.set_value();
  EXPECT_TRUE(second.get_future().get().ok());
}

TEST_F(ExecutorTest, WhatAnAnswerAsksForIsNotDecidedOnItsThreadEither) {
  std::thread::id answered, decided;
  std::promise<absl::StatusOr<Outcome>> second;
  executor_.Execute(CommandOf(1, "first"), TakeNext("first"), [&](const auto&) {
    answered = std::this_thread::get_id();
    executor_.Execute(
        CommandOf(2, "second"),
        [&](Loader& load) {
          decided = std::this_thread::get_id();
          return TakeNext("second")(load);
        },
        [&](absl::StatusOr<Outcome> outcome) { second.set_value(outcome); });
  });
  EXPECT_TRUE(second.get_future().get().ok());
  EXPECT_NE(decided, answered);
}

// What is kept of a stream is not of the type that is asked for.
TEST(ExecutorDeathTest, AStreamIsLoadedAsOneState) {
  MemoryLog log;
  Aggregates aggregates{log, 4};
  Loader load(aggregates);
  ASSERT_TRUE(load.Load<toy::Counter>("s").ok());
  EXPECT_DEATH({ (void)load.Load<toy::Takers>("s"); }, "slot.type");
  aggregates.Offer<toy::Counter>("s", {1, std::make_shared<const toy::Counter>()});
  EXPECT_DEATH({ (void)aggregates.Load<toy::Takers>("s"); }, "cached.type");
}

TEST(Lanes, AreOneAtATimeAndServeALongQueueWithoutDeepCalls) {
  Workers workers("decide", 1);
  Lanes lanes(workers);
  constexpr int kWaiting = 200'000;  // A call per waiter would overflow any stack.
  int done = 0;
  lanes.Enter("lane", [] {});
  for (int i = 0; i < kWaiting; ++i) {
    lanes.Enter("lane", [&] {
      ++done;
      lanes.Leave("lane");
    });
  }
  EXPECT_EQ(done, 0);
  lanes.Leave("lane");
  workers.Stop();
  EXPECT_EQ(done, kWaiting);
  bool ran = false;
  lanes.Enter("lane", [&] { ran = true; });
  EXPECT_TRUE(ran);
}

// A log that others append to: it shows what they did only once somebody asks for what is current.
class LogOfMany : public MemoryLog {
 public:
  absl::StatusOr<std::optional<Receipt>> Find(absl::string_view caller,
                                              absl::string_view request_id,
                                              absl::string_view digest) override {
    auto found = MemoryLog::Find(caller, request_id, digest);
    if (found_nothing != nullptr) std::exchange(found_nothing, nullptr)();
    return found;
  }
  absl::Time CurrentAsOf() const override { return current; }
  void WhenCurrent(absl::Time at, Current done) override {
    ++asked;
    if (arriving != nullptr) std::exchange(arriving, nullptr)();
    current = at;
    done(answer);
  }

  std::function<void()> arriving;
  std::function<void()> found_nothing;  // Called after the first look for a request.
  absl::Time current = absl::InfinitePast();
  absl::Status answer;
  int asked = 0;
};

class ExecutorOfMany : public testing::Test {
 protected:
  absl::StatusOr<Outcome> Run(Command command, Executor::Decide decide) {
    std::promise<absl::StatusOr<Outcome>> answer;
    executor_.Execute(std::move(command), std::move(decide),
                      [&](absl::StatusOr<Outcome> outcome) { answer.set_value(outcome); });
    return answer.get_future().get();
  }
  // Refused while nobody has taken a number of `stream`.
  static Executor::Decide TakeSecond(const std::string& stream) {
    return [stream](Loader& load) -> absl::StatusOr<std::vector<Change>> {
      RUFAA_ASSIGN_OR_RETURN(const toy::Counter* counter, load.Load<toy::Counter>(stream));
      if (counter->last == 0) return Refuse(Reason::NO_SUCH_PART);
      return std::vector<Change>{{stream, Taken{.number = counter->last + 1, .case_code = "c"}}};
    };
  }

  LogOfMany log_;
  Aggregates aggregates_{log_, 4};
  Executor executor_{aggregates_};
};

TEST_F(ExecutorOfMany, WhatWasSeenElsewhereIsNotRefusedForBeingUnread) {
  // As another process would: on a thread that is not within a decision.
  log_.arriving = [this] {
    std::thread([this] {
      EXPECT_TRUE(Run(CommandOf(1, "theirs"), TakeNext("shared")).ok());
    }).join();
  };
  const absl::StatusOr<Outcome> outcome = Run(CommandOf(2, "ours"), TakeSecond("shared"));
  ASSERT_TRUE(outcome.ok()) << outcome.status();
  EXPECT_EQ(outcome->receipt.position, 2u);
}

TEST_F(ExecutorOfMany, WhatArrivesWhileItIsDecidedOnIsLookedAtToo) {
  bool first = true;
  const absl::StatusOr<Outcome> outcome =
      Run(CommandOf(2, "ours"), [&](Loader& load) -> absl::StatusOr<std::vector<Change>> {
        absl::StatusOr<std::vector<Change>> decided = TakeSecond("shared")(load);
        if (std::exchange(first, false)) {
          std::thread([this] {
            EXPECT_TRUE(Run(CommandOf(1, "theirs"), TakeNext("shared")).ok());
          }).join();
        }
        return decided;
      });
  ASSERT_TRUE(outcome.ok()) << outcome.status();
  EXPECT_EQ(outcome->receipt.position, 2u);
}

// The first sending of the request is read just after it was looked for, and is in the way of the
// second.
TEST_F(ExecutorOfMany, ARequestIsNotRefusedForWhatItHasDoneItself) {
  int request = 0;
  for (const absl::Time current : {absl::InfinitePast(), absl::InfiniteFuture()}) {
    log_.current = current;
    const Command command = CommandOf(++request, "ours");
    const std::string stream = absl::StrCat("s", request);
    log_.found_nothing = [&] {
      const NewEvent taken = EncodeEvent(stream, Taken{.number = 1, .case_code = "first"});
      ASSERT_TRUE(log_.AppendAndWait({.caller = command.caller,
                                      .request_id = command.request_id,
                                      .digest = command.digest,
                                      .conditions = {{stream, 0}},
                                      .events = {taken},
                                      .actor = command.actor,
                                      .authority = {},
                                      .occurred_at = {},
                                      .caused_by = 0,
                                      .correlation = {}})
                      .ok());
    };
    const absl::StatusOr<Outcome> outcome =
        Run(command, [&](Loader& load) -> absl::StatusOr<std::vector<Change>> {
          RUFAA_ASSIGN_OR_RETURN(const toy::Counter* counter, load.Load<toy::Counter>(stream));
          if (counter->last > 0) return Refuse(Reason::ALREADY_DONE);
          return TakeNext(stream)(load);
        });
    ASSERT_TRUE(outcome.ok()) << outcome.status();
    EXPECT_TRUE(outcome->receipt.repeated);
    EXPECT_EQ(std::get<Taken>(outcome->changes.at(0).event).case_code, "first");
  }
}

TEST_F(ExecutorOfMany, ARefusalThatHoldsIsGivenAfterOneLook) {
  EXPECT_TRUE(absl::IsNotFound(Run(CommandOf(1, "ours"), TakeSecond("shared")).status()));
  EXPECT_EQ(log_.asked, 1);
}

// What was last known of the others was known at a time that has yet to come, by the clock.
TEST_F(ExecutorOfMany, ARefusalIsLookedAtTwiceAfterTheClockWasPutBack) {
  {
    const FastClock fast(absl::Minutes(10));
    EXPECT_TRUE(absl::IsNotFound(Run(CommandOf(1, "ours"), TakeSecond("shared")).status()));
  }
  EXPECT_TRUE(absl::IsNotFound(Run(CommandOf(2, "ours"), TakeSecond("shared")).status()));
  EXPECT_EQ(log_.asked, 2);
}

TEST_F(ExecutorOfMany, WhatCanNotBeLookedForIsNotRefused) {
  log_.answer = Refuse(Reason::LOG_UNAVAILABLE);
  EXPECT_TRUE(absl::IsUnavailable(Run(CommandOf(1, "ours"), TakeSecond("shared")).status()));
}

}  // namespace
}  // namespace rufaa
