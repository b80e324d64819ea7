// What falls due, in order: referrals and cases. For the ticker that appends the expiry of each,
// and for the list of what is overdue.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "domain/base/urgency.h"
#include "domain/casework/case_table.h"
#include "domain/referral/referral_table.h"
#include "projections/core/filtered_scan.h"
#include "projections/core/view.h"

namespace rufaa::deadlines {

inline constexpr absl::string_view kName = "deadlines";

class DeadlinesView : public View {
 public:
  absl::string_view name() const override { return kName; }
  uint32_t version() const override { return 10; }
  void Fold(const DecodedCommit& commit, ViewTxn& txn) const override;
};

struct Due {
  absl::Time due;
  std::string stream;  // "referral/…" or "case/…".
};

// What the list of what is overdue says of it; nothing of the child.
struct Row {
  referral::Stage state = referral::Stage::kAbsent;  // Of a referral …
  casework::Stage stage = casework::Stage::kAbsent;  // … or of a case.
  std::string agency;                                // That must act.
  std::string subcounty = "";
  std::string service = "";  // Of referrals, as is `urgency`.
  Urgency urgency = Urgency::kUnset;
  bool in_court = false;  // What is due is that a removed child is brought to court.

  template <class Self, class Visitor>
  static void Fields(Self& self, Visitor&& visit) {
    visit(1, "state", self.state);
    visit(2, "stage", self.stage);
    visit(3, "agency", self.agency);
    visit(4, "subcounty", self.subcounty);
    visit(5, "service", self.service);
    visit(6, "urgency", self.urgency);
    visit(7, "in_court", self.in_court);
  }
  bool operator==(const Row&) const = default;
};

struct DueList {
  std::vector<Due> items;  // Earliest first.
  uint64_t position = 0;
};
// Everything due before or at `now`, at most `limit`.
absl::StatusOr<DueList> ReadDue(const ViewSnapshot& view, absl::Time now, size_t limit);
// The longest overdue first.
struct Overdue {
  Due due;
  Row row;
};
struct OverduePage {
  std::vector<Overdue> items;
  std::string next;  // Pass it as `after`; empty: this is the last page.
};
struct OverdueQuery {
  absl::Time now;
  size_t limit = 0;
  std::string after = "";
  std::function<bool(const Overdue&)> wanted;
};
absl::StatusOr<OverduePage> ReadOverdue(const ViewSnapshot& view, const OverdueQuery& query);

}  // namespace rufaa::deadlines
