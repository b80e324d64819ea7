// Which rates a caller is shown, and how much was sent. All of them are of the same referrals: one
// told beside the others would tell what those hide, so they are decided together. A rate is shown
// where every count that it is made of is, and what is left of the county when all agencies that
// are shown are taken away is not few.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include "domain/indicators/rates.h"
#include "projections/board/reader.h"
#include "rufaa/committee/v1/committee_service.pb.h"

namespace rufaa::committee_service {

// Of one agency, or of the county.
struct RatesTold {
  bool sent = true;
  bool response = true, silence = true, acceptance = true, completion = true;  // Of the cohort.
  bool loop_closed = true, no_show = true;
};

struct ToldRates {
  std::map<std::string, RatesTold> by_agency;
  RatesTold county;
};
ToldRates RatesShown(const board::Board& board, bool suppress);

struct RateKind {
  indicators::Rate (*of)(const indicators::ReferralCounts&);
  bool RatesTold::* told;
};
inline constexpr RateKind kResponse = {indicators::ResponseRate, &RatesTold::response};
inline constexpr RateKind kSilence = {indicators::SilenceRate, &RatesTold::silence};
inline constexpr RateKind kAcceptance = {indicators::AcceptanceOfDecided, &RatesTold::acceptance};
inline constexpr RateKind kCompletion = {indicators::CompletionRate, &RatesTold::completion};
inline constexpr RateKind kLoopClosed = {indicators::LoopClosedRate, &RatesTold::loop_closed};
inline constexpr RateKind kNoShow = {indicators::NoShowRate, &RatesTold::no_show};

committee::v1::Rate ShownRate(const RateKind& kind, const board::Rates& rates,
                              const RatesTold& told);

// nullopt: hidden.
std::optional<int64_t> ShownSent(const board::Rates& rates, const RatesTold& told);

}  // namespace rufaa::committee_service
