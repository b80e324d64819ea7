// Court dates that stand, by agency and time: of the case's owner, of the court itself, and of
// helpers that may hold what is of justice; and how many of the county there are. What came of past
// ones is in the case file. Of a court, too, in which cases it ever had a day: it holds no file of
// them, and what it knew once is asked for by them.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "projections/core/view.h"

namespace rufaa::calendar {

inline constexpr absl::string_view kName = "calendar";

struct Row {
  std::string case_code;
  std::string matter;
  std::string session;
  std::string court;
  absl::Time at;
  uint32_t moves = 0;

  template <class Self, class Visitor>
  static void Fields(Self& self, Visitor&& visit) {
    visit(1, "case_code", self.case_code);
    visit(2, "matter", self.matter);
    visit(3, "session", self.session);
    visit(4, "court", self.court);
    visit(5, "at", self.at);
    visit(6, "moves", self.moves);
  }
  bool operator==(const Row&) const = default;
};

class CalendarView : public View {
 public:
  absl::string_view name() const override { return kName; }
  uint32_t version() const override { return 5; }
  void Fold(const DecodedCommit& commit, ViewTxn& txn) const override;
};

struct Page {
  std::vector<Row> rows;  // By time.
  uint64_t position = 0;
};
// Dates with from <= at < until that still stand: moved, vacated and attended ones are gone.
absl::StatusOr<Page> ReadDates(const ViewSnapshot& view, absl::string_view agency, absl::Time from,
                               absl::Time until, size_t limit);

// Cases in which a court ever had a day, also one that stands no longer; not those erased.
struct HeardPage {
  std::vector<std::string> cases;  // By code.
  std::string next;                // Pass it as `after`; empty: this is the last page.
};
absl::StatusOr<HeardPage> ReadHeard(const ViewSnapshot& view, absl::string_view court, size_t limit,
                                    absl::string_view after = {});

// Dates of one court in one week that still stand.
struct CourtWeek {
  absl::Time monday;  // 00:00 in Nairobi.
  std::string court;
  uint64_t dates = 0;
};
// Of the week in which `now` is and those after it, `weeks` in all: by week and court.
absl::StatusOr<std::vector<CourtWeek>> ReadWeeks(const ViewSnapshot& view, absl::Time now,
                                                 int weeks);

}  // namespace rufaa::calendar
