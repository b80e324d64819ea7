#include "services/casework/case_proto.h"

#include <algorithm>

#include "domain/base/ages.h"
#include "domain/base/local_day.h"
#include "services/rpc/command_convert.h"

namespace rufaa::case_service {
namespace {

using casework::State;
using casework::Verb;
namespace v1 = casework::v1;

// Empty for what is asked of no case: identification makes a new one.
absl::string_view MethodOf(Verb verb) {
  switch (verb) {
    case Verb::kIdentify:
      return "";
    case Verb::kRegister:
      return "RegisterCase";
    case Verb::kSetRisk:
      return "SetRisk";
    case Verb::kDeclareEmergency:
      return "DeclareEmergency";
    case Verb::kMoveChild:
      return "MoveChild";
    case Verb::kScreenOut:
      return "ScreenOut";
    case Verb::kStartAssessment:
    case Verb::kRecordAssessment:
      return "AssessCase";
    case Verb::kOpenNeed:
      return "OpenNeed";
    case Verb::kMeetNeed:
      return "MeetNeed";
    case Verb::kWithdrawNeed:
      return "WithdrawNeed";
    case Verb::kDraftPlan:
      return "DraftPlan";
    case Verb::kApprovePlan:
      return "ApprovePlan";
    case Verb::kStartImplementation:
      return "StartImplementation";
    case Verb::kRecordVisit:
      return "RecordVisit";
    case Verb::kStartFollowUp:
      return "StartFollowUp";
    case Verb::kRecordSession:
      return "RecordSession";
    case Verb::kAddNote:
      return "AddNote";
    case Verb::kRefer:
      return "SendReferral";
    case Verb::kSetCourtDate:
      return "SetCourtDate";
    case Verb::kMoveCourtDate:
      return "MoveCourtDate";
    case Verb::kVacateCourtDate:
      return "VacateCourtDate";
    case Verb::kAttendCourt:
      return "RecordCourtOutcome";
    case Verb::kMakeOrder:
      return "MakeOrder";
    case Verb::kEndOrder:
      return "EndOrder";
    case Verb::kGiveConsent:
      return "GiveConsent";
    case Verb::kWithdrawConsent:
      return "WithdrawConsent";
    case Verb::kRequestClosure:
      return "RequestClosure";
    case Verb::kRefuseClosure:
      return "RefuseClosure";
    case Verb::kApproveClosure:
      return "ApproveClosure";
    case Verb::kReopen:
      return "ReopenCase";
    case Verb::kRequestTransfer:
      return "RequestTransfer";
    case Verb::kAcceptTransfer:
      return "AcceptTransfer";
    case Verb::kDeclineTransfer:
      return "DeclineTransfer";
    case Verb::kReassign:
      return "ReassignCase";
    case Verb::kCorrectDetails:
      return "CorrectDetails";
    case Verb::kFlagDuplicate:
      return "FlagDuplicate";
    case Verb::kConfirmDuplicate:
    case Verb::kDismissDuplicate:
      return "DecideDuplicate";
    case Verb::kRevertImport:
      return "RevertImport";
    case Verb::kErase:
      return "EraseChild";
  }
  return "";
}

absl::string_view Name(casework::Need::Status status) {
  switch (status) {
    case casework::Need::Status::kOpen:
      return "open";
    case casework::Need::Status::kMet:
      return "met";
    case casework::Need::Status::kWithdrawn:
      return "withdrawn";
  }
  return "";
}

void AddNeeds(const State& state, v1::Case& proto) {
  for (const auto& [id, need] : state.needs) {
    v1::Need& out = *proto.add_needs();
    out.set_need(id);
    out.set_code(need.code);
    out.set_state(std::string(Name(need.status)));
    // What was met or withdrawn waits for nobody: it stays as it was said.
    const bool open = need.status == casework::Need::Status::kOpen;
    out.set_urgency(
        rpc::ToText(open ? casework::UrgencyNow(need.urgency, state.stage) : need.urgency));
  }
  // An open need with a running referral is on its way.
  for (const auto& [code, referral] : state.open_referrals) {
    for (v1::Need& need : *proto.mutable_needs()) {
      if (need.need() != referral.need || need.state() != "open") continue;
      need.set_state("referred");
      need.set_referral_code(code);
    }
  }
}

// Dates and orders of `court` alone, as they stand today; empty: of all.
void AddCourt(const State& state, absl::string_view court, absl::CivilDay today, v1::Case& proto) {
  const auto shown = [&](absl::string_view of) { return court.empty() || of == court; };
  for (const auto& [matter, date] : state.court_dates) {
    if (!shown(date.court)) continue;
    v1::CourtDate& out = *proto.add_court_dates();
    out.set_matter(matter);
    out.set_case_code(state.code);
    out.set_court(date.court);
    out.set_session(date.session);
    RUFAA_SET_TIME(out, court_time, date.at);
    out.set_state("set");
  }
  for (const auto& [id, order] : state.orders) {
    if (!shown(order.court)) continue;
    v1::Order& out = *proto.add_orders();
    out.set_order(id);
    out.set_kind(order.kind);
    out.set_made_on(rpc::ToText(order.made_on));
    if (order.expires_on) out.set_expires_on(rpc::ToText(*order.expires_on));
    out.set_ended(order.ended);
    out.set_state(std::string(
        casework::Name(casework::StandsOn(today, order.kind, order.expires_on, order.ended))));
  }
}

void AddConsents(const State& state, v1::Case& proto) {
  for (const auto& [id, consent] : state.consents) {
    if (consent.withdrawn) continue;
    v1::Consent& out = *proto.add_consents();
    out.set_consent(id);
    out.set_recipient_agency(consent.recipient_agency);
    out.set_recipient_kind(consent.recipient_kind);
    out.set_purpose(consent.purpose);
    for (Compartment part : consent.scope) out.add_scope(rpc::ToProto(part));
    out.set_basis(consent.basis);
    RUFAA_SET_TIME(out, from_time, consent.from);
    if (consent.until) RUFAA_SET_TIME(out, until_time, *consent.until);
  }
}

}  // namespace

void AddAllowedActions(const State& state, const Acting& by,
                       google::protobuf::RepeatedPtrField<std::string>* actions) {
  AddMethods(casework::AllowedActions(state, by), actions);
}

void AddMethods(const std::vector<Verb>& verbs,
                google::protobuf::RepeatedPtrField<std::string>* actions) {
  for (const Verb verb : verbs) {
    const absl::string_view method = MethodOf(verb);
    const bool known = std::any_of(actions->begin(), actions->end(), [&](const std::string& name) {
      return absl::string_view(name) == method;
    });
    if (!method.empty() && !known) *actions->Add() = std::string(method);
  }
}

namespace {

using casework::Party;

// Whose case it is, or is to be: they see all of it.
constexpr EnumSet<Party> kAnswerFor = {Party::kOwner, Party::kApprover, Party::kReceiver,
                                       Party::kAdmin};

// What everybody with a part in the case may know of it.
v1::Case Header(const State& state, uint64_t version) {
  v1::Case proto;
  proto.set_case_code(state.code);
  proto.set_version(version);
  proto.set_stage(std::string(casework::Name(state.stage)));
  proto.set_subcounty(state.subcounty);
  proto.set_owner_agency(state.owner_agency);
  RUFAA_SET_TIME(proto, identify_time, state.identified_at);
  proto.set_erased(state.erased);
  return proto;
}

void AddChild(const State& state, absl::CivilDay today, v1::Case& proto) {
  proto.set_child_id(state.child);
  proto.set_risk(state.risk);
  proto.set_sex(state.sex);
  proto.set_age_band(AgeBandOn(today, state.age_band, state.birth_year));
  proto.set_ward(state.ward);
}

void AddFile(const State& state, v1::Case& proto) {
  proto.set_serial(state.serial);
  proto.set_owner_person(state.owner_person);
  proto.set_identifier_person(state.identifier_person);
  proto.set_closure_reason(state.closure_reason);
  if (state.deadline) {
    RUFAA_SET_TIME(proto, due_time, state.deadline->due);
    proto.set_due_what(std::string(casework::DueWhat(state)));
  }
  if (state.place) {
    v1::PlaceOfSafety& place = *proto.mutable_place_of_safety();
    place.set_kind(state.place->kind);
    place.set_agency(state.place->agency);
    RUFAA_SET_TIME(place, move_time, state.place->since);
  }
  proto.set_transfer_to(state.transfer_to);
  proto.set_closure_requested(!state.closure_requested_by.empty());
  AddNeeds(state, proto);
  AddConsents(state, proto);
  for (const auto& [code, referral] : state.open_referrals) proto.add_open_referrals(code);
  if (!state.duplicates_of.empty()) proto.set_possible_duplicate_of(state.duplicates_of.front());
}

}  // namespace

v1::Case ToProto(const State& state, uint64_t version, const Acting& by) {
  const EnumSet<Party> parties = casework::PartiesOf(state, by);
  const absl::CivilDay today = LocalDay(by.now);
  v1::Case proto = Header(state, version);
  if (parties.Meets(kAnswerFor | Party::kHelper)) AddChild(state, today, proto);
  if (parties.Meets(kAnswerFor)) {
    AddCourt(state, {}, today, proto);
    AddFile(state, proto);
    proto.set_age_bands(AgeBandsOn(today, state.age_band, state.birth_year));
  } else if (parties.Has(Party::kCourt)) {
    AddCourt(state, by.agency, today, proto);
  }
  AddAllowedActions(state, by, proto.mutable_allowed_actions());
  return proto;
}

}  // namespace rufaa::case_service
