#include "domain/indicators/rates.h"

namespace rufaa::indicators {

ReferralCounts& ReferralCounts::operator+=(const ReferralCounts& other) {
  sent += other.sent;
  decided += other.decided;
  accepted += other.accepted;
  decided_in_time += other.decided_in_time;
  silent += other.silent;
  completed_served += other.completed_served;
  ended_with_outcome += other.ended_with_outcome;
  outcome_acknowledged += other.outcome_acknowledged;
  appointments += other.appointments;
  no_shows += other.no_shows;
  return *this;
}

Rate ResponseRate(const ReferralCounts& counts) { return {counts.decided_in_time, counts.sent}; }

Rate AcceptanceOfDecided(const ReferralCounts& counts) { return {counts.accepted, counts.decided}; }

Rate SilenceRate(const ReferralCounts& counts) { return {counts.silent, counts.sent}; }

Rate CompletionRate(const ReferralCounts& counts) { return {counts.completed_served, counts.sent}; }

Rate LoopClosedRate(const ReferralCounts& counts) {
  return {counts.outcome_acknowledged, counts.ended_with_outcome};
}

Rate NoShowRate(const ReferralCounts& counts) { return {counts.no_shows, counts.appointments}; }

}  // namespace rufaa::indicators
