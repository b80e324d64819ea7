#include "cli/demo/child.h"

#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "domain/base/check.h"
#include "domain/base/local_day.h"
#include "domain/codelists/areas.h"
#include "services/rpc/command_identity.h"

namespace rufaa::demo {
namespace {

struct Alleged {
  const char* category;
  const char* subcategory;
  const char* nature;
  int weight;  // Of 100.
};

// The programme is about commercial sexual exploitation; the rest is what comes along with it.
constexpr Alleged kAlleged[] = {
    {"CSRG", "CEPR", "OCGE", 34}, {"CCOA", "OAOG", "OCGE", 10}, {"CCDF", "", "OOEM", 16},
    {"CSTC", "", "OOEM", 8},      {"CSRG", "CEST", "OCGE", 8},  {"CCOA", "OAST", "OOEV", 6},
    {"CSRC", "", "OOEM", 8},      {"CSHV", "", "OCGE", 5},      {"CTRF", "", "OCGE", 5},
};

const Alleged& PickAlleged(Dice& dice) {
  int left = dice.Between(1, 100);
  for (const Alleged& alleged : kAlleged) {
    left -= alleged.weight;
    if (left <= 0) return alleged;
  }
  return kAlleged[0];
}

std::string PickWard(Dice& dice, const std::string& subcounty) {
  const Areas* areas = Areas::Of("001");
  RUFAA_CHECK(areas != nullptr);
  std::vector<int> wards;
  for (const Ward& ward : areas->wards()) {
    if (ward.sub_county == subcounty) wards.push_back(ward.number);
  }
  return absl::StrCat(dice.Pick(wards));
}

std::string Phone(Dice& dice) {
  // No operator gives out numbers beginning so.
  return absl::StrFormat("+254000%06d", dice.Between(0, 999999));
}

void MakeIdentity(Dice& dice, const NameParts& names, absl::CivilDay born, Child& child) {
  const auto& firsts = child.sex == "SFEM" ? names.girls : names.boys;
  const std::string surname = dice.Pick(names.surnames);
  child.identity.set_first_name(dice.Pick(firsts));
  if (dice.Chance(60)) child.identity.set_other_names(dice.Pick(names.boys));
  child.identity.set_surname(surname);
  child.identity.set_birth_date(absl::FormatCivilTime(born));
  child.identity.set_birth_date_estimated(dice.Chance(45));
  if (dice.Chance(70)) {
    const auto& carers = dice.Chance(70) ? names.girls : names.boys;
    child.identity.set_caregiver_name(absl::StrCat(dice.Pick(carers), " ", surname));
    child.identity.set_caregiver_phone(Phone(dice));
  }
}

int PickAge(Dice& dice) {
  if (dice.Chance(55)) return dice.Between(14, 17);
  return dice.Chance(80) ? dice.Between(10, 13) : dice.Between(3, 9);
}

}  // namespace

Child MakeChild(Dice& dice, const CountyPlan& plan, std::string id, const std::string& subcounty,
                absl::Time identified_at) {
  Child child;
  child.id = std::move(id);
  child.sex = dice.Chance(76) ? "SFEM" : "SMAL";
  child.subcounty = subcounty;
  child.ward = PickWard(dice, subcounty);
  const int age = PickAge(dice);
  const absl::CivilDay today = LocalDay(identified_at);
  // Born on a day that makes the child exactly so many years old, birthdays aside.
  const absl::CivilDay born(today.year() - age, today.month(), 1);
  child.birth_year = static_cast<uint32_t>(born.year());
  MakeIdentity(dice, plan.names, born, child);
  child.age_band = rpc::AgeBand(child.identity, std::nullopt, today);

  const Alleged& alleged = PickAlleged(dice);
  child.category = {.category = alleged.category,
                    .subcategory = alleged.subcategory,
                    .nature = alleged.nature,
                    .event_on = today - dice.Between(1, 60)};
  if (std::string(alleged.nature) == "OOEM" && dice.Chance(60)) {
    child.since_exposure = absl::Hours(dice.Between(3, 150));
    child.category.event_on = LocalDay(identified_at - *child.since_exposure);
  }
  child.trafficking = child.category.category == "CSTC";
  child.perpetrator_in_household = dice.Chance(9);
  child.safe_now = dice.Chance(65);
  if (dice.Chance(85)) child.in_school = dice.Chance(58);
  if (dice.Chance(6))
    child.disability = dice.Pick(std::vector<std::string>{"DIPH", "DIHI", "DIMT"});
  child.narrative = dice.Pick(plan.names.narratives);
  child.location = absl::StrCat(dice.Pick(plan.names.villages), ", house ", dice.Between(1, 400));
  return child;
}

}  // namespace rufaa::demo
