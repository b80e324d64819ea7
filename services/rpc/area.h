// Sub-counties as a request names them, turned into the codes by which events and views know them:
// text that is compared as it came finds nothing, which looks like there being nothing.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/repeated_ptr_field.h"
#include "services/rpc/call.h"

namespace rufaa::rpc {

// The code of a sub-county of the call's county, given by it or by its name; empty for empty.
// MALFORMED, naming `field`, where the county has none such.
absl::StatusOr<std::string> SubcountyOf(const Call& call, absl::string_view asked,
                                        absl::string_view field = "subcounty");

// As SubcountyOf, of each, for the field `subcounties`.
absl::StatusOr<std::vector<std::string>> SubcountiesOf(
    const Call& call, const google::protobuf::RepeatedPtrField<std::string>& asked);

}  // namespace rufaa::rpc
