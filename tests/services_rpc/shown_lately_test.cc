#include "services/rpc/shown_lately.h"

#include <atomic>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace rufaa::rpc {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using Cases = std::vector<std::string>;

constexpr absl::CivilDay kMonday(2026, 3, 2);

ShownLately::Viewer OfficerOn(absl::CivilDay day) {
  return {.county = "001",
          .person = "p-1",
          .agency = "office",
          .role = "childrens_officer",
          .method = "CaseworkService/ListCaseload",
          .about = "",
          .day = day};
}

class ShownLatelyTest : public testing::Test {
 protected:
  // What is to be entered of a showing; it is.
  static Cases Entered(ShownLately& shown, const ShownLately::Viewer& viewer, const Cases& cases) {
    ShownLately::Fresh fresh = shown.Take(viewer, cases);
    if (!fresh.cases.empty()) shown.Answered(fresh.keys, true);
    return fresh.cases;
  }
  Cases Entered(const ShownLately::Viewer& viewer, const Cases& cases) {
    return Entered(shown_, viewer, cases);
  }

  Counter not_entered_;
  ShownLately shown_{not_entered_};
};

TEST_F(ShownLatelyTest, EachCaseIsTakenOnceADay) {
  EXPECT_THAT(Entered(OfficerOn(kMonday), {"A", "B", "A"}), ElementsAre("A", "B"));
  EXPECT_THAT(Entered(OfficerOn(kMonday), {"B", "A"}), IsEmpty());
  EXPECT_THAT(Entered(OfficerOn(kMonday), {"A", "C"}), ElementsAre("C"));
  EXPECT_THAT(Entered(OfficerOn(kMonday + 1), {"A"}), ElementsAre("A"));
  EXPECT_THAT(Entered(OfficerOn(kMonday + 1), {"A"}), IsEmpty());
  EXPECT_EQ(not_entered_.value(), 0u);
}

// A call of yesterday that was late: more is entered, and nothing of today is left out.
TEST_F(ShownLatelyTest, WhatBelongsToADayThatIsOverIsTakenAgain) {
  Entered(OfficerOn(kMonday), {"A"});
  Entered(OfficerOn(kMonday + 1), {"B"});
  EXPECT_THAT(Entered(OfficerOn(kMonday), {"A"}), ElementsAre("A"));
  EXPECT_THAT(Entered(OfficerOn(kMonday + 1), {"B", "A"}), ElementsAre("A"));
}

TEST_F(ShownLatelyTest, AnotherViewerIsAnother) {
  Entered(OfficerOn(kMonday), {"A"});
  std::vector<ShownLately::Viewer> others(6, OfficerOn(kMonday));
  others[0].county = "002";
  others[1].person = "p-2";
  others[2].agency = "court";
  others[3].role = "supervisor";
  others[4].method = "CaseworkService/GetCase";
  others[5].about = "referral/R";
  for (const ShownLately::Viewer& other : others) {
    EXPECT_THAT(Entered(other, {"A"}), ElementsAre("A")) << other.method << other.about;
  }
}

TEST_F(ShownLatelyTest, WhatCouldNotBeEnteredIsTakenAgainAndCounted) {
  Entered(OfficerOn(kMonday), {"A"});
  const ShownLately::Fresh fresh = shown_.Take(OfficerOn(kMonday), Cases{"A", "B", "C"});
  EXPECT_THAT(shown_.Take(OfficerOn(kMonday), Cases{"B"}).cases, IsEmpty()) << "it is on its way";
  EXPECT_EQ(shown_.failures(), 0u);
  shown_.Answered(fresh.keys, false);
  EXPECT_EQ(shown_.failures(), 1u);
  EXPECT_EQ(not_entered_.value(), 2u);
  EXPECT_THAT(Entered(OfficerOn(kMonday), {"A", "B", "C"}), ElementsAre("B", "C"));
}

TEST_F(ShownLatelyTest, ForgetsRatherThanGrow) {
  ShownLately small(not_entered_, 3);
  EXPECT_THAT(Entered(small, OfficerOn(kMonday), {"A", "B", "C"}), ElementsAre("A", "B", "C"));
  EXPECT_THAT(Entered(small, OfficerOn(kMonday), {"A", "B", "C"}), IsEmpty());
  EXPECT_THAT(Entered(small, OfficerOn(kMonday), {"D"}), ElementsAre("D"));
  EXPECT_THAT(Entered(small, OfficerOn(kMonday), {"D", "A"}), ElementsAre("A"));
  EXPECT_EQ(not_entered_.value(), 0u);
}

TEST_F(ShownLatelyTest, WaitsForNoMoreThanItsShareOfABookThatDoesNotAnswer) {
  ShownLately busy(not_entered_, ShownLately::kKeysMax, 2);
  const ShownLately::Fresh first = busy.Take(OfficerOn(kMonday), Cases{"A"});
  const ShownLately::Fresh second = busy.Take(OfficerOn(kMonday), Cases{"B"});
  EXPECT_THAT(busy.Take(OfficerOn(kMonday), Cases{"A", "C", "D"}).cases, IsEmpty());
  EXPECT_EQ(not_entered_.value(), 2u);
  EXPECT_EQ(busy.failures(), 1u);
  EXPECT_THAT(busy.Take(OfficerOn(kMonday), Cases{"A", "B"}).cases, IsEmpty());
  EXPECT_EQ(busy.failures(), 1u) << "nothing was missed";
  busy.Answered(first.keys, true);
  EXPECT_THAT(Entered(busy, OfficerOn(kMonday), {"A", "C", "D"}), ElementsAre("C", "D"));
  busy.Answered(second.keys, true);
}

TEST_F(ShownLatelyTest, ManyWhoAreShownTheSameEnterItOnce) {
  constexpr int kThreads = 8, kCases = 500;
  Cases all;
  for (int i = 0; i < kCases; ++i) all.push_back(absl::StrCat("MSA-", i));
  std::atomic<size_t> entered{0};
  std::vector<std::thread> threads;
  for (int i = 0; i < kThreads; ++i) {
    threads.emplace_back([&] {
      for (size_t at = 0; at < all.size(); at += 50) {
        entered += Entered(OfficerOn(kMonday), Cases(all.begin() + static_cast<long>(at),
                                                     all.begin() + static_cast<long>(at) + 50))
                       .size();
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(entered, all.size());
}

}  // namespace
}  // namespace rufaa::rpc
