// What a read asks for by a code, or by an agency's or a person's id. One that there is not would
// find nothing, which looks like there being nothing: it is refused by the field's name.
#pragma once

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "services/rpc/call.h"

namespace rufaa::rpc {

// UNKNOWN_CODE, naming `field` and `list`, unless `code` is or once was of the list, or is empty:
// what was written under a code that has ended is still looked for by it.
absl::Status CheckCodeAsked(const Call& call, absl::string_view field, absl::string_view list,
                            absl::string_view code);

// MALFORMED, naming `field`, unless the directory has `agency`, or it is empty.
absl::Status CheckAgencyAsked(const Call& call, absl::string_view field, absl::string_view agency);

// MALFORMED, naming `field`, unless `person` is or once was enrolled, is the hub itself, or is
// empty.
absl::Status CheckPersonAsked(const Call& call, absl::string_view field, absl::string_view person);

}  // namespace rufaa::rpc
