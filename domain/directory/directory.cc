#include "domain/directory/directory.h"

#include <algorithm>
#include <iterator>
#include <set>
#include <utility>
#include <vector>

#include "absl/strings/str_join.h"
#include "domain/base/field_checks.h"
#include "domain/base/status_macros.h"
#include "domain/codes/codes.h"

namespace rufaa::directory {
namespace {

void Apply(Agency& a, const AgencyRegistered& e) {
  a.id = e.agency;
  a.kind = e.kind;
  a.unit_type = e.unit_type;
  a.display_name = e.display_name;
  a.subcounties = e.subcounties;
  a.place_of_safety = e.place_of_safety;
}

void Apply(Agency& a, const DeskOpened& e) { a.desks.insert(e.desk); }
void Apply(Agency& a, const OfferPublished& e) { a.offers[e.offer] = e; }
void Apply(Agency& a, const OfferWithdrawn& e) { a.offers.erase(e.offer); }

void Apply(Agency& a, const AgencyClosed& e) {
  a.closed_at = e.closed_at;
  a.close_reason = e.reason;
}

void Apply(Agency& a, const AgencyReopened&) {
  a.closed_at.reset();
  a.close_reason.clear();
}

void Apply(County& c, const CountyFounded& e) {
  c.county = e.county;
  c.prefix = e.prefix;
}

void Apply(County& c, const PolicyAdopted& e) { c.policy_version = e.version; }
void Apply(County& c, const ClocksAdopted& e) { c.clocks_version = e.version; }

absl::Status CheckAdmin(const Acting& by) {
  RUFAA_RETURN_IF_ERROR(CheckOccurred(by));
  return by.role == Role::kCountyAdmin ? absl::OkStatus() : Refuse(Reason::NOT_PERMITTED);
}

absl::Status CheckAdminOf(const Agency& agency, const Acting& by) {
  RUFAA_RETURN_IF_ERROR(CheckAdmin(by));
  return agency.id.empty() ? Refuse(Reason::NOT_FOUND_OR_NOT_YOURS) : absl::OkStatus();
}

// The county's administrator for any agency; its own desk for itself.
absl::Status CheckKeeper(const Agency& agency, const Acting& by) {
  RUFAA_RETURN_IF_ERROR(CheckOccurred(by));
  if (agency.id.empty()) return Refuse(Reason::NOT_FOUND_OR_NOT_YOURS);
  if (by.role == Role::kCountyAdmin) return absl::OkStatus();
  if (by.agency != agency.id) return Refuse(Reason::NOT_FOUND_OR_NOT_YOURS);
  return WorksCases(by.role) ? absl::OkStatus() : Refuse(Reason::NOT_PERMITTED);
}

absl::Status CheckFounded(const County& county, const Acting& by) {
  RUFAA_RETURN_IF_ERROR(CheckAdmin(by));
  return county.county.empty() ? Refuse(Reason::NOT_ALLOWED_IN_STATE) : absl::OkStatus();
}

absl::Status CheckAdopted(absl::string_view version, absl::string_view digest,
                          absl::string_view in_force) {
  RUFAA_RETURN_IF_ERROR(CheckGiven("version", version));
  RUFAA_RETURN_IF_ERROR(CheckGiven("digest", digest));
  return version == in_force ? Refuse(Reason::ALREADY_DONE) : absl::OkStatus();
}

// Told as done, a registration that was put right would be taken for one that holds.
absl::Status RefuseAgain(const Agency& a, const RegisterAgency& c) {
  RUFAA_RETURN_IF_ERROR(CheckOpen("agency", a));
  const std::set<std::string> works_in(a.subcounties.begin(), a.subcounties.end());
  const std::set<std::string> asked(c.subcounties.begin(), c.subcounties.end());
  std::vector<std::string> otherwise;
  if (a.kind != c.kind) otherwise.push_back("kind");
  if (a.unit_type != c.unit_type) otherwise.push_back("unit_type");
  if (a.display_name != c.display_name) otherwise.push_back("display_name");
  if (works_in != asked) otherwise.push_back("subcounties");
  if (a.place_of_safety != c.place_of_safety) otherwise.push_back("place_of_safety");
  if (otherwise.empty()) return Refuse(Reason::ALREADY_DONE);
  return Refuse(Reason::NOT_ALLOWED_IN_STATE,
                "The agency is registered otherwise, and what was said of it is not changed later: "
                "register another under an id of its own.",
                {{"differs", absl::StrJoin(otherwise, " ")}});
}

template <class Event, class Variant = AgencyEvent>
absl::StatusOr<std::vector<Variant>> One(Event event) {
  return std::vector<Variant>{std::move(event)};
}

}  // namespace

Agency Evolve(Agency agency, const AgencyEvent& event) {
  std::visit([&](const auto& e) { Apply(agency, e); }, event);
  return agency;
}

County Evolve(County county, const CountyEvent& event) {
  std::visit([&](const auto& e) { Apply(county, e); }, event);
  return county;
}

absl::Status CheckOpen(absl::string_view field, const Agency& agency, absl::Time at) {
  if (!agency.closed_at || *agency.closed_at > at) return absl::OkStatus();
  return Refuse(Reason::AGENCY_CLOSED, {}, {{"field", std::string(field)}, {"agency", agency.id}});
}

bool IsHub(absl::string_view kind) { return kind == "HUB"; }

bool NeverPlaceOfSafety(absl::string_view kind) {
  constexpr absl::string_view kNever[] = {"POLICE", "POLICE_STATION", "CHILD_PROTECTION_UNIT",
                                          "REMAND_HOME", "REHABILITATION_SCHOOL"};
  return std::find(std::begin(kNever), std::end(kNever), kind) != std::end(kNever);
}

bool IsCourt(absl::string_view kind) { return kind == "JUDICIARY"; }

AgencyDecision Decide(const Agency& agency, const RegisterAgency& c, const Rules& rules) {
  RUFAA_RETURN_IF_ERROR(CheckAdmin(c.by));
  if (!agency.id.empty()) return RefuseAgain(agency, c);
  RUFAA_RETURN_IF_ERROR(CheckGiven("agency", c.agency));
  RUFAA_RETURN_IF_ERROR(CheckCode(rules, c.by, "kind", list::kAgencyKind, c.kind));
  RUFAA_RETURN_IF_ERROR(CheckOptionalCode(rules, c.by, "unit_type", list::kUnitType, c.unit_type));
  if (c.place_of_safety && NeverPlaceOfSafety(c.kind)) {
    return Refuse(Reason::POLICE_STATION_NOT_SAFE);
  }
  return One(AgencyRegistered{.agency = c.agency,
                              .kind = c.kind,
                              .unit_type = c.unit_type,
                              .display_name = c.display_name,
                              .subcounties = c.subcounties,
                              .place_of_safety = c.place_of_safety});
}

AgencyDecision Decide(const Agency& agency, const OpenDesk& c, const Rules&) {
  RUFAA_RETURN_IF_ERROR(CheckKeeper(agency, c.by));
  RUFAA_RETURN_IF_ERROR(CheckOpen("agency", agency));
  RUFAA_RETURN_IF_ERROR(CheckGiven("desk", c.desk));
  if (agency.desks.contains(c.desk)) return Refuse(Reason::ALREADY_DONE);
  return One(DeskOpened{.desk = c.desk, .display_name = c.display_name});
}

AgencyDecision Decide(const Agency& agency, const PublishOffer& c, const Rules& rules) {
  RUFAA_RETURN_IF_ERROR(CheckKeeper(agency, c.by));
  RUFAA_RETURN_IF_ERROR(CheckOpen("agency", agency));
  RUFAA_RETURN_IF_ERROR(CheckGiven("offer", c.offer));
  if (c.services.empty()) return Malformed("services", "is missing");
  for (const std::string& service : c.services) {
    RUFAA_RETURN_IF_ERROR(CheckCode(rules, c.by, "services", list::kReferralReason, service));
  }
  RUFAA_RETURN_IF_ERROR(
      CheckOptionalCode(rules, c.by, "destination", list::kReferralDestination, c.destination));
  RUFAA_RETURN_IF_ERROR(CheckOptionalCode(rules, c.by, "sex", list::kSex, c.sex));
  if (c.age_max < c.age_min) return Malformed("age_max", "is below age_min");
  return One(OfferPublished{.offer = c.offer,
                            .services = c.services,
                            .destination = c.destination,
                            .sex = c.sex,
                            .age_min = c.age_min,
                            .age_max = c.age_max,
                            .subcounties = c.subcounties,
                            .hours = c.hours,
                            .has_beds = c.has_beds,
                            .display_name = c.display_name});
}

AgencyDecision Decide(const Agency& agency, const WithdrawOffer& c, const Rules&) {
  RUFAA_RETURN_IF_ERROR(CheckKeeper(agency, c.by));
  if (!agency.offers.contains(c.offer)) return Refuse(Reason::NOT_FOUND_OR_NOT_YOURS);
  return One(OfferWithdrawn{.offer = c.offer, .reason = c.reason});
}

AgencyDecision Decide(const Agency& agency, const CloseAgency& c, const Rules& rules) {
  RUFAA_RETURN_IF_ERROR(CheckAdminOf(agency, c.by));
  if (agency.closed_at) return Refuse(Reason::ALREADY_DONE);
  if (agency.id == c.by.agency) {
    return Refuse(Reason::SELF_APPROVAL,
                  "Nobody closes the agency they are at: another administrator does.");
  }
  if (IsHub(agency.kind)) {
    return Refuse(Reason::NOT_ALLOWED_IN_STATE, "The hub's own agency is there as long as it is.");
  }
  RUFAA_RETURN_IF_ERROR(CheckReason(rules, c.by, list::kAgencyCloseReason, c.reason, true));
  std::vector<AgencyEvent> events = {
      AgencyClosed{.reason = c.reason, .closed_at = c.by.occurred_at}};
  for (const auto& [id, offer] : agency.offers) {
    events.push_back(OfferWithdrawn{.offer = id, .reason = c.reason});
  }
  return events;
}

AgencyDecision Decide(const Agency& agency, const ReopenAgency& c, const Rules&) {
  RUFAA_RETURN_IF_ERROR(CheckAdminOf(agency, c.by));
  if (!agency.closed_at) return Refuse(Reason::ALREADY_DONE);
  return One(AgencyReopened{.reopened_at = c.by.occurred_at});
}

CountyDecision Decide(const County& county, const FoundCounty& c, const Rules&) {
  RUFAA_RETURN_IF_ERROR(CheckAdmin(c.by));
  if (!county.county.empty()) return Refuse(Reason::ALREADY_DONE);
  RUFAA_RETURN_IF_ERROR(CheckGiven("county", c.county));
  if (!AreCountyLetters(c.prefix)) {
    return Malformed("prefix", "is not two letters of A to Z: the county's codes begin with them");
  }
  return One<CountyFounded, CountyEvent>(
      {.county = c.county, .name = c.name, .prefix = c.prefix, .subcounties = c.subcounties});
}

CountyDecision Decide(const County& county, const AdoptPolicy& c, const Rules&) {
  RUFAA_RETURN_IF_ERROR(CheckFounded(county, c.by));
  RUFAA_RETURN_IF_ERROR(CheckAdopted(c.version, c.digest, county.policy_version));
  return One<PolicyAdopted, CountyEvent>({.version = c.version, .digest = c.digest});
}

CountyDecision Decide(const County& county, const AdoptClocks& c, const Rules&) {
  RUFAA_RETURN_IF_ERROR(CheckFounded(county, c.by));
  RUFAA_RETURN_IF_ERROR(CheckAdopted(c.version, c.digest, county.clocks_version));
  return One<ClocksAdopted, CountyEvent>({.version = c.version, .digest = c.digest});
}

}  // namespace rufaa::directory
