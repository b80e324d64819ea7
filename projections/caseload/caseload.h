// Each owner agency's cases, by what is due next: the case's own deadline, its next court date or
// an order that runs out, whichever is soonest. Cases with nothing due come last; closed ones stand
// apart, latest first. What waits for somebody to decide it stands once more, apart, at the agency
// that is to decide: its deadline may be months away, and whose turn it is no deadline tells.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "projections/core/view.h"
#include "projections/tracks/case_track.h"

namespace rufaa::caseload {

inline constexpr absl::string_view kName = "caseload";

// What a line of the caseload shows; nothing sealed.
struct Row {
  CaseTrack track;
  std::optional<absl::Time> court_at;  // The next court date.
  // By when an order is to be brought to court again, or to be ended: past its last day, too, until
  // somebody says what became of the child that it held.
  std::optional<absl::Time> order_due;
  uint32_t open_referrals = 0;
  uint32_t open_needs = 0;
  uint64_t version = 0;  // Of the case's stream.
  std::optional<uint32_t> birth_year;
  bool plan_waits = false;  // The last plan was drafted and not approved; of kPlanned alone.
  bool flagged = false;     // Perhaps of the child of another case: nobody has decided yet.

  template <class Self, class Visitor>
  static void Fields(Self& self, Visitor&& visit) {
    visit(1, "track", self.track);
    visit(2, "court_at", self.court_at);
    visit(3, "open_referrals", self.open_referrals);
    visit(4, "open_needs", self.open_needs);
    visit(5, "version", self.version);
    visit(6, "order_due", self.order_due);
    visit(7, "birth_year", self.birth_year);
    visit(8, "plan_waits", self.plan_waits);
    visit(9, "flagged", self.flagged);
  }
  bool operator==(const Row&) const = default;
};

// What of the case waits to be decided: "plan" and "closure" by who may approve at its owner,
// "transfer" by the agency that is asked to take it over, and, where none of these is, "duplicate",
// at its owner and of a closed case, too. Empty: nothing.
absl::string_view Awaits(const Row& row);

class CaseloadView : public View {
 public:
  absl::string_view name() const override { return kName; }
  uint32_t version() const override { return 13; }
  void Fold(const DecodedCommit& commit, ViewTxn& txn) const override;
};

enum class Part : uint8_t {
  kActive = 1,
  kClosed = 2,
  kAwaiting = 3,  // Of both, what this agency is to decide; in the order of the active ones.
};

struct Line {
  std::string case_code;
  Row row;
};

struct Page {
  std::vector<Line> lines;
  std::string next;  // Pass it as `after`; empty: this is the last page.
  uint64_t active = 0, closed = 0, awaiting = 0;
  uint64_t position = 0;
};

absl::StatusOr<Page> ReadPage(const ViewSnapshot& view, absl::string_view agency, Part part,
                              size_t limit, absl::string_view after = {});

}  // namespace rufaa::caseload
