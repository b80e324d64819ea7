// From a request to what the domain decides on. Make gives the referral's own command; Changes
// decides it together with the case and the beds, which move in the same commit.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "domain/coordination/coordination.h"
#include "domain/referral/referral.h"
#include "rufaa/referral/v1/referral_service.pb.h"
#include "services/rpc/command_change.h"
#include "services/rpc/command_code.h"

namespace rufaa::referral_service {

namespace v1 = referral::v1;

using Making = rpc::Making<referral::State>;
using rpc::AllChanges;
template <class Command>
using Made = absl::StatusOr<Command>;

Made<referral::Open> Make(const v1::OpenReferralRequest& request, const Making& making);
Made<referral::AskInfo> Make(const v1::AskInformationRequest& request, const Making& making);
Made<referral::GiveInfo> Make(const v1::GiveInformationRequest& request, const Making& making);
Made<referral::Accept> Make(const v1::AcceptReferralRequest& request, const Making& making);
Made<referral::Waitlist> Make(const v1::WaitlistReferralRequest& request, const Making& making);
Made<referral::Schedule> Make(const v1::ScheduleAppointmentRequest& request, const Making& making);
Made<referral::RecordNoShow> Make(const v1::RecordNoShowRequest& request, const Making& making);
Made<referral::CancelAppointment> Make(const v1::CancelAppointmentRequest& request,
                                       const Making& making);
Made<referral::RecordService> Make(const v1::RecordServiceRequest& request, const Making& making);
Made<referral::Complete> Make(const v1::CompleteReferralRequest& request, const Making& making);
Made<referral::ConfirmLoop> Make(const v1::ConfirmLoopRequest& request, const Making& making);
Made<referral::Decline> Make(const v1::DeclineReferralRequest& request, const Making& making);
Made<referral::Cancel> Make(const v1::RequestCancelRequest& request, const Making& making);
Made<referral::ConfirmCancel> Make(const v1::ConfirmCancelRequest& request, const Making& making);
Made<referral::RecordNotReached> Make(const v1::MarkNotReachedRequest& request,
                                      const Making& making);
Made<referral::EnterInError> Make(const v1::MarkEnteredInErrorRequest& request,
                                  const Making& making);

// A referral with its case and the beds of its offer, each loaded, so that the commit stands on all
// of them. The references live as long as `load`.
absl::StatusOr<coordination::Loop> LoadLoop(Loader& load, const referral::State& referral);

// All but sending and redirecting.
template <class Request>
AllChanges Changes(const Request& request, const Making& making) {
  RUFAA_ASSIGN_OR_RETURN(auto command, Make(request, making));
  RUFAA_ASSIGN_OR_RETURN(const coordination::Loop loop, LoadLoop(making.load, making.state));
  return coordination::Decide(loop, referral::Command(std::move(command)), making.rules());
}
AllChanges Changes(const v1::RedirectReferralRequest& request, const Making& making);

// A code that no referral of the county has yet, and its stream loaded on condition that it stays
// so. The same for `request` wherever and as often as it is decided.
absl::StatusOr<std::string> NewReferralCode(const rpc::CountyRuntime& county,
                                            const rpc::RequestKey& request, Loader& load);

// A referral that is not there yet: draws its code, and decides on the case's standing.
AllChanges ChangesOfSending(const v1::SendReferralRequest& request, const std::string& case_code,
                            const rpc::Call& call, const Acting& by, const rpc::RequestKey& key,
                            Loader& load, rpc::Sealer& seal);

}  // namespace rufaa::referral_service
