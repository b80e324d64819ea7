#include "services/rpc/kept_answers.h"

#include <gtest/gtest.h>

#include "domain/base/refusal.h"

namespace rufaa::rpc {
namespace {

class KeptAnswersTest : public testing::Test {
 protected:
  // The answer to `asked`; each one made is the next number.
  int Get(const Asked& asked) {
    int answer = 0;
    EXPECT_TRUE(kept_
                    .Get(asked, &answer,
                         [&](int* made) {
                           *made = ++made_;
                           return absl::OkStatus();
                         })
                    .ok());
    return answer;
  }
  static Asked At(uint64_t position, absl::string_view key = "k",
                  absl::string_view county = "001") {
    return {.county = county,
            .position = position,
            .now = absl::FromUnixSeconds(6000),
            .key = std::string(key)};
  }

  KeptAnswers<int> kept_;
  int made_ = 0;
};

TEST_F(KeptAnswersTest, OneIsMadeForAllWhoAskTheSame) {
  EXPECT_EQ(Get(At(7)), 1);
  EXPECT_EQ(Get(At(7)), 1);
  EXPECT_EQ(Get(At(7, "another")), 2);
  EXPECT_EQ(Get(At(7)), 1) << "both are kept";
  EXPECT_EQ(Get(At(7, "k", "002")), 3) << "counties share nothing";
}

TEST_F(KeptAnswersTest, NoneOutlivesItsPositionOrItsMinute) {
  EXPECT_EQ(Get(At(7)), 1);
  EXPECT_EQ(Get(At(8)), 2);
  Asked later = At(8);
  later.now += absl::Seconds(59);
  EXPECT_EQ(Get(later), 2);
  later.now += absl::Seconds(1);
  EXPECT_EQ(Get(later), 3);
}

TEST_F(KeptAnswersTest, WhoLagsBehindThrowsNothingNewerAway) {
  EXPECT_EQ(Get(At(8)), 1);
  EXPECT_EQ(Get(At(7)), 2);
  EXPECT_EQ(Get(At(8)), 1);
}

TEST_F(KeptAnswersTest, AFailureIsToldAndNotKept) {
  int answer = 0;
  const absl::Status failed =
      kept_.Get(At(7), &answer, [](int*) { return Refuse(Reason::NOT_CAUGHT_UP); });
  EXPECT_FALSE(failed.ok());
  EXPECT_EQ(Get(At(7)), 1);
}

}  // namespace
}  // namespace rufaa::rpc
