#include "vault/key_cache.h"

#include <sodium.h>

#include <cstring>

namespace rufaa {

KeyCache::KeyCache(size_t capacity) : keys_(capacity + 1), slots_(1), capacity_(capacity) {}

void KeyCache::Unlink(size_t slot) {
  slots_[slots_[slot].newer].older = slots_[slot].older;
  slots_[slots_[slot].older].newer = slots_[slot].newer;
}

void KeyCache::LinkNewest(size_t slot) {
  const size_t newest = slots_[0].older;
  slots_[slot].newer = 0;
  slots_[slot].older = newest;
  slots_[newest].newer = slot;
  slots_[0].older = slot;
}

void KeyCache::Wipe(size_t slot) {
  sodium_memzero(keys_[slot], SecretKeys::kKeyBytes);
  slot_of_.erase(slots_[slot].name);
  Unlink(slot);
  free_.push_back(slot);
}

KeyCache::Found KeyCache::Get(absl::string_view name) {
  const auto found = slot_of_.find(name);
  if (found == slot_of_.end()) return {};
  Unlink(found->second);
  LinkNewest(found->second);
  return {.key = keys_[found->second], .key_id = &slots_[found->second].key_id};
}

void KeyCache::Put(absl::string_view name, const std::string& key_id, const unsigned char* key) {
  Drop(name);
  if (free_.empty() && slots_.size() > capacity_) Wipe(slots_[0].newer);
  size_t slot = slots_.size();
  if (free_.empty()) {
    slots_.emplace_back();
  } else {
    slot = free_.back();
    free_.pop_back();
  }
  slots_[slot].name = std::string(name);
  slots_[slot].key_id = key_id;
  std::memcpy(keys_[slot], key, SecretKeys::kKeyBytes);
  LinkNewest(slot);
  slot_of_[slots_[slot].name] = slot;
}

void KeyCache::Drop(absl::string_view name) {
  const auto found = slot_of_.find(name);
  if (found != slot_of_.end()) Wipe(found->second);
}

}  // namespace rufaa
