#include <algorithm>
#include <utility>

#include "domain/base/ages.h"
#include "domain/base/local_day.h"
#include "domain/coordination/coordination.h"

namespace rufaa::coordination {
namespace {

bool Contains(const std::vector<std::string>& all, absl::string_view one) {
  return std::find(all.begin(), all.end(), one) != all.end();
}

bool HasRoom(const OfferWithRoom& o) { return !o.offer.has_beds || o.beds.Free() > 0; }

}  // namespace

Wanted WantedFor(const casework::State& kase, std::string service, absl::Time now) {
  return {.service = std::move(service),
          .sex = kase.sex,
          .age_bands = AgeBandsOn(LocalDay(now), kase.age_band, kase.birth_year),
          .subcounty = kase.subcounty};
}

bool Takes(const directory::OfferPublished& offer, const Wanted& wanted) {
  const bool sex = offer.sex.empty() || wanted.sex.empty() || offer.sex == wanted.sex;
  const bool area = offer.subcounties.empty() || wanted.subcounty.empty() ||
                    Contains(offer.subcounties, wanted.subcounty);
  return Contains(offer.services, wanted.service) && sex && area &&
         TakesSomeOf(wanted.age_bands, offer.age_min, offer.age_max);
}

std::vector<OfferWithRoom> MatchOffers(const Wanted& wanted, std::vector<OfferWithRoom> offers) {
  std::erase_if(offers, [&](const OfferWithRoom& o) {
    const bool other = wanted.not_agency.empty() || o.agency != wanted.not_agency;
    return !other || !Takes(o.offer, wanted) || !HasRoom(o);
  });
  std::sort(offers.begin(), offers.end(), [](const OfferWithRoom& a, const OfferWithRoom& b) {
    if (a.beds.Free() != b.beds.Free()) return a.beds.Free() > b.beds.Free();
    return a.offer.offer < b.offer.offer;
  });
  return offers;
}

}  // namespace rufaa::coordination
