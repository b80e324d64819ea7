// Decisions that are made apart: whoever brings a command goes on, however long the vault takes.
#include <gtest/gtest.h>

#include <future>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "eventlog/memory_log.h"
#include "tests/execute/counter.h"

namespace rufaa {
namespace {

class Apart : public testing::Test {
 protected:
  using Answer = std::promise<absl::StatusOr<Outcome>>;

  void Send(Command command, Executor::Decide decide, Answer& answer) {
    executor_.Execute(std::move(command), std::move(decide),
                      [&answer](auto outcome) { answer.set_value(std::move(outcome)); });
  }

  MemoryLog log_;
  Aggregates aggregates_{log_, 4};
  Executor executor_{aggregates_, Decides::kApart};
};

TEST_F(Apart, WhoBringsCommandsWaitsForNoneOfTheirDecisions) {
  const std::thread::id here = std::this_thread::get_id();
  std::promise<void> thaw;
  const std::shared_future<void> thawed = thaw.get_future().share();
  std::vector<Answer> answers(8);
  for (int i = 0; i < 8; ++i) {
    const std::string stream = absl::StrCat("s", i);
    Send(
        CommandOf(i, stream),
        [=](Loader& load) {
          EXPECT_NE(std::this_thread::get_id(), here);
          if (std::this_thread::get_id() != here) thawed.wait();
          return TakeNext(stream)(load);
        },
        answers[i]);
  }
  EXPECT_EQ(log_.Head(), 0);
  thaw.set_value();
  for (Answer& answer : answers) EXPECT_TRUE(answer.get_future().get().ok());
}

TEST_F(Apart, CommandsOfOneLaneAreDecidedInTheOrderInWhichTheyCame) {
  std::vector<Answer> answers(200);
  std::vector<std::string> sent;
  for (int i = 0; i < 200; ++i) {
    sent.push_back(absl::StrCat("c", i));
    Send(CommandOf(i, "s"), TakeNext("s", sent.back()), answers[i]);
  }
  for (Answer& answer : answers) EXPECT_TRUE(answer.get_future().get().ok());
  EXPECT_EQ(aggregates_.Load<toy::Counter>("s")->state->takers, sent);
}

TEST_F(Apart, WhatElseWaitsForTheVaultDoesSoWhereDecisionsDo) {
  std::promise<std::thread::id> ran;
  executor_.RunAsDecision([&] { ran.set_value(std::this_thread::get_id()); });
  EXPECT_NE(ran.get_future().get(), std::this_thread::get_id());

  Executor here(aggregates_);
  std::thread::id at;
  here.RunAsDecision([&] { at = std::this_thread::get_id(); });
  EXPECT_EQ(at, std::this_thread::get_id());
}

}  // namespace
}  // namespace rufaa
