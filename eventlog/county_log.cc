#include "eventlog/county_log.h"

#include <future>

#include "absl/strings/str_cat.h"

namespace rufaa {

absl::StatusOr<Receipt> CountyLog::AppendAndWait(Proposal proposal) {
  std::promise<absl::StatusOr<Receipt>> promise;
  std::future<absl::StatusOr<Receipt>> answer = promise.get_future();
  Append(std::move(proposal),
         [&promise](absl::StatusOr<Receipt> receipt) { promise.set_value(std::move(receipt)); });
  return answer.get();
}

absl::Status CountyLog::BeyondHead(uint64_t position, uint64_t head) {
  return absl::OutOfRangeError(
      absl::StrCat("Position ", position, " is beyond the head, ", head, "."));
}

}  // namespace rufaa
