#include "services/rpc/command.h"

#include "absl/strings/str_cat.h"
#include "domain/base/refusal.h"
#include "eventlog/merkle.h"
#include "services/rpc/on_behalf.h"

namespace rufaa::rpc {

absl::Status CheckVersion(const Loader& loader, absl::string_view stream, uint64_t expected) {
  if (expected == 0) return absl::OkStatus();
  const uint64_t version = loader.VersionOf(stream);
  if (version == expected) return absl::OkStatus();
  return Refuse(
      Reason::WRONG_VERSION, {},
      {{"expected_version", std::to_string(expected)}, {"version", std::to_string(version)}});
}

std::string DerivedId(absl::string_view what, absl::string_view of, absl::string_view part) {
  return std::string(BytesOf(Sha256(absl::StrCat(what, "\n", of, "\n", part))).substr(0, 16));
}

void Execute(const CallPtr& call, Command command, Executor::Decide decide, Executor::Done done) {
  call->county->executor.Execute(
      std::move(command),
      [decide = std::move(decide), deadline = call->deadline,
       trace = call->trace](Loader& loader) -> absl::StatusOr<std::vector<Change>> {
        const OnBehalf caller(deadline, trace);
        absl::StatusOr<std::vector<Change>> changes = decide(loader);
        if (changes.ok() && changes->empty()) return Refuse(Reason::ALREADY_DONE);
        return changes;
      },
      std::move(done));
}

}  // namespace rufaa::rpc
