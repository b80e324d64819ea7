// Sends the good records of a line list, many at a time over one stream, and hears of each.
#pragma once

#include <atomic>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "cli/import/import_file.h"
#include "cli/import/row_request.h"
#include "cli/rpc/connection.h"

namespace rufaa::cli {

struct RecordRefusal {
  int record = 0;
  absl::Status status;
};

struct ImportResult {
  std::map<int, std::string> codes;  // Of the cases, by record: new ones and those there before.
  // Likely the same child as this case, by record; nobody is known to have decided.
  std::map<int, std::string> flagged;
  // Whose case each flagged record is, which is who decides; none: not told to this caller.
  std::map<int, std::string> deciders;
  std::vector<RecordRefusal> refused;  // By the hub, after the rules let them pass.
  int repeated = 0;                    // Were there before, of this import.
  std::set<int> known;                 // Records with whose serial a case was there already.
  // Of the repeated: records that were first sent with other words, and stand as they were then.
  // The columns may have been mapped otherwise, or the directory have learnt of a court since.
  std::set<int> as_first_sent;

  // Records that are cases of this import, whenever they came.
  int taken() const;
  // Records that were answered.
  int heard() const;
};

// A record that an earlier one of the file resembles is sent after that one was answered, so that
// it can name its case. Stops sending when `stop` becomes true, and then hears what is under way:
// CANCELLED. UNAVAILABLE when the hub went away. Either way what was sent can be sent again.
absl::Status SendRecords(Connection& connection, const ImportFile& file,
                         const AgencyNames& agencies, const std::atomic<bool>& stop,
                         const std::function<void(int)>& show, ImportResult& result);

}  // namespace rufaa::cli
