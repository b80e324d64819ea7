// From a request to the command that the executor appends.
#pragma once

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "eventlog/execute/executor.h"
#include "services/rpc/call.h"

namespace rufaa::rpc {

// `lane` is the stream that the request contends on. `request` was validated.
template <class Request>
Command MakeCommand(const Call& call, const Request& request, std::string lane) {
  return {.lane = std::move(lane),
          .caller = call.caller.person,
          .request_id = UuidBytes(request.request_id()),
          .digest = call.county->request_digests.Of(request),
          .actor = call.caller.ToActor(),
          .authority = {},
          .occurred_at = call.OccurTime(request),
          .correlation = call.trace.trace_id};
}

// A request id, 16 bytes, of one `part` of what `of` asks for as a whole: the same whenever that is
// done again, by whoever finds it half done.
std::string DerivedId(absl::string_view what, absl::string_view of, absl::string_view part);

// WRONG_VERSION if `stream`, which was loaded, is not at the version that the caller expects
// (0: any).
absl::Status CheckVersion(const Loader& loader, absl::string_view stream, uint64_t expected);

// Decides and appends; `done` gets the outcome on some thread and must not block. Nothing decided
// (the thing is as asked already) is ALREADY_DONE.
void Execute(const CallPtr& call, Command command, Executor::Decide decide, Executor::Done done);

// The events of one aggregate as changes of `stream`.
template <class Event>
absl::StatusOr<std::vector<Change>> ChangesOf(absl::string_view stream,
                                              absl::StatusOr<std::vector<Event>> events) {
  if (!events.ok()) return events.status();
  std::vector<Change> changes;
  AddChanges(stream, *std::move(events), changes);
  return changes;
}

}  // namespace rufaa::rpc
