// Of a child who is to be forgotten nothing is told anew but that.
#include "services/publisher/renderer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "domain/codes/codes.h"
#include "eventlog/codec/event_codec.h"
#include "eventlog/memory_log.h"

namespace rufaa::publisher {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class RendererTest : public ::testing::Test {
 protected:
  void Do(std::vector<std::pair<std::string, AnyEvent>> events) {
    Proposal proposal;
    proposal.caller = "p";
    proposal.request_id = absl::StrCat("request-", 10'000'000 + log_.Head());
    proposal.digest = std::string(32, 'd');
    proposal.actor = {"p-1", "office", "front", "childrens_officer"};
    proposal.occurred_at = absl::FromUnixSeconds(1'790'000'000);
    for (const auto& [stream, event] : events) {
      proposal.events.push_back(EncodeEvent(stream, event));
    }
    ASSERT_TRUE(log_.AppendAndWait(proposal).ok());
  }

  // A child found and referred, and another.
  void Begin() {
    Do({{CaseStream(kase_), casework::Identified{}}});
    Do({{CaseStream(other_), casework::Identified{}}});
    referral::Sent sent;
    sent.referral = referral_;
    sent.case_code = kase_;
    Do({{ReferralStream(referral_), sent},
        {CaseStream(kase_), casework::NeedOpened{.need = "n1", .code = "RMTS"}}});
    Do({{ReferralStream(referral_), referral::Declined{}}});
  }
  void Erase() { Do({{CaseStream(kase_), casework::Erased{}}}); }

  // Of what the log holds behind `after`: types, each with the case's code.
  std::vector<std::string> Rendered(Renderer& renderer, uint64_t after = 0) {
    std::vector<Commit> commits;
    EXPECT_TRUE(log_.Read(after,
                          [&](const Commit& commit) {
                            commits.push_back(commit);
                            return true;
                          })
                    .ok());
    std::vector<OutgoingEvent> events;
    for (const Commit& commit : commits) EXPECT_TRUE(renderer.Render(commit, events).ok());
    std::vector<std::string> told;
    for (const OutgoingEvent& event : events) {
      told.push_back(absl::StrCat(event.headers[3].second, " of ", event.key));
    }
    return told;
  }
  static bool Always() { return true; }

  MemoryLog log_;
  const std::string kase_ = MakeCaseCode(7), other_ = MakeCaseCode(8);
  const std::string referral_ = MakeReferralCode(9);
};

TEST_F(RendererTest, BegunAnewItTellsOfAnErasedChildThatItIsErased) {
  Begin();
  Renderer before("001", log_);
  ASSERT_TRUE(before.LearnErased(Always).ok());
  EXPECT_EQ(Rendered(before).size(), 5u);
  Erase();
  Renderer anew("001", log_);
  ASSERT_TRUE(anew.LearnErased(Always).ok());
  EXPECT_THAT(Rendered(anew), ElementsAre(absl::StrCat("case.identified of ", other_),
                                          absl::StrCat("case.erased of ", kase_)));
}

TEST_F(RendererTest, WhatComesOfAReferralAfterItsCaseWasErasedIsNotTold) {
  Begin();
  Renderer renderer("001", log_);
  ASSERT_TRUE(renderer.LearnErased(Always).ok());
  uint64_t told = log_.Head();
  Erase();
  EXPECT_THAT(Rendered(renderer, told), ElementsAre(absl::StrCat("case.erased of ", kase_)));
  told = log_.Head();
  Do({{ReferralStream(referral_), referral::LoopConfirmed{}}});
  EXPECT_THAT(Rendered(renderer, told), IsEmpty());
  // Nor by one that goes on where another has ended.
  Renderer next("001", log_);
  ASSERT_TRUE(next.LearnErased(Always).ok());
  EXPECT_THAT(Rendered(next, told), IsEmpty());
}

TEST_F(RendererTest, AnEventOfAnErasedCaseIsStillKnownForItsOwn) {
  Begin();
  Erase();
  Renderer renderer("001", log_);
  ASSERT_TRUE(renderer.LearnErased(Always).ok());
  // What an older topic ends with is compared with the log.
  const auto code = renderer.CaseOf(EncodeEvent(ReferralStream(referral_), referral::Opened{}));
  ASSERT_TRUE(code.ok());
  EXPECT_EQ(*code, kase_);
}

}  // namespace
}  // namespace rufaa::publisher
