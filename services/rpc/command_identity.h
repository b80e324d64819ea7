// Who a child is, as it is sealed: the stored form of common.v1.ChildIdentity, with numbers of its
// own, since sealed bytes are opened for ever and an API message may be retired.
#pragma once

#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "domain/base/fields.h"
#include "rufaa/common/v1/common.pb.h"
#include "vault/vault.h"

namespace rufaa::rpc {

struct SealedIdentity {
  std::string first_name;
  std::string other_names;
  std::string surname;
  std::string birth_date;  // "2014-05-01"
  bool birth_date_estimated = false;
  std::string phone;
  std::string caregiver_name;
  std::string caregiver_phone;

  template <class Self, class Visitor>
  static void Fields(Self& self, Visitor&& visit) {
    visit(1, "first_name", self.first_name);
    visit(2, "other_names", self.other_names);
    visit(3, "surname", self.surname);
    visit(4, "birth_date", self.birth_date);
    visit(5, "birth_date_estimated", self.birth_date_estimated);
    visit(6, "phone", self.phone);
    visit(7, "caregiver_name", self.caregiver_name);
    visit(8, "caregiver_phone", self.caregiver_phone);
  }
};

// The bytes to seal; empty when nothing is known.
std::string IdentityBytes(const common::v1::ChildIdentity& identity);
absl::StatusOr<common::v1::ChildIdentity> IdentityOf(absl::string_view bytes);

// MALFORMED where the age told on `on` and the date of birth are more than a year apart: one of
// them was mistyped, and whoever reports can still say which.
absl::Status CheckAgeAndBirth(const common::v1::ChildIdentity& identity,
                              std::optional<uint32_t> age_years, absl::CivilDay on);

// Year of birth by the date of birth, or by the age told on `on`; 0 is a baby under one.
std::optional<uint32_t> BirthYear(const common::v1::ChildIdentity& identity,
                                  std::optional<uint32_t> age_years, absl::CivilDay on);
// Of list AGE_BAND; empty when neither age nor date is known.
std::string AgeBand(const common::v1::ChildIdentity& identity, std::optional<uint32_t> age_years,
                    absl::CivilDay on);

Vault::Likeness LikenessOf(const common::v1::ChildIdentity& identity, uint32_t birth_year,
                           absl::string_view sex);

}  // namespace rufaa::rpc
