// Whom this process has shown which cases today. What opens nothing sealed (a list, a header) is
// entered in the access book once a day of the county's and not each time that a console asks
// again (NoteShown, services/rpc/door.h): this knows what was entered already.
//
// It forgets rather than grow, with each new day and when it is full, and with the process: then a
// showing is entered once more, never left out. Keys are hashes of 64 bits under a key of the
// process's own. Thread-safe.
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <string>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "absl/types/span.h"
#include "services/rpc/metrics.h"

namespace rufaa::rpc {

class ShownLately {
 public:
  // Who is shown cases, by what, and on which day of the county's.
  struct Viewer {
    absl::string_view county, person, agency, role;
    absl::string_view method;  // "ReferralService/ListWorklist"
    absl::string_view about;   // "referral/…"; "" for a list.
    absl::CivilDay day;
  };
  // Of each viewer and case; in 10 MB.
  static constexpr size_t kKeysMax = 800'000;
  // Entries on their way to a book that does not answer: what is shown meanwhile is not entered.
  static constexpr size_t kUnderWayMax = 1000;

  // Counts in `not_entered`, which must outlive this, each case that was shown and not entered.
  explicit ShownLately(Counter& not_entered, size_t keys_max = kKeysMax,
                       size_t under_way_max = kUnderWayMax);
  // Once what is under way is answered.
  ~ShownLately();

  // To be entered now, and answered by Answered, once.
  struct Fresh {
    std::vector<std::string> cases;
    std::vector<uint64_t> keys;  // Theirs.
  };
  // Those of `cases` that the viewer was not shown before, each once; none: nothing is to be done.
  // From now on they count as shown.
  Fresh Take(const Viewer& viewer, absl::Span<const std::string> cases);
  // What could not be entered is forgotten again, so that the next showing enters it.
  void Answered(const std::vector<uint64_t>& keys, bool entered);
  // How often something was not entered. While it stays as it is, there is nothing new in what Take
  // found nothing new in.
  uint64_t failures() const { return failures_.load(std::memory_order_acquire); }

 private:
  void Miss(size_t cases);
  std::vector<uint64_t> KeysOf(const Viewer& viewer, absl::Span<const std::string> cases) const;

  Counter& not_entered_;
  const size_t keys_max_, under_way_max_;
  std::string secret_;
  std::atomic<uint64_t> failures_{0};
  std::mutex mutex_;
  std::condition_variable answered_;
  size_t under_way_ = 0;
  absl::CivilDay day_;  // The latest that anybody was shown anything.
  absl::flat_hash_set<uint64_t> keys_;
};

}  // namespace rufaa::rpc
