// One change of one thing that is of no case: an agency, a person, an activity. What changes a
// child's case runs in command_change.h.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "domain/base/status_macros.h"
#include "services/rpc/command.h"

namespace rufaa::rpc {

// Runs `decide` on `stream`, whose fold is State, and answers with `show(state, version)`, the
// thing as it stands, be the request a repeat. `request` and `reply` must live until `done`.
template <class State, class Request, class Reply, class Decide, class Show>
void ChangeOne(const CallPtr& call, const Request& request, std::string stream, Reply* reply,
               Done done, Decide decide, Show show) {
  Execute(
      call, MakeCommand(*call, request, stream),
      [stream, &request, decide](Loader& loader) -> absl::StatusOr<std::vector<Change>> {
        RUFAA_ASSIGN_OR_RETURN(const State* state, loader.Load<State>(stream));
        static_cast<void>(request);  // Not every request names a version.
        if constexpr (requires { request.expected_version(); }) {
          RUFAA_RETURN_IF_ERROR(CheckVersion(loader, stream, request.expected_version()));
        }
        return decide(loader, *state);
      },
      [call, stream, reply, show, done = std::move(done)](absl::StatusOr<Outcome> outcome) {
        if (!outcome.ok()) return done(outcome.status());
        absl::StatusOr<Folded<State>> folded =
            call->county->executor.aggregates().Load<State>(stream);
        if (!folded.ok()) return done(folded.status());
        reply->set_revision(outcome->receipt.position);
        show(*folded->state, folded->version);
        done(absl::OkStatus());
      });
}

}  // namespace rufaa::rpc
