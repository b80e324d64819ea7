// The code of what a request begins: a case, a referral.
#pragma once

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "domain/base/status_macros.h"
#include "eventlog/execute/executor.h"
#include "services/rpc/county.h"

namespace rufaa::rpc {

// A request as the log knows it again.
struct RequestKey {
  std::string caller;
  std::string request_id;
  std::string digest;
};
RequestKey KeyOf(const Command& command);

// How codes of a kind are made of a number, and the streams of what has them.
struct CodeKind {
  std::string (*make)(uint64_t number, absl::string_view letters);
  std::string (*stream)(absl::string_view code);
};

// A code of the kind that nothing of the county has yet. The same for `request` wherever and as
// often as it is decided: two processes may both send it to the log. ALREADY_DONE once the request
// was applied.
absl::StatusOr<std::string> FreeCode(const CountyRuntime& county, const RequestKey& request,
                                     const CodeKind& kind);

// The same, and its stream, whose fold is State, loaded on condition that it stays so.
template <class State>
absl::StatusOr<std::string> NewCode(const CountyRuntime& county, const RequestKey& request,
                                    const CodeKind& kind, Loader& load) {
  RUFAA_ASSIGN_OR_RETURN(std::string code, FreeCode(county, request, kind));
  RUFAA_RETURN_IF_ERROR(load.Load<State>(kind.stream(code)).status());
  return code;
}

}  // namespace rufaa::rpc
