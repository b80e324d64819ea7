// Pages of offers. Between two of them an offer may be withdrawn, or a bed taken: a token names the
// place where the row before stood in the order of the list, and the next page goes on after it,
// whether that row is still there or not.
#pragma once

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "domain/base/status_macros.h"
#include "projections/core/key.h"
#include "projections/offers/offers.h"
#include "services/rpc/call.h"
#include "services/rpc/page_token.h"

namespace rufaa::directory {

// As ListOffers has them: by agency and offer.
inline std::string PlaceByAgency(const offers::Row& row) {
  return KeyWriter().Text(row.agency).Text(row.offer).Take();
}

// As offers::FindOffers has them: those with most room first.
inline std::string PlaceByRoom(const offers::Row& row) {
  KeyWriter place;
  place.U8(row.has_beds ? 0 : 1).U32(UINT32_MAX - row.Free());
  return place.Text(row.offer).Text(row.agency).Take();
}

// What is asked of a list.
struct OffersAsked {
  std::string scope;  // As of PageTokens.
  const std::string& page_token;
  int32_t page_size;
};

// Adds one page of `rows`, which stand in the order of `place`; the token of the next one.
template <class Place, class Add>
absl::StatusOr<std::string> Page(const rpc::Call& call, const OffersAsked& asked,
                                 const std::vector<offers::Row>& rows, Place place, Add add) {
  const rpc::PageTokens& tokens = call.county->page_tokens;
  RUFAA_ASSIGN_OR_RETURN(const int page_size, rpc::PageSize(asked.page_size));
  RUFAA_ASSIGN_OR_RETURN(const std::string after, tokens.Read(asked.scope, asked.page_token));
  auto at = std::find_if(rows.begin(), rows.end(), [&](const offers::Row& row) {
    return after.empty() || place(row) > after;
  });
  for (int i = 0; i < page_size && at != rows.end(); ++i, ++at) add(*at);
  if (at == rows.end()) return std::string();
  return tokens.Make(asked.scope, place(*std::prev(at)));
}

}  // namespace rufaa::directory
