#include "tests/support/random_history.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "eventlog/codec/event_codec.h"

namespace rufaa {

namespace {

constexpr const char* kKinds[] = {"RESCUE_CENTRE", "HEALTH",     "POLICE",    "EDUCATION",
                                  "LEGAL_AID",     "CSO",        "PROBATION", "CHIEF",
                                  "JUDICIARY",     "PROSECUTION"};
constexpr const char* kServices[] = {"RMTS", "RMTX", "RMPC", "RMLG", "RMSK", "RMES"};
constexpr const char* kSubcounties[] = {"001", "002", "003", "004", "005", "006"};
constexpr const char* kRisks[] = {"RLHG", "RLMD", "RLLW"};
constexpr const char* kAgeBands[] = {"6-10", "11-15", "16-17"};

}  // namespace

RandomHistory::RandomHistory(HistoryOptions options)
    : options_(options),
      random_(options.seed),
      now_(absl::FromCivil(absl::CivilDay(2026, 1, 5), absl::UTCTimeZone())) {
  for (int i = 0; i < options_.offices; ++i) {
    offices_.push_back({absl::StrCat("ag-office-", i), "CHILDREN_OFFICE"});
  }
  for (int i = 0; i < options_.agencies; ++i) {
    helpers_.push_back({absl::StrCat("ag-helper-", i), kKinds[i % std::size(kKinds)]});
  }
  for (const auto* group : {&offices_, &helpers_}) {
    for (const Agency& agency : *group) {
      agency_ids_.push_back(agency.id);
      const std::string offer = absl::StrCat("of-", agency.id);
      first_.push_back(Make(
          "p-admin", "ag-county",
          {{AgencyStream(agency.id),
            directory::AgencyRegistered{.agency = agency.id, .kind = agency.kind}},
           {AgencyStream(agency.id),
            directory::OfferPublished{
                .offer = offer, .services = {kServices[0], kServices[1]}, .has_beds = true}},
           {CapacityStream(offer),
            capacity::Opened{.agency = agency.id, .offer = offer, .total = 40, .unit = "BED"}}}));
    }
  }
}

Proposal RandomHistory::Make(const std::string& person, const std::string& agency,
                             std::vector<Change> changes) {
  now_ += absl::Seconds(20 + Below(400)) * options_.slower;
  Proposal proposal;
  proposal.caller = person;
  proposal.request_id = absl::StrFormat("%016x", next_request_++);
  proposal.digest = std::string(32, 'd');
  proposal.actor = {person, agency, "front", "childrens_officer"};
  proposal.authority = "statute:children-act-s145";
  proposal.occurred_at = now_ - absl::Minutes(Below(90));
  for (Change& change : changes) {
    proposal.events.push_back(EncodeEvent(change.stream, change.event));
  }
  return proposal;
}

Sealed RandomHistory::Seal(Case& kase, Compartment compartment) {
  // The marker tells a test whose secret it found, and where it should not have.
  return {kase.child, compartment, "k1", std::string(24, 'n'),
          absl::StrCat("secret:", kase.code, ":", Name(compartment), ":", kase.sealed++)};
}

RandomHistory::Case& RandomHistory::CaseOf(const std::string& code) {
  return *std::find_if(cases_.begin(), cases_.end(),
                       [&](const Case& one) { return one.code == code; });
}

Proposal RandomHistory::Next() {
  if (!first_.empty()) {
    Proposal proposal = std::move(first_.front());
    first_.pop_front();
    return proposal;
  }
  if (static_cast<int>(cases_.size()) < options_.cases_at_once && Chance(0.3)) return Identify();
  if (cases_.empty()) return Identify();
  if (!loops_.empty() && Chance(0.55)) return MoveReferral(Below(loops_.size()));
  return MoveCase(Below(cases_.size()));
}

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
                             .subcounty = kSubcounties[Below(6)],
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
  if (step >= kase.steps && kase.open_referrals.empty()) {
    if (Chance(0.1)) return act({casework::Erased{.authority = "order:7"}});
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
      return act({casework::DetailsCorrected{.subcounty = kSubcounties[Below(6)],
                                             .identity = Seal(kase, Compartment::kIdentity),
                                             .reason = "misheard"}});
    case 5:
    case 6:
      return act({casework::PlanApproved{.approved_by = kase.officer}});
    case 7:
    case 8:
      return act({casework::VisitRecorded{.on = absl::ToCivilDay(now_, absl::UTCTimeZone()),
                                          .outcome = "SEEN"}});
    case 4: {
      if (offices_.size() < 2 || !Chance(0.3)) break;
      const std::string old_owner = kase.owner;
      const std::string officer = kase.officer;
      const Agency& office = offices_[Below(offices_.size())];
      kase.owner = office.id;
      kase.officer = absl::StrCat("p-", office.id, "-0");
      std::vector<Change> changes = {
          {stream, casework::TransferAccepted{.owner_agency = kase.owner,
                                              .owner_person = kase.officer,
                                              .act_by = now_ + absl::Hours(72)}}};
      for (Loop& loop : loops_) {
        if (loop.case_code != kase.code || loop.from != old_owner) continue;
        loop.from = kase.owner;
        changes.push_back(
            {ReferralStream(loop.code), referral::HandedOver{.from_agency = kase.owner}});
      }
      return Make(kase.officer, kase.owner, std::move(changes));
    }
    default:
      break;
  }
  return Refer(kase);
}

Proposal RandomHistory::Refer(Case& kase) {
  Loop loop;
  const Agency& to = helpers_[Below(helpers_.size())];
  loop.code = absl::StrFormat("R-%06X", next_referral_ * 2654435761u % 0xffffff);
  loop.code += absl::StrCat("-", next_referral_++);
  loop.case_code = kase.code;
  loop.from = kase.owner;
  loop.to = to.id;
  loop.to_kind = to.kind;
  loop.offer = absl::StrCat("of-", to.id);
  loop.need = absl::StrCat("n", kase.step);
  for (int one = 1; one <= 5; ++one) {
    if (Chance(0.6)) loop.scope.push_back(static_cast<Compartment>(one));
  }
  const auto urgency = static_cast<Urgency>(1 + Below(3));
  const char* service = kServices[Below(6)];
  const std::string stream = CaseStream(kase.code);
  referral::Sent sent{.referral = loop.code,
                      .case_code = kase.code,
                      .child = kase.child,
                      .need = loop.need,
                      .service = service,
                      .from_agency = loop.from,
                      .from_person = kase.officer,
                      .to_agency = loop.to,
                      .to_agency_kind = loop.to_kind,
                      .offer = loop.offer,
                      .urgency = urgency,
                      .sent_at = now_,
                      .decide_by = now_ + absl::Hours(urgency == Urgency::kEmergency ? 24 : 72),
                      .age_band = "11-15",
                      .sex = "SFEM",
                      .subcounty = kSubcounties[Below(6)],
                      .scope = loop.scope,
                      .note = Seal(kase, Compartment::kNarrative)};
  std::vector<Change> changes = {
      {ReferralStream(loop.code), sent},
      {stream, casework::NeedOpened{.need = loop.need, .code = service, .urgency = urgency}},
      {stream, casework::ReferralOpened{.referral = loop.code,
                                        .need = loop.need,
                                        .to_agency = loop.to,
                                        .to_agency_kind = loop.to_kind,
                                        .scope = loop.scope}}};
  kase.open_referrals.push_back(loop.code);
  loops_.push_back(loop);
  return Make(kase.officer, kase.owner, std::move(changes));
}

Proposal RandomHistory::MoveReferral(size_t at) {
  Loop& loop = loops_[at];
  const std::string person = absl::StrCat("p-", loop.to, "-", Below(3));
  const std::string stream = ReferralStream(loop.code);
  const int step = loop.step++;
  if (step == 0) {
    return Make(person, loop.to,
                {{stream, referral::Opened{.by_person = person, .opened_at = now_}}});
  }
  if (!loop.accepted) {
    const uint64_t choice = Below(8);
    if (choice == 0) {
      return EndReferral(at, referral::Declined{.reason = "NO_ROOM", .declined_at = now_},
                         "declined");
    }
    if (choice == 1) {
      return EndReferral(at, referral::Expired{.deadline = "DECIDE", .was_due = now_}, "expired");
    }
    if (choice == 2) {
      Case& kase = CaseOf(loop.case_code);
      return Make(person, loop.to,
                  {{stream, referral::InfoRequested{.question = Seal(kase, Compartment::kNarrative),
                                                    .reply_by = now_ + absl::Hours(48)}}});
    }
    loop.accepted = true;
    return Make(person, loop.to,
                {{stream, referral::Accepted{.desk = "intake",
                                             .serve_by = now_ + absl::Hours(48),
                                             .holds_bed = true,
                                             .accepted_at = now_}},
                 {CaseStream(loop.case_code),
                  casework::ReferralAccepted{.referral = loop.code, .agency = loop.to}},
                 {CapacityStream(loop.offer),
                  capacity::Held{.referral = loop.code, .until = now_ + absl::Hours(48)}}});
  }
  if (step < 5 || !Chance(options_.end_share)) {
    Case& kase = CaseOf(loop.case_code);
    if (loop.appointed && Chance(0.3)) {
      loop.appointed = false;
      return Make(person, loop.to,
                  {{stream, referral::NoShow{.at = now_, .act_by = now_ + absl::Hours(48)}}});
    }
    if (Chance(0.3)) {
      loop.appointed = true;
      return Make(person, loop.to,
                  {{stream, referral::Scheduled{.at = now_ + absl::Hours(24),
                                                .act_by = now_ + absl::Hours(48)}}});
    }
    return Make(person, loop.to,
                {{stream, referral::ServiceRecorded{.at = now_,
                                                    .service = "PCNS",
                                                    .first = step == 2,
                                                    .note = Seal(kase, Compartment::kMedical),
                                                    .complete_by = now_ + absl::Hours(24 * 30)}}});
  }
  return EndReferral(at, referral::Completed{.outcome = "MET", .at = now_}, "completed");
}

Proposal RandomHistory::EndReferral(size_t at, AnyEvent event, absl::string_view outcome) {
  const Loop loop = loops_[at];
  loops_.erase(loops_.begin() + static_cast<ptrdiff_t>(at));
  std::erase(CaseOf(loop.case_code).open_referrals, loop.code);
  std::vector<Change> changes = {
      {ReferralStream(loop.code), std::move(event)},
      {CaseStream(loop.case_code),
       casework::ReferralEnded{.referral = loop.code, .outcome = std::string(outcome)}}};
  if (outcome == "completed") {
    changes.push_back(
        {CaseStream(loop.case_code), casework::NeedMet{.need = loop.need, .referral = loop.code}});
  }
  if (loop.accepted) {
    changes.push_back(
        {CapacityStream(loop.offer), capacity::Released{.referral = loop.code, .reason = "ended"}});
  }
  Proposal end = Make(absl::StrCat("p-", loop.to, "-0"), loop.to, std::move(changes));
  if (Chance(0.5)) {
    first_.push_back(
        Make("p-sender", loop.from,
             {{ReferralStream(loop.code), referral::LoopConfirmed{.by_person = "p-sender"}}}));
  }
  return end;
}

}  // namespace rufaa
