#include "services/referral/alternatives.h"

#include <algorithm>
#include <memory>
#include <set>
#include <utility>
#include <vector>

#include "domain/base/status_macros.h"
#include "domain/coordination/coordination.h"
#include "projections/offers/offers.h"
#include "services/rpc/command_convert.h"

namespace rufaa::referral_service {
namespace {

coordination::OfferWithRoom ToDomain(const offers::Row& row) {
  coordination::OfferWithRoom out;
  out.agency = row.agency;
  out.offer = {.offer = row.offer,
               .services = row.services,
               .destination = row.destination,
               .sex = row.sex,
               .age_min = row.age_min,
               .age_max = row.age_max,
               .subcounties = row.subcounties,
               .hours = row.hours,
               .has_beds = row.has_beds,
               .display_name = row.display_name};
  out.beds.open = row.has_beds;
  out.beds.offer = row.offer;
  out.beds.agency = row.agency;
  out.beds.total = row.total;
  // Of a hold only the number counts here.
  out.beds.used = row.used + row.held;
  out.beds.counted_at = row.as_of;
  return out;
}

}  // namespace

absl::StatusOr<std::vector<std::string>> AskedBefore(Loader& load,
                                                     const referral::State& referral) {
  std::vector<std::string> agencies;
  std::set<std::string> walked;
  std::string code = referral.part_of;
  while (!code.empty() && walked.insert(code).second) {
    RUFAA_ASSIGN_OR_RETURN(const referral::State* before,
                           load.Load<referral::State>(ReferralStream(code)));
    if (before->case_code != referral.case_code) break;
    agencies.push_back(before->to_agency);
    code = before->part_of;
  }
  return agencies;
}

absl::StatusOr<std::map<std::string, std::string>> AskedNow(Loader& load,
                                                            const casework::State& kase,
                                                            absl::string_view service) {
  std::map<std::string, std::string> asked;
  for (const auto& [code, known] : kase.open_referrals) {
    RUFAA_ASSIGN_OR_RETURN(const referral::State* open,
                           load.Load<referral::State>(ReferralStream(code)));
    if (open->service != service) continue;
    // Of several, one that is still to be served.
    const auto [one, added] = asked.try_emplace(known.to_agency, code);
    if (!added && !open->served) one->second = code;
  }
  return asked;
}

absl::Status FindAlternatives(
    const rpc::Call& call, const referral::State& referral,
    google::protobuf::RepeatedPtrField<referral::v1::Alternative>* alternatives) {
  RUFAA_ASSIGN_OR_RETURN(const std::unique_ptr<ViewSnapshot> view,
                         call.county->views.Snapshot(offers::kName));
  RUFAA_ASSIGN_OR_RETURN(const offers::Offers found,
                         offers::FindOffers(*view, referral.service, referral.subcounty));
  RUFAA_ASSIGN_OR_RETURN(
      const Folded<casework::State> kase,
      call.county->executor.aggregates().Load<casework::State>(CaseStream(referral.case_code)));
  // To who has the case nothing is referred, and to who was asked before nothing is passed on.
  Loader load(call.county->executor.aggregates());
  RUFAA_ASSIGN_OR_RETURN(std::vector<std::string> not_to, AskedBefore(load, referral));
  not_to.push_back(referral.from_agency);
  RUFAA_ASSIGN_OR_RETURN(const auto asked, AskedNow(load, *kase.state, referral.service));
  for (const auto& [agency, code] : asked) not_to.push_back(agency);
  std::vector<coordination::OfferWithRoom> all;
  for (const offers::Row& row : found.rows) {
    const bool left_out = std::find(not_to.begin(), not_to.end(), row.agency) != not_to.end();
    if (!row.withdrawn && !left_out) all.push_back(ToDomain(row));
  }
  coordination::Wanted wanted = coordination::WantedFor(*kase.state, referral.service, call.now);
  wanted.subcounty = referral.subcounty;
  wanted.not_agency = referral.to_agency;
  for (const coordination::OfferWithRoom& match :
       coordination::MatchOffers(wanted, std::move(all))) {
    if (match.beds.open && match.beds.Free() == 0) continue;
    referral::v1::Alternative& out = *alternatives->Add();
    out.set_agency(match.agency);
    out.set_offer(match.offer.offer);
    out.set_display_name(match.offer.display_name);
    if (!match.offer.subcounties.empty()) out.set_subcounty(match.offer.subcounties.front());
    out.set_counted(match.beds.open);
    out.set_room(match.beds.Free());
    RUFAA_SET_TIME(out, count_time, match.beds.counted_at);
  }
  return absl::OkStatus();
}

}  // namespace rufaa::referral_service
