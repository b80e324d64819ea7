#include "eventlog/execute/evolve.h"

#include "absl/status/statusor.h"
#include "domain/base/status_macros.h"
#include "eventlog/codec/event_codec.h"

namespace rufaa {

template casework::State EvolveAny(casework::State, const AnyEvent&);
template referral::State EvolveAny(referral::State, const AnyEvent&);
template capacity::State EvolveAny(capacity::State, const AnyEvent&);

absl::Status ShowEvents(CountyLog& log, absl::string_view stream, uint64_t after, uint64_t position,
                        absl::FunctionRef<void(const AnyEvent& event, uint64_t version)> show) {
  absl::Status decoded;
  RUFAA_RETURN_IF_ERROR(log.ReadStream(stream, after, [&](const RecordedEvent& recorded) {
    if (recorded.commit->position > position) return false;
    absl::StatusOr<AnyEvent> event = DecodeEvent(recorded.event().type, recorded.event().payload);
    if (!event.ok()) {
      decoded = event.status();
      return false;
    }
    show(*event, recorded.version());
    return true;
  }));
  return decoded;
}

}  // namespace rufaa
