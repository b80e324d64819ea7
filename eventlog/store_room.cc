#include "eventlog/store_room.h"

#include "domain/base/refusal.h"

namespace rufaa {

absl::Status CheckRoom(rocksdb::Env& env, const std::string& folder, uint64_t reserve) {
  uint64_t free = 0;
  if (!env.GetFreeSpace(folder, &free).ok() || free >= reserve) return absl::OkStatus();
  return Refuse(Reason::STORE_FULL);
}

}  // namespace rufaa
