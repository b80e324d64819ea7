// The acts of a referral, each by whoever is to do it.
#include <memory>
#include <utility>
#include <vector>

#include "cli/demo/offers.h"
#include "cli/demo/referral_story.h"
#include "domain/base/local_day.h"
#include "domain/base/status_macros.h"

namespace rufaa::demo {

using referral::Verb;

absl::StatusOr<Sealed> ReferralStory::Note(absl::string_view type, absl::string_view field,
                                           absl::string_view text) {
  const bool note = type == referral::Sent::kType;
  return world_.scribe.Seal(brief_.child, note ? Compartment::kNarrative : Compartment::kReply,
                            ReferralStream(brief_.code), type, field, text);
}

absl::Status ReferralStory::Send() {
  const PlannedAgency& to = world_.plan.Agency(brief_.to_agency);
  RUFAA_ASSIGN_OR_RETURN(Sealed note, Note(referral::Sent::kType, "note",
                                           "Please see this child soon; the file has more."));
  coordination::SendReferral command;
  command.need_code = brief_.service;
  command.send = {.by = world_.scribe.As(brief_.sender),
                  .referral = brief_.code,
                  .case_code = brief_.case_code,
                  .child = {},
                  .need = brief_.need,
                  .service = brief_.service,
                  .destination = world_.plan.Offer(brief_.offer).destination,
                  .to_agency = to.id,
                  .to_agency_kind = to.kind,
                  .to_desk = to.desks.front().id,
                  .offer = brief_.offer,
                  .urgency = brief_.urgency,
                  .age_band = {},
                  .sex = {},
                  .subcounty = {},
                  .consent = {},
                  .basis = {},
                  .scope = {Compartment::kIdentity, Compartment::kNarrative},
                  .note = std::move(note),
                  .part_of = brief_.part_of};
  RUFAA_ASSIGN_OR_RETURN(const casework::State kase, world_.scribe.LoadCase(brief_.case_code));
  if (kase.needs.contains(brief_.need)) command.need_code.clear();
  return world_.scribe.Send(command);
}

absl::Status ReferralStory::Accept(const PlannedPerson& desk) {
  return world_.scribe.Refer(
      brief_.code,
      referral::Accept{.by = world_.scribe.As(desk),
                       .desk = desk.desk,
                       .contact = desk.id,
                       .expected_at = world_.agenda.Now() + absl::Hours(dice_.Between(2, 30)),
                       .holds_bed = false});
}

absl::Status ReferralStory::Schedule(const PlannedPerson& desk) {
  const absl::Duration usual = brief_.urgency == Urgency::kEmergency ? absl::Hours(4)
                               : brief_.urgency == Urgency::kUrgent  ? absl::Hours(30)
                                                                     : absl::Hours(24 * 5);
  appointment_ = OfficeHours(
      world_.agenda.Now() + absl::Hours(1) + std::min(dice_.Around(usual), brief_.haste), dice_);
  return world_.scribe.Refer(
      brief_.code, referral::Schedule{
                       .by = world_.scribe.As(desk), .at = appointment_, .place_desk = desk.desk});
}

absl::Status ReferralStory::Redirect(const PlannedPerson& desk) {
  RUFAA_ASSIGN_OR_RETURN(const casework::State kase, world_.scribe.LoadCase(brief_.case_code));
  coordination::Wanted wanted = coordination::WantedFor(kase, brief_.service, world_.agenda.Now());
  wanted.not_agency = brief_.to_agency;
  RUFAA_ASSIGN_OR_RETURN(const std::optional<Asked> other, PickOffer(world_, dice_, wanted));
  if (!other) {
    brief_.path.insert(brief_.path.begin(), Verb::kDecline);
    return absl::OkStatus();
  }
  ReferralBrief onward = brief_;
  onward.code = world_.scribe.NewReferralCode();
  onward.to_agency = other->agency;
  onward.offer = other->offer;
  onward.part_of = brief_.code;
  onward.urgency = casework::UrgencyNow(brief_.urgency, kase.stage);
  onward.path = {Verb::kOpen, Verb::kAccept, Verb::kRecordService, Verb::kComplete};
  RUFAA_RETURN_IF_ERROR(
      world_.scribe.Redirect(brief_.code, other->agency,
                             {.by = world_.scribe.As(desk),
                              .new_referral = onward.code,
                              .to_desk = world_.plan.Agency(other->agency).desks.front().id,
                              .offer = other->offer,
                              .reason = "NO_CAPACITY",
                              .note = {}}));
  std::make_shared<ReferralStory>(world_, dice_.For("onward"), onward, unserved_)->BeginSent();
  return absl::OkStatus();
}

absl::Status ReferralStory::Session(const PlannedPerson& desk, uint32_t number) {
  static const auto* const changes = new std::vector<std::string>{"IMPROVED", "IMPROVED", "SAME"};
  return world_.scribe.Case(
      brief_.case_code,
      casework::RecordSession{.by = world_.scribe.As(desk),
                              .need = brief_.need,
                              .service = "PCNS",
                              .provider_agency = desk.agency,
                              .number = number,
                              .on = LocalDay(world_.agenda.Now()),
                              .behaviour_change = number < 3 ? "" : dice_.Pick(*changes),
                              .note = {}});
}

absl::Status ReferralStory::Act(const Beat& beat) {
  Scribe& scribe = world_.scribe;
  const std::string& code = brief_.code;
  const PlannedPerson& desk = Desk();
  const Acting by = scribe.As(desk);
  const Acting sender = scribe.As(brief_.sender);
  if (beat.session > 0) return Session(desk, beat.session);
  switch (beat.verb) {
    case Verb::kDraft:
      return scribe.Draft({.by = sender,
                           .referral = code,
                           .case_code = brief_.case_code,
                           .need = brief_.need,
                           .to_agency = brief_.to_agency,
                           .service = brief_.service,
                           .urgency = brief_.urgency,
                           .note = {}});
    case Verb::kSend:
      return Send();
    case Verb::kOpen:
      return scribe.Refer(code, referral::Open{by});
    case Verb::kAskInfo: {
      RUFAA_ASSIGN_OR_RETURN(Sealed question, Note(referral::InfoRequested::kType, "question",
                                                   "Is a carer coming along?"));
      return scribe.Refer(code, referral::AskInfo{by, std::move(question)});
    }
    case Verb::kGiveInfo: {
      RUFAA_ASSIGN_OR_RETURN(
          Sealed answer, Note(referral::InfoGiven::kType, "answer", "An aunt is coming along."));
      return scribe.Refer(code, referral::GiveInfo{sender, std::move(answer)});
    }
    case Verb::kAccept:
      return Accept(desk);
    case Verb::kWaitlist:
      return scribe.Refer(code, referral::Waitlist{by, std::nullopt});
    case Verb::kSchedule:
      return Schedule(desk);
    case Verb::kNoShow:
      return scribe.Refer(code, referral::RecordNoShow{by});
    case Verb::kCancelAppointment:
      return scribe.Refer(code, referral::CancelAppointment{by, "CHILD_MOVED"});
    case Verb::kRecordService:
      return scribe.Refer(code, referral::RecordService{by, brief_.service, {}});
    case Verb::kComplete: {
      const std::string outcome = dice_.Chance(85) ? "SERVED" : "SERVED_IN_PART";
      return scribe.Refer(code, referral::Complete{by, outcome});
    }
    case Verb::kConfirmLoop:
      return scribe.Refer(code, referral::ConfirmLoop{sender});
    case Verb::kDecline: {
      static const auto* const reasons =
          new std::vector<std::string>{"NO_CAPACITY", "OUT_OF_SCOPE", "NOT_ELIGIBLE",
                                       "NEEDS_OTHER_FIRST", "INFORMATION_MISSING"};
      return scribe.Refer(code, referral::Decline{by, dice_.Pick(*reasons), {}});
    }
    case Verb::kRedirect:
      return Redirect(desk);
    case Verb::kCancel:
    case Verb::kRequestCancel:
      return scribe.Refer(code, referral::Cancel{sender, "NEED_MET_ELSEWHERE"});
    case Verb::kConfirmCancel:
      return scribe.Refer(code, referral::ConfirmCancel{by});
    case Verb::kNotReached:
      return scribe.Refer(code, referral::RecordNotReached{by, "MOVED_AWAY"});
    case Verb::kEnterInError:
      return scribe.Refer(code, referral::EnterInError{by, "SENT_IN_ERROR"});
    case Verb::kExpire:
    case Verb::kEscalate:
      return absl::OkStatus();  // The ticker's.
    case Verb::kRecipientClosed:
      return absl::OkStatus();  // No agency of the demo closes.
  }
  return absl::OkStatus();
}

}  // namespace rufaa::demo
