#include "absl/strings/str_cat.h"
#include "domain/codes/codes.h"
#include "services/referral/alternatives.h"
#include "services/referral/making.h"
#include "services/rpc/command_agency.h"
#include "services/rpc/command_convert.h"
#include "services/rpc/command_policy.h"

namespace rufaa::referral_service {
namespace {

constexpr absl::string_view kPepService = "RMPP";

// The receiver's offer of the service when the sender chose none: where beds are counted, one is
// then held on acceptance. Of several the one that takes this child and has most room; else one
// that takes it; else any of the service, so that the refusal can name what does not fit.
absl::StatusOr<std::string> OfferOf(Loader& load, const directory::Agency& agency,
                                    const std::string& service, const casework::State& kase,
                                    absl::Time now) {
  const coordination::Wanted wanted = coordination::WantedFor(kase, service, now);
  const coordination::Wanted any_child{.service = service};
  std::string serving, taking;
  std::vector<coordination::OfferWithRoom> offers;
  for (const auto& [id, offer] : agency.offers) {
    if (!coordination::Takes(offer, any_child)) continue;
    if (serving.empty()) serving = id;
    if (!coordination::Takes(offer, wanted)) continue;
    if (taking.empty()) taking = id;
    RUFAA_ASSIGN_OR_RETURN(const capacity::State* beds,
                           load.Load<capacity::State>(CapacityStream(id)));
    offers.push_back({agency.id, offer, *beds});
  }
  offers = coordination::MatchOffers(wanted, std::move(offers));
  if (!offers.empty()) return offers.front().offer.offer;
  return taking.empty() ? serving : taking;
}

// CPIMS class of the receiver, by its kind.
std::string DestinationOf(absl::string_view kind) {
  if (kind == "POLICE") return "RDPL";
  if (kind == "PROSECUTION") return "RDOD";
  if (kind == "JUDICIARY") return "RDCT";
  if (kind == "HEALTH") return "RDPH";
  if (kind == "CHIEF") return "RDCL";
  if (kind == "RESCUE_CENTRE") return "RMCI";
  if (kind == "CHILDREN_OFFICE") return "RDSC";
  if (kind == "EDUCATION") return "RDED";
  return "RDNG";
}

// Where the sender does not say how soon. PEP is in vain once it can't start any more, however soon
// the need was said to be met.
Urgency UrgencyOf(const casework::State& kase, const v1::SendReferralRequest& request,
                  const Acting& by, const Rules& rules) {
  const bool pep_in_time =
      kase.exposure_at && by.occurred_at < rules.clocks.Due(clock::kPep, *kase.exposure_at);
  if (request.service() == kPepService && pep_in_time) return Urgency::kEmergency;
  const auto need = kase.needs.find(request.need());
  const bool said = need != kase.needs.end() && need->second.urgency != Urgency::kUnset;
  if (!said) return casework::UrgencyByCase(kase);
  return casework::UrgencyNow(need->second.urgency, kase.stage);
}

std::string FirstDesk(const directory::Agency& agency, const std::string& asked) {
  if (!asked.empty() || agency.desks.empty()) return asked;
  return *agency.desks.begin();
}

}  // namespace

absl::StatusOr<std::string> NewReferralCode(const rpc::CountyRuntime& county,
                                            const rpc::RequestKey& request, Loader& load) {
  return rpc::NewCode<referral::State>(county, request, {MakeReferralCode, ReferralStream}, load);
}

AllChanges ChangesOfSending(const v1::SendReferralRequest& request, const std::string& case_code,
                            const rpc::Call& call, const Acting& by, const rpc::RequestKey& key,
                            Loader& load, rpc::Sealer& seal) {
  const rpc::CountyRuntime& county = *call.county;
  RUFAA_ASSIGN_OR_RETURN(const casework::State* kase,
                         load.Load<casework::State>(CaseStream(case_code)));
  RUFAA_RETURN_IF_ERROR(
      rpc::CheckAddressed(load, CaseStream(case_code), *kase, by, request.expected_version()));
  RUFAA_RETURN_IF_ERROR(rpc::CheckMay(call, rpc::StandingIn(*kase, by),
                                      {policy::Part::kNeed, policy::Action::kRefer}));
  RUFAA_ASSIGN_OR_RETURN(const directory::Agency* to,
                         rpc::LoadAgency(load, "to_agency", request.to_agency()));
  RUFAA_ASSIGN_OR_RETURN(const std::string code, NewReferralCode(county, key, load));
  std::string offer = request.offer();
  if (offer.empty()) {
    RUFAA_ASSIGN_OR_RETURN(offer, OfferOf(load, *to, request.service(), *kase, by.now));
  }
  RUFAA_ASSIGN_OR_RETURN(Urgency urgency, rpc::ToUrgency(request.urgency()));
  if (urgency == Urgency::kUnset) urgency = UrgencyOf(*kase, request, by, county.rules);
  RUFAA_ASSIGN_OR_RETURN(
      Sealed note, seal.Seal(kase->child, Compartment::kNarrative,
                             rpc::SealPlace(ReferralStream(code), referral::Sent::kType, "note"),
                             request.note()));
  coordination::SendReferral command;
  command.send = {.by = by,
                  .referral = code,
                  .case_code = case_code,
                  .child = {},
                  .need = request.need(),
                  .service = request.service(),
                  .destination = request.destination().empty() ? DestinationOf(to->kind)
                                                               : request.destination(),
                  .to_agency = to->id,
                  .to_agency_kind = to->kind,
                  .to_desk = FirstDesk(*to, request.to_desk()),
                  .offer = std::move(offer),
                  .urgency = urgency,
                  .age_band = {},
                  .sex = {},
                  .subcounty = {},
                  .consent = request.consent(),
                  .basis = request.basis(),
                  .scope = rpc::ToCompartments(request.scope()),
                  .note = std::move(note),
                  .part_of = request.part_of()};
  // Who is to serve the child must know who it is, and read what was written for it.
  if (command.send.scope.empty()) {
    command.send.scope = {Compartment::kIdentity};
    if (!request.note().empty()) command.send.scope.push_back(Compartment::kNarrative);
  }
  if (request.need().empty()) {
    command.send.need = absl::StrCat("n", kase->needs.size() + 1);
    command.need_code = request.service();
  }
  RUFAA_ASSIGN_OR_RETURN(const auto asked, AskedNow(load, *kase, request.service()));
  if (const auto open = asked.find(to->id); open != asked.end()) {
    // Who has served the child is asked again when it happens again; a bed is held all the while.
    RUFAA_ASSIGN_OR_RETURN(const referral::State* first,
                           load.Load<referral::State>(ReferralStream(open->second)));
    const bool still = !first->served || referral::IsShelter(first->service);
    if (still) command.asked = open->second;
  }
  const referral::State absent;
  capacity::State no_beds;
  const capacity::State* beds = &no_beds;
  if (!command.send.offer.empty()) {
    RUFAA_ASSIGN_OR_RETURN(beds, load.Load<capacity::State>(CapacityStream(command.send.offer)));
  }
  return coordination::Decide({*kase, absent, *beds}, command, *to, county.rules);
}

AllChanges Changes(const v1::RedirectReferralRequest& request, const Making& making) {
  RUFAA_ASSIGN_OR_RETURN(const directory::Agency* to,
                         rpc::LoadAgency(making.load, "to_agency", request.to_agency()));
  RUFAA_ASSIGN_OR_RETURN(const std::string code,
                         NewReferralCode(making.county, making.key, making.load));
  RUFAA_ASSIGN_OR_RETURN(const coordination::Loop loop, LoadLoop(making.load, making.state));
  std::string offer = request.offer();
  if (offer.empty()) {
    RUFAA_ASSIGN_OR_RETURN(
        offer, OfferOf(making.load, *to, making.state.service, loop.kase, making.by.now));
  }
  RUFAA_ASSIGN_OR_RETURN(std::vector<std::string> asked_before,
                         AskedBefore(making.load, making.state));
  RUFAA_ASSIGN_OR_RETURN(const auto asked, AskedNow(making.load, loop.kase, making.state.service));
  for (const auto& [agency, open] : asked) asked_before.push_back(agency);
  const coordination::RedirectReferral command{.by = making.by,
                                               .new_referral = code,
                                               .to_desk = FirstDesk(*to, request.to_desk()),
                                               .offer = std::move(offer),
                                               .reason = request.reason(),
                                               .note = {},
                                               .asked_before = std::move(asked_before)};
  return coordination::Decide(loop, command, *to, making.rules());
}

}  // namespace rufaa::referral_service
