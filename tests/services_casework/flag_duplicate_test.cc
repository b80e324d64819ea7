// Two cases that are there and that a person sees to be of one child: who may say so and of which,
// who learns of it, and that the two are then joined.
#include <gmock/gmock.h>

#include "absl/strings/ascii.h"
#include "domain/codes/codes.h"
#include "tests/walk_grpc/requests.h"

namespace rufaa::testing {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::Not;
using ::testing::Pair;

class FlagDuplicateTest : public HubTest {
 protected:
  void SetUp() override {
    HubTest::SetUp();
    county_ = std::make_unique<County>(*hub_, "001");
    county_->Settle();
    chv_ = std::make_unique<Client>(county_->SignIn("p-chv"));
    officer_ = std::make_unique<Client>(county_->SignIn("p-officer"));
    supervisor_ = std::make_unique<Client>(county_->SignIn("p-supervisor"));
  }

  // Of a child whose name nobody knows, so that the hub finds no other alike.
  static cw::IdentifyChildRequest Nameless() {
    cw::IdentifyChildRequest found = ChildFound();
    found.clear_identity();
    return found;
  }
  std::string Registered() {
    const cw::CaseReply registered = RegisteredCase(*chv_, *officer_, Nameless());
    registered_at_ = registered.revision();
    return registered.case_file().case_code();
  }
  cw::CaseReply Report(const cw::IdentifyChildRequest& found) {
    return chv_->Must<cw::CaseReply>(&CaseStub::IdentifyChild, found);
  }
  std::string Reported() { return Report(Nameless()).case_file().case_code(); }
  cw::Case Read(Client& by, const cw::CaseReply& reported) {
    return Read(by, reported.case_file().case_code(), reported.revision());
  }

  cw::FlagDuplicateRequest Flag(const std::string& code, const std::string& of) {
    auto flag = OnCase<cw::FlagDuplicateRequest>(code);
    flag.set_of(of);
    return flag;
  }
  absl::Status TryFlag(Client& by, const std::string& code, const std::string& of) {
    cw::CaseReply none;
    return by.Call(&CaseStub::FlagDuplicate, Flag(code, of), &none);
  }
  cw::DecideDuplicateRequest Same(const std::string& code, const std::string& of) {
    auto decide = OnCase<cw::DecideDuplicateRequest>(code);
    decide.set_of(of);
    decide.set_same(true);
    return decide;
  }

  cw::Case Read(Client& by, const std::string& code, uint64_t revision) {
    return by.Must<cw::GetCaseResponse>(&CaseStub::GetCase, CaseAt(code, revision)).case_file();
  }
  void HandOver(Client& to, const std::string& agency, const std::string& code) {
    auto transfer = OnCase<cw::RequestTransferRequest>(code);
    transfer.set_to_agency(agency);
    supervisor_->Must<cw::CaseReply>(&CaseStub::RequestTransfer, transfer);
    to.Must<cw::CaseReply>(&CaseStub::AcceptTransfer, OnCase<cw::AcceptTransferRequest>(code));
  }

  std::unique_ptr<County> county_;
  std::unique_ptr<Client> chv_, officer_, supervisor_;
  uint64_t registered_at_ = 0;  // Of the last one.
};

TEST_F(FlagDuplicateTest, WhatOneSeesAnotherOfTheOfficeDecidesAndTheTwoAreJoined) {
  const std::string first = Registered(), second = Registered();
  // As it was typed.
  const cw::FlagDuplicateRequest flag = Flag(second, absl::AsciiStrToLower(first));
  const auto flagged = officer_->Must<cw::CaseReply>(&CaseStub::FlagDuplicate, flag);
  EXPECT_EQ(flagged.case_file().possible_duplicate_of(), first);
  const cw::Case seen = Read(*supervisor_, second, flagged.revision());
  EXPECT_EQ(seen.possible_duplicate_of(), first);
  EXPECT_THAT(seen.allowed_actions(), Contains("DecideDuplicate"));
  const cw::Case joined =
      supervisor_->Must<cw::CaseReply>(&CaseStub::DecideDuplicate, Same(second, first)).case_file();
  EXPECT_EQ(joined.stage(), "duplicate");
  EXPECT_THAT(joined.allowed_actions(), Not(Contains("FlagDuplicate")));
}

TEST_F(FlagDuplicateTest, TheOtherCaseAndWhoReportedTheChildAreToldNothing) {
  const std::string first = Registered(), second = Registered();
  const uint64_t before = Read(*officer_, first, registered_at_).version();
  const auto flagged = officer_->Must<cw::CaseReply>(&CaseStub::FlagDuplicate, Flag(second, first));
  const cw::Case other = Read(*officer_, first, flagged.revision());
  EXPECT_EQ(other.version(), before);
  EXPECT_EQ(other.possible_duplicate_of(), "");
  EXPECT_EQ(Read(*chv_, second, flagged.revision()).possible_duplicate_of(), "");
}

TEST_F(FlagDuplicateTest, ARequestSentAgainIsOneFlagAndAnotherOfTheSameIsRefused) {
  const std::string first = Registered(), second = Registered();
  EXPECT_THAT(Read(*officer_, second, registered_at_).allowed_actions(), Contains("FlagDuplicate"));
  cw::FlagDuplicateRequest flag = Flag(second, first);
  const auto once = officer_->Must<cw::CaseReply>(&CaseStub::FlagDuplicate, flag);
  const auto again = officer_->Must<cw::CaseReply>(&CaseStub::FlagDuplicate, flag);
  EXPECT_TRUE(again.repeated_request());
  EXPECT_EQ(again.revision(), once.revision());
  EXPECT_REFUSED(TryFlag(*officer_, second, first), ALREADY_DONE);
  flag.set_request_id(NewUuid());
  flag.set_expected_version(once.case_file().version() - 1);
  cw::CaseReply none;
  EXPECT_REFUSED(officer_->Call(&CaseStub::FlagDuplicate, flag, &none), WRONG_VERSION);
}

TEST_F(FlagDuplicateTest, AnotherOfficesCaseIsNotToldApartFromNone) {
  Client nyali = county_->SignIn("p-nyali");
  const std::string ours = Registered(), theirs = Registered();
  HandOver(nyali, "sco-nyali", theirs);
  const absl::Status known = TryFlag(*officer_, ours, theirs);
  const absl::Status unknown = TryFlag(*officer_, ours, MakeCaseCode(885));
  EXPECT_REFUSED(known, NOT_FOUND_OR_NOT_YOURS);
  EXPECT_THAT(RefusalOf(known)->details, ElementsAre(Pair("field", "of")));
  EXPECT_EQ(known.message(), unknown.message());
  EXPECT_EQ(RefusalOf(known)->details, RefusalOf(unknown)->details);
  // Nor may they flag ours.
  EXPECT_REFUSED(TryFlag(nyali, ours, theirs), NOT_FOUND_OR_NOT_YOURS);
  // Whoever has both says so.
  HandOver(nyali, "sco-nyali", ours);
  nyali.Must<cw::CaseReply>(&CaseStub::FlagDuplicate, Flag(ours, theirs));
  EXPECT_EQ(
      nyali.Must<cw::CaseReply>(&CaseStub::DecideDuplicate, Same(ours, theirs)).case_file().stage(),
      "duplicate");
}

TEST_F(FlagDuplicateTest, OnlyOneInWhichItsChildCouldGoOnIsFlagged) {
  const std::string first = Registered(), second = Registered(), third = Registered();
  EXPECT_REFUSED(TryFlag(*officer_, second, second), MALFORMED);
  EXPECT_REFUSED(TryFlag(*officer_, second, "CCO/001/003"), MALFORMED);
  const auto expect_refused = [&](const std::string& code, const std::string& of) {
    const absl::Status refused = TryFlag(*officer_, code, of);
    EXPECT_REFUSED(refused, NOT_ALLOWED_IN_STATE);
    EXPECT_THAT(RefusalOf(refused)->details, ElementsAre(Pair("case", of)));
  };
  const std::string report = Reported();
  auto screen_out = OnCase<cw::ScreenOutRequest>(report);
  screen_out.set_reason("FALSE_REPORT");
  officer_->Must<cw::CaseReply>(&CaseStub::ScreenOut, screen_out);
  expect_refused(first, report);
  auto erase = OnCase<cw::EraseChildRequest>(third);
  erase.set_authority("DPG5 17/2026");
  county_->SignInSteppedUp("p-dpo").Must<cw::CaseReply>(&CaseStub::EraseChild, erase);
  expect_refused(first, third);
  officer_->Must<cw::CaseReply>(&CaseStub::FlagDuplicate, Flag(second, first));
  officer_->Must<cw::CaseReply>(&CaseStub::DecideDuplicate, Same(second, first));
  expect_refused(first, second);
  // One that repeats a case which stands is as good as that.
  officer_->Must<cw::CaseReply>(&CaseStub::FlagDuplicate, Flag(Reported(), second));
}

// Two people report one child, and neither has to know of the other.
TEST_F(FlagDuplicateTest, AReportOfAChildThatTheOfficeKnowsComesFlagged) {
  const cw::CaseReply once = Report(ChildFound());
  const std::string first = once.case_file().case_code();
  EXPECT_EQ(Read(*officer_, once).possible_duplicate_of(), "");
  const cw::IdentifyChildRequest again = ChildFound();
  const cw::CaseReply reported = Report(again);
  EXPECT_TRUE(Report(again).repeated_request());
  const cw::Case seen = Read(*officer_, reported);
  EXPECT_EQ(seen.possible_duplicate_of(), first);
  EXPECT_THAT(seen.allowed_actions(), Contains("DecideDuplicate"));
  EXPECT_EQ(reported.case_file().possible_duplicate_of(), "") << "the office's to decide";
  EXPECT_EQ(Read(*chv_, reported).possible_duplicate_of(), "");
  const std::string second = reported.case_file().case_code();
  officer_->Must<cw::CaseReply>(&CaseStub::DecideDuplicate, Same(second, first));
  // A third is of the case in which the second goes on, once.
  const std::string third = Report(ChildFound()).case_file().case_code();
  const cw::Case joined =
      officer_->Must<cw::CaseReply>(&CaseStub::DecideDuplicate, Same(third, first)).case_file();
  EXPECT_EQ(joined.stage(), "duplicate");
  EXPECT_EQ(joined.possible_duplicate_of(), "");
}

TEST_F(FlagDuplicateTest, AReportIsNotFlaggedWithAnotherOfficesCase) {
  Client nyali = county_->SignIn("p-nyali");
  const std::string theirs = RegisteredCase(*chv_, *officer_).case_file().case_code();
  HandOver(nyali, "sco-nyali", theirs);
  const cw::Case seen = Read(*officer_, Report(ChildFound()));
  EXPECT_EQ(seen.possible_duplicate_of(), "");
  EXPECT_THAT(seen.allowed_actions(), Not(Contains("DecideDuplicate")));
}

TEST_F(FlagDuplicateTest, OfManyThatAreAlikeAFewAreFlagged) {
  for (int i = 0; i < 5; ++i) Report(ChildFound());
  cw::Case seen = Read(*officer_, Report(ChildFound()));
  int dismissed = 0;
  while (!seen.possible_duplicate_of().empty() && dismissed < 5) {
    auto decide = OnCase<cw::DecideDuplicateRequest>(seen.case_code());
    decide.set_of(seen.possible_duplicate_of());
    seen = officer_->Must<cw::CaseReply>(&CaseStub::DecideDuplicate, decide).case_file();
    ++dismissed;
  }
  EXPECT_EQ(dismissed, 3);
}

}  // namespace
}  // namespace rufaa::testing
