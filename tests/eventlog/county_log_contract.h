// What every county log does, whatever keeps it. A new kind joins with one line:
//
//   INSTANTIATE_TEST_SUITE_P(Kafka, CountyLogContract, Values(KindOf<KafkaLogUnderTest>("Kafka")));
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <thread>

#include "eventlog/record.h"
#include "eventlog/rule.h"
#include "tests/eventlog/fixtures.h"

namespace rufaa {

class CountyLogContract : public ::testing::TestWithParam<LogKind> {
 protected:
  CountyLog& log() { return under_test_->log(); }
  bool Restart() { return under_test_->Restart(); }

  Receipt Accepted(Proposal proposal) {
    absl::StatusOr<Receipt> receipt = log().AppendAndWait(std::move(proposal));
    EXPECT_TRUE(receipt.ok()) << receipt.status();
    return receipt.value_or(Receipt{});
  }

  void ExpectRefused(Proposal proposal, Reason reason) {
    const uint64_t head = log().Head();
    EXPECT_TRUE(RefusedWith(log().AppendAndWait(std::move(proposal)).status(), reason));
    EXPECT_EQ(log().Head(), head);
  }

  std::vector<std::string> PayloadsOf(absl::string_view stream, uint64_t after = 0) {
    std::vector<std::string> payloads;
    uint64_t version = after;
    EXPECT_TRUE(log()
                    .ReadStream(stream, after,
                                [&](const RecordedEvent& recorded) {
                                  EXPECT_EQ(recorded.event().stream, std::string(stream));
                                  EXPECT_EQ(recorded.version(), ++version);
                                  payloads.push_back(recorded.event().payload);
                                  return true;
                                })
                    .ok());
    return payloads;
  }

  ManualClock clock_;
  std::unique_ptr<LogUnderTest> under_test_ = GetParam().make(clock_);
};

TEST_P(CountyLogContract, BeginsEmpty) {
  EXPECT_EQ(log().Head(), 0u);
  EXPECT_EQ(*log().Version("case/1"), 0u);
  EXPECT_EQ(*log().Root(0), Sha256({}));
  EXPECT_TRUE(ReadAll(log()).empty());
  EXPECT_TRUE(PayloadsOf("case/1").empty());
}

TEST_P(CountyLogContract, ReturnsWhatWasAppendedInFull) {
  Proposal proposal = Propose(1, "case/1", 0, std::string("\0\xff binary", 9));
  proposal.caused_by = 7;
  const Receipt receipt = Accepted(proposal);
  const absl::Time at = under_test_->KeepsGivenTime() ? Noon() : receipt.recorded_at;
  EXPECT_EQ(receipt, (Receipt{.position = 1, .recorded_at = at, .repeated = false}));
  const std::vector<Commit> commits = ReadAll(log());
  ASSERT_EQ(commits.size(), 1u);
  EXPECT_EQ(commits[0],
            (Commit{.position = 1, .recorded_at = at, .versions = {1}, .proposal = proposal}));
}

TEST_P(CountyLogContract, NumbersCommitsFromOneWithoutGaps) {
  for (uint64_t n = 1; n <= 5; ++n) {
    EXPECT_EQ(Accepted(Propose(n, absl::StrCat("case/", n), 0)).position, n);
    ExpectRefused(Propose(100 + n, absl::StrCat("case/", n), 0), Reason::WRONG_VERSION);
  }
  EXPECT_EQ(log().Head(), 5u);
}

TEST_P(CountyLogContract, RefusesADecisionMadeOnAnotherVersion) {
  Accepted(Propose(1, "case/1", 0));
  ExpectRefused(Propose(2, "case/1", 0), Reason::WRONG_VERSION);
  ExpectRefused(Propose(3, "case/1", 2), Reason::WRONG_VERSION);
  EXPECT_EQ(Accepted(Propose(4, "case/1", 1)).position, 2u);
  EXPECT_EQ(*log().Version("case/1"), 2u);
}

TEST_P(CountyLogContract, HoldsADecisionToEveryStreamItRead) {
  Accepted(Propose(1, "case/1", 0));
  Proposal proposal = Propose(2, "case/2", 0);
  proposal.conditions.push_back({.stream = "case/1", .version = 0});
  ExpectRefused(proposal, Reason::WRONG_VERSION);
  proposal.conditions.back().version = 1;
  Accepted(proposal);
}

TEST_P(CountyLogContract, AcceptsACommitWithoutConditions) {
  Proposal proposal = Propose(1, "case/1", 0);
  proposal.conditions.clear();
  Accepted(proposal);
  proposal.request_id = RequestId(2);
  Accepted(proposal);
  EXPECT_EQ(*log().Version("case/1"), 2u);
}

TEST_P(CountyLogContract, CommitsSeveralStreamsAtOnceOrNotAtAll) {
  Proposal proposal = Propose(1, "referral/1", 0, "accepted");
  proposal.conditions.push_back({.stream = "desk/1", .version = 0});
  proposal.events.push_back({.stream = "desk/1", .type = "bed.held", .payload = "held"});
  proposal.events.push_back({.stream = "referral/1", .type = "noted", .payload = "noted"});
  Accepted(proposal);
  EXPECT_EQ(ReadAll(log())[0].versions, (std::vector<uint64_t>{1, 1, 2}));
  EXPECT_EQ(PayloadsOf("referral/1"), (std::vector<std::string>{"accepted", "noted"}));
  EXPECT_EQ(PayloadsOf("desk/1"), (std::vector<std::string>{"held"}));

  proposal.request_id = RequestId(2);
  proposal.conditions[0].version = 2;  // The desk's is stale.
  ExpectRefused(proposal, Reason::WRONG_VERSION);
  EXPECT_EQ(*log().Version("referral/1"), 2u);
}

TEST_P(CountyLogContract, GivesARepeatedRequestItsFirstReceipt) {
  const Receipt first = Accepted(Propose(1, "case/1", 0));
  Accepted(Propose(2, "case/1", 1));
  clock_.Advance(absl::Minutes(5));
  const Receipt again = Accepted(Propose(1, "case/1", 0));
  EXPECT_EQ(again, (Receipt{first.position, first.recorded_at, true}));
  EXPECT_EQ(log().Head(), 2u);
}

TEST_P(CountyLogContract, RefusesARequestIdUsedForAnotherBody) {
  Accepted(Propose(1, "case/1", 0));
  ExpectRefused(Propose(1, "case/2", 0), Reason::REQUEST_ID_REUSED);
  EXPECT_TRUE(RefusedWith(log().Find("p-amina", RequestId(1), DigestOf("other")).status(),
                          Reason::REQUEST_ID_REUSED));
}

TEST_P(CountyLogContract, KeepsCallersRequestIdsApart) {
  Accepted(Propose(1, "case/1", 0));
  Proposal other = Propose(1, "case/2", 0);
  other.caller = "p-baraka";
  EXPECT_FALSE(Accepted(other).repeated);
}

TEST_P(CountyLogContract, FindsARequestThatWasAppliedAndNoOther) {
  const Proposal proposal = Propose(1, "case/1", 0);
  EXPECT_EQ(*log().Find("p-amina", RequestId(1), proposal.digest), std::nullopt);
  const Receipt receipt = Accepted(proposal);
  EXPECT_EQ(*log().Find("p-amina", RequestId(1), proposal.digest),
            (Receipt{receipt.position, receipt.recorded_at, true}));
  EXPECT_EQ(*log().Find("p-baraka", RequestId(1), proposal.digest), std::nullopt);
}

TEST_P(CountyLogContract, ForgetsARefusedRequestSoThatItMayBeDecidedAgain) {
  Accepted(Propose(1, "case/1", 0));
  ExpectRefused(Propose(2, "case/1", 0), Reason::WRONG_VERSION);
  EXPECT_FALSE(Accepted(Propose(2, "case/1", 1)).repeated);
}

TEST_P(CountyLogContract, RefusesMalformedProposals) {
  const auto expect_malformed = [this](auto change) {
    Proposal proposal = Propose(1, "case/1", 0);
    change(proposal);
    ExpectRefused(proposal, Reason::MALFORMED);
  };
  expect_malformed([](Proposal& p) { p.events.clear(); });
  expect_malformed([](Proposal& p) { p.request_id = "short"; });
  expect_malformed([](Proposal& p) { p.digest.clear(); });
  expect_malformed([](Proposal& p) { p.caller.clear(); });
  expect_malformed([](Proposal& p) { p.events[0].stream.clear(); });
  expect_malformed([](Proposal& p) { p.events[0].type.clear(); });
  expect_malformed([](Proposal& p) { p.events[0].stream = std::string("case\0/1", 7); });
  expect_malformed([](Proposal& p) { p.conditions[0].stream = "case\n1"; });
  expect_malformed([](Proposal& p) { p.correlation = std::string(kNameBytesMax + 1, 'x'); });
  expect_malformed([](Proposal& p) { p.occurred_at = absl::InfiniteFuture(); });
  expect_malformed([](Proposal& p) { p.events[0].stream = std::string(kRuleStream); });
}

TEST_P(CountyLogContract, KeepsOutARuleThatItDoesNotKnow) {
  Proposal proposal = Propose(1, std::string(kRuleStream), 0, absl::StrCat(kRuleVersion + 1));
  proposal.events[0].type = std::string(kRuleType);
  ExpectRefused(proposal, Reason::MALFORMED);
  proposal.events[0].payload = absl::StrCat(kRuleVersion);
  Accepted(proposal);
}

TEST_P(CountyLogContract, RefusesTooLargeProposals) {
  ExpectRefused(Propose(1, "case/1", 0, std::string(kProposalBytesMax, 'x')), Reason::TOO_LARGE);
  Proposal many = Propose(2, "case/1", 0);
  many.events.resize(kEventsMax + 1, many.events[0]);
  ExpectRefused(many, Reason::TOO_LARGE);
  Accepted(Propose(3, "case/1", 0, std::string(kProposalBytesMax - 1000, 'x')));
  EXPECT_EQ(ReadAll(log())[0].proposal.events[0].payload.size(), kProposalBytesMax - 1000);
}

TEST_P(CountyLogContract, NeverRecordsTimeBackwards) {
  Accepted(Propose(1, "case/1", 0));
  clock_.Set(Noon() - absl::Hours(5));
  Accepted(Propose(2, "case/1", 1));
  if (Restart()) Accepted(Propose(3, "case/1", 2));
  clock_.Set(Noon() + absl::Hours(1));
  Accepted(Propose(4, "case/2", 0));
  const std::vector<Commit> commits = ReadAll(log());
  for (size_t i = 1; i < commits.size(); ++i) {
    EXPECT_GE(commits[i].recorded_at, commits[i - 1].recorded_at);
    if (!under_test_->KeepsGivenTime()) continue;
    const bool last = i + 1 == commits.size();
    EXPECT_EQ(commits[i].recorded_at, last ? Noon() + absl::Hours(1) : Noon());
  }
}

TEST_P(CountyLogContract, ReadsAStreamFromAnyVersionAndStopsWhenTold) {
  for (uint64_t n = 0; n < 9; ++n) {
    Accepted(Propose(2 * n, "case/1", n, absl::StrCat(n)));
    Accepted(Propose(2 * n + 1, "case/10", n));  // A name that the other is the beginning of.
  }
  EXPECT_EQ(PayloadsOf("case/1").size(), 9u);
  EXPECT_EQ(PayloadsOf("case/1", 7), (std::vector<std::string>{"7", "8"}));
  EXPECT_TRUE(PayloadsOf("case/1", 9).empty());
  EXPECT_TRUE(PayloadsOf("case/1", UINT64_MAX).empty());
  EXPECT_TRUE(PayloadsOf("case/", 0).empty());
  int shown = 0;
  EXPECT_TRUE(
      log().ReadStream("case/1", 0, [&](const RecordedEvent&) { return ++shown < 3; }).ok());
  EXPECT_EQ(shown, 3);
}

TEST_P(CountyLogContract, ReadsFromAnyPositionAndStopsWhenTold) {
  for (uint64_t n = 0; n < 200; ++n) Accepted(Propose(n, "case/1", n, std::string(500, 'x')));
  for (uint64_t after : {0, 1, 30, 31, 99, 199, 200, 1000}) {
    const std::vector<Commit> commits = ReadAll(log(), after);
    ASSERT_EQ(commits.size(), after > 200 ? 0 : 200 - after);
    if (!commits.empty()) {
      EXPECT_EQ(commits.front().position, after + 1);
    }
  }
  int shown = 0;
  EXPECT_TRUE(log().Read(0, [&](const Commit&) { return ++shown < 50; }).ok());
  EXPECT_EQ(shown, 50);
}

TEST_P(CountyLogContract, ShipsTheSameCommitsInChunks) {
  for (uint64_t n = 0; n < 400; ++n) Accepted(Propose(n, "case/1", n, std::string(700, 'x')));
  const std::vector<Commit> commits = ReadAll(log());
  for (uint64_t after : {0, 1, 150, 399, 400}) {
    uint64_t next = after + 1;
    EXPECT_TRUE(log()
                    .ReadChunks(after,
                                [&](absl::string_view chunk, uint64_t first, uint64_t last) {
                                  EXPECT_LE(first, next);
                                  EXPECT_GE(last, next);
                                  uint64_t position = first;
                                  Commit commit;
                                  ChunkReader reader(chunk);
                                  for (; reader.Next(); ++position) {
                                    EXPECT_TRUE(DecodeCommit(reader.record(), commit).ok());
                                    EXPECT_EQ(commit, commits[position - 1]);
                                  }
                                  EXPECT_TRUE(reader.status().ok());
                                  EXPECT_EQ(position, last + 1);
                                  next = last + 1;
                                  return true;
                                })
                    .ok());
    EXPECT_EQ(next, 401u);
  }
  int shown = 0;
  EXPECT_TRUE(log()
                  .ReadChunks(0,
                              [&](absl::string_view, uint64_t, uint64_t) {
                                ++shown;
                                return false;
                              })
                  .ok());
  EXPECT_EQ(shown, 1);
}

TEST_P(CountyLogContract, HasARootAtEveryPosition) {
  std::vector<MerkleHash> roots = {*log().Root(0)};
  MerkleFrontier frontier;
  for (uint64_t n = 0; n < 600; ++n) {
    Accepted(Propose(n, "case/1", n));
    roots.push_back(*log().Root(n + 1));
  }
  if (Restart()) {
    EXPECT_EQ(log().Head(), 600u);
  }
  for (const Commit& commit : ReadAll(log())) {
    frontier.Append(LeafHash(EncodeCommit(commit)));
    EXPECT_EQ(roots[commit.position], frontier.Root());
    EXPECT_EQ(*log().Root(commit.position), frontier.Root());
  }
  EXPECT_EQ(log().Root(601).status().code(), absl::StatusCode::kOutOfRange);
}

TEST_P(CountyLogContract, LetsOneWriterWinEachVersion) {
  constexpr int kWriters = 8;
  constexpr uint64_t kVersions = 40;
  std::atomic<uint64_t> wins{0};
  std::vector<std::thread> writers;
  for (int writer = 0; writer < kWriters; ++writer) {
    writers.emplace_back([&, writer] {
      for (uint64_t version = 0; version < kVersions;) {
        Proposal proposal = Propose(version, "case/hot", version, absl::StrCat(writer));
        proposal.caller = absl::StrCat("p-", writer);
        const absl::StatusOr<Receipt> receipt = log().AppendAndWait(std::move(proposal));
        if (receipt.ok()) ++wins;
        EXPECT_TRUE(receipt.ok() || RefusedWith(receipt.status(), Reason::WRONG_VERSION));
        version = *log().Version("case/hot");
      }
    });
  }
  for (std::thread& writer : writers) writer.join();
  EXPECT_EQ(wins, kVersions);
  EXPECT_EQ(log().Head(), kVersions);
  EXPECT_EQ(PayloadsOf("case/hot").size(), kVersions);
}

TEST_P(CountyLogContract, AnswersManyWaitingCommitsEachOnce) {
  constexpr uint64_t kCommits = 3000;
  std::mutex mutex;
  std::condition_variable answered;
  std::set<uint64_t> positions;
  uint64_t answers = 0;
  for (uint64_t n = 0; n < kCommits; ++n) {
    log().Append(Propose(n, absl::StrCat("case/", n % 50), n / 50),
                 [&](absl::StatusOr<Receipt> receipt) {
                   EXPECT_TRUE(receipt.ok()) << receipt.status();
                   const std::lock_guard lock(mutex);
                   positions.insert(receipt.value_or(Receipt{}).position);
                   if (++answers == kCommits) answered.notify_one();
                 });
  }
  std::unique_lock lock(mutex);
  answered.wait(lock, [&] { return answers == kCommits; });
  EXPECT_EQ(positions.size(), kCommits);
  EXPECT_EQ(*positions.rbegin(), kCommits);
  EXPECT_EQ(log().Head(), kCommits);
}

TEST_P(CountyLogContract, AnswersARepeatOfARequestStillInFlightWithTheSamePosition) {
  std::vector<std::thread> senders;
  std::mutex mutex;
  std::vector<Receipt> receipts;
  for (int sender = 0; sender < 8; ++sender) {
    senders.emplace_back([&] {
      for (uint64_t n = 0; n < 50; ++n) {
        const Receipt receipt = Accepted(Propose(n, absl::StrCat("case/", n), 0));
        const std::lock_guard lock(mutex);
        receipts.push_back(receipt);
      }
    });
  }
  for (std::thread& sender : senders) sender.join();
  EXPECT_EQ(log().Head(), 50u);
  EXPECT_EQ(std::count_if(receipts.begin(), receipts.end(),
                          [](const Receipt& receipt) { return !receipt.repeated; }),
            50);
}

TEST_P(CountyLogContract, WakesWhoWaitsForMore) {
  EXPECT_EQ(log().WaitBeyond(0, absl::ZeroDuration()), 0u);
  std::thread waiter([&] { EXPECT_GE(log().WaitBeyond(0, absl::Seconds(60)), 1u); });
  Accepted(Propose(1, "case/1", 0));
  waiter.join();
  EXPECT_EQ(log().WaitBeyond(0, absl::Seconds(60)), 1u);
}

TEST_P(CountyLogContract, ShowsADurableCommitToItsProposerAtOnce) {
  for (uint64_t n = 0; n < 20; ++n) {
    const Receipt receipt = Accepted(Propose(n, "case/1", n, absl::StrCat(n)));
    EXPECT_GE(log().Head(), receipt.position);
    EXPECT_EQ(*log().Version("case/1"), n + 1);
    EXPECT_EQ(PayloadsOf("case/1", n), (std::vector<std::string>{absl::StrCat(n)}));
  }
}

TEST_P(CountyLogContract, IsTheSameAfterARestart) {
  for (uint64_t n = 0; n < 300; ++n) Accepted(Propose(n, absl::StrCat("case/", n % 7), n / 7));
  const std::vector<Commit> commits = ReadAll(log());
  const MerkleHash root = *log().Root(300);
  if (!Restart()) return;
  EXPECT_EQ(ReadAll(log()), commits);
  EXPECT_EQ(*log().Root(300), root);
  EXPECT_EQ(*log().Version("case/6"), 42u);
  EXPECT_TRUE(Accepted(Propose(0, "case/0", 0)).repeated);
  ExpectRefused(Propose(900, "case/6", 41), Reason::WRONG_VERSION);
  EXPECT_EQ(Accepted(Propose(901, "case/6", 42)).position, 301u);
}

}  // namespace rufaa
