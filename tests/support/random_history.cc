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
                      .age_band = "10-14",
                      .sex = "SFEM",
                      .subcounty = Subcounty(),
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
  const std::string person = absl::StrCat("p-", loop.to, "-0");
  Proposal end = Make(person, loop.to, std::move(changes));
  if (outcome == "completed" && Chance(0.15)) {
    first_.push_back(
        Make(person, loop.to,
             {{ReferralStream(loop.code), referral::EnteredInError{.reason = "WRONG_CHILD"}},
              {CaseStream(loop.case_code),
               casework::NeedReopened{.need = loop.need, .referral = loop.code}}}));
  } else if (Chance(0.5)) {
    first_.push_back(
        Make("p-sender", loop.from,
             {{ReferralStream(loop.code), referral::LoopConfirmed{.by_person = "p-sender"}}}));
  }
  return end;
}

}  // namespace rufaa
