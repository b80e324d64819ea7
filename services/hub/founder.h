// The hub itself, setting a county up or its administrator right: there is nobody yet who could, or
// nobody any more. Of founding.cc and administrator.cc alone.
#pragma once

#include <future>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "domain/base/refusal.h"
#include "domain/base/status_macros.h"
#include "eventlog/merkle.h"
#include "services/hub/founding.h"
#include "services/hub/open_county.h"
#include "services/rpc/command.h"

namespace rufaa::hub {

inline Acting Founder(absl::Time now) {
  return {.person = "system",
          .agency = std::string(kHubAgency),
          .desk = {},
          .role = Role::kCountyAdmin,
          .agency_kind = "HUB",
          .now = now,
          .occurred_at = now};
}

inline Actor ActorOf(const Acting& by) {
  return {.person = by.person,
          .agency = by.agency,
          .desk = by.desk,
          .role = std::string(Name(Role::kSystem))};
}

// Decides and appends, once: the request_id is made from what is asked.
template <class State, class DecideOne>
absl::Status DoAsFounder(OpenCounty& county, const std::string& what, const std::string& stream,
                         absl::Time now, DecideOne decide) {
  const std::string digest(BytesOf(Sha256(what)));
  const Acting by = Founder(now);
  Command command{.lane = stream,
                  .caller = "founding",
                  .request_id = digest.substr(0, 16),
                  .digest = digest,
                  .actor = ActorOf(by),
                  .authority = {},
                  .occurred_at = now,
                  .correlation = {}};
  std::promise<absl::Status> answered;
  county.executor().Execute(
      std::move(command),
      [&](Loader& loader) -> absl::StatusOr<std::vector<Change>> {
        RUFAA_ASSIGN_OR_RETURN(const State* state, loader.Load<State>(stream));
        return rpc::ChangesOf(stream, decide(*state, by));
      },
      [&](absl::StatusOr<Outcome> outcome) { answered.set_value(outcome.status()); });
  const absl::Status status = answered.get_future().get();
  const absl::optional<Refusal> refusal = RefusalOf(status);
  return refusal && refusal->reason == Reason::ALREADY_DONE ? absl::OkStatus() : status;
}

}  // namespace rufaa::hub
