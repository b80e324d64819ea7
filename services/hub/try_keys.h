// Whether what a county's log holds sealed opens with the keys in its folder: a key file and a key
// store that fit each other may still be of another county, or older than the log.
#pragma once

#include <sys/types.h>

#include <cstddef>
#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "services/hub/open_county.h"

namespace rufaa::hub {

struct KeysTried {
  size_t tried = 0;  // 0: nothing is sealed, or all of it is of children who were erased.
  size_t failed = 0;
  uint64_t first_failed = 0;  // Its commit's position.
  std::string why;            // Without a word of what is sealed.
};

// Tries a few of the oldest and of the newest sealed values, of a child each, none of whom was
// erased. Only looks, also beside a hub that runs. `user` is whom the key file must belong to, if
// not to root. Fails as LogStore::Open and KeysAtHand::Open do.
absl::StatusOr<KeysTried> TryKeys(const CountyPaths& paths, const std::string& county, uid_t user);

}  // namespace rufaa::hub
