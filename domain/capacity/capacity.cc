#include "domain/capacity/capacity.h"

#include <utility>

#include "domain/base/field_checks.h"
#include "domain/base/status_macros.h"

namespace rufaa::capacity {
namespace {

Decision One(Event event) { return std::vector<Event>{std::move(event)}; }
Decision Nothing() { return std::vector<Event>{}; }

void Apply(State& s, const Opened& e) {
  s.open = true;
  s.offer = e.offer;
  s.agency = e.agency;
  s.total = e.total;
  s.unit = e.unit;
  s.sex = e.sex;
  s.age_min = e.age_min;
  s.age_max = e.age_max;
}

void Apply(State& s, const Counted& e) {
  s.total = e.total;
  s.used = e.used;
  s.counted_at = e.as_of;
}

void Apply(State& s, const Held& e) { s.held.insert(e.referral); }
void Apply(State& s, const Released& e) { s.held.erase(e.referral); }

void Apply(State& s, const Occupied& e) {
  s.held.erase(e.referral);
  s.occupied.insert(e.referral);
  ++s.used;
}

void Apply(State& s, const Vacated& e) {
  s.occupied.erase(e.referral);
  if (s.used > 0) --s.used;
}

absl::Status CheckOurs(const State& s, const Acting& by) {
  RUFAA_RETURN_IF_ERROR(CheckOccurred(by));
  if (!s.open || by.agency != s.agency) return Refuse(Reason::NOT_FOUND_OR_NOT_YOURS);
  return WorksCases(by.role) ? absl::OkStatus() : Refuse(Reason::NOT_PERMITTED);
}

}  // namespace

State Evolve(State state, const Event& event) {
  std::visit([&](const auto& e) { Apply(state, e); }, event);
  return state;
}

Decision Decide(const State& s, const Open& c) {
  RUFAA_RETURN_IF_ERROR(CheckOccurred(c.by));
  const bool may = WorksCases(c.by.role) || c.by.role == Role::kCountyAdmin;
  if (!may) return Refuse(Reason::NOT_PERMITTED);
  if (s.open) return Refuse(Reason::ALREADY_DONE);
  RUFAA_RETURN_IF_ERROR(CheckGiven("offer", c.offer));
  RUFAA_RETURN_IF_ERROR(CheckGiven("agency", c.agency));
  // A county administrator sets up any agency, a desk only its own.
  if (c.by.role != Role::kCountyAdmin && c.agency != c.by.agency) {
    return Refuse(Reason::NOT_FOUND_OR_NOT_YOURS);
  }
  if (c.age_max < c.age_min) return Malformed("age_max", "is below age_min");
  return One(Opened{.agency = c.agency,
                    .offer = c.offer,
                    .total = c.total,
                    .unit = c.unit.empty() ? "BED" : c.unit,
                    .sex = c.sex,
                    .age_min = c.age_min,
                    .age_max = c.age_max});
}

Decision Decide(const State& s, const Count& c) {
  RUFAA_RETURN_IF_ERROR(CheckOurs(s, c.by));
  if (!c.total && !c.used) return Malformed("used", "is missing, and so is total");
  const uint32_t used = c.used.value_or(s.used);
  // The centre may be over-full, but it can't hold fewer children than the hub knows are there.
  if (used < s.occupied.size()) return Malformed("used", "is below the children placed here");
  return One(Counted{.total = c.total.value_or(s.total), .used = used, .as_of = c.by.occurred_at});
}

Decision Decide(const State& s, const Hold& c) {
  if (!s.open) return Refuse(Reason::NOT_FOUND_OR_NOT_YOURS);
  if (s.held.contains(c.referral) || s.occupied.contains(c.referral)) return Nothing();
  if (s.Free() == 0) return Refuse(Reason::NO_BED_FREE, {}, {{"offer", s.offer}});
  return One(Held{.referral = c.referral, .until = c.until});
}

Decision Decide(const State& s, const Release& c) {
  if (!s.held.contains(c.referral)) return Nothing();
  return One(Released{.referral = c.referral, .reason = c.reason});
}

Decision Decide(const State& s, const Occupy& c) {
  return s.held.contains(c.referral) ? One(Occupied{.referral = c.referral}) : Nothing();
}

Decision Decide(const State& s, const Vacate& c) {
  return s.occupied.contains(c.referral) ? One(Vacated{.referral = c.referral}) : Nothing();
}

}  // namespace rufaa::capacity
