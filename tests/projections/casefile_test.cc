// What no agency's rows may hold, checked by a naive reading of the raw history that shares no code
// with the fold.
#include "projections/casefile/casefile.h"

#include <gtest/gtest.h>

#include <map>
#include <set>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_split.h"
#include "domain/base/refusal.h"
#include "domain/policy/policy.h"
#include "eventlog/codec/event_codec.h"
#include "projections/casefile/casefile_internal.h"
#include "projections/casefile/reader.h"
#include "projections/core/replay.h"
#include "tests/projections/case_of_three.h"
#include "tests/projections/history_log.h"

namespace rufaa::casefile {
namespace {

class Oracle {
 public:
  struct Referral {
    std::string to, kind;
    std::vector<Compartment> scope;
    bool accepted = false, ended = false;
  };
  struct Case {
    std::string owner;
    std::string asked;           // To take it over: has not answered.
    std::set<std::string> ever;  // Agencies that ever had a part in it.
    std::map<std::string, Referral> referrals;
    int erased_below = 0;  // Secrets numbered lower were erased.
    int last_secret = 0;
    std::string identity;  // The latest.
  };

  void See(const Commit& commit) {
    for (const NewEvent& raw : commit.proposal.events) {
      const AnyEvent event = *DecodeOne(raw);
      const std::string id(IdOfStream(raw.stream));
      for (size_t at = raw.payload.find("secret:"); at != std::string::npos;
           at = raw.payload.find("secret:", at + 1)) {
        const auto [kase, compartment, number] = Secret(raw.payload.substr(at));
        cases[kase].last_secret = std::max(cases[kase].last_secret, number);
      }
      if (const auto* e = std::get_if<casework::Identified>(&event)) {
        SetOwner(cases[id], e->intake_agency);
        cases[id].ever.insert(e->identifier_agency);
        cases[id].identity = e->identity.ciphertext;
      } else if (const auto* e = std::get_if<casework::DetailsCorrected>(&event)) {
        cases[id].identity = e->identity.ciphertext;
      } else if (const auto* e = std::get_if<casework::Registered>(&event)) {
        SetOwner(cases[id], e->owner_agency);
      } else if (const auto* e = std::get_if<casework::TransferAccepted>(&event)) {
        SetOwner(cases[id], e->owner_agency);
        cases[id].asked.clear();
      } else if (const auto* e = std::get_if<casework::TransferRequested>(&event)) {
        cases[id].asked = e->to_agency;
        cases[id].ever.insert(e->to_agency);
      } else if (std::holds_alternative<casework::TransferDeclined>(event)) {
        cases[id].asked.clear();
      } else if (const auto* e = std::get_if<casework::ReferralOpened>(&event)) {
        cases[id].referrals[e->referral] = {e->to_agency, e->to_agency_kind, e->scope};
        cases[id].ever.insert(e->to_agency);
      } else if (const auto* e = std::get_if<casework::ReferralAccepted>(&event)) {
        cases[id].referrals[e->referral].accepted = true;
      } else if (const auto* e = std::get_if<casework::ReferralEnded>(&event)) {
        cases[id].referrals[e->referral].ended = true;
      } else if (std::holds_alternative<casework::Erased>(event)) {
        cases[id].erased_below = cases[id].last_secret + 1;
        cases[id].identity.clear();
        cases[id].asked.clear();
      }
    }
  }

  bool MayHold(const std::string& agency, const std::string& code, Compartment compartment) const {
    const Case& kase = cases.at(code);
    if (kase.owner == agency || kase.asked == agency) return true;
    for (const auto& [referral, one] : kase.referrals) {
      if (one.to != agency || !one.accepted || one.ended) continue;
      for (Compartment open : one.scope) {
        if (open == compartment &&
            policy::AgencyMayHold(policy::AgencyKindNamed(one.kind),
                                  policy::Relation::kRecipientAccepted, policy::PartOf(compartment),
                                  policy::Consent::kGiven)) {
          return true;
        }
      }
    }
    return false;
  }

  // Has accepted a referral that has not ended.
  bool Helps(const std::string& agency, const std::string& code) const {
    for (const auto& [referral, one] : cases.at(code).referrals) {
      if (one.to == agency && one.accepted && !one.ended) return true;
    }
    return false;
  }

  static absl::StatusOr<AnyEvent> DecodeOne(const NewEvent& raw) {
    Commit commit;
    commit.proposal.events = {raw};
    absl::StatusOr<DecodedCommit> decoded = Decode(commit);
    if (!decoded.ok()) return decoded.status();
    return decoded->events[0];
  }

  // "secret:<case>:<compartment>:<n>…"
  static std::tuple<std::string, std::string, int> Secret(absl::string_view text) {
    const std::vector<std::string> parts = absl::StrSplit(text.substr(0, 80), ':');
    int number = 0;
    for (char c : parts[3]) {
      if (c < '0' || c > '9') break;
      number = number * 10 + (c - '0');
    }
    return {parts[1], parts[2], number};
  }

  std::map<std::string, Case> cases;

 private:
  static void SetOwner(Case& kase, const std::string& owner) {
    kase.owner = owner;
    kase.ever.insert(owner);
  }
};

Compartment CompartmentNamed(absl::string_view name) {
  for (int i = 1; i <= 5; ++i) {
    if (Name(static_cast<Compartment>(i)) == name) return static_cast<Compartment>(i);
  }
  return Compartment::kNone;
}

// What is not sealed and yet not for everybody with a part in the case.
void ExpectHeadWithinRelation(const CaseFile& head, const std::string& agency,
                              const std::string& code, const Oracle& oracle) {
  const auto may = [&](Compartment part) { return oracle.MayHold(agency, code, part); };
  EXPECT_TRUE(head.categories.empty() || may(Compartment::kNarrative)) << agency << " " << code;
  EXPECT_TRUE(head.court_dates.empty() || may(Compartment::kJustice)) << agency << " " << code;
  EXPECT_TRUE(head.orders.empty() || may(Compartment::kJustice)) << agency << " " << code;
  EXPECT_TRUE(head.consents.empty()) << "the owner's, which stand in no agency's row";
  EXPECT_TRUE(head.sessions == 0 || oracle.Helps(agency, code)) << agency << " " << code;
  EXPECT_EQ(head.track.closure_reason, "") << agency << " " << code;
}

void ExpectNothingForbidden(const MemoryRows& rows, const Oracle& oracle) {
  for (const auto& [key, value] : rows.rows()) {
    KeyReader reader(key);
    uint8_t family = 0;
    std::string agency, code;
    ASSERT_TRUE(reader.U8(family));
    if (family != kHeads && family != kTimeline && family != kSealed) continue;
    ASSERT_TRUE(reader.Text(agency) && reader.Text(code));
    EXPECT_TRUE(oracle.cases.at(code).ever.contains(agency)) << agency << " knows of " << code;
    if (family == kHeads)
      ExpectHeadWithinRelation(*DecodeFields<CaseFile>(value), agency, code, oracle);
    for (size_t at = value.find("secret:"); at != std::string::npos;
         at = value.find("secret:", at + 1)) {
      const auto [kase, compartment, number] = Oracle::Secret(value.substr(at));
      EXPECT_EQ(kase, code);
      EXPECT_TRUE(oracle.MayHold(agency, kase, CompartmentNamed(compartment)))
          << agency << " holds " << compartment << " of " << kase;
      EXPECT_GE(number, oracle.cases.at(kase).erased_below) << agency << " kept what was erased";
    }
  }
}

// Of those who may hold it, that they do: or a view without any rows would pass.
int ExpectIdentityWhereDue(const MemoryRows& rows, const Oracle& oracle,
                           const std::vector<std::string>& agencies) {
  int seen = 0;
  for (const auto& [code, kase] : oracle.cases) {
    for (const std::string& agency : agencies) {
      if (kase.identity.empty() || !oracle.MayHold(agency, code, Compartment::kIdentity)) continue;
      absl::StatusOr<CaseFile> head = ReadHead(rows, agency, code);
      EXPECT_TRUE(head.ok());
      bool found = false;
      for (const HeldSealed& one : head->sealed) found |= one.sealed.ciphertext == kase.identity;
      EXPECT_TRUE(found) << agency << " lacks the identity of " << code;
      ++seen;
    }
  }
  return seen;
}

TEST(CaseFilePrivacy, NoAgencyHoldsWhatItsRelationForbidsOverRandomHistories) {
  for (uint32_t seed = 1; seed <= 12; ++seed) {
    RandomHistory history({.seed = seed, .agencies = 12, .offices = 3, .cases_at_once = 15});
    MemoryLog log;
    Append(log, history, 700);
    Oracle oracle;
    ASSERT_TRUE(log.Read(0,
                         [&](const Commit& commit) {
                           oracle.See(commit);
                           if (commit.position % 100 != 0) return true;
                           auto rows = Replay(log, CaseFileView(), commit.position);
                           EXPECT_TRUE(rows.ok());
                           ExpectNothingForbidden(**rows, oracle);
                           EXPECT_GT(ExpectIdentityWhereDue(**rows, oracle, history.agencies()), 0);
                           return true;
                         })
                    .ok());
    if (HasFailure()) FAIL() << "seed " << seed;
  }
}

TEST(CaseFilePrivacy, NoOtherViewHoldsAnythingSealed) {
  RandomHistory history({.seed = 20});
  MemoryLog log;
  Append(log, history, 1500);
  const std::vector<std::unique_ptr<View>> views = AllViews();
  for (const std::unique_ptr<View>& view : views) {
    if (view->name() == kName) continue;
    auto rows = Replay(log, *view, log.Head());
    for (const auto& [key, value] : (*rows)->rows()) {
      ASSERT_FALSE(absl::StrContains(value, "secret:")) << view->name();
    }
  }
}

// One case, step by step.

TEST_F(CaseOfThree, APendingRecipientKnowsEnoughToDecideAndNotEnoughToFindTheChild) {
  Refer();
  absl::StatusOr<CaseFile> head = Head("ag-shelter");
  ASSERT_TRUE(head.ok());
  EXPECT_EQ(head->relation, Relation::kPending);
  EXPECT_EQ(head->track.sex, "SFEM");
  EXPECT_EQ(head->track.age_band, "10-14");
  EXPECT_EQ(head->track.subcounty, "003");
  EXPECT_EQ(head->track.ward, "");
  EXPECT_TRUE(head->sealed.empty());
}

TEST_F(CaseOfThree, IdentityOpensOnAcceptanceAndClosesWhenTheReferralEnds) {
  Refer();
  Accept();
  absl::StatusOr<CaseFile> head = Head("ag-shelter");
  ASSERT_EQ(head->sealed.size(), 1u);
  EXPECT_EQ(head->sealed[0].sealed.ciphertext, "the name");
  EXPECT_EQ(head->sealed[0].place, "case/C/case.identified/identity");
  Do({{ReferralStream("R"), referral::Completed{}},
      {CaseStream("C"), casework::ReferralEnded{.referral = "R", .outcome = "completed"}}},
     "ag-shelter");
  head = Head("ag-shelter");
  EXPECT_EQ(head->relation, Relation::kEnded);
  EXPECT_TRUE(head->sealed.empty());
  EXPECT_FALSE(ReadTimeline(*rows_, "ag-shelter", "C", 50)->lines.empty()) << "its own acts stay";
}

TEST_F(CaseOfThree, WhoHelpsTheChildSeesTheCaseAsItStandsButNotWhatTheOwnerDoes) {
  Refer();
  Accept();
  ASSERT_TRUE(Head("ag-shelter").ok());
  const size_t lines = ReadTimeline(*rows_, "ag-shelter", "C", 50)->lines.size();
  Do({{CaseStream("C"), casework::AssessmentStarted{}}});
  EXPECT_EQ(Head("ag-shelter")->track.stage, casework::Stage::kAssessment);
  EXPECT_EQ(ReadTimeline(*rows_, "ag-shelter", "C", 50)->lines.size(), lines);
}

TEST_F(CaseOfThree, ThatTheChildIsDueInCourtIsForThoseWhoMayHoldWhatIsOfTheCourt) {
  Refer();
  Accept();
  const absl::Time court_by = absl::UnixEpoch() + absl::Hours(72);
  Do({{CaseStream("C"), casework::EmergencyDeclared{.court_by = court_by}},
      {CaseStream("C"), casework::AssessmentStarted{.assess_by = court_by + absl::Hours(1)}}});
  EXPECT_EQ(Head("ag-office")->track.due, court_by);
  EXPECT_EQ(Head("ag-shelter")->track.due, court_by + absl::Hours(1));
  EXPECT_FALSE(DueInCourt(Head("ag-shelter")->track));
}

TEST_F(CaseOfThree, ANewOwnerHasTheWholeTimelineAndTheOldOneNothingSealed) {
  Refer();
  const size_t before = [&] {
    EXPECT_TRUE(Head("ag-office").ok());
    return ReadTimeline(*rows_, "ag-office", "C", 50)->lines.size();
  }();
  Do({{AgencyStream("ag-new"),
       directory::AgencyRegistered{.agency = "ag-new", .kind = "CHILDREN_OFFICE"}}});
  Do({{CaseStream("C"), casework::TransferAccepted{.owner_agency = "ag-new"}}}, "ag-new");
  absl::StatusOr<CaseFile> head = Head("ag-new");
  ASSERT_TRUE(head.ok());
  EXPECT_EQ(head->sealed.size(), 1u);
  absl::StatusOr<TimelinePage> page = ReadTimeline(*rows_, "ag-new", "C", 50);
  EXPECT_EQ(page->lines.size(), before + 1);
  EXPECT_EQ(page->lines[0].sealed.size(), 1u);
  EXPECT_TRUE(Head("ag-office")->sealed.empty());
  page = ReadTimeline(*rows_, "ag-office", "C", 50);
  for (const TimelineLine& line : page->lines) EXPECT_TRUE(line.sealed.empty());
}

TEST_F(CaseOfThree, ANewOwnerIsGivenNothingSealedThatItsKindMayNotHold) {
  Refer();
  Do({{AgencyStream("ag-new"),
       directory::AgencyRegistered{.agency = "ag-new", .kind = "COMMITTEE"}}});
  Do({{CaseStream("C"), casework::TransferAccepted{.owner_agency = "ag-new"}}}, "ag-new");
  ASSERT_TRUE(Head("ag-new").ok());
  const absl::StatusOr<TimelinePage> page = ReadTimeline(*rows_, "ag-new", "C", 50);
  EXPECT_GT(page->lines.size(), 1u) << "what happened is given";
  for (const TimelineLine& line : page->lines) EXPECT_TRUE(line.sealed.empty());
}

TEST_F(CaseOfThree, WhoHasNoPartIsToldThatThereIsNoSuchCase) {
  Refer();
  const absl::Status stranger = Head("ag-stranger").status();
  EXPECT_EQ(RefusalOf(stranger)->reason, Reason::NOT_FOUND_OR_NOT_YOURS);
  EXPECT_EQ(stranger, ReadHead(*rows_, "ag-shelter", "C-none").status());
}

TEST(Head, IsMadeAfreshWhateverItHeldBefore) {
  CaseFile file;
  file.referrals.push_back({.referral = "R", .to_agency = "ag-shelter"});
  for (const Relation relation : {Relation::kOwner, Relation::kAccepted, Relation::kPending,
                                  Relation::kIdentifier, Relation::kEnded}) {
    const Party party{.agency = "ag-shelter", .kind = "RESCUE_CENTRE", .relation = relation};
    CaseFile fresh, used;
    used.track.child = "child";
    used.referrals.push_back({.referral = "another"});
    used.consents.push_back({.consent = "another"});
    used.sessions = 1;
    MakeHead(file, party, fresh);
    MakeHead(file, party, used);
    EXPECT_EQ(used, fresh) << Name(relation);
  }
}

TEST_F(CaseOfThree, ADamagedRowIsNotTakenForNone) {
  Refer();
  ASSERT_TRUE(Head("ag-shelter").ok());
  MemoryRows damaged = *rows_;
  damaged.Apply({{HeadKey("ag-shelter", "C"), std::string(3, '\xff')}}, damaged.position());
  const absl::Status read = ReadHead(damaged, "ag-shelter", "C").status();
  EXPECT_FALSE(read.ok());
  EXPECT_FALSE(absl::IsNotFound(read)) << read;
}

TEST_F(CaseOfThree, TheTimelinePagesWithoutGapOrRepeat) {
  Refer();
  for (int i = 0; i < 9; ++i) Do({{CaseStream("C"), casework::NoteAdded{}}});
  ASSERT_TRUE(Head("ag-office").ok());
  std::vector<std::pair<uint64_t, uint32_t>> all, paged;
  absl::StatusOr<TimelinePage> whole = ReadTimeline(*rows_, "ag-office", "C", 100);
  for (const TimelineLine& line : whole->lines) all.emplace_back(line.position, line.index);
  std::string after;
  do {
    absl::StatusOr<TimelinePage> page = ReadTimeline(*rows_, "ag-office", "C", 4, after);
    for (const TimelineLine& line : page->lines) paged.emplace_back(line.position, line.index);
    after = page->next;
  } while (!after.empty());
  EXPECT_EQ(paged, all);
}

}  // namespace
}  // namespace rufaa::casefile
