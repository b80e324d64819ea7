// One change of one thing, from a request to its outcome: the shell that every verb of casework and
// referral runs in. A service adds what the request means (a decision) and how the thing is shown.
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "domain/base/local_day.h"
#include "domain/base/refusal.h"
#include "domain/base/status_macros.h"
#include "services/rpc/command.h"
#include "services/rpc/command_code.h"
#include "services/rpc/command_seal.h"

namespace rufaa::rpc {

using AllChanges = absl::StatusOr<std::vector<Change>>;

// What a decision may use beside the request. Lives for one attempt at it.
template <class State>
struct Making {
  Loader& load;
  Sealer& seal;
  const Acting& by;
  const CountyRuntime& county;
  const std::string& stream;  // "case/MSA-7F3K-Q2"
  const State& state;         // As loaded.
  const RequestKey& key;      // Of the request.

  const Rules& rules() const { return county.rules; }
  absl::StatusOr<Sealed> Seal(Compartment compartment, absl::string_view event_type,
                              absl::string_view field, absl::string_view text) const {
    return seal.Seal(state.child, compartment, SealPlace(stream, event_type, field), text);
  }
  // The day it happened, in Nairobi.
  absl::CivilDay Today() const { return LocalDay(by.occurred_at); }
  // An id within the thing that no part of it had before: the version of its first event.
  std::string NewPart(absl::string_view letter) const {
    return absl::StrCat(letter, load.VersionOf(stream) + 1);
  }
};

// Refuses what is not there or not the caller's, both in the same words, before anything about the
// thing can show in the answer; then a version that moved.
template <class State>
absl::Status CheckAddressed(const Loader& load, const std::string& stream, const State& state,
                            const Acting& by, uint64_t expected_version) {
  if (load.VersionOf(stream) == 0 || PartiesOf(state, by).empty()) {
    return Refuse(Reason::NOT_FOUND_OR_NOT_YOURS);
  }
  return CheckVersion(load, stream, expected_version);
}

// Decides `request` on the thing of `stream` and appends. `request` must live until `done`.
template <class State, class Request, class Decide>
void ChangeThing(const CallPtr& call, const Request& request, const std::string& stream,
                 Decide decide, Executor::Done done) {
  struct Work {
    Acting by;
    std::string stream;
    RequestKey key;
    Sealer seal;
  };
  Command command = MakeCommand(*call, request, stream);
  auto work = std::make_shared<Work>(
      Work{call->ActingOf(request), stream, KeyOf(command), Sealer(call->county->vault)});
  if constexpr (requires { request.authority(); }) command.authority = request.authority();
  Execute(
      call, std::move(command),
      [call, work, &request, decide](Loader& load) -> AllChanges {
        RUFAA_ASSIGN_OR_RETURN(const State* state, load.Load<State>(work->stream));
        RUFAA_RETURN_IF_ERROR(
            CheckAddressed(load, work->stream, *state, work->by, request.expected_version()));
        return decide(request, Making<State>{load, work->seal, work->by, *call->county,
                                             work->stream, *state, work->key});
      },
      std::move(done));
}

// The thing as the commit at `position` left it.
template <class State>
absl::StatusOr<Folded<State>> StateAsOf(const CountyRuntime& county, const std::string& stream,
                                        uint64_t position) {
  State state;
  uint64_t version = 0;
  RUFAA_RETURN_IF_ERROR(ShowEvents(county.log, stream, 0, position,
                                   [&](const AnyEvent& event, uint64_t event_version) {
                                     state = EvolveAny(std::move(state), event);
                                     version = event_version;
                                   }));
  return Folded<State>{version, std::make_shared<const State>(std::move(state))};
}

// What an answer shows: the thing as it stands, at least as of its commit; told again, as its
// commit left it.
template <class State>
absl::StatusOr<Folded<State>> StateAfter(const CountyRuntime& county, const std::string& stream,
                                         const Receipt& receipt) {
  if (!receipt.repeated) return county.executor.aggregates().Load<State>(stream);
  return StateAsOf<State>(county, stream, receipt.position);
}

}  // namespace rufaa::rpc
