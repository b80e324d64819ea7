#include "services/rpc/command_identity.h"

#include "domain/base/ages.h"
#include "domain/base/field_checks.h"
#include "domain/base/status_macros.h"
#include "eventlog/codec/wire.h"
#include "services/rpc/convert.h"

namespace rufaa::rpc {
namespace {

std::optional<int64_t> AgeOn(const common::v1::ChildIdentity& identity,
                             std::optional<uint32_t> age_years, absl::CivilDay on) {
  if (const std::optional<absl::CivilDay> born = DayOf(identity.birth_date())) {
    const bool birthday_ahead =
        on.month() < born->month() || (on.month() == born->month() && on.day() < born->day());
    return on.year() - born->year() - (birthday_ahead ? 1 : 0);
  }
  return age_years;
}

}  // namespace

std::string IdentityBytes(const common::v1::ChildIdentity& identity) {
  return EncodeFields(SealedIdentity{.first_name = identity.first_name(),
                                     .other_names = identity.other_names(),
                                     .surname = identity.surname(),
                                     .birth_date = identity.birth_date(),
                                     .birth_date_estimated = identity.birth_date_estimated(),
                                     .phone = identity.phone(),
                                     .caregiver_name = identity.caregiver_name(),
                                     .caregiver_phone = identity.caregiver_phone()});
}

absl::StatusOr<common::v1::ChildIdentity> IdentityOf(absl::string_view bytes) {
  RUFAA_ASSIGN_OR_RETURN(SealedIdentity stored, DecodeFields<SealedIdentity>(bytes));
  common::v1::ChildIdentity identity;
  identity.set_first_name(std::move(stored.first_name));
  identity.set_other_names(std::move(stored.other_names));
  identity.set_surname(std::move(stored.surname));
  identity.set_birth_date(std::move(stored.birth_date));
  identity.set_birth_date_estimated(stored.birth_date_estimated);
  identity.set_phone(std::move(stored.phone));
  identity.set_caregiver_name(std::move(stored.caregiver_name));
  identity.set_caregiver_phone(std::move(stored.caregiver_phone));
  return identity;
}

absl::Status CheckAgeAndBirth(const common::v1::ChildIdentity& identity,
                              std::optional<uint32_t> age_years, absl::CivilDay on) {
  if (!age_years) return absl::OkStatus();
  if (*age_years > kOldestAge) return Malformed("age_years", "is no age of a person");
  const int64_t apart = *AgeOn(identity, age_years, on) - int64_t{*age_years};
  if (-1 <= apart && apart <= 1) return absl::OkStatus();
  return Malformed("age_years", "and identity.birth_date are more than a year apart");
}

std::optional<uint32_t> BirthYear(const common::v1::ChildIdentity& identity,
                                  std::optional<uint32_t> age_years, absl::CivilDay on) {
  if (const std::optional<absl::CivilDay> born = DayOf(identity.birth_date())) {
    return static_cast<uint32_t>(born->year());
  }
  if (age_years) return static_cast<uint32_t>(on.year()) - *age_years;
  return std::nullopt;
}

std::string AgeBand(const common::v1::ChildIdentity& identity, std::optional<uint32_t> age_years,
                    absl::CivilDay on) {
  const std::optional<int64_t> age = AgeOn(identity, age_years, on);
  return age ? std::string(AgeBandOf(*age)) : std::string();
}

Vault::Likeness LikenessOf(const common::v1::ChildIdentity& identity, uint32_t birth_year,
                           absl::string_view sex) {
  return {.first_name = identity.first_name(),
          .surname = identity.surname(),
          .birth_year = static_cast<int>(birth_year),
          .sex = std::string(sex)};
}

}  // namespace rufaa::rpc
