// How the cases of a random history move; their referrals are in random_history.cc.
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "tests/support/random_history.h"

namespace rufaa {

namespace {

constexpr const char* kRisks[] = {"RLHG", "RLMD", "RLLW"};
constexpr const char* kAgeBands[] = {"6-9", "10-14", "15-17"};

}  // namespace

Proposal RandomHistory::Identify() {
  Case kase;
  const uint64_t number = next_case_++;
  kase.number = number;
  kase.code = absl::StrFormat("MSA-%06X", number * 2654435761u % 0xffffff);
  kase.code += absl::StrCat("-", number);
  kase.child = absl::StrCat("ch-", number);
  const Agency& office = offices_[Below(offices_.size())];
  const Agency& finder = helpers_[Below(helpers_.size())];
  kase.owner = office.id;
  kase.officer = absl::StrCat("p-", office.id, "-", Below(4));
  kase.steps = 8 + static_cast<int>(Below(20));
  casework::Identified event{.code = kase.code,
                             .child = kase.child,
                             .county = "001",
                             .subcounty = Subcounty(),
                             .ward = "11",
                             .intake_agency = office.id,
                             .sex = Chance(0.8) ? "SFEM" : "SMAL",
                             .age_band = kAgeBands[Below(3)],
                             .identifier_kind = "CHV",
                             .identifier_person = absl::StrCat("p-", finder.id, "-0"),
                             .identifier_agency = finder.id,
                             .categories = {{.category = "CSRG", .nature = "OCGE"}},
                             .identified_at = now_,
                             .identity = Seal(kase, Compartment::kIdentity),
                             .narrative = Seal(kase, Compartment::kNarrative),
                             .location = Seal(kase, Compartment::kLocation),
                             .register_by = now_ + absl::Hours(24)};
  case_codes_.push_back(kase.code);
  cases_.push_back(kase);
  return Make(event.identifier_person, finder.id, {{CaseStream(kase.code), event}});
}

// Most are closed; some never were one.
AnyEvent RandomHistory::EndOf(const Case& kase) const {
  switch (kase.number % 16) {
    case 0:
      return casework::ScreenedOut{.reason = "NO_CONCERN_FOUND"};
    case 1:
      return casework::DuplicateDecided{.of = case_codes_.front(), .same = true};
    case 2:
      return casework::ImportReverted{};
    default:
      return casework::Closed{.reason = "COEN", .closed_at = now_};
  }
}

AnyEvent RandomHistory::MovedInSafety(Case& kase) {
  const Agency& place = helpers_[static_cast<size_t>(kase.step) % helpers_.size()];
  return casework::ChildMoved{.place_kind = place.kind,
                              .place_agency = place.id,
                              .moved_at = now_,
                              .reason = "NO_ROOM",
                              .location = Seal(kase, Compartment::kLocation)};
}

Proposal RandomHistory::MoveCase(size_t at) {
  Case& kase = cases_[at];
  const std::string stream = CaseStream(kase.code);
  auto act = [&](std::vector<AnyEvent> events) {
    std::vector<Change> changes;
    for (AnyEvent& event : events) changes.push_back({stream, std::move(event)});
    return Make(kase.officer, kase.owner, std::move(changes));
  };
  const int step = kase.step++;
  const std::string risk = kRisks[Below(3)];
  switch (step) {
    case 0:
      return act({casework::Registered{.serial = absl::StrCat("CCO/001/", kase.code),
                                       .owner_agency = kase.owner,
                                       .owner_person = kase.officer,
                                       .registered_at = now_},
                  casework::RiskSet{.risk = risk, .act_by = now_ + absl::Hours(72)}});
    case 1:
      return act({casework::AssessmentStarted{.assess_by = now_ + absl::Hours(24 * 14)}});
    case 2:
      return act({casework::Assessed{.childs_views_recorded = true,
                                     .needs = {"RMTS"},
                                     .narrative = Seal(kase, Compartment::kNarrative)}});
    default:
      break;
  }
  // Nobody but who is asked moves it now, or erases it.
  const bool idle = !kase.erased && kase.asked.empty();
  if (!kase.asked.empty() && Chance(0.4)) return Transfer(kase);
  if (step >= kase.steps && kase.open_referrals.empty()) {
    if (Chance(0.1)) {
      kase.asked.clear();
      kase.erased = true;
      return act({casework::Erased{.authority = "order:7"}});
    }
    if (!kase.asked.empty()) return Transfer(kase);
    Proposal ended = act({EndOf(kase)});
    cases_.erase(cases_.begin() + static_cast<ptrdiff_t>(at));
    return ended;
  }
  switch (Below(12)) {
    case 0:
      return act({casework::ServiceSession{.need = "n1",
                                           .service = "PCNS",
                                           .provider_agency = kase.owner,
                                           .number = static_cast<uint32_t>(step),
                                           .note = Seal(kase, Compartment::kNarrative)}});
    case 1:
      return act({casework::NoteAdded{.note = Seal(kase, Compartment::kMedical)}});
    case 2: {
      const bool ahead = std::exchange(kase.court_ahead, !kase.court_ahead);
      if (ahead) return act({casework::CourtAttended{.matter = "m1", .outcome = "CADJ"}});
      return act({casework::CourtDateSet{.matter = "m1",
                                         .session = "STMN",
                                         .court = helpers_[Below(helpers_.size())].id,
                                         .at = now_ + absl::Hours(24 * (1 + Below(60))),
                                         .file = Seal(kase, Compartment::kJustice)}});
    }
    case 3:
      return act({casework::DetailsCorrected{.subcounty = Subcounty(),
                                             .identity = Seal(kase, Compartment::kIdentity),
                                             .reason = "misheard"}});
    case 5:
      return act({casework::PlanApproved{.approved_by = kase.officer}});
    case 7:
      if (kase.removed) return act({MovedInSafety(kase)});
      return act({casework::VisitRecorded{.on = absl::ToCivilDay(now_, absl::UTCTimeZone()),
                                          .outcome = "SEEN"}});
    case 4:
      if (!idle || offices_.size() < 2 || !Chance(0.3)) break;
      return Transfer(kase);
    case 6:
      if (!idle) break;
      return RemoveOrBringToCourt(kase);
    case 8:
      if (kase.court_ahead && Chance(0.5)) {
        kase.court_ahead = false;
        return act({casework::CourtDateVacated{.matter = "m1"}});
      }
      if (!idle) break;
      kase.officer = absl::StrCat("p-", kase.owner, "-", Below(4));
      return Make("p-supervisor", kase.owner,
                  {{stream, casework::Reassigned{.owner_person = kase.officer,
                                                 .owner_desk = "front",
                                                 .reassigned_by = "p-supervisor"}}});
    default:
      break;
  }
  return Refer(kase);
}

// A child in danger is removed, and is then to be before the court; sometimes its day is vacated.
Proposal RandomHistory::RemoveOrBringToCourt(Case& kase) {
  const std::string stream = CaseStream(kase.code);
  if (std::exchange(kase.removed, !kase.removed)) {
    const casework::AssessmentStarted assess{.assess_by = now_ + absl::Hours(24 * 14)};
    if (Chance(0.3)) {
      return Make(kase.officer, kase.owner,
                  {{stream, casework::CourtDateVacated{.matter = "m2"}}, {stream, assess}});
    }
    return Make(
        kase.officer, kase.owner,
        {{stream, casework::CourtAttended{.matter = "m2", .outcome = "CADJ"}}, {stream, assess}});
  }
  const Agency& place = helpers_[Below(helpers_.size())];
  return Make(
      kase.officer, kase.owner,
      {{stream, casework::CourtDateSet{.matter = "m2",
                                       .session = "STAP",
                                       .court = helpers_[Below(helpers_.size())].id,
                                       .at = now_ + absl::Hours(48),
                                       .file = Seal(kase, Compartment::kJustice)}},
       {stream, casework::RiskSet{.risk = "RLHG",
                                  .reasons = {"EMERGENCY"},
                                  .forced = true,
                                  .act_by = now_ + absl::Hours(24)}},
       {stream, casework::EmergencyDeclared{.place_kind = place.kind,
                                            .place_agency = place.id,
                                            .removed_at = now_,
                                            .court_by = now_ + absl::Hours(72),
                                            .matter = "m2",
                                            .location = Seal(kase, Compartment::kLocation)}}});
}

// An office asks another; that one answers.
Proposal RandomHistory::Transfer(Case& kase) {
  const std::string stream = CaseStream(kase.code);
  if (kase.asked.empty()) {
    do {
      kase.asked = offices_[Below(offices_.size())].id;
    } while (kase.asked == kase.owner);
    return Make(kase.officer, kase.owner,
                {{stream, casework::TransferRequested{.to_agency = kase.asked,
                                                      .requested_by = kase.officer,
                                                      .answer_by = now_ + absl::Hours(72)}}});
  }
  const std::string asked = std::exchange(kase.asked, {});
  const std::string officer = absl::StrCat("p-", asked, "-0");
  if (Chance(0.3)) {
    return Make(officer, asked, {{stream, casework::TransferDeclined{.reason = "not our area"}}});
  }
  const std::string old_owner = std::exchange(kase.owner, asked);
  kase.officer = officer;
  std::vector<Change> changes = {
      {stream, casework::TransferAccepted{.owner_agency = kase.owner,
                                          .owner_person = kase.officer,
                                          .act_by = now_ + absl::Hours(72)}}};
  for (Loop& loop : loops_) {
    if (loop.case_code != kase.code || loop.from != old_owner) continue;
    loop.from = kase.owner;
    changes.push_back({ReferralStream(loop.code), referral::HandedOver{.from_agency = kase.owner}});
  }
  return Make(kase.officer, kase.owner, std::move(changes));
}

}  // namespace rufaa
