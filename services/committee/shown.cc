#include "services/committee/shown.h"

namespace rufaa::committee_service {

namespace v1 = committee::v1;

bool Suppresses(const rpc::Call& call) { return call.caller.role == Role::kCommittee; }

void Set(const std::optional<int64_t>& count, v1::Count* proto) {
  if (count) {
    proto->set_value(static_cast<uint64_t>(*count));
  } else {
    proto->set_suppressed(true);
  }
}

}  // namespace rufaa::committee_service
