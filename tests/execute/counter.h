// Commands on a counter, so that tests of the executor hold whatever the domain decides: each event
// takes the next number of its stream.
#pragma once

#include <string>
#include <variant>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "domain/base/status_macros.h"
#include "domain/events.h"
#include "eventlog/execute/executor.h"

namespace toy {

struct Counter {
  uint32_t last = 0;
  std::vector<std::string> takers;
};

inline Counter Evolve(Counter counter, const rufaa::casework::serials::Event& event) {
  const auto& taken = std::get<rufaa::casework::serials::Taken>(event);
  counter.last = taken.number;
  counter.takers.push_back(taken.case_code);
  return counter;
}

}  // namespace toy

namespace rufaa {

inline Command CommandOf(int request, absl::string_view lane, absl::string_view body = "body") {
  Command command;
  command.lane = std::string(lane);
  command.caller = "p-1";
  command.request_id = absl::StrCat(absl::Dec(request, absl::kZeroPad16));
  command.digest = std::string(body);
  command.digest.resize(32, '.');
  command.actor.person = "p-1";
  return command;
}

// Takes the next number of `stream`.
inline Executor::Decide TakeNext(std::string stream, std::string taker = "c") {
  return [stream, taker](Loader& load) -> absl::StatusOr<std::vector<Change>> {
    RUFAA_ASSIGN_OR_RETURN(const toy::Counter* counter, load.Load<toy::Counter>(stream));
    return std::vector<Change>{
        {stream, casework::serials::Taken{.number = counter->last + 1, .case_code = taker}}};
  };
}

}  // namespace rufaa
