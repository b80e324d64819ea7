#include "cli/demo/county_plan.h"

#include <algorithm>
#include <utility>

#include "absl/types/span.h"
#include "domain/base/check.h"
#include "domain/codelists/embedded.h"
#include "toml++/toml.h"

namespace rufaa {
absl::Span<const EmbeddedText> EmbeddedDemo();
}  // namespace rufaa

namespace rufaa::demo {
namespace {

// The files are part of the build, so one that can't be read is our mistake.
toml::table Read(absl::string_view stem) {
  for (const EmbeddedText& file : EmbeddedDemo()) {
    if (file.stem != stem) continue;
    try {
      return toml::parse(std::string_view(file.text.data(), file.text.size()));
    } catch (const toml::parse_error&) {
      RUFAA_CHECK(false && "deploy/demo: not TOML");
    }
  }
  RUFAA_CHECK(false && "deploy/demo: a file is missing");
}

std::string Text(const toml::table& table, std::string_view key) {
  const std::optional<std::string> text = table[key].value<std::string>();
  RUFAA_CHECK(text.has_value());
  return *text;
}

uint32_t Number(const toml::table& table, std::string_view key) {
  return static_cast<uint32_t>(table[key].value_or<int64_t>(0));
}

std::vector<std::string> Texts(const toml::table& table, std::string_view key) {
  const toml::array* array = table[key].as_array();
  RUFAA_CHECK(array != nullptr);
  std::vector<std::string> texts;
  for (const toml::node& node : *array) texts.push_back(node.value_or<std::string>(""));
  return texts;
}

template <class Take>
void ForEach(const toml::table& table, std::string_view key, Take take) {
  const toml::array* array = table[key].as_array();
  RUFAA_CHECK(array != nullptr);
  for (const toml::node& node : *array) {
    RUFAA_CHECK(node.is_table());
    take(*node.as_table());
  }
}

PlannedOffer ReadOffer(const toml::table& table) {
  return {.id = Text(table, "id"),
          .name = Text(table, "name"),
          .services = Texts(table, "services"),
          .destination = Text(table, "destination"),
          .sex = Text(table, "sex"),
          .age_min = Number(table, "age_min"),
          .age_max = Number(table, "age_max"),
          .subcounties = Texts(table, "subcounties"),
          .hours = Text(table, "hours"),
          .beds = Number(table, "beds"),
          .used = Number(table, "used")};
}

void ReadAgencies(const toml::table& file, CountyPlan& plan) {
  plan.county = Text(file, "county");
  ForEach(file, "agency", [&](const toml::table& table) {
    PlannedAgency agency{.id = Text(table, "id"),
                         .kind = Text(table, "kind"),
                         .unit_type = Text(table, "unit_type"),
                         .name = Text(table, "name"),
                         .subcounties = Texts(table, "subcounties"),
                         .place_of_safety = table["place_of_safety"].value_or(false),
                         .pace = Text(table, "pace"),
                         .desks = {},
                         .offers = {}};
    ForEach(table, "desks", [&](const toml::table& desk) {
      agency.desks.push_back({Text(desk, "id"), Text(desk, "name")});
    });
    plan.agencies.push_back(std::move(agency));
  });
  ForEach(file, "offer", [&](const toml::table& table) {
    const std::string agency = Text(table, "agency");
    const auto found = std::find_if(plan.agencies.begin(), plan.agencies.end(),
                                    [&](const PlannedAgency& a) { return a.id == agency; });
    RUFAA_CHECK(found != plan.agencies.end());
    found->offers.push_back(ReadOffer(table));
  });
}

void ReadPeople(const toml::table& file, CountyPlan& plan) {
  ForEach(file, "person", [&](const toml::table& table) {
    const std::optional<Role> role = RoleNamed(Text(table, "role"));
    RUFAA_CHECK(role.has_value());
    PlannedPerson person{.login = Text(table, "login"),
                         .id = Text(table, "id"),
                         .agency = Text(table, "agency"),
                         .desk = Text(table, "desk"),
                         .role = *role,
                         .subcounty = Text(table, "subcounty"),
                         .agency_kind = {}};
    person.agency_kind = plan.Agency(person.agency).kind;
    plan.people.push_back(std::move(person));
  });
}

template <class T, class Is>
const T& Found(const std::vector<T>& all, Is is) {
  const auto found = std::find_if(all.begin(), all.end(), is);
  RUFAA_CHECK(found != all.end());
  return *found;
}

}  // namespace

const PlannedAgency& CountyPlan::Agency(absl::string_view id) const {
  return Found(agencies, [&](const PlannedAgency& agency) { return agency.id == id; });
}

const PlannedOffer& CountyPlan::Offer(absl::string_view id) const {
  for (const PlannedAgency& agency : agencies) {
    for (const PlannedOffer& offer : agency.offers) {
      if (offer.id == id) return offer;
    }
  }
  RUFAA_CHECK(false && "no such offer");
}

const PlannedPerson& CountyPlan::Login(absl::string_view login) const {
  return Found(people, [&](const PlannedPerson& person) { return person.login == login; });
}

std::vector<PlannedPerson> CountyPlan::People(absl::string_view agency) const {
  std::vector<PlannedPerson> found;
  for (const PlannedPerson& person : people) {
    if (person.agency == agency) found.push_back(person);
  }
  return found;
}

std::vector<PlannedPerson> CountyPlan::With(Role role, absl::string_view subcounty) const {
  std::vector<PlannedPerson> found;
  for (const PlannedPerson& person : people) {
    if (person.role != role) continue;
    if (subcounty.empty() || person.subcounty == subcounty) found.push_back(person);
  }
  return found;
}

const CountyPlan& DemoPlan() {
  static const CountyPlan* const plan = [] {
    auto* made = new CountyPlan;
    ReadAgencies(Read("agencies"), *made);
    ReadPeople(Read("people"), *made);
    const toml::table names = Read("names");
    made->names = {.girls = Texts(names, "girls"),
                   .boys = Texts(names, "boys"),
                   .surnames = Texts(names, "surnames"),
                   .villages = Texts(names, "villages"),
                   .narratives = Texts(names, "narratives")};
    return made;
  }();
  return *plan;
}

}  // namespace rufaa::demo
