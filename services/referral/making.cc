#include "services/referral/making.h"

#include <optional>

#include "services/rpc/command_convert.h"
#include "services/rpc/command_note.h"

namespace rufaa::referral_service {

absl::StatusOr<coordination::Loop> LoadLoop(Loader& load, const referral::State& referral) {
  static const capacity::State kNoBeds;
  RUFAA_ASSIGN_OR_RETURN(const casework::State* kase,
                         load.Load<casework::State>(CaseStream(referral.case_code)));
  const capacity::State* beds = &kNoBeds;
  if (!referral.offer.empty()) {
    RUFAA_ASSIGN_OR_RETURN(beds, load.Load<capacity::State>(CapacityStream(referral.offer)));
    // An offer without beds may be named as another's that has some.
    if (beds->agency != referral.to_agency) beds = &kNoBeds;
  }
  return coordination::Loop{*kase, referral, *beds};
}

Made<referral::Open> Make(const v1::OpenReferralRequest&, const Making& making) {
  return referral::Open{making.by};
}

Made<referral::AskInfo> Make(const v1::AskInformationRequest& request, const Making& making) {
  RUFAA_ASSIGN_OR_RETURN(
      Sealed question, making.Seal(Compartment::kReply, referral::InfoRequested::kType, "question",
                                   request.question()));
  return referral::AskInfo{making.by, std::move(question)};
}

Made<referral::GiveInfo> Make(const v1::GiveInformationRequest& request, const Making& making) {
  RUFAA_ASSIGN_OR_RETURN(Sealed answer, making.Seal(Compartment::kReply, referral::InfoGiven::kType,
                                                    "answer", request.answer()));
  return referral::GiveInfo{making.by, std::move(answer)};
}

Made<referral::Accept> Make(const v1::AcceptReferralRequest& request, const Making& making) {
  // A bed is held where the referral was sent to; an offer of another name is another referral.
  if (!request.offer().empty() && request.offer() != making.state.offer) {
    return Refuse(Reason::OFFER_MISMATCH, {}, {{"field", "offer"}});
  }
  referral::Accept command{
      .by = making.by,
      .desk = request.desk().empty() ? making.state.to_desk : request.desk(),
      .contact = request.contact().empty() ? making.by.person : request.contact(),
      .expected_at = {},
      .holds_bed = false};  // Coordination knows whether there are beds.
  if (request.has_serve_by_time()) command.serve_by = rpc::FromProto(request.serve_by_time());
  if (request.has_expected_time()) command.expected_at = rpc::FromProto(request.expected_time());
  return command;
}

Made<referral::Waitlist> Make(const v1::WaitlistReferralRequest& request, const Making& making) {
  referral::Waitlist command{making.by, {}};
  if (request.has_review_by_time()) command.review_by = rpc::FromProto(request.review_by_time());
  return command;
}

Made<referral::Schedule> Make(const v1::ScheduleAppointmentRequest& request, const Making& making) {
  return referral::Schedule{
      .by = making.by,
      .at = rpc::FromProto(request.appointment_time()),
      .place_desk = request.place_desk().empty() ? making.state.to_desk : request.place_desk()};
}

Made<referral::RecordNoShow> Make(const v1::RecordNoShowRequest&, const Making& making) {
  return referral::RecordNoShow{making.by};
}

Made<referral::CancelAppointment> Make(const v1::CancelAppointmentRequest& request,
                                       const Making& making) {
  return referral::CancelAppointment{making.by, request.reason()};
}

Made<referral::RecordService> Make(const v1::RecordServiceRequest& request, const Making& making) {
  RUFAA_ASSIGN_OR_RETURN(const casework::State* kase,
                         making.load.Load<casework::State>(CaseStream(making.state.case_code)));
  RUFAA_ASSIGN_OR_RETURN(
      const Compartment compartment,
      rpc::CompartmentOfNote(request.compartment(), rpc::CompartmentOfService(*kase, making.by),
                             *kase, making.by));
  RUFAA_ASSIGN_OR_RETURN(Sealed note, making.Seal(compartment, referral::ServiceRecorded::kType,
                                                  "note", request.note()));
  return referral::RecordService{making.by, request.service(), std::move(note)};
}

Made<referral::Complete> Make(const v1::CompleteReferralRequest& request, const Making& making) {
  return referral::Complete{making.by, request.outcome()};
}

Made<referral::ConfirmLoop> Make(const v1::ConfirmLoopRequest& request, const Making& making) {
  return referral::ConfirmLoop{making.by, request.confirmed_with_child()};
}

Made<referral::Decline> Make(const v1::DeclineReferralRequest& request, const Making& making) {
  RUFAA_ASSIGN_OR_RETURN(
      Sealed note,
      making.Seal(Compartment::kNarrative, referral::Declined::kType, "note", request.note()));
  return referral::Decline{making.by, request.reason(), std::move(note)};
}

Made<referral::Cancel> Make(const v1::RequestCancelRequest& request, const Making& making) {
  return referral::Cancel{making.by, request.reason()};
}

Made<referral::ConfirmCancel> Make(const v1::ConfirmCancelRequest&, const Making& making) {
  return referral::ConfirmCancel{making.by};
}

Made<referral::RecordNotReached> Make(const v1::MarkNotReachedRequest& request,
                                      const Making& making) {
  return referral::RecordNotReached{making.by, request.reason()};
}

Made<referral::EnterInError> Make(const v1::MarkEnteredInErrorRequest& request,
                                  const Making& making) {
  return referral::EnterInError{making.by, request.reason()};
}

}  // namespace rufaa::referral_service
