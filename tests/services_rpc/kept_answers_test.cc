#include "services/rpc/kept_answers.h"

#include <gtest/gtest.h>

#include "domain/base/refusal.h"
#include "rufaa/referral/v1/referral_service.pb.h"

namespace rufaa::rpc {
namespace {

using Answer = referral::v1::CountWorklistsResponse;

class KeptAnswersTest : public testing::Test {
 protected:
  // The answer to `asked`; each one made is the next number.
  int Get(const Asked& asked) {
    grpc::ByteBuffer bytes;
    EXPECT_TRUE(kept_
                    .Get(asked, &bytes,
                         [&](Answer* made) {
                           made->set_revision(++made_);
                           return absl::OkStatus();
                         })
                    .ok());
    Answer answer;
    EXPECT_TRUE(grpc::SerializationTraits<Answer>::Deserialize(&bytes, &answer).ok());
    return static_cast<int>(answer.revision());
  }
  static Asked At(uint64_t position, absl::string_view key = "k",
                  absl::string_view county = "001") {
    return {.county = county,
            .position = position,
            .now = absl::FromUnixSeconds(6000),
            .key = std::string(key)};
  }

  KeptAnswers<Answer> kept_;
  int made_ = 0;
};

TEST_F(KeptAnswersTest, OneIsMadeForAllWhoAskTheSame) {
  EXPECT_EQ(Get(At(7)), 1);
  EXPECT_EQ(Get(At(7)), 1);
  EXPECT_EQ(Get(At(7, "another")), 2);
  EXPECT_EQ(Get(At(7)), 1) << "both are kept";
  EXPECT_EQ(Get(At(7, "k", "002")), 3) << "counties share nothing";
}

TEST_F(KeptAnswersTest, WhatIsKnownBesideAnAnswerIsKeptWithIt) {
  KeptAnswers<Answer, std::string> kept;
  const auto beside = [&kept](const Asked& asked, const std::string& made) {
    grpc::ByteBuffer bytes;
    return **kept.GetBoth(asked, &bytes, [&](Answer*, std::string* its) {
      *its = made;
      return absl::OkStatus();
    });
  };
  EXPECT_EQ(beside(At(7), "first"), "first");
  EXPECT_EQ(beside(At(7), "second"), "first");
  EXPECT_EQ(beside(At(8), "third"), "third");
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
  grpc::ByteBuffer bytes;
  const absl::Status failed =
      kept_.Get(At(7), &bytes, [](Answer*) { return Refuse(Reason::NOT_CAUGHT_UP); });
  EXPECT_FALSE(failed.ok());
  EXPECT_EQ(Get(At(7)), 1);
}

}  // namespace
}  // namespace rufaa::rpc
