// Data keys in use, unwrapped: the least recently used one makes room. Keys lie in locked memory
// and are wiped when they leave.
//
// Not thread-safe.
#pragma once

#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "vault/county_key.h"

namespace rufaa {

class KeyCache {
 public:
  explicit KeyCache(size_t capacity);

  struct Found {
    const unsigned char* key = nullptr;  // Valid until the next Put or Drop.
    const std::string* key_id = nullptr;
  };
  // `name` tells (child, compartment). key is nullptr if it is not here.
  Found Get(absl::string_view name);

  void Put(absl::string_view name, const std::string& key_id, const unsigned char* key);
  void Drop(absl::string_view name);

 private:
  struct Slot {
    std::string name, key_id;
    size_t newer = 0, older = 0;
  };
  // Slot 0 stands for both ends of the ring: its `older` is the newest, its `newer` the oldest.
  void Unlink(size_t slot);
  void LinkNewest(size_t slot);
  void Wipe(size_t slot);

  SecretKeys keys_;
  std::vector<Slot> slots_;
  std::vector<size_t> free_;
  absl::flat_hash_map<std::string, size_t> slot_of_;
  const size_t capacity_;
};

}  // namespace rufaa
