// What somebody is told out of their agency's rows, who may know less than the agency holds.
#include "projections/casefile/told.h"

#include "tests/projections/case_of_three.h"

namespace rufaa::casefile {
namespace {

// The head of a police post that was referred the child with all that it may open.
CaseFile HeadOfPolice() {
  CaseFile head;
  head.relation = Relation::kAccepted;
  head.categories = {{.category = "CSRG"}};
  head.court_dates = {{.matter = "m1"}};
  head.orders = {{.order = "o1", .place_agency = "ag-police"}};
  head.track.risk = "RLHG";
  head.track.exposure_at = absl::UnixEpoch();
  head.track.court_due = absl::UnixEpoch();
  head.track.court_matter = "m1";
  head.track.due = head.track.court_due;
  head.track.stage_due = absl::UnixEpoch() + absl::Hours(1);
  return head;
}

Opened ToPolice(std::vector<Compartment> compartments) {
  return {.agency = "ag-police",
          .kind = "POLICE",
          .relation = Relation::kAccepted,
          .compartments = std::move(compartments),
          .helpers = {{"ag-police", {}}, {"ag-court", {}}},
          .referrals = {}};
}

TEST(OpenedHead, StaysAsItIsWhileAllOfItIsOpen) {
  CaseFile head = HeadOfPolice();
  KeepOpened(ToPolice({Compartment::kIdentity, Compartment::kNarrative, Compartment::kJustice}),
             head);
  EXPECT_EQ(head, HeadOfPolice());
}

TEST(OpenedHead, IsWithoutWhatBelongsToCompartmentsThatAreShut) {
  CaseFile head = HeadOfPolice();
  KeepOpened(ToPolice({Compartment::kIdentity}), head);
  EXPECT_TRUE(head.categories.empty());
  EXPECT_TRUE(head.court_dates.empty() && head.orders.empty());
  EXPECT_FALSE(head.track.court_due.has_value());
  EXPECT_EQ(head.track.due, HeadOfPolice().track.stage_due);
  EXPECT_EQ(head.track.court_matter, "");
  EXPECT_FALSE(head.track.exposure_at.has_value());
  EXPECT_EQ(head.track.risk, "RLHG");
}

// A line as it was written while more was open.
TimelineLine LineOf(const AnyEvent& event, const std::string& agency) {
  const NewEvent raw = EncodeEvent(CaseStream("C"), event);
  TimelineLine line;
  line.row.type = raw.type;
  line.row.stream = raw.stream;
  line.row.payload = raw.payload;
  line.row.actor.agency = agency;
  return line;
}

TEST(OpenedEvent, TellsOfACourtThatHelpsOnlyWhileJusticeIsOpen) {
  const TimelineLine line = LineOf(casework::CourtDateSet{.matter = "m1"}, "ag-court");
  EXPECT_TRUE((*OpenedEvent(ToPolice({Compartment::kJustice}), line)).has_value());
  EXPECT_FALSE((*OpenedEvent(ToPolice({Compartment::kIdentity}), line)).has_value());
}

TEST(OpenedEvent, IsWithoutSignsOnceTheNarrativeIsShutButForWhatTheAgencyDidItself) {
  const casework::RiskSet risk{.risk = "RLHG", .reasons = {"TRAFFICKING"}};
  const Opened opened = ToPolice({Compartment::kIdentity});
  const auto reasons = [&](const std::string& actor) {
    return std::get<casework::RiskSet>(**OpenedEvent(opened, LineOf(risk, actor))).reasons.size();
  };
  EXPECT_EQ(reasons("ag-office"), 0u);
  EXPECT_EQ(reasons("ag-police"), 1u);
}

TEST(OpenedEvent, OfWhatAnOwnerKnowsAHelperIsToldItsOwnReferralsAlone) {
  Opened opened = ToPolice({Compartment::kIdentity, Compartment::kNarrative});
  opened.referrals = {"r1"};
  const auto told = [&](const AnyEvent& event) {
    return (*OpenedEvent(opened, LineOf(event, "ag-office"))).has_value();
  };
  // As it may have them from when the case was its own.
  EXPECT_FALSE(told(casework::DetailsCorrected()));
  EXPECT_FALSE(told(casework::ReferralOpened{.referral = "r2"}));
  EXPECT_TRUE(told(casework::ReferralOpened{.referral = "r1"}));
  opened.relation = Relation::kEnded;
  EXPECT_TRUE(told(casework::DetailsCorrected())) << "a court, by its day";
}

class HelpersTest : public CaseOfThree {
 protected:
  std::vector<std::string> Helpers() {
    EXPECT_TRUE(Head("ag-office").ok());
    std::vector<std::string> agencies;
    const std::vector<Helper> helpers = *HelpersOf(*rows_, "C");
    for (const Helper& helper : helpers) agencies.push_back(helper.agency);
    return agencies;
  }
  void End(const std::string& outcome) {
    Do({{CaseStream("C"), casework::ReferralEnded{.referral = "R", .outcome = outcome}}});
  }
};

TEST_F(HelpersTest, AreThoseWhoAcceptedAlsoWhenTheirPartHasEnded) {
  Refer();
  EXPECT_TRUE(Helpers().empty()) << "it has not decided";
  Accept();
  EXPECT_EQ(Helpers(), std::vector<std::string>{"ag-shelter"});
  End("completed");
  EXPECT_EQ(Helpers(), std::vector<std::string>{"ag-shelter"});
}

TEST_F(HelpersTest, AreNoneWhoDeclined) {
  Refer();
  End("declined");
  EXPECT_TRUE(Helpers().empty());
}

// The shelter may know the place, at first.
class FormerOwnerTest : public CaseOfThree {
 protected:
  void SetUp() override {
    Refer();
    Accept();
    Help("Q", "ag-shelter", "RESCUE_CENTRE", {Compartment::kLocation});
    Do({{AgencyStream("ag-other"),
         directory::AgencyRegistered{.agency = "ag-other", .kind = "CHILDREN_OFFICE"}}});
  }
  void Help(const std::string& referral, const std::string& agency, const std::string& kind,
            std::vector<Compartment> scope) {
    Do({{CaseStream("C"), casework::ReferralOpened{.referral = referral,
                                                   .need = "n-" + referral,
                                                   .to_agency = agency,
                                                   .to_agency_kind = kind,
                                                   .scope = std::move(scope)}}});
    Do({{CaseStream("C"), casework::ReferralAccepted{.referral = referral, .agency = agency}}},
       agency);
  }
  void TransferTo(const std::string& office) {
    Do({{CaseStream("C"), casework::TransferRequested{.to_agency = office}}});
    Do({{CaseStream("C"), casework::TransferAccepted{.owner_agency = office}}}, office);
  }
  void Serve(const std::string& agency, const std::string& service) {
    Do({{CaseStream("C"), casework::ServiceSession{.service = service}}}, agency);
  }

  // Which services the shelter is told of, with this open to it.
  std::vector<std::string> Told(std::vector<Compartment> open) {
    EXPECT_TRUE(Head("ag-shelter").ok());
    const Opened opened{.agency = "ag-shelter",
                        .kind = "RESCUE_CENTRE",
                        .relation = Relation::kAccepted,
                        .compartments = std::move(open),
                        .helpers = *HelpersOf(*rows_, "C"),
                        .referrals = {"R", "Q"}};
    std::vector<std::string> services;
    const TimelinePage page = *ReadTimeline(*rows_, "ag-shelter", "C", 100);
    for (const TimelineLine& line : page.lines) {
      if (line.row.type != casework::ServiceSession::kType) continue;
      const std::optional<AnyEvent> event = *OpenedEvent(opened, line);
      if (event) services.push_back(std::get<casework::ServiceSession>(*event).service);
    }
    return services;
  }

  using Services = std::vector<std::string>;
};

TEST_F(FormerOwnerTest, IsToldOfAsTheOwnerForWhatItDidAsThatAlone) {
  Serve("ag-office", "as-owner");
  TransferTo("ag-other");
  Serve("ag-other", "as-next");
  Help("B", "ag-office", "CHILDREN_OFFICE", {Compartment::kIdentity});
  Serve("ag-office", "as-helper");
  EXPECT_EQ(Told({Compartment::kLocation}), (Services{"as-owner", "as-next", "as-helper"}));
  EXPECT_EQ(Told({Compartment::kIdentity}), (Services{"as-owner", "as-next"}));
  // The case comes back, and what was done to help stays a helper's.
  TransferTo("ag-office");
  Serve("ag-office", "as-owner-again");
  EXPECT_EQ(Told({Compartment::kIdentity}), (Services{"as-owner", "as-next", "as-owner-again"}));
}

// Their agency is asked for help, and has decided; what it holds by that is none of a reporter's.
class ReportTest : public CaseOfThree {
 protected:
  void SetUp() override {
    Refer();
    Accept();
    Do({{CaseStream("C"), casework::Registered{.owner_agency = "ag-office",
                                               .registered_at = absl::FromUnixSeconds(1000)}}});
    Do({{CaseStream("C"), casework::RiskSet{.risk = "RLHG"}}});
    EXPECT_TRUE(Head("ag-chv").ok());
  }
};

TEST_F(ReportTest, SaysThatItWasReceivedAndByWhomAndNoMore) {
  const CaseFile report = *ReadReport(*rows_, "C");
  EXPECT_EQ(report.relation, Relation::kIdentifier);
  EXPECT_EQ(report.track.owner_agency, "ag-office");
  EXPECT_EQ(report.track.subcounty, "003");
  EXPECT_EQ(report.track.stage, casework::Stage::kRegistered);
  EXPECT_TRUE(report.track.registered_at.has_value());
  EXPECT_EQ(report.track.sex + report.track.age_band + report.track.risk + report.track.ward, "");
  EXPECT_TRUE(report.referrals.empty() && report.needs.empty() && report.sealed.empty());
  EXPECT_FALSE(ReadReport(*rows_, "D").ok());
}

TEST_F(ReportTest, IsTheFirstLineAndThoseThatMovedTheCase) {
  std::vector<std::string> told;
  const TimelinePage page = *ReadTimeline(*rows_, "ag-office", "C", 100);
  for (const TimelineLine& line : page.lines) {
    if (*IsOfReport(line.row)) told.push_back(line.row.type);
  }
  EXPECT_EQ(told, (std::vector<std::string>{"case.identified", "case.registered"}));
}

}  // namespace
}  // namespace rufaa::casefile
