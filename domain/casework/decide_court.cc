#include <algorithm>
#include <iterator>
#include <utility>

#include "domain/base/local_day.h"
#include "domain/casework/decide_internal.h"
#include "domain/directory/directory.h"

namespace rufaa::casework {
namespace {

constexpr absl::string_view kExpiring[] = {"OCCR", "OCCI", "OPRO", "OSUP", "OSPI", "OGEX"};
constexpr absl::string_view kSupervising[] = {"OSUP", "OSPI"};
// In years. No order about a child holds longer: such a year was mistyped, and the case could
// neither be closed nor erased.
constexpr int kOrderLongest = 25;

template <size_t N>
bool In(const absl::string_view (&kinds)[N], absl::string_view kind) {
  return std::find(std::begin(kinds), std::end(kinds), kind) != std::end(kinds);
}

// A court acts in its own matters alone; whose case it is, in all.
absl::Status CheckCourt(const State& s, const Acting& by, absl::string_view court) {
  const bool theirs = PartiesOf(s, by).Has(Party::kOwner) || court == absl::string_view(by.agency);
  return theirs ? absl::OkStatus() : Refuse(Reason::NOT_PERMITTED, "It is none of this court's.");
}

// That a date of the matter stands, and that it is of the caller's.
absl::Status CheckMatter(const State& s, const Acting& by, const std::string& matter) {
  const auto date = s.court_dates.find(matter);
  if (date == s.court_dates.end()) return Refuse(Reason::NO_SUCH_PART, {}, {{"field", "matter"}});
  return CheckCourt(s, by, date->second.court);
}

// The same of a matter that may have none: before its first date, or between two.
absl::Status CheckIfKnown(const State& s, const Acting& by, const std::string& matter) {
  const auto known = s.matters.find(matter);
  return known == s.matters.end() ? absl::OkStatus() : CheckCourt(s, by, known->second);
}

absl::Status CheckAhead(absl::string_view field, absl::Time at, const Acting& by) {
  // Entered the morning after is still entered: what is compared is when it was said.
  if (at < by.occurred_at) return Malformed(field, "is in the past");
  return CheckPlannedFor(field, at, by);
}

// Nothing came yet of a day that is still to come.
absl::Status CheckDayCame(const State& s, const Acting& by, const std::string& matter) {
  if (LocalDay(s.court_dates.at(matter).at) <= LocalDay(by.now)) return absl::OkStatus();
  return Refuse(Reason::IN_FUTURE, "the court date is still ahead", {{"field", "matter"}});
}

absl::Status CheckExpiry(const MakeOrder& c, const Rules& rules) {
  if (!c.expires_on) {
    return In(kExpiring, c.kind) ? Refuse(Reason::EXPIRY_REQUIRED) : absl::OkStatus();
  }
  if (*c.expires_on <= c.made_on) return Malformed("expires_on", "is not after made_on");
  if (c.expires_on->year() > c.made_on.year() + kOrderLongest) {
    return Malformed("expires_on", "is further ahead than an order can hold");
  }
  if (!In(kSupervising, c.kind)) return absl::OkStatus();
  const absl::CivilDay latest =
      rules.clocks.At(clock::kSupervision, c.made_on).limit.After(c.made_on);
  return *c.expires_on > latest ? Refuse(Reason::EXPIRY_REQUIRED, {}, {{"field", "expires_on"}})
                                : absl::OkStatus();
}

// Early enough for a court to hear it while the order still holds; one that is shorter than that is
// due on its last day. All of the day is there to do it.
std::optional<absl::Time> RenewBy(const MakeOrder& c, const Rules& rules) {
  if (!c.expires_on) return std::nullopt;
  const absl::CivilDay early =
      rules.clocks.At(clock::kRenewOrder, c.made_on).limit.Before(*c.expires_on);
  return StartOfLocalDay((early > c.made_on ? early : *c.expires_on) + 1);
}

}  // namespace

std::vector<Verb> AllowedOnDate(const State& s, const Acting& by, const std::string& matter) {
  std::vector<Verb> verbs;
  if (!CheckMatter(s, by, matter).ok()) return verbs;
  for (const Verb verb : {Verb::kMoveCourtDate, Verb::kVacateCourtDate, Verb::kAttendCourt}) {
    const bool early = verb == Verb::kAttendCourt && !CheckDayCame(s, by, matter).ok();
    if (!early && CheckVerb(s, by, verb).ok()) verbs.push_back(verb);
  }
  return verbs;
}

Decision Decide(const State& s, const SetCourtDate& c, const Rules& rules) {
  // On the way into an emergency the date is set in the stage before.
  RUFAA_RETURN_IF_ERROR(CheckVerb(s, c.by, Verb::kSetCourtDate));
  RUFAA_RETURN_IF_ERROR(CheckGiven("matter", c.matter));
  RUFAA_RETURN_IF_ERROR(CheckGiven("court", c.court));
  RUFAA_RETURN_IF_ERROR(CheckCourt(s, c.by, c.court));
  RUFAA_RETURN_IF_ERROR(CheckIfKnown(s, c.by, c.matter));
  // Whoever is named here sees the child's date among its own: a slip would tell it to another.
  if (!directory::IsCourt(c.court_kind)) return Malformed("court", "is no court of the directory");
  RUFAA_RETURN_IF_ERROR(CheckCode(rules, c.by, "session", list::kCourtSession, c.session));
  RUFAA_RETURN_IF_ERROR(CheckAhead("court_time", c.at, c.by));
  if (s.court_dates.contains(c.matter)) return Refuse(Reason::ALREADY_DONE);
  return One(CourtDateSet{
      .matter = c.matter, .session = c.session, .court = c.court, .at = c.at, .file = c.file});
}

Decision Decide(const State& s, const MoveCourtDate& c, const Rules& rules) {
  RUFAA_RETURN_IF_ERROR(CheckVerb(s, c.by, Verb::kMoveCourtDate));
  RUFAA_RETURN_IF_ERROR(CheckMatter(s, c.by, c.matter));
  RUFAA_RETURN_IF_ERROR(CheckAhead("court_time", c.to, c.by));
  RUFAA_RETURN_IF_ERROR(CheckReason(rules, c.by, list::kMoveReason, c.reason, true));
  return One(CourtDateMoved{
      .matter = c.matter, .from = s.court_dates.at(c.matter).at, .to = c.to, .reason = c.reason});
}

Decision Decide(const State& s, const VacateCourtDate& c, const Rules& rules) {
  RUFAA_RETURN_IF_ERROR(CheckVerb(s, c.by, Verb::kVacateCourtDate));
  RUFAA_RETURN_IF_ERROR(CheckMatter(s, c.by, c.matter));
  RUFAA_RETURN_IF_ERROR(CheckReason(rules, c.by, list::kMoveReason, c.reason, true));
  return One(CourtDateVacated{.matter = c.matter, .reason = c.reason});
}

Decision Decide(const State& s, const AttendCourt& c, const Rules& rules) {
  RUFAA_RETURN_IF_ERROR(CheckVerb(s, c.by, Verb::kAttendCourt));
  RUFAA_RETURN_IF_ERROR(CheckMatter(s, c.by, c.matter));
  RUFAA_RETURN_IF_ERROR(CheckCode(rules, c.by, "outcome", list::kCourtOutcome, c.outcome));
  RUFAA_RETURN_IF_ERROR(CheckDayCame(s, c.by, c.matter));
  if (c.next_at) RUFAA_RETURN_IF_ERROR(CheckAhead("next_time", *c.next_at, c.by));
  CourtAttended attended{.matter = c.matter,
                         .outcome = c.outcome,
                         .supported = c.supported,
                         .next_at = c.next_at,
                         .attended_at = c.by.occurred_at};
  // While the clock to court ran nobody was shown the risk's: that one starts now.
  if (s.stage == Stage::kEmergency && Presents(s, c.matter)) {
    attended.act_by = DueFrom(rules, RiskRule(s.risk), c.by);
  }
  return One(std::move(attended));
}

Decision Decide(const State& s, const MakeOrder& c, const Rules& rules) {
  RUFAA_RETURN_IF_ERROR(CheckVerb(s, c.by, Verb::kMakeOrder));
  RUFAA_RETURN_IF_ERROR(CheckGiven("order", c.order));
  // A court could neither see nor end an order in a matter that is nobody's yet: its date comes
  // first.
  if (!s.matters.contains(c.matter) && !PartiesOf(s, c.by).Has(Party::kOwner)) {
    return Refuse(Reason::NO_SUCH_PART, {}, {{"field", "matter"}});
  }
  RUFAA_RETURN_IF_ERROR(CheckIfKnown(s, c.by, c.matter));
  RUFAA_RETURN_IF_ERROR(CheckCode(rules, c.by, "kind", list::kCourtOrder, c.kind));
  RUFAA_RETURN_IF_ERROR(CheckDayPast("made_on", c.made_on, c.by));
  RUFAA_RETURN_IF_ERROR(CheckBorn(s.birth_year, c.by, "made_on", c.made_on));
  RUFAA_RETURN_IF_ERROR(CheckExpiry(c, rules));
  if (directory::NeverPlaceOfSafety(c.place_agency_kind)) {
    return Refuse(Reason::POLICE_STATION_NOT_SAFE, {}, {{"field", "place_agency"}});
  }
  if (!c.place_agency.empty() && !c.place_is_safe) {
    return Refuse(Reason::PLACE_OF_SAFETY_REQUIRED, {}, {{"field", "place_agency"}});
  }
  if (s.orders.contains(c.order)) return Refuse(Reason::ALREADY_DONE);
  return One(OrderMade{.order = c.order,
                       .kind = c.kind,
                       .made_on = c.made_on,
                       .expires_on = c.expires_on,
                       .place_agency = c.place_agency,
                       .matter = c.matter,
                       .renew_by = RenewBy(c, rules)});
}

Decision Decide(const State& s, const EndOrder& c, const Rules& rules) {
  RUFAA_RETURN_IF_ERROR(CheckVerb(s, c.by, Verb::kEndOrder));
  const auto order = s.orders.find(c.order);
  if (order == s.orders.end()) return Refuse(Reason::NO_SUCH_PART, {}, {{"field", "order"}});
  RUFAA_RETURN_IF_ERROR(CheckCourt(s, c.by, order->second.court));
  if (order->second.ended) return Refuse(Reason::ALREADY_DONE);
  RUFAA_RETURN_IF_ERROR(CheckReason(rules, c.by, list::kOrderEndReason, c.reason, true));
  return One(OrderEnded{.order = c.order, .reason = c.reason});
}

}  // namespace rufaa::casework
