#include "services/rpc/command_seal.h"

#include "absl/strings/str_cat.h"
#include "domain/base/status_macros.h"

namespace rufaa::rpc {

std::string SealPlace(absl::string_view stream, absl::string_view event_type,
                      absl::string_view field) {
  return absl::StrCat(stream, "/", event_type, "/", field);
}

absl::StatusOr<Sealed> Sealer::Seal(absl::string_view child, Compartment compartment,
                                    absl::string_view place, absl::string_view text) {
  if (text.empty()) return Sealed{};
  const auto known = by_place_.find(std::string(place));
  const bool kept = known != by_place_.end() && known->second.compartment == compartment;
  if (kept) return known->second;
  RUFAA_ASSIGN_OR_RETURN(Sealed sealed, vault_.Seal(child, compartment, place, text));
  return by_place_.insert_or_assign(std::string(place), std::move(sealed)).first->second;
}

}  // namespace rufaa::rpc
