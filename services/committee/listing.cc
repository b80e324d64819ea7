#include "services/committee/listing.h"

namespace rufaa::committee_service {

namespace {

absl::Status Unknown(absl::string_view field) {
  return Refuse(Reason::MALFORMED, {},
                {{"field", std::string(field)}, {"problem", "is none that the board counts by"}});
}

template <class Stage, class Rows>
absl::StatusOr<std::optional<Stage>> Named(const Rows& rows, absl::string_view name,
                                           absl::string_view field) {
  if (name.empty()) return std::optional<Stage>();
  for (const auto& row : rows) {
    if (row.name == name) return std::optional<Stage>(row.stage);
  }
  return Unknown(field);
}

}  // namespace

absl::StatusOr<std::optional<size_t>> AgeAsked(absl::string_view name) {
  if (name.empty()) return std::optional<size_t>();
  const std::optional<size_t> age = board::AgeNamed(name);
  if (!age) return Unknown("age_bucket");
  return age;
}

absl::StatusOr<std::optional<casework::Stage>> StageAsked(absl::string_view name) {
  return Named<casework::Stage>(casework::Stages(), name, "stage");
}

absl::StatusOr<std::optional<referral::Stage>> StateAsked(absl::string_view name) {
  return Named<referral::Stage>(referral::Stages(), name, "state");
}

absl::Status RefuseOtherTable(absl::string_view field) {
  return Refuse(Reason::NOT_PERMITTED,
                "Small counts are hidden from you, so you may list only as the board counts.",
                {{"field", std::string(field)}});
}

}  // namespace rufaa::committee_service
