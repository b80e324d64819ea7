#include "eventlog/execute/evolve.h"

#include "absl/status/statusor.h"
#include "domain/base/status_macros.h"
#include "eventlog/codec/event_codec.h"

namespace rufaa {

template casework::State EvolveAny(casework::State, const AnyEvent&);
template referral::State EvolveAny(referral::State, const AnyEvent&);
template capacity::State EvolveAny(capacity::State, const AnyEvent&);
template directory::Agency EvolveAny(directory::Agency, const AnyEvent&);
template directory::County EvolveAny(directory::County, const AnyEvent&);
template access::Person EvolveAny(access::Person, const AnyEvent&);
template programme::Activity EvolveAny(programme::Activity, const AnyEvent&);
template coordination::SerialCounter EvolveAny(coordination::SerialCounter, const AnyEvent&);
template coordination::SerialHolder EvolveAny(coordination::SerialHolder, const AnyEvent&);

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
