#include <algorithm>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "domain/coordination/coordination.h"

namespace rufaa::coordination {
namespace {

bool Contains(const std::vector<std::string>& all, absl::string_view one) {
  return std::find(all.begin(), all.end(), one) != all.end();
}

// "10-14" is 10 to 14; "18+" is 18 and above.
std::pair<uint32_t, uint32_t> AgesOf(absl::string_view band) {
  const std::vector<absl::string_view> ends = absl::StrSplit(absl::StripSuffix(band, "+"), '-');
  uint32_t low = 0;
  uint32_t high = 200;
  const bool known = absl::SimpleAtoi(ends.front(), &low);
  if (known && ends.size() > 1 && !absl::SimpleAtoi(ends[1], &high)) high = 200;
  return {low, high};
}

bool TakesAge(const directory::OfferPublished& offer, absl::string_view band) {
  if (offer.age_max == 0 || band.empty()) return true;
  const auto [low, high] = AgesOf(band);
  return low <= offer.age_max && offer.age_min <= high;
}

bool HasRoom(const OfferWithRoom& o) { return !o.offer.has_beds || o.beds.Free() > 0; }

}  // namespace

bool Takes(const directory::OfferPublished& offer, const Wanted& wanted) {
  const bool sex = offer.sex.empty() || wanted.sex.empty() || offer.sex == wanted.sex;
  const bool area = offer.subcounties.empty() || wanted.subcounty.empty() ||
                    Contains(offer.subcounties, wanted.subcounty);
  return Contains(offer.services, wanted.service) && sex && area &&
         TakesAge(offer, wanted.age_band);
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
