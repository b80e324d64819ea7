#include "services/rpc/area.h"

#include <utility>

#include "domain/base/refusal.h"
#include "domain/base/status_macros.h"
#include "domain/codelists/areas.h"

namespace rufaa::rpc {

absl::StatusOr<std::string> SubcountyOf(const Call& call, absl::string_view asked,
                                        absl::string_view field) {
  const Areas* areas = Areas::Of(call.county->id);
  // A county without area data of ours names its own areas.
  if (areas == nullptr || asked.empty()) return std::string(asked);
  const SubCounty* found = areas->FindSubCounty(asked);
  if (found == nullptr) {
    return Refuse(Reason::MALFORMED, {},
                  {{"field", std::string(field)}, {"problem", "is none of this county"}});
  }
  return found->code;
}

absl::StatusOr<std::vector<std::string>> SubcountiesOf(
    const Call& call, const google::protobuf::RepeatedPtrField<std::string>& asked) {
  std::vector<std::string> codes;
  for (const std::string& one : asked) {
    RUFAA_ASSIGN_OR_RETURN(std::string code, SubcountyOf(call, one, "subcounties"));
    codes.push_back(std::move(code));
  }
  return codes;
}

}  // namespace rufaa::rpc
