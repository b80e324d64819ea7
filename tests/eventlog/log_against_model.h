// Random commands from a seed, restarts among them, given to every kind of log and to a model;
// every answer is compared, and the logs' roots with each other. A new kind joins with one line:
//
//   INSTANTIATE_TEST_SUITE_P(Kafka, LogAgainstModel,
//                            Combine(Values(KindOf<KafkaLogUnderTest>("Kafka")), Range(1u, 9u)));
#pragma once

#include <condition_variable>
#include <mutex>
#include <random>
#include <tuple>

#include "eventlog/record.h"
#include "tests/eventlog/fixtures.h"
#include "tests/eventlog/log_model.h"

namespace rufaa {

class LogAgainstModel : public ::testing::TestWithParam<std::tuple<LogKind, uint32_t>> {
 protected:
  LogAgainstModel() {
    kinds_.push_back(std::make_unique<MemoryLogUnderTest>(clock_));
    kinds_.push_back(std::get<LogKind>(GetParam()).make(clock_));
  }

  uint64_t Pick(uint64_t below) { return random_() % below; }
  std::string AnyStream() { return absl::StrCat("case/", Pick(12)); }
  std::string AnyCaller() { return absl::StrCat("p-", Pick(3)); }

  // Right more often than not; else stale, from the future, malformed, or a request used before.
  Proposal AnyProposal() {
    Proposal proposal;
    proposal.caller = AnyCaller();
    proposal.request_id = RequestId(Pick(10) < 8 ? next_request_++ : Pick(next_request_ + 1));
    for (uint64_t n = Pick(4); n > 0; --n) {
      const std::string stream = AnyStream();
      uint64_t version = model_.Version(stream);
      if (Pick(8) == 0) version += Pick(3) - (version > 0 ? 1 : 0);
      proposal.conditions.push_back({stream, version});
    }
    for (uint64_t n = Pick(20) == 0 ? 0 : 1 + Pick(3); n > 0; --n) {
      proposal.events.push_back({AnyStream(), "case.noted", std::string(Pick(900), 'x')});
    }
    proposal.digest = DigestOf(absl::StrCat(Pick(2)));
    proposal.occurred_at = clock_.Now();
    if (Pick(4) == 0 && !model_.commits().empty()) {
      const Proposal again = model_.commits()[Pick(model_.commits().size())].proposal;
      if (Pick(2) == 0) return again;
      proposal.caller = again.caller;
      proposal.request_id = again.request_id;
    }
    return proposal;
  }

  static void ExpectSame(const LogUnderTest& kind, absl::StatusOr<Receipt> got,
                         const absl::StatusOr<Receipt>& wanted) {
    if (wanted.ok()) {
      ASSERT_TRUE(got.ok()) << got.status();
      if (!kind.KeepsGivenTime()) got->recorded_at = wanted->recorded_at;
      EXPECT_EQ(*got, *wanted);
    } else {
      EXPECT_TRUE(RefusedWith(got.status(), RefusalOf(wanted.status())->reason));
    }
  }

  void Append() {
    const Proposal proposal = AnyProposal();
    const absl::StatusOr<Receipt> wanted = model_.Append(proposal, clock_.Now());
    for (const auto& kind : kinds_) ExpectSame(*kind, kind->log().AppendAndWait(proposal), wanted);
  }

  // Many at once: answered as if one after the other, in the order they were offered.
  void AppendMany() {
    std::vector<Proposal> proposals;
    std::vector<absl::StatusOr<Receipt>> wanted;
    for (uint64_t n = 1 + Pick(60); n > 0; --n) {
      proposals.push_back(AnyProposal());
      wanted.push_back(model_.Append(proposals.back(), clock_.Now()));
    }
    for (const auto& kind : kinds_) {
      std::mutex mutex;
      std::condition_variable changed;
      size_t answers = 0;
      std::vector<absl::StatusOr<Receipt>> got(proposals.size(), absl::UnknownError("no answer"));
      for (size_t i = 0; i < proposals.size(); ++i) {
        kind->log().Append(proposals[i], [&, i](absl::StatusOr<Receipt> receipt) {
          const std::lock_guard lock(mutex);
          got[i] = std::move(receipt);
          if (++answers == proposals.size()) changed.notify_one();
        });
      }
      std::unique_lock lock(mutex);
      changed.wait(lock, [&] { return answers == proposals.size(); });
      for (size_t i = 0; i < got.size(); ++i) ExpectSame(*kind, got[i], wanted[i]);
    }
  }

  void Ask() {
    const std::string stream = AnyStream();
    const uint64_t after = Pick(model_.commits().size() + 2);
    const Commit* found = nullptr;
    const std::string caller = AnyCaller(), request_id = RequestId(Pick(next_request_ + 1));
    found = model_.Find(caller, request_id);
    for (const auto& kind : kinds_) {
      CountyLog& log = kind->log();
      EXPECT_EQ(*log.Version(stream), model_.Version(stream));
      EXPECT_EQ(log.Head(), model_.commits().size());
      std::vector<Commit> wanted;
      for (uint64_t i = after; i < model_.commits().size(); ++i)
        wanted.push_back(model_.commits()[i]);
      std::vector<Commit> got = ReadAll(log, after);
      ASSERT_EQ(got.size(), wanted.size());
      for (size_t i = 0; i < got.size() && !kind->KeepsGivenTime(); ++i) {
        got[i].recorded_at = wanted[i].recorded_at;
      }
      EXPECT_EQ(got, wanted);
      const auto receipt =
          log.Find(caller, request_id, found ? found->proposal.digest : DigestOf(""));
      ASSERT_TRUE(receipt.ok());
      EXPECT_EQ(receipt->has_value(), found != nullptr);
      if (found != nullptr) {
        EXPECT_EQ((*receipt)->position, found->position);
      }
      EXPECT_EQ(EventsOf(log, stream, after % 5), ModelEventsOf(stream, after % 5));
      if (after <= log.Head()) {
        EXPECT_EQ(*log.Root(after), RootByHand(log, after));
      }
    }
  }

  static MerkleHash RootByHand(CountyLog& log, uint64_t position) {
    MerkleFrontier frontier;
    for (const Commit& commit : ReadAll(log)) {
      if (commit.position <= position) frontier.Append(LeafHash(EncodeCommit(commit)));
    }
    return frontier.Root();
  }

  using Seen = std::vector<std::pair<uint64_t, uint64_t>>;  // Position and version.
  static Seen EventsOf(CountyLog& log, const std::string& stream, uint64_t after) {
    Seen seen;
    EXPECT_TRUE(log.ReadStream(stream, after,
                               [&](const RecordedEvent& recorded) {
                                 seen.emplace_back(recorded.commit->position, recorded.version());
                                 return true;
                               })
                    .ok());
    return seen;
  }

  Seen ModelEventsOf(const std::string& stream, uint64_t after) const {
    Seen seen;
    for (const Commit& commit : model_.commits()) {
      for (size_t i = 0; i < commit.versions.size(); ++i) {
        if (commit.proposal.events[i].stream != stream || commit.versions[i] <= after) continue;
        seen.emplace_back(commit.position, commit.versions[i]);
      }
    }
    return seen;
  }

  std::mt19937 random_{std::get<uint32_t>(GetParam())};
  ManualClock clock_;
  uint64_t next_request_ = 1;
  LogModel model_;
  std::vector<std::unique_ptr<LogUnderTest>> kinds_;
};

TEST_P(LogAgainstModel, AnswersAsTheModelDoes) {
  for (int step = 0; step < 120 && !HasFailure(); ++step) {
    SCOPED_TRACE(absl::StrCat("step ", step));
    switch (Pick(10)) {
      case 0:
        for (const auto& kind : kinds_) {
          // The memory log keeps nothing, so it is not asked to.
          if (kind != kinds_.front()) {
            kind->Restart();
          }
        }
        break;
      case 1:
        clock_.Advance(absl::Seconds(static_cast<int64_t>(Pick(600)) - 200));
        break;
      case 2:
      case 3:
        AppendMany();
        break;
      case 4:
      case 5:
        Ask();
        break;
      default:
        Append();
    }
  }
  Ask();
  EXPECT_GT(model_.commits().size(), 100u);
  if (!kinds_.back()->KeepsGivenTime()) return;
  const uint64_t head = model_.commits().size();
  EXPECT_EQ(*kinds_.back()->log().Root(head), *kinds_.front()->log().Root(head));
}

}  // namespace rufaa
