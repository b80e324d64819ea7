#include <algorithm>

#include "domain/base/ages.h"
#include "domain/base/local_day.h"
#include "domain/casework/decide_internal.h"
#include "domain/directory/directory.h"

namespace rufaa::casework {
namespace {

constexpr absl::string_view kHigh = "RLHG";
constexpr absl::string_view kByOrder = "COURT_ORDER";  // Of list PLACE_CHANGE_REASON.

absl::Status CheckIdentified(const Identify& c, const Rules& rules) {
  RUFAA_RETURN_IF_ERROR(CheckGiven("code", c.code));
  RUFAA_RETURN_IF_ERROR(CheckGiven("child", c.child));
  RUFAA_RETURN_IF_ERROR(CheckGiven("subcounty", c.subcounty));
  RUFAA_RETURN_IF_ERROR(CheckGiven("intake_agency", c.intake_agency));
  if (c.categories.empty()) return Malformed("categories", "is missing");
  RUFAA_RETURN_IF_ERROR(CheckExposure(c.exposure_at, c.birth_year, c.by));
  RUFAA_RETURN_IF_ERROR(CheckBirthYear(c.birth_year, c.by));
  RUFAA_RETURN_IF_ERROR(CheckCode(rules, c.by, "sex", list::kSex, c.sex));
  // A child whose age nobody knows yet is reported all the same.
  RUFAA_RETURN_IF_ERROR(CheckOptionalCode(rules, c.by, "age_band", list::kAgeBand, c.age_band));
  RUFAA_RETURN_IF_ERROR(
      CheckCode(rules, c.by, "identifier_kind", list::kIdentifierKind, c.identifier_kind));
  RUFAA_RETURN_IF_ERROR(CheckOptionalCode(rules, c.by, "reporter", list::kReporter, c.reporter));
  RUFAA_RETURN_IF_ERROR(
      CheckOptionalCode(rules, c.by, "disability", list::kDisability, c.disability));
  return CheckCategories(c.categories, c.birth_year, c.by, rules);
}

Identified IdentifiedBy(const Identify& c, const Rules& rules) {
  return {
      .code = c.code,
      .child = c.child,
      .county = c.county,
      .subcounty = c.subcounty,
      .ward = c.ward,
      .intake_agency = c.intake_agency,
      .sex = c.sex,
      .age_band = c.age_band,
      .birth_year = c.birth_year,
      .identifier_kind = c.identifier_kind,
      .identifier_person = c.by.person,
      .identifier_agency = c.by.agency,
      .reporter = c.reporter,
      .categories = c.categories,
      .identified_at = c.by.occurred_at,
      .exposure_at = c.exposure_at,
      .in_school = c.in_school,
      .disability = c.disability,
      .trafficking = c.trafficking || Trafficked(c.categories),
      .perpetrator_in_household = c.perpetrator_in_household,
      .safe_now = c.safe_now,
      .identity = c.identity,
      .narrative = c.narrative,
      .location = c.location,
      .serial = c.serial,
      .import_id = c.import_id,
      // From when it happened: what a phone brings days late is overdue at once, as it should be.
      .register_by = DueFrom(rules, clock::kRegister, c.by)};
}

}  // namespace

absl::Status CheckCategories(const std::vector<Category>& categories,
                             std::optional<uint32_t> birth_year, const Acting& by,
                             const Rules& rules) {
  for (const Category& c : categories) {
    RUFAA_RETURN_IF_ERROR(CheckCode(rules, by, "category", list::kCategory, c.category));
    RUFAA_RETURN_IF_ERROR(
        CheckOptionalCode(rules, by, "subcategory", list::kSubcategory, c.subcategory));
    RUFAA_RETURN_IF_ERROR(CheckOptionalCode(rules, by, "nature", list::kNature, c.nature));
    if (!c.event_on) continue;
    RUFAA_RETURN_IF_ERROR(CheckDayPast("event_on", *c.event_on, by));
    RUFAA_RETURN_IF_ERROR(CheckBorn(birth_year, by, "event_on", *c.event_on));
  }
  return absl::OkStatus();
}

absl::Status CheckBorn(std::optional<uint32_t> birth_year, const Acting& by,
                       absl::string_view field, absl::CivilDay day) {
  const int64_t today = LocalDay(by.now).year();
  // A year that is still to come was mistyped, and keeps nobody from putting it right.
  const bool known = birth_year && *birth_year <= today;
  const int64_t born = known ? int64_t{*birth_year} : today - kOldestAge;
  // Of an age that was told the year may be one off.
  if (day.year() + 1 >= born) return absl::OkStatus();
  return Malformed(field, "is before the child was born");
}

absl::Status CheckExposure(const std::optional<absl::Time>& exposure_at,
                           std::optional<uint32_t> birth_year, const Acting& by) {
  if (!exposure_at) return absl::OkStatus();
  if (*exposure_at > by.now + kClockSkew) {
    return Refuse(Reason::IN_FUTURE, {}, {{"field", "exposure_time"}});
  }
  return CheckBorn(birth_year, by, "exposure_time", LocalDay(*exposure_at));
}

absl::Status CheckBirthYear(const std::optional<uint32_t>& year, const Acting& by) {
  if (!year) return absl::OkStatus();
  const int64_t today = LocalDay(by.now).year();
  if (*year > today) {
    return Refuse(Reason::IN_FUTURE, "a child is told of that is not born yet",
                  {{"field", "identity.birth_date"}});
  }
  if (*year + kOldestAge >= today) return absl::OkStatus();
  return Malformed("identity.birth_date", "is longer ago than anybody lives");
}

bool Trafficked(const std::vector<Category>& categories) {
  return std::any_of(categories.begin(), categories.end(),
                     [](const Category& k) { return k.category == "CSTC"; });
}

std::optional<RiskSet> RiskOf(const State& s, absl::string_view chosen,
                              std::vector<std::string> reasons, const Acting& by,
                              const Rules& rules) {
  bool forces = false;
  const auto add = [&](absl::string_view sign) {
    forces = true;
    if (std::find(reasons.begin(), reasons.end(), sign) == reasons.end())
      reasons.emplace_back(sign);
  };
  if (s.exposure_at && by.occurred_at <= rules.clocks.Due(clock::kRiskForced, *s.exposure_at)) {
    add("ASSAULT_WITHIN_120H");
  }
  if (s.perpetrator_in_household) add("PERPETRATOR_IN_HOUSEHOLD");
  if (s.trafficking) add("TRAFFICKING");
  const bool forced = forces && chosen != kHigh;
  if (!forced && chosen.empty()) return std::nullopt;
  const std::string risk(forced ? kHigh : chosen);
  return RiskSet{.risk = risk,
                 .reasons = std::move(reasons),
                 .forced = forced,
                 .act_by = DueFrom(rules, RiskRule(risk), by)};
}

Decision WithForcedRisk(const State& s, Event event, const Acting& by, const Rules& rules) {
  std::vector<Event> events = {std::move(event)};
  const State after = Evolve(s, events.front());
  if (after.risk == kHigh) return events;
  if (auto risk = RiskOf(after, {}, {}, by, rules)) events.push_back(*std::move(risk));
  return events;
}

Decision Decide(const State& s, const Identify& c, const Rules& rules) {
  RUFAA_RETURN_IF_ERROR(CheckVerb(s, c.by, Verb::kIdentify));
  RUFAA_RETURN_IF_ERROR(CheckIdentified(c, rules));
  // A child in plain danger is High from the first minute, before any officer looks.
  return WithForcedRisk(s, IdentifiedBy(c, rules), c.by, rules);
}

Decision Decide(const State& s, const Register& c, const Rules&) {
  RUFAA_RETURN_IF_ERROR(CheckVerb(s, c.by, Verb::kRegister));
  RUFAA_RETURN_IF_ERROR(CheckGiven("serial", c.serial));
  return One(Registered{.serial = c.serial,
                        .owner_agency = c.by.agency,
                        .owner_desk = c.desk.empty() ? c.by.desk : c.desk,
                        .owner_person = c.officer.empty() ? c.by.person : c.officer,
                        .registered_at = c.by.occurred_at});
}

Decision Decide(const State& s, const SetRisk& c, const Rules& rules) {
  RUFAA_RETURN_IF_ERROR(CheckVerb(s, c.by, Verb::kSetRisk));
  RUFAA_RETURN_IF_ERROR(CheckCode(rules, c.by, "risk", list::kRisk, c.risk));
  for (const std::string& sign : c.reasons) {
    RUFAA_RETURN_IF_ERROR(CheckCode(rules, c.by, "reasons", list::kRiskSign, sign));
  }
  return One(*RiskOf(s, c.risk, c.reasons, c.by, rules));
}

namespace {

// In which matter a child is presented that is removed once more before it was in any court: what
// is heard first ends its clock. `dated`: with the date that the command sets.
const std::string& MatterHeardFirst(const State& dated, const DeclareEmergency& c) {
  const auto running = dated.court_dates.find(dated.court_matter);
  const bool first = running != dated.court_dates.end() && running->second.at >= c.by.occurred_at &&
                     running->second.at < dated.court_dates.at(c.matter).at;
  return first ? dated.court_matter : c.matter;
}

// Where a child is brought, or moved to.
template <class Command>
absl::Status CheckPlace(const Command& c, const Rules& rules) {
  if (c.place_kind.empty()) return Refuse(Reason::PLACE_OF_SAFETY_REQUIRED);
  if (directory::NeverPlaceOfSafety(c.place_kind) ||
      directory::NeverPlaceOfSafety(c.place_agency_kind)) {
    return Refuse(Reason::POLICE_STATION_NOT_SAFE);
  }
  if (!c.place_agency.empty() && !c.place_is_safe) {
    return Refuse(Reason::PLACE_OF_SAFETY_REQUIRED, {}, {{"field", "place_agency"}});
  }
  RUFAA_RETURN_IF_ERROR(CheckCode(rules, c.by, "place_kind", list::kPlaceKind, c.place_kind));
  // Left at home, the child was not removed: that is no emergency placement.
  return c.place_kind == "HOME" ? Refuse(Reason::PLACE_OF_SAFETY_REQUIRED) : absl::OkStatus();
}

// The day in court is reckoned from it.
absl::Status CheckRemoved(const DeclareEmergency& c) {
  constexpr absl::string_view kField = "removed_time";
  if (c.removed_at > c.by.now + kClockSkew) {
    return Refuse(Reason::IN_FUTURE, {}, {{"field", std::string(kField)}});
  }
  const bool long_ago = c.removed_at < c.by.now - kToldLatest;
  return long_ago ? Refuse(Reason::TOO_LONG_AGO, {}, {{"field", std::string(kField)}})
                  : absl::OkStatus();
}

// A court's word for it is an order of the case.
absl::Status CheckOrder(const State& s, const MoveChild& c) {
  if (c.order.empty()) {
    return c.reason == kByOrder ? Malformed("order", "is missing") : absl::OkStatus();
  }
  const bool known = s.orders.contains(c.order);
  return known ? absl::OkStatus() : Refuse(Reason::NO_SUCH_PART, {}, {{"field", "order"}});
}

}  // namespace

Decision Decide(const State& s, const DeclareEmergency& c, const Rules& rules) {
  RUFAA_RETURN_IF_ERROR(CheckVerb(s, c.by, Verb::kDeclareEmergency));
  RUFAA_RETURN_IF_ERROR(CheckPlace(c, rules));
  if (c.matter.empty()) return Refuse(Reason::COURT_DATE_REQUIRED);
  RUFAA_RETURN_IF_ERROR(CheckRemoved(c));
  std::vector<Event> events;
  if (!c.session.empty()) {
    Decision date = Decide(s,
                           SetCourtDate{.by = c.by,
                                        .matter = c.matter,
                                        .session = c.session,
                                        .court = c.court,
                                        .court_kind = c.court_kind,
                                        .at = c.court_at,
                                        .file = {}},
                           rules);
    RUFAA_RETURN_IF_ERROR(date.status());
    events = *std::move(date);
  } else if (const auto date = s.court_dates.find(c.matter);
             date == s.court_dates.end() || date->second.at < c.by.occurred_at) {
    return Refuse(Reason::COURT_DATE_REQUIRED, {}, {{"field", "matter"}});
  }
  const State dated = events.empty() ? s : Evolve(s, events.front());
  // A child that is removed once more is owed the day that it was owed before.
  absl::Time court_by = rules.clocks.Due(clock::kToCourt, c.removed_at);
  if (s.court_deadline) court_by = std::min(court_by, s.court_deadline->due);
  // Danger enough to remove a child is High risk, whatever was thought before. If it was High all
  // along, its clock starts anew: the removal was the answer to the old one.
  events.push_back(RiskSet{.risk = std::string(kHigh),
                           .reasons = {"EMERGENCY"},
                           .forced = s.risk != kHigh,
                           .act_by = DueFrom(rules, clock::kRiskHigh, c.by)});
  events.push_back(EmergencyDeclared{.place_kind = c.place_kind,
                                     .place_agency = c.place_agency,
                                     .removed_at = c.removed_at,
                                     .court_by = court_by,
                                     .matter = MatterHeardFirst(dated, c),
                                     .location = c.location});
  return events;
}

Decision Decide(const State& s, const MoveChild& c, const Rules& rules) {
  RUFAA_RETURN_IF_ERROR(CheckVerb(s, c.by, Verb::kMoveChild));
  RUFAA_RETURN_IF_ERROR(CheckPlace(c, rules));
  RUFAA_RETURN_IF_ERROR(CheckReason(rules, c.by, list::kPlaceChangeReason, c.reason, c.has_note));
  RUFAA_RETURN_IF_ERROR(CheckOrder(s, c));
  if (c.place_agency == s.place->agency && c.place_kind == s.place->kind) {
    return Refuse(Reason::ALREADY_DONE);
  }
  // What was entered in error was no journey.
  const bool journey = c.reason != kPlaceInError;
  if (journey && c.by.occurred_at < s.removed_at) {
    return Malformed("occur_time", "is before the child was removed");
  }
  return One(ChildMoved{.place_kind = c.place_kind,
                        .place_agency = c.place_agency,
                        .moved_at = journey ? c.by.occurred_at : s.place->since,
                        .reason = c.reason,
                        .order = c.order,
                        .location = c.location});
}

Decision Decide(const State& s, const ScreenOut& c, const Rules& rules) {
  RUFAA_RETURN_IF_ERROR(CheckVerb(s, c.by, Verb::kScreenOut));
  RUFAA_RETURN_IF_ERROR(
      CheckReason(rules, c.by, list::kScreenOutReason, c.reason, !c.note.empty()));
  // The child of the one that repeats it would be left without a case.
  if (c.repeated) {
    return Refuse(Reason::NOT_ALLOWED_IN_STATE, "Another case was found to repeat this one.",
                  {{"case", s.code}});
  }
  return One(ScreenedOut{.reason = c.reason, .note = c.note});
}

}  // namespace rufaa::casework
