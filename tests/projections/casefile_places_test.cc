// Where a child sleeps is said by codes, too, and what happened to it: what of them who helps the
// child is told.
#include "tests/projections/case_of_three.h"

namespace rufaa::casefile {
namespace {

// A school beside the shelter, and a police post that may know of court; neither may know a place.
class PlacesTest : public CaseOfThree {
 protected:
  void SetUp() override {
    Refer();
    Accept();
    Help("S", "ag-school", "EDUCATION", {Compartment::kIdentity});
    Help("P", "ag-police", "POLICE", {Compartment::kIdentity, Compartment::kJustice});
  }

  void Help(const std::string& referral, const std::string& agency, const std::string& kind,
            std::vector<Compartment> scope) {
    Do({{ReferralStream(referral), referral::Sent{.referral = referral,
                                                  .case_code = "C",
                                                  .from_agency = "ag-office",
                                                  .to_agency = agency}},
        {CaseStream("C"), casework::ReferralOpened{.referral = referral,
                                                   .need = "n-" + referral,
                                                   .to_agency = agency,
                                                   .to_agency_kind = kind,
                                                   .scope = std::move(scope)}}});
    Do({{ReferralStream(referral), referral::Accepted{}},
        {CaseStream("C"), casework::ReferralAccepted{.referral = referral, .agency = agency}}},
       agency);
  }

  // All that the lines of the agency's timeline hold, of events of this type.
  std::vector<AnyEvent> Told(const std::string& agency, absl::string_view type) {
    EXPECT_TRUE(Head(agency).ok());
    std::vector<AnyEvent> told;
    const TimelinePage page = *ReadTimeline(*rows_, agency, "C", 100);
    for (const TimelineLine& line : page.lines) {
      if (line.row.type == type) told.push_back(*DecodeEvent(line.row.type, line.row.payload));
    }
    return told;
  }

  template <class Event>
  Event OneTold(const std::string& agency) {
    const std::vector<AnyEvent> told = Told(agency, Event::kType);
    EXPECT_EQ(told.size(), 1u) << agency;
    return told.empty() ? Event() : std::get<Event>(told[0]);
  }

  void Register(const std::string& office) {
    Do({{AgencyStream(office),
         directory::AgencyRegistered{.agency = office, .kind = "CHILDREN_OFFICE"}}});
  }

  // The view's rows, folded in two batches of which the first ends after the commit `end`.
  std::map<std::string, std::string> RowsCutAfter(uint64_t end) {
    MemoryRows rows;
    ViewTxn txn(rows, 1 << 20);
    const CaseFileView view;
    EXPECT_TRUE(log_.Read(0,
                          [&](const Commit& commit) {
                            view.Fold(*Decode(commit), txn);
                            if (commit.position == end) rows.Apply(*txn.TakeChanges(), end);
                            return true;
                          })
                    .ok());
    rows.Apply(*txn.TakeChanges(), log_.Head());
    return rows.rows();
  }

  // Whether any row that the agency has names the shelter.
  bool NamesTheShelter(const std::string& agency) {
    EXPECT_TRUE(Head(agency).ok());
    for (const auto& [key, value] : rows_->rows()) {
      if (key.find(agency) != std::string::npos && value.find("ag-shelter") != std::string::npos) {
        return true;
      }
    }
    return false;
  }
};

TEST_F(PlacesTest, AnEmergencyIsToldWithoutThePlaceAndWithoutTheCourt) {
  const absl::Time court_by = absl::UnixEpoch() + absl::Hours(72);
  Do({{CaseStream("C"), casework::EmergencyDeclared{.place_kind = "RESCUE_CENTRE",
                                                    .place_agency = "ag-shelter",
                                                    .court_by = court_by,
                                                    .matter = "m1"}}});
  const auto school = OneTold<casework::EmergencyDeclared>("ag-school");
  EXPECT_EQ(school.place_agency, "");
  EXPECT_EQ(school.matter, "");
  EXPECT_EQ(school.court_by, absl::Time());
  const auto police = OneTold<casework::EmergencyDeclared>("ag-police");
  EXPECT_EQ(police.place_agency, "");
  EXPECT_EQ(police.matter, "m1");
  EXPECT_EQ(police.court_by, court_by);
  // It is the place itself.
  EXPECT_EQ(OneTold<casework::EmergencyDeclared>("ag-shelter").place_agency, "ag-shelter");
  EXPECT_EQ(OneTold<casework::EmergencyDeclared>("ag-office").place_agency, "ag-shelter");
  ASSERT_TRUE(Head("ag-school")->place.has_value());
  EXPECT_EQ(Head("ag-school")->place->kind, "RESCUE_CENTRE");
  EXPECT_EQ(Head("ag-school")->place->agency, "");
  EXPECT_EQ(Head("ag-shelter")->place->agency, "ag-shelter");
  EXPECT_EQ(Head("ag-office")->place->agency, "ag-shelter");
  EXPECT_FALSE(NamesTheShelter("ag-school"));
}

TEST_F(PlacesTest, AMoveIsToldWithoutThePlaceTheReasonAndTheOrder) {
  Do({{CaseStream("C"), casework::EmergencyDeclared{.place_agency = "ag-elsewhere"}}});
  const absl::Time at = absl::UnixEpoch() + absl::Hours(9);
  Do({{CaseStream("C"), casework::ChildMoved{.place_kind = "RESCUE_CENTRE",
                                             .place_agency = "ag-shelter",
                                             .moved_at = at,
                                             .reason = "NEARER_FAMILY",
                                             .order = "o1"}}});
  for (const char* agency : {"ag-school", "ag-police", "ag-shelter"}) {
    const auto told = OneTold<casework::ChildMoved>(agency);
    EXPECT_EQ(told.place_kind, "RESCUE_CENTRE");
    EXPECT_EQ(told.moved_at, at);
    EXPECT_EQ(told.reason + told.order, "") << agency;
    EXPECT_EQ(told.place_agency, agency == std::string("ag-shelter") ? "ag-shelter" : "") << agency;
  }
  EXPECT_EQ(OneTold<casework::ChildMoved>("ag-office").reason, "NEARER_FAMILY");
  EXPECT_EQ(OneTold<casework::ChildMoved>("ag-office").order, "o1");
  EXPECT_EQ(Told("ag-chv", casework::ChildMoved::kType).size(), 0u) << "it found the child";
  EXPECT_EQ(Head("ag-school")->place, (PlaceLine{"RESCUE_CENTRE", "", at}));
  EXPECT_EQ(Head("ag-shelter")->place, (PlaceLine{"RESCUE_CENTRE", "ag-shelter", at}));
  EXPECT_EQ(Head("ag-office")->place, (PlaceLine{"RESCUE_CENTRE", "ag-shelter", at}));
  EXPECT_FALSE(NamesTheShelter("ag-school"));
}

TEST_F(PlacesTest, AMoveThatIsToldAfterALaterOneLeavesTheChildWhereItIs) {
  const absl::Time at = absl::UnixEpoch() + absl::Hours(9);
  Do({{CaseStream("C"), casework::EmergencyDeclared{.place_agency = "ag-elsewhere"}}});
  Do({{CaseStream("C"),
       casework::ChildMoved{
           .place_kind = "HOSPITAL", .place_agency = "ag-shelter", .moved_at = at}}});
  Do({{CaseStream("C"), casework::ChildMoved{.place_kind = "RESCUE_CENTRE",
                                             .place_agency = "ag-between",
                                             .moved_at = at - absl::Hours(1)}}});
  EXPECT_EQ(Told("ag-office", casework::ChildMoved::kType).size(), 2u);
  EXPECT_EQ(Head("ag-office")->place, (PlaceLine{"HOSPITAL", "ag-shelter", at}));
}

// Who is told that the child came elsewhere is told, too, that it never did.
TEST_F(PlacesTest, ThatAPlaceWasEnteredInErrorIsToldToAll) {
  Do({{CaseStream("C"), casework::ChildMoved{.place_agency = "ag-shelter",
                                             .reason = std::string(casework::kPlaceInError)}}});
  EXPECT_EQ(OneTold<casework::ChildMoved>("ag-school").reason, casework::kPlaceInError);
  EXPECT_EQ(OneTold<casework::ChildMoved>("ag-school").place_agency, "");
}

TEST_F(PlacesTest, AnOrderIsToldWithoutThePlaceThatItNames) {
  Do({{CaseStream("C"),
       casework::OrderMade{.order = "o1", .kind = "OCCR", .place_agency = "ag-shelter"}}});
  EXPECT_EQ(OneTold<casework::OrderMade>("ag-police").place_agency, "");
  const CaseFile police = *Head("ag-police");
  ASSERT_EQ(police.orders.size(), 1u);
  EXPECT_EQ(police.orders[0].place_agency, "");
  EXPECT_EQ(Head("ag-office")->orders[0].place_agency, "ag-shelter");
  EXPECT_FALSE(NamesTheShelter("ag-police"));
}

TEST_F(PlacesTest, ARiskIsToldWithItsSignsToWhoMayKnowTheStory) {
  Help("H", "ag-hospital", "HEALTH", {Compartment::kIdentity, Compartment::kNarrative});
  Do({{CaseStream("C"),
       casework::RiskSet{
           .risk = "RLHG", .reasons = {"TRAFFICKING", "ASSAULT_WITHIN_120H"}, .forced = true}}});
  for (const char* agency : {"ag-school", "ag-shelter", "ag-police"}) {
    const auto told = OneTold<casework::RiskSet>(agency);
    EXPECT_EQ(told.risk, "RLHG");
    EXPECT_TRUE(told.reasons.empty()) << agency;
    EXPECT_FALSE(told.forced) << agency << " is told by it which signs they were";
  }
  for (const char* agency : {"ag-hospital", "ag-office"}) {
    const auto told = OneTold<casework::RiskSet>(agency);
    EXPECT_EQ(told.reasons.size(), 2u) << agency;
    EXPECT_TRUE(told.forced) << agency;
  }
}

TEST_F(PlacesTest, WhenItHappenedIsHeldWhereAReferralOpensTheStoryOrVisits) {
  Help("H", "ag-hospital", "HEALTH", {Compartment::kIdentity, Compartment::kNarrative});
  Help("K", "ag-clinic", "HEALTH", {Compartment::kIdentity, Compartment::kMedical});
  // Not for its kind, whatever it was sent with.
  Help("L", "ag-legal", "LEGAL_AID", {Compartment::kIdentity, Compartment::kMedical});
  const absl::Time exposure_at = absl::UnixEpoch() + absl::Hours(7);
  Do({{CaseStream("C"), casework::DetailsCorrected{.exposure_at = exposure_at}}});
  for (const char* agency : {"ag-office", "ag-hospital", "ag-clinic"}) {
    EXPECT_EQ(Head(agency)->track.exposure_at, exposure_at) << agency;
  }
  for (const char* agency : {"ag-shelter", "ag-school", "ag-police", "ag-legal", "ag-chv"}) {
    EXPECT_FALSE(Head(agency)->track.exposure_at.has_value()) << agency;
  }
}

TEST_F(PlacesTest, WhatOneHelperDoesIsNotToldToAnother) {
  Do({{CaseStream("C"),
       casework::ServiceSession{.need = "n1", .service = "PCNS", .provider_agency = "ag-shelter"}}},
     "ag-shelter");
  EXPECT_EQ(Told("ag-school", casework::ServiceSession::kType).size(), 0u);
  EXPECT_EQ(Told("ag-shelter", casework::ServiceSession::kType).size(), 1u);
  EXPECT_EQ(Told("ag-office", casework::ServiceSession::kType).size(), 1u);
  // What the owner wrote down for it is told, but not of whom.
  Do({{CaseStream("C"), casework::ServiceSession{
                            .need = "n1", .service = "PCNS", .provider_agency = "ag-shelter"}}});
  EXPECT_EQ(OneTold<casework::ServiceSession>("ag-school").provider_agency, "");
  EXPECT_FALSE(NamesTheShelter("ag-school"));
}

TEST_F(PlacesTest, WhatACourtThatHelpsDoesIsToldToWhoMayHoldWhatIsOfTheCourt) {
  Help("K", "ag-court", "JUDICIARY", {Compartment::kIdentity, Compartment::kJustice});
  Help("Q", "ag-post", "POLICE", {Compartment::kIdentity});
  Do({{CaseStream("C"), casework::CourtDateSet{.matter = "m1", .court = "ag-court"}},
      {CaseStream("C"),
       casework::OrderMade{.order = "o1", .kind = "OCCR", .place_agency = "ag-shelter"}},
      {CaseStream("C"), casework::ServiceSession{.need = "n-K", .service = "PCNS"}}},
     "ag-court");
  EXPECT_EQ(OneTold<casework::CourtDateSet>("ag-police").court, "ag-court");
  EXPECT_EQ(Head("ag-police")->court_dates.size(), 1u);
  EXPECT_EQ(OneTold<casework::OrderMade>("ag-police").place_agency, "");
  EXPECT_FALSE(NamesTheShelter("ag-police"));
  EXPECT_TRUE(Told("ag-police", casework::ServiceSession::kType).empty()) << "not of the court";
  for (const char* agency : {"ag-school", "ag-shelter", "ag-post"}) {
    EXPECT_TRUE(Told(agency, casework::CourtDateSet::kType).empty()) << agency;
    EXPECT_TRUE(Told(agency, casework::OrderMade::kType).empty()) << agency;
  }
}

TEST_F(PlacesTest, WhatIsBeforeACourtIsToldWhereAReferralOpensItAndToTheCourtOfTheMatter) {
  Help("K", "ag-court", "JUDICIARY", {Compartment::kIdentity});
  Help("Q", "ag-post", "POLICE", {Compartment::kIdentity});
  Do({{CaseStream("C"), casework::CourtDateSet{.matter = "m1", .court = "ag-court"}}});
  Do({{CaseStream("C"), casework::CourtDateSet{.matter = "m2", .court = "ag-elsewhere"}}});
  Do({{CaseStream("C"), casework::CourtDateVacated{.matter = "m1"}},
      {CaseStream("C"), casework::OrderMade{.order = "o1", .matter = "m1"}},
      {CaseStream("C"), casework::OrderMade{.order = "o2", .matter = "m2"}},
      {CaseStream("C"), casework::OrderEnded{.order = "o1"}}});
  const auto told = [&](const std::string& agency) {
    std::vector<size_t> counts;
    for (const absl::string_view type :
         {casework::CourtDateSet::kType, casework::CourtDateVacated::kType,
          casework::OrderMade::kType, casework::OrderEnded::kType}) {
      counts.push_back(Told(agency, type).size());
    }
    return counts;
  };
  const std::vector<size_t> all = {2, 1, 2, 1}, own = {1, 1, 1, 1}, none = {0, 0, 0, 0};
  EXPECT_EQ(told("ag-office"), all);
  EXPECT_EQ(told("ag-police"), all) << "its referral opens justice";
  EXPECT_EQ(told("ag-post"), none) << "of the same kind, but its referral does not";
  EXPECT_EQ(told("ag-court"), own) << "its own matter, and no other";
  EXPECT_EQ(OneTold<casework::CourtDateSet>("ag-court").matter, "m1");
}

TEST_F(PlacesTest, WhoTakesTheCaseOverIsToldWhatWasLeftOutBefore) {
  Register("ag-new");
  Help("N", "ag-new", "CHILDREN_OFFICE", {Compartment::kIdentity});
  Do({{CaseStream("C"), casework::EmergencyDeclared{.place_agency = "ag-shelter"}}});
  EXPECT_EQ(OneTold<casework::EmergencyDeclared>("ag-new").place_agency, "");
  Do({{CaseStream("C"), casework::TransferAccepted{.owner_agency = "ag-new"}}}, "ag-new");
  EXPECT_EQ(OneTold<casework::EmergencyDeclared>("ag-new").place_agency, "ag-shelter");
}

TEST_F(PlacesTest, TheRowsOfACasePassedOnTwiceAreTheSameWhereverABatchEnds) {
  Register("ag-new");
  Register("ag-next");
  Help("N", "ag-new", "CHILDREN_OFFICE", {Compartment::kIdentity});
  Do({{CaseStream("C"), casework::EmergencyDeclared{.place_agency = "ag-shelter"}}});
  Do({{CaseStream("C"), casework::TransferRequested{.to_agency = "ag-new"}}});
  Do({{CaseStream("C"), casework::TransferAccepted{.owner_agency = "ag-new"}}}, "ag-new");
  Do({{CaseStream("C"), casework::TransferRequested{.to_agency = "ag-next"}}}, "ag-new");
  EXPECT_EQ(OneTold<casework::EmergencyDeclared>("ag-next").place_agency, "ag-shelter");
  const std::map<std::string, std::string> wanted = RowsCutAfter(0);
  for (uint64_t end = 1; end < log_.Head(); ++end) {
    EXPECT_EQ(RowsCutAfter(end), wanted) << "where a batch ends after " << end;
  }
}

}  // namespace
}  // namespace rufaa::casefile
