// Appends past every service: what a program of before wrote, or what no request asks for.
#pragma once

#include <future>
#include <memory>
#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "domain/base/caller.h"
#include "eventlog/execute/executor.h"
#include "services/rpc/county.h"

namespace rufaa::testing {

// As the hub's own ticker would. `request_id`: 16 bytes; `digest`: 32.
inline absl::StatusOr<Outcome> Append(const rpc::CountyRuntime& county, const std::string& stream,
                                      absl::string_view request_id, absl::string_view digest,
                                      absl::Time at, Executor::Decide decide) {
  auto heard = std::make_shared<std::promise<absl::StatusOr<Outcome>>>();
  county.executor.Execute({.lane = stream,
                           .caller = "ticker",
                           .request_id = std::string(request_id),
                           .digest = std::string(digest),
                           .actor = {.person = "system",
                                     .agency = "hub",
                                     .desk = {},
                                     .role = std::string(Name(Role::kSystem))},
                           .authority = {},
                           .occurred_at = at,
                           .correlation = {}},
                          std::move(decide),
                          [heard](absl::StatusOr<Outcome> outcome) { heard->set_value(outcome); });
  return heard->get_future().get();
}

}  // namespace rufaa::testing
