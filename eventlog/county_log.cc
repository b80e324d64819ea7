#include "eventlog/county_log.h"

#include <algorithm>
#include <future>

#include "absl/strings/str_cat.h"
#include "domain/base/status_macros.h"

namespace rufaa {

absl::StatusOr<Receipt> CountyLog::AppendAndWait(Proposal proposal) {
  std::promise<absl::StatusOr<Receipt>> promise;
  std::future<absl::StatusOr<Receipt>> answer = promise.get_future();
  Append(std::move(proposal),
         [&promise](absl::StatusOr<Receipt> receipt) { promise.set_value(std::move(receipt)); });
  return answer.get();
}

absl::StatusOr<absl::Time> CountyLog::RecordedAt(uint64_t position) {
  if (position > Head()) return BeyondHead(position, Head());
  absl::Time recorded_at = absl::InfinitePast();
  if (position == 0) return recorded_at;
  RUFAA_RETURN_IF_ERROR(Read(position - 1, [&recorded_at](const Commit& commit) {
    recorded_at = commit.recorded_at;
    return false;
  }));
  return recorded_at;
}

absl::Duration CountyLog::AheadOf(absl::Time now) {
  const absl::StatusOr<absl::Time> last = RecordedAt(Head());
  return last.ok() ? std::max(*last - now, absl::ZeroDuration()) : absl::ZeroDuration();
}

absl::Status CountyLog::BeyondHead(uint64_t position, uint64_t head) {
  return absl::OutOfRangeError(
      absl::StrCat("Position ", position, " is beyond the head, ", head, "."));
}

}  // namespace rufaa
