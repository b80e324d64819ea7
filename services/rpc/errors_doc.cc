#include "services/rpc/errors_doc.h"

#include <algorithm>
#include <vector>

#include "absl/strings/str_cat.h"
#include "domain/base/refusal.h"

namespace rufaa::rpc {
namespace {

absl::string_view RetryText(absl::string_view retry) {
  if (retry == "yes") return "yes, the same request with the same `request_id`";
  if (retry == "reload") return "after reading again";
  return "no";
}

}  // namespace

std::string ErrorsDoc() {
  std::vector<ReasonInfo> reasons(AllReasons().begin(), AllReasons().end());
  std::sort(reasons.begin(), reasons.end(),
            [](const ReasonInfo& a, const ReasonInfo& b) { return a.name < b.name; });
  std::string doc =
      "# Refusals\n\n"
      "Made from `domain/base/reasons.inc` by `rufaa-errors-doc`; a test fails when it is not "
      "current.\n\n"
      "Every refused call carries `google.rpc.Status` in its details, with an `ErrorInfo` whose "
      "`domain` is `rufaa` and whose `reason` is one of these. Facts that help to act on it stand "
      "in `metadata`; wrong fields are named in `BadRequest`; `RetryInfo` says how long to wait "
      "where the same request may be sent again. Never parse messages: they are for people and "
      "change.\n\n"
      "A failure of the hub itself has the code `INTERNAL` and the reason `INTERNAL`, and tells "
      "nothing but a correlation id to quote: what failed stands in the hub's log. Calls that ran "
      "out of time, were cancelled or name no method carry `DEADLINE_EXCEEDED`, `CANCELLED` or "
      "`UNIMPLEMENTED`.\n\n"
      "A request of more than 256 KiB is refused as `TOO_LARGE`. One of more than 4 MiB, or of "
      "more than 1 MiB at the gateway's door for gRPC, is not even read: gRPC ends the call, or "
      "the whole stream, with a bare `RESOURCE_EXHAUSTED` that has no details. Do not send it "
      "again; send less at once: a shorter text, a smaller page, one record of an import to a "
      "message, many messages to a stream. Nor is one read that was compressed, of whatever size: "
      "the bare code is `UNIMPLEMENTED`, and the same call may be made again without "
      "compression.\n\n"
      "| Reason | Code | Cause | What to do | Retry |\n|---|---|---|---|---|\n";
  for (const ReasonInfo& reason : reasons) {
    absl::StrAppend(&doc, "| `", reason.name, "` | `", absl::StatusCodeToString(reason.code),
                    "` | ", reason.cause, " | ", reason.remedy, " | ", RetryText(reason.retry),
                    " |\n");
  }
  return doc;
}

}  // namespace rufaa::rpc
