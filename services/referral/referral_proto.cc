#include "services/referral/referral_proto.h"

#include <algorithm>

#include "services/referral/commands.h"
#include "services/rpc/command_convert.h"

namespace rufaa::referral_service {
namespace {

using referral::Party;
using referral::Stage;
using referral::Verb;
namespace v1 = referral::v1;

// Empty for what no client calls.
absl::string_view MethodOf(Verb verb) {
  switch (verb) {
    case Verb::kDraft:
    case Verb::kExpire:
    case Verb::kEscalate:
    case Verb::kRecipientClosed:
      return "";
    case Verb::kSend:
      return "SendReferral";
    case Verb::kOpen:
      return "OpenReferral";
    case Verb::kAskInfo:
      return "AskInformation";
    case Verb::kGiveInfo:
      return "GiveInformation";
    case Verb::kAccept:
      return "AcceptReferral";
    case Verb::kWaitlist:
      return "WaitlistReferral";
    case Verb::kSchedule:
      return "ScheduleAppointment";
    case Verb::kNoShow:
      return "RecordNoShow";
    case Verb::kCancelAppointment:
      return "CancelAppointment";
    case Verb::kRecordService:
      return "RecordService";
    case Verb::kComplete:
      return "CompleteReferral";
    case Verb::kConfirmLoop:
      return "ConfirmLoop";
    case Verb::kDecline:
      return "DeclineReferral";
    case Verb::kRedirect:
      return "RedirectReferral";
    case Verb::kCancel:
    case Verb::kRequestCancel:
      return "RequestCancel";
    case Verb::kConfirmCancel:
      return "ConfirmCancel";
    case Verb::kNotReached:
      return "MarkNotReached";
    case Verb::kEnterInError:
      return "MarkEnteredInError";
  }
  return "";
}

void SetTurn(Stage stage, const std::string& from, const std::string& to, v1::Referral& proto) {
  const Party turn = referral::InfoOf(stage).turn;
  if (turn == Party::kSender) proto.set_turn_agency(from);
  if (turn == Party::kRecipient) proto.set_turn_agency(to);
}

void AddAllowedActions(const referral::State& state, const Acting& by, v1::Referral& proto) {
  auto* actions = proto.mutable_allowed_actions();
  for (Verb verb : referral::AllowedActions(state, by)) {
    const std::string method(MethodOf(verb));
    const bool known = std::find(actions->begin(), actions->end(), method) != actions->end();
    if (!method.empty() && !known) *actions->Add() = method;
  }
}

// A receiver learns which case it is once it has accepted.
bool MayKnowCase(absl::string_view from_agency, bool accepted, const Acting& by) {
  return accepted || absl::string_view(by.agency) == from_agency || by.role == Role::kSystem;
}

bool IsReceiver(absl::string_view from_agency, absl::string_view to_agency, const Acting& by) {
  const absl::string_view agency = by.agency;
  return agency == to_agency && agency != from_agency;
}

// A referral has one reason at a time; out of which list, its stage tells.
void SetReason(Stage stage, const std::string& reason, v1::Referral& proto) {
  switch (stage) {
    case Stage::kDeclined:
    case Stage::kRedirected:
      return proto.set_decline_reason(reason);
    case Stage::kCancelRequested:
    case Stage::kCancelled:
    case Stage::kEnteredInError:
      return proto.set_cancel_reason(reason);
    case Stage::kCouldNotReach:
      return proto.set_not_reached_reason(reason);
    case Stage::kCompleted:
      return proto.set_outcome(reason);
    default:
      return;
  }
}

// Of a receiver's method: the policy lets it only who may know the need.
bool WantsNeed(const std::string& method) {
#define REFERRAL_COMMAND(Method, field)                                       \
  if (method == #Method) {                                                    \
    return RightTo<v1::Method##Request>().action == policy::Action::kRespond; \
  }
#include "services/referral/methods.inc"
#undef REFERRAL_COMMAND
  return false;
}

}  // namespace

void KeepHeader(v1::Referral& proto) {
  proto.clear_need();
  proto.clear_urgency();
  proto.clear_sex();
  proto.clear_age_band();
  proto.clear_subcounty();
  auto* actions = proto.mutable_allowed_actions();
  actions->erase(std::remove_if(actions->begin(), actions->end(), WantsNeed), actions->end());
}

v1::Referral ToProto(const referral::State& state, uint64_t version, const Acting& by) {
  v1::Referral proto;
  proto.set_referral_code(state.referral);
  proto.set_version(version);
  proto.set_state(std::string(referral::Name(state.stage)));
  proto.set_service(state.service);
  if (MayKnowCase(state.from_agency, state.accepted, by)) {
    proto.set_case_code(state.case_code);
    proto.set_need(state.need);
  }
  proto.set_urgency(rpc::ToText(state.urgency));
  proto.set_from_agency(state.from_agency);
  proto.set_from_desk(state.from_desk);
  proto.set_to_agency(state.to_agency);
  proto.set_to_desk(state.to_desk);
  proto.set_offer(state.offer);
  proto.set_subcounty(state.subcounty);
  RUFAA_SET_TIME(proto, send_time, state.sent_at);
  SetTurn(state.stage, state.from_agency, state.to_agency, proto);
  if (state.deadline) {
    RUFAA_SET_TIME(proto, due_time, state.deadline->due);
    proto.set_due_what(std::string(referral::DueWhat(state.stage)));
    proto.set_overdue(state.deadline->due < by.now);
  }
  proto.set_redirected_from(state.part_of);
  proto.set_bed_held(state.holds_bed);
  proto.set_loop_confirmed(state.loop_confirmed);
  proto.set_escalated(state.escalated);
  const bool ended = referral::InfoOf(state.stage).final;
  if (ended && IsReceiver(state.from_agency, state.to_agency, by)) KeepHeader(proto);
  AddAllowedActions(state, by, proto);
  return proto;
}

v1::Referral ToProto(const std::string& code, const worklist::Row& row, const Acting& by) {
  v1::Referral proto;
  proto.set_referral_code(code);
  proto.set_version(row.version);
  proto.set_state(std::string(referral::Name(row.stage)));
  proto.set_service(row.service);
  if (MayKnowCase(row.from_agency, row.accepted, by)) {
    proto.set_case_code(row.case_code);
    proto.set_need(row.need);
  }
  proto.set_urgency(rpc::ToText(row.urgency));
  proto.set_from_agency(row.from_agency);
  proto.set_from_desk(row.from_desk);
  proto.set_to_agency(row.to_agency);
  proto.set_to_desk(row.to_desk);
  proto.set_offer(row.offer);
  proto.set_sex(row.sex);
  proto.set_age_band(row.age_band);
  proto.set_subcounty(row.subcounty);
  RUFAA_SET_TIME(proto, send_time, row.sent_at);
  if (row.opened_at) RUFAA_SET_TIME(proto, open_time, *row.opened_at);
  if (row.decided_at) RUFAA_SET_TIME(proto, decide_time, *row.decided_at);
  if (row.served_at) RUFAA_SET_TIME(proto, first_service_time, *row.served_at);
  if (row.ended_at) RUFAA_SET_TIME(proto, end_time, *row.ended_at);
  if (row.appointment_at) RUFAA_SET_TIME(proto, appointment_time, *row.appointment_at);
  SetTurn(row.stage, row.from_agency, row.to_agency, proto);
  if (row.due) {
    RUFAA_SET_TIME(proto, due_time, *row.due);
    proto.set_due_what(std::string(referral::DueWhat(row.stage)));
    proto.set_overdue(*row.due < by.now);
  }
  SetReason(row.stage, row.reason, proto);
  proto.set_redirected_to(row.redirected_to);
  proto.set_redirected_from(row.part_of);
  proto.set_no_shows(row.no_shows);
  proto.set_services_recorded(row.services);
  proto.set_contact(row.contact);
  proto.set_bed_held(row.holds_bed);
  proto.set_loop_confirmed(row.loop_confirmed);
  proto.set_escalated(row.escalated);
  // What may be done hangs on these alone, and the line has them.
  referral::State state;
  state.stage = row.stage;
  state.from_agency = row.from_agency;
  state.to_agency = row.to_agency;
  state.accepted = row.accepted;
  state.asked_back_waiting = row.asked_back_waiting;
  state.loop_confirmed = row.loop_confirmed;
  if (row.due) state.deadline = Deadline{.rule = {}, .due = *row.due};
  AddAllowedActions(state, by, proto);
  return proto;
}

}  // namespace rufaa::referral_service
