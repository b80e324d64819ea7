#include <utility>

#include "domain/base/status_macros.h"
#include "eventlog/codec/event_codec.h"
#include "projections/core/view.h"

namespace rufaa {

absl::StatusOr<DecodedCommit> Decode(const Commit& commit) {
  DecodedCommit decoded;
  decoded.commit = commit;
  decoded.events.reserve(commit.proposal.events.size());
  for (const NewEvent& event : commit.proposal.events) {
    RUFAA_ASSIGN_OR_RETURN(AnyEvent one, DecodeEvent(event.type, event.payload));
    decoded.events.push_back(std::move(one));
  }
  return decoded;
}

}  // namespace rufaa
