// BLAKE2b under a key of 32 bytes. The same bytes under the same key give other bytes for each
// length that is asked for.
#pragma once

#include <cstddef>
#include <string>

#include "absl/strings/string_view.h"

namespace rufaa {

// Into memory of the caller's: what is itself a key stays in locked memory.
void KeyedHashInto(unsigned char* hash, size_t size, absl::string_view bytes,
                   const unsigned char* key);

// The same where the hash is no secret, or leaves the vault anyway.
std::string KeyedHash(size_t size, absl::string_view bytes, const unsigned char* key);

}  // namespace rufaa
