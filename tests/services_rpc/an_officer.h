// Whom a call is of, where a test has nobody sign in.
#pragma once

#include "services/rpc/caller.h"

namespace rufaa::rpc {

inline Caller AnOfficer() {
  return {.person = "p-1",
          .agency = "office",
          .agency_kind = "CHILDREN_OFFICE",
          .desk = {},
          .role = Role::kChildrensOfficer,
          .county = "001",
          .subcounty = {},
          .session_id = "s-1"};
}

}  // namespace rufaa::rpc
