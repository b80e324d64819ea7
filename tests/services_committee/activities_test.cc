#include <gmock/gmock.h>

#include "tests/walk_grpc/requests.h"

namespace rufaa::testing {
namespace {

namespace cm = committee::v1;
using Stub = cm::CommitteeService::Stub;
using ::testing::ElementsAre;

class ActivitiesTest : public HubTest {
 protected:
  void SetUp() override {
    HubTest::SetUp();
    county_ = std::make_unique<County>(*hub_, "001");
    county_->Settle();
  }

  // The clock stands on 2 March 2026.
  static cm::RecordActivityRequest Session(uint32_t count, const char* on = "2026-02-20") {
    cm::RecordActivityRequest request;
    request.set_request_id(NewUuid());
    request.set_kind("IN_SCHOOL_REACHED");
    request.set_count(count);
    request.set_on(on);
    request.set_subcounty("Kisauni");
    return request;
  }
  static cm::WithdrawActivityRequest Withdrawal(const cm::Activity& activity) {
    cm::WithdrawActivityRequest request;
    request.set_request_id(NewUuid());
    request.set_activity(activity.activity());
    request.set_reason("ENTERED_TWICE");
    return request;
  }
  static cm::RecordActivityResponse Record(Client& by, const cm::RecordActivityRequest& request) {
    return by.Must<cm::RecordActivityResponse>(&Stub::RecordActivity, request);
  }

  cm::Indicator IndicatorAt(Client& by, uint64_t revision, const char* id) {
    cm::GetIndicatorsRequest request;
    request.set_min_revision(revision);
    const auto all = by.Must<cm::GetIndicatorsResponse>(&Stub::GetIndicators, request);
    for (const cm::Indicator& indicator : all.indicators()) {
      if (indicator.indicator() == id) return indicator;
    }
    ADD_FAILURE() << "no " << id;
    return {};
  }

  std::unique_ptr<County> county_;
};

TEST_F(ActivitiesTest, WhatAnAgencyRecordsStandsAgainstItsTarget) {
  Client shelter = county_->SignIn("p-shelter"), committee = county_->SignIn("p-committee"),
         officer = county_->SignIn("p-officer");
  const auto first = Record(shelter, Session(340));
  EXPECT_EQ(first.activity().agency(), "rescue-centre");
  EXPECT_EQ(first.activity().recorded_by(), "p-shelter");
  EXPECT_EQ(first.activity().subcounty(), "003") << "by name, kept by code";
  EXPECT_EQ(first.activity().on(), "2026-02-20");
  EXPECT_EQ(first.activity().version(), 1u);
  EXPECT_THAT(first.activity().allowed_actions(), ElementsAre("WithdrawActivity"));
  const auto second = Record(officer, Session(4));
  // Small ones are no children in need: nothing is hidden of them.
  for (Client* by : {&committee, &officer}) {
    const cm::Indicator reached = IndicatorAt(*by, second.revision(), "in-school-reached");
    EXPECT_EQ(reached.value(), 344);
    EXPECT_EQ(reached.target(), 10'000);
    EXPECT_EQ(reached.display_name(), "In-school children reached");
    EXPECT_THAT(reached.source(), ::testing::HasSubstr("programme text"));
  }
  EXPECT_EQ(IndicatorAt(committee, 0, "out-of-school-reached").value(), 0);
  EXPECT_EQ(IndicatorAt(committee, 0, "out-of-school-reached").target(), 1'000);
  EXPECT_EQ(IndicatorAt(committee, 0, "caregivers-trained").target(), 0);
  EXPECT_EQ(IndicatorAt(committee, 0, "caregiver-groups").value(), 0);
}

TEST_F(ActivitiesTest, VolunteersEnrolledStandAgainstTheirTargets) {
  Client committee = county_->SignIn("p-committee"), shelter = county_->SignIn("p-shelter");
  const uint64_t settled = Record(shelter, Session(5)).revision();
  EXPECT_EQ(IndicatorAt(committee, settled, "chvs-enrolled").value(), 1);
  EXPECT_EQ(IndicatorAt(committee, 0, "chvs-enrolled").target(), 20);
  EXPECT_EQ(IndicatorAt(committee, 0, "vcos-enrolled").value(), 0);
  EXPECT_EQ(IndicatorAt(committee, 0, "vcos-enrolled").target(), 10);
}

TEST_F(ActivitiesTest, TheSameRequestIsOneActivity) {
  Client shelter = county_->SignIn("p-shelter");
  const auto request = Session(340);
  const auto first = Record(shelter, request), again = Record(shelter, request);
  EXPECT_EQ(again.revision(), first.revision());
  EXPECT_EQ(again.activity().activity(), first.activity().activity());
  Client officer = county_->SignIn("p-officer");
  EXPECT_EQ(IndicatorAt(officer, again.revision(), "in-school-reached").value(), 340);
}

TEST_F(ActivitiesTest, WhatWasEnteredInErrorIsWithdrawnByWhoseItIsOrTheSupervisor) {
  Client shelter = county_->SignIn("p-shelter"), shelter2 = county_->SignIn("p-shelter2"),
         officer = county_->SignIn("p-officer"), supervisor = county_->SignIn("p-supervisor");
  const cm::Activity one = Record(shelter, Session(340)).activity();
  const cm::Activity other = Record(shelter, Session(60)).activity();
  cm::WithdrawActivityResponse none;
  for (Client* by : {&shelter2, &officer}) {
    EXPECT_REFUSED(by->Call(&Stub::WithdrawActivity, Withdrawal(one), &none), NOT_PERMITTED);
  }
  auto stale = Withdrawal(one);
  stale.set_expected_version(2);
  EXPECT_REFUSED(shelter.Call(&Stub::WithdrawActivity, stale, &none), WRONG_VERSION);
  auto why = Withdrawal(one);
  why.set_reason("RAIN");
  EXPECT_REFUSED(shelter.Call(&Stub::WithdrawActivity, why, &none), UNKNOWN_CODE);
  cm::Activity unknown;
  unknown.set_activity(NewUuid());
  EXPECT_REFUSED(shelter.Call(&Stub::WithdrawActivity, Withdrawal(unknown), &none),
                 NOT_FOUND_OR_NOT_YOURS);
  const auto mine =
      shelter.Must<cm::WithdrawActivityResponse>(&Stub::WithdrawActivity, Withdrawal(one));
  EXPECT_EQ(mine.activity().withdraw_reason(), "ENTERED_TWICE");
  EXPECT_EQ(mine.activity().version(), 2u);
  EXPECT_TRUE(mine.activity().allowed_actions().empty());
  EXPECT_EQ(IndicatorAt(officer, mine.revision(), "in-school-reached").value(), 60);
  EXPECT_REFUSED(shelter.Call(&Stub::WithdrawActivity, Withdrawal(one), &none), ALREADY_DONE);
  const auto theirs =
      supervisor.Must<cm::WithdrawActivityResponse>(&Stub::WithdrawActivity, Withdrawal(other));
  EXPECT_EQ(IndicatorAt(officer, theirs.revision(), "in-school-reached").value(), 0);
}

TEST_F(ActivitiesTest, WhoDoesNotRunTheProgrammeRecordsNothing) {
  cm::RecordActivityResponse none;
  cm::ListActivitiesResponse list;
  for (const char* person : {"p-chv", "p-court", "p-auditor", "p-dpo", "p-operator"}) {
    Client by = county_->SignIn(person);
    EXPECT_REFUSED(by.Call(&Stub::RecordActivity, Session(5), &none), NOT_PERMITTED);
    EXPECT_REFUSED(by.Call(&Stub::ListActivities, cm::ListActivitiesRequest(), &list),
                   NOT_PERMITTED);
  }
  Client committee = county_->SignIn("p-committee"), admin = county_->SignIn("admin");
  EXPECT_REFUSED(committee.Call(&Stub::RecordActivity, Session(5), &none), NOT_PERMITTED);
  const auto recorded = Record(admin, Session(5));
  cm::ListActivitiesRequest request;
  request.set_min_revision(recorded.revision());
  const auto listed = committee.Must<cm::ListActivitiesResponse>(&Stub::ListActivities, request);
  ASSERT_EQ(listed.activities_size(), 1);
  EXPECT_TRUE(listed.activities(0).allowed_actions().empty());
}

TEST_F(ActivitiesTest, WhatCannotBeIsRefused) {
  Client shelter = county_->SignIn("p-shelter");
  cm::RecordActivityResponse none;
  EXPECT_REFUSED(shelter.Call(&Stub::RecordActivity, Session(100'001), &none), MALFORMED);
  EXPECT_REFUSED(shelter.Call(&Stub::RecordActivity, Session(0), &none), MALFORMED);
  EXPECT_REFUSED(shelter.Call(&Stub::RecordActivity, Session(5, "2026-03-03"), &none), IN_FUTURE);
  EXPECT_REFUSED(shelter.Call(&Stub::RecordActivity, Session(5, ""), &none), MALFORMED);
  auto kind = Session(5);
  kind.set_kind("ELEPHANTS");
  EXPECT_REFUSED(shelter.Call(&Stub::RecordActivity, kind, &none), UNKNOWN_CODE);
  auto place = Session(5);
  place.set_subcounty("Atlantis");
  EXPECT_REFUSED(shelter.Call(&Stub::RecordActivity, place, &none), MALFORMED);
}

TEST_F(ActivitiesTest, TheListTurnsPagesFromTheLatestDay) {
  Client shelter = county_->SignIn("p-shelter");
  for (const char* on : {"2026-02-03", "2026-02-20", "2026-02-11"}) Record(shelter, Session(9, on));
  auto elsewhere = Session(8, "2026-02-27");
  elsewhere.set_subcounty("002");
  elsewhere.set_kind("CAREGIVERS_TRAINED");
  Record(shelter, elsewhere);
  const cm::Activity twice = Record(shelter, Session(9, "2026-02-20")).activity();
  const auto withdrawn =
      shelter.Must<cm::WithdrawActivityResponse>(&Stub::WithdrawActivity, Withdrawal(twice));

  const auto days = [&](cm::ListActivitiesRequest request) {
    request.set_min_revision(withdrawn.revision());
    std::vector<std::string> days;
    do {
      const auto page = shelter.Must<cm::ListActivitiesResponse>(&Stub::ListActivities, request);
      for (const cm::Activity& one : page.activities()) days.push_back(one.on());
      request.set_page_token(page.next_page_token());
    } while (!request.page_token().empty());
    return days;
  };
  cm::ListActivitiesRequest request;
  request.set_page_size(2);
  EXPECT_THAT(days(request), ElementsAre("2026-02-27", "2026-02-20", "2026-02-11", "2026-02-03"));
  request.set_subcounty("Kisauni");
  EXPECT_THAT(days(request), ElementsAre("2026-02-20", "2026-02-11", "2026-02-03"));
  request.set_include_withdrawn(true);
  EXPECT_EQ(days(request).size(), 4u);
  request.set_agency("hospital");
  EXPECT_TRUE(days(request).empty());
  request.clear_agency();
  request.set_kind("CAREGIVERS_TRAINED");
  EXPECT_TRUE(days(request).empty());
  request.set_kind("ELEPHANTS");
  cm::ListActivitiesResponse none;
  EXPECT_REFUSED(shelter.Call(&Stub::ListActivities, request, &none), UNKNOWN_CODE);
  // A token is of the list that it was made for.
  cm::ListActivitiesRequest first;
  first.set_page_size(1);
  const auto page = shelter.Must<cm::ListActivitiesResponse>(&Stub::ListActivities, first);
  first.set_page_token(page.next_page_token());
  first.set_include_withdrawn(true);
  EXPECT_REFUSED(shelter.Call(&Stub::ListActivities, first, &none), MALFORMED);
}

}  // namespace
}  // namespace rufaa::testing
