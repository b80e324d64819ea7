// A recipient that answers nobody any more: what it had taken on still comes to an end.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "domain/coordination/coordination.h"
#include "tests/support/casebook.h"

namespace rufaa::coordination {
namespace {

using people::Later;
using people::Officer;
using people::Shelter;

Casebook AskedBackOf(bool served) {
  Casebook book = ReferredCase();
  const referral::Accept accept{
      .by = Shelter(), .desk = {}, .contact = {}, .expected_at = {}, .holds_bed = false};
  EXPECT_EQ(book.Move("R-1", accept), "OK");
  if (served) EXPECT_EQ(book.Move("R-1", referral::RecordService{Shelter(), {}, {}}), "OK");
  EXPECT_EQ(book.Move("R-1", referral::Cancel{Officer(), "RECIPIENT_GONE"}), "OK");
  return book;
}

TEST(RecipientGone, TheSendersEndFreesTheBedAndLetsTheCaseGoOnInTheSameCommit) {
  for (const bool served : {false, true}) {
    Casebook book = AskedBackOf(served);
    EXPECT_EQ(book.beds["o-beds"].Free(), 1u);
    EXPECT_EQ(book.Move("R-1", referral::ConfirmCancel{Officer()}), "NOT_DUE");
    EXPECT_EQ(book.Move("R-1", referral::ConfirmCancel{Later(Officer(), absl::Hours(72))}), "OK");
    EXPECT_EQ(book.referrals["R-1"].stage, referral::Stage::kCancelled);
    EXPECT_FALSE(book.referrals["R-1"].holds_bed);
    EXPECT_EQ(book.beds["o-beds"].Free(), 2u);
    EXPECT_TRUE(book.kase.open_referrals.empty());
    // The child has no place yet.
    EXPECT_EQ(book.kase.needs["n1"].status, casework::Need::Status::kOpen);
  }
}

TEST(RecipientGone, ARecipientThatServesAfterAllKeepsTheChild) {
  Casebook book = AskedBackOf(/*served=*/true);
  EXPECT_EQ(book.Move("R-1", referral::RecordService{Shelter(), {}, {}}), "OK");
  EXPECT_EQ(book.Move("R-1", referral::ConfirmCancel{Later(Officer(), absl::Hours(72))}),
            "NOT_ALLOWED_IN_STATE");
}

TEST(RecipientGone, CallsBackAReferralAndNothingElse) {
  Casebook book = ReferredCase();
  const referral::Accept accept{
      .by = Shelter(), .desk = {}, .contact = {}, .expected_at = {}, .holds_bed = false};
  ASSERT_EQ(book.Move("R-1", accept), "OK");
  ASSERT_EQ(
      book.Move("R-1", referral::Schedule{Shelter(), Later(Shelter(), absl::Hours(2)).now, {}}),
      "OK");
  EXPECT_EQ(book.Do(casework::WithdrawNeed{Officer(), "n1", "RECIPIENT_GONE"}), "UNKNOWN_CODE");
  EXPECT_EQ(book.Move("R-1", referral::CancelAppointment{Shelter(), "RECIPIENT_GONE"}),
            "UNKNOWN_CODE");
  EXPECT_EQ(book.Move("R-1", referral::EnterInError{Shelter(), "RECIPIENT_GONE"}), "UNKNOWN_CODE");
  EXPECT_EQ(book.Move("R-1", referral::Cancel{Officer(), "RECIPIENT_GONE"}), "OK");
}

}  // namespace
}  // namespace rufaa::coordination
