#include "services/rpc/command_code.h"

#include <optional>

#include "domain/base/refusal.h"

namespace rufaa::rpc {
namespace {

// One draw in hundreds of thousands meets a code in use; this many in a row, and the county has
// outgrown its codes.
constexpr int kDrawsMax = 16;

}  // namespace

RequestKey KeyOf(const Command& command) {
  return {command.caller, command.request_id, command.digest};
}

absl::StatusOr<std::string> FreeCode(const CountyRuntime& county, const RequestKey& request,
                                     const CodeKind& kind) {
  for (int draw = 0; draw < kDrawsMax; ++draw) {
    std::string code = kind.make(
        county.request_digests.Draw(request.caller, request.request_id, draw), county.code_letters);
    RUFAA_ASSIGN_OR_RETURN(const uint64_t version, county.log.Version(kind.stream(code)));
    if (version == 0) return code;
    // Another's, or what another process has made of this very request meanwhile: with a next code
    // what is personal in it would be sealed once more, and stand in the log twice.
    RUFAA_ASSIGN_OR_RETURN(const std::optional<Receipt> own,
                           county.log.Find(request.caller, request.request_id, request.digest));
    if (own.has_value()) return Refuse(Reason::ALREADY_DONE);
  }
  return absl::InternalError("no free code was drawn");
}

}  // namespace rufaa::rpc
