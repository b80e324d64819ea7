#include "services/committee/referral_line.h"

#include "projections/core/utc_day.h"
#include "services/rpc/command_convert.h"

namespace rufaa::committee_service {

namespace v1 = committee::v1;

namespace {

void SetState(const rpc::Call& call, referral::Stage state, int64_t sent_day,
              v1::CountedReferral& one) {
  one.set_state(std::string(referral::Name(state)));
  one.set_age_bucket(std::string(board::kAges[board::AgeOfDay(sent_day, call.now)]));
}

}  // namespace

absl::Status FillReferral(const rpc::Call& call, const Listing& listing,
                          const board::LinePlace& place, const std::string& subcounty,
                          v1::CountedReferral& one) {
  const auto at = static_cast<int64_t>(place.at);
  one.set_masked_code(MaskedCode(place.id));
  one.set_subcounty(subcounty);
  if (place.family == board::kStateLines) {
    SetState(call, static_cast<referral::Stage>(place.number), at, one);
  } else if (place.family == board::kTurnLines) {
    one.set_turn_agency(place.agency);
    one.set_overdue(at < board::SlotOf(call.now));
  } else {
    one.set_to_agency(place.agency);
  }
  if (listing.suppress) return absl::OkStatus();
  RUFAA_ASSIGN_OR_RETURN(const board::ReferralState state,
                         board::ReadReferralState(*listing.view, place.id));
  const ReferralTrack& track = state.track;
  SetState(call, track.stage, UtcDay(track.sent_at), one);
  if (track.due) {
    one.set_turn_agency(TurnAgency(track));
    one.set_overdue(board::SlotOf(*track.due) < board::SlotOf(call.now));
    RUFAA_SET_TIME(one, due_time, *track.due);
  }
  one.set_subcounty(track.subcounty);
  one.set_to_agency(track.to_agency);
  one.set_service(track.service);
  one.set_urgency(rpc::ToText(track.urgency));
  RUFAA_SET_TIME(one, sent_time, track.sent_at);
  return absl::OkStatus();
}

}  // namespace rufaa::committee_service
