// The calendar of days in court offers each reader what the commands let them do, and no more.
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "tests/walk_grpc/walk_fixture.h"

namespace rufaa::testing {
namespace {

using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

// A case of p-officer's that is to be heard tomorrow.
class CalendarTest : public WalkTest {
 protected:
  void SetUp() override {
    WalkTest::SetUp();
    Client chv = county_->SignIn("p-chv"), officer = county_->SignIn("p-officer");
    code_ = RegisteredCase(chv, officer).case_file().case_code();
    auto set = OnCase<cw::SetCourtDateRequest>(code_);
    set.set_court("court");
    set.set_session("STHR");
    *set.mutable_court_time() = rpc::ToProto(clock_.Now() + absl::Hours(24));
    const auto dated = officer.Must<cw::CaseReply>(&CaseStub::SetCourtDate, set);
    matter_ = dated.case_file().court_dates(0).matter();
    revision_ = dated.revision();
  }

  std::vector<cw::CourtDate> Dates(const std::string& person) {
    cw::ListCourtCalendarRequest request;
    request.mutable_from_time();
    request.set_min_revision(revision_);
    Client client = county_->SignIn(person);
    const auto list =
        client.Must<cw::ListCourtCalendarResponse>(&CaseStub::ListCourtCalendar, request);
    return {list.court_dates().begin(), list.court_dates().end()};
  }
  std::vector<std::string> Allowed(const std::string& person) {
    const std::vector<cw::CourtDate> dates = Dates(person);
    EXPECT_EQ(dates.size(), 1u) << person;
    if (dates.empty()) return {};
    return {dates[0].allowed_actions().begin(), dates[0].allowed_actions().end()};
  }
  absl::Status Opened(const std::string& person) {
    cw::GetCaseResponse reply;
    return county_->SignIn(person).Call(&CaseStub::GetCase, CaseAt(code_, revision_), &reply);
  }

  std::string code_, matter_;
  uint64_t revision_ = 0;
};

TEST_F(CalendarTest, ADateOffersWhatItsReaderMayDo) {
  EXPECT_THAT(Allowed("p-officer"), UnorderedElementsAre("MoveCourtDate", "VacateCourtDate"));
  EXPECT_THAT(Allowed("p-supervisor"), UnorderedElementsAre("MoveCourtDate", "VacateCourtDate"));
  EXPECT_THAT(Allowed("p-court"), UnorderedElementsAre("MoveCourtDate", "VacateCourtDate"));
  EXPECT_THAT(Allowed("p-officer2"), IsEmpty()) << "the case is a colleague's";
  auto vacate = OnCase<cw::VacateCourtDateRequest>(code_);
  vacate.set_matter(matter_);
  vacate.set_reason("OTHER");
  cw::CaseReply none;
  EXPECT_REFUSED(county_->SignIn("p-officer2").Call(&CaseStub::VacateCourtDate, vacate, &none),
                 ASSIGNED_TO_ANOTHER);
}

TEST_F(CalendarTest, WhetherItsCaseOpensIsSaidAsTheCaseSaysIt) {
  for (const char* person : {"p-officer", "p-supervisor", "p-officer2", "p-court"}) {
    const std::vector<cw::CourtDate> dates = Dates(person);
    ASSERT_EQ(dates.size(), 1u) << person;
    EXPECT_EQ(dates[0].case_opens(), Opened(person).ok()) << person;
  }
  EXPECT_TRUE(Dates("p-officer")[0].case_opens());
  EXPECT_FALSE(Dates("p-officer2")[0].case_opens());
  EXPECT_FALSE(Dates("p-court")[0].case_opens());
}

TEST_F(CalendarTest, WhatCameOfADateIsAskedFromItsDayOnUntilItIsSaid) {
  clock_.Advance(absl::Hours(24));
  const auto all = UnorderedElementsAre("MoveCourtDate", "VacateCourtDate", "RecordCourtOutcome");
  EXPECT_THAT(Allowed("p-officer"), all);
  clock_.Advance(absl::Hours(24 * 60));
  EXPECT_THAT(Allowed("p-court"), all) << "however long it is past";
  EXPECT_THAT(Allowed("p-officer2"), IsEmpty());
  auto outcome = OnCase<cw::RecordCourtOutcomeRequest>(code_);
  outcome.set_matter(matter_);
  outcome.set_outcome("CRJD");
  revision_ = county_->SignIn("p-court")
                  .Must<cw::CaseReply>(&CaseStub::RecordCourtOutcome, outcome)
                  .revision();
  EXPECT_THAT(Dates("p-court"), IsEmpty());
}

}  // namespace
}  // namespace rufaa::testing
