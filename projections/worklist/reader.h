// The worklists that people see, a page at a time.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "projections/core/rows.h"
#include "projections/worklist/worklist.h"

namespace rufaa::worklist {

inline constexpr absl::Duration kSoon = absl::Hours(24);

enum class List {
  kInbox,     // Everything sent here and not ended, what is due first first.
  kNew,       // To be accepted or declined here.
  kOverdue,   // This agency's turn, and the time is over.
  kDueSoon,   // This agency's turn within `soon`.
  kWaiting,   // Others' turn.
  kToAnswer,  // Sent from here, and asked back about.
  kOutbox,    // Sent from here and not ended.
  kEnded,     // Latest first; to whom it was sent, those of policy::kEndedDays alone.
  kDrafts,
};
absl::string_view Name(List list);  // "inbox", "new", "overdue", …

struct Line {
  std::string referral;
  Queue queue = Queue::kNone;
  Row row;
};

struct Page {
  std::vector<Line> lines;
  std::string next;       // Pass it as `after` for the following page; empty: this is the last.
  uint64_t position = 0;  // Of the log, as of which all of this is true.
};

struct PageQuery {
  std::string agency;
  List list = List::kInbox;
  std::string desk;  // Only the rows of this desk of the agency; empty: of all.
  bool escalated_only = false;
  bool received_only = false;  // For who works what the agency is sent, and nothing that it sends.
  bool sent_only = false;      // With received_only: nothing.
  absl::Time now;
  absl::Duration soon = kSoon;
  size_t limit = 50;
  std::string after;  // A `next` of the same list; MALFORMED otherwise.
};
absl::StatusOr<Page> ReadPage(const ViewSnapshot& view, const PageQuery& query);

struct ListCounts {
  uint64_t inbox = 0, fresh = 0, overdue = 0, due_soon = 0, waiting = 0, to_answer = 0, outbox = 0,
           ended = 0, drafts = 0;
  uint64_t position = 0;
};
// From counters, whatever the size of the lists. `received_only`: as in PageQuery.
absl::StatusOr<ListCounts> ReadCounts(const ViewSnapshot& view, absl::string_view agency,
                                      absl::Time now, absl::Duration soon = kSoon,
                                      bool received_only = false);

// One referral, if `agency` is a party that may know of it; NOT_FOUND_OR_NOT_YOURS otherwise.
absl::StatusOr<Row> ReadReferral(const ViewSnapshot& view, absl::string_view agency,
                                 absl::string_view referral);

}  // namespace rufaa::worklist
