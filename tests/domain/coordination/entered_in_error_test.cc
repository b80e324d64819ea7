// A referral that should never have been: what of its case is taken back with it.
#include <gtest/gtest.h>

#include "domain/coordination/coordination.h"
#include "tests/support/casebook.h"

namespace rufaa::coordination {
namespace {

using people::Officer;
using people::Shelter;

Casebook InServiceCase() {
  Casebook book = ReferredCase();
  EXPECT_EQ(
      book.Move(
          "R-1",
          referral::Accept{
              .by = Shelter(), .desk = {}, .contact = {}, .expected_at = {}, .holds_bed = false}),
      "OK");
  EXPECT_EQ(book.Move("R-1", referral::RecordService{Shelter(), {}, {}}), "OK");
  return book;
}

TEST(EnterInError, OpensTheNeedAgainThatWasMetByTheWrongReferral) {
  Casebook book = InServiceCase();
  EXPECT_EQ(book.Move("R-1", referral::Complete{Shelter(), "SERVED"}), "OK");
  EXPECT_EQ(book.Move("R-1", referral::EnterInError{Shelter(), "SENT_IN_ERROR"}), "OK");
  EXPECT_EQ(book.kase.needs["n1"].status, casework::Need::Status::kOpen);
  EXPECT_EQ(book.Count<casework::NeedReopened>(), 1u);
}

TEST(EnterInError, LeavesANeedMetThatAnotherMet) {
  Casebook book = InServiceCase();
  EXPECT_EQ(book.Send(SendTo(ShelterAgency(), "R-2"), ShelterAgency()), "OK");
  EXPECT_EQ(book.Move("R-1", referral::Complete{Shelter(), "SERVED"}), "OK");
  EXPECT_EQ(book.Move("R-2", referral::EnterInError{Officer(), "SENT_IN_ERROR"}), "OK");
  EXPECT_EQ(book.kase.needs["n1"].status, casework::Need::Status::kMet);
}

// Nobody works there: an open need would be seen by none, and counted by all.
TEST(EnterInError, LeavesTheNeedsOfACaseThatIsOverAsTheyAre) {
  const auto needs_reopened = [](const casework::Event& over) {
    Casebook book = InServiceCase();
    EXPECT_EQ(book.Move("R-1", referral::Complete{Shelter(), "SERVED"}), "OK");
    book.kase = casework::Evolve(std::move(book.kase), over);
    EXPECT_EQ(book.Move("R-1", referral::EnterInError{Shelter(), "SENT_IN_ERROR"}), "OK");
    EXPECT_EQ(book.referrals["R-1"].stage, referral::Stage::kEnteredInError);
    return book.Count<casework::NeedReopened>();
  };
  EXPECT_EQ(needs_reopened(casework::NoteAdded{}), 1u) << "not over";
  EXPECT_EQ(needs_reopened(casework::Closed{}), 0u);
  EXPECT_EQ(needs_reopened(casework::Erased{}), 0u);
}

}  // namespace
}  // namespace rufaa::coordination
