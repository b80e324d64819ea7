// The history of one case as rows of each agency: lines of its timeline, and what is sealed of them
// in rows apart. Private to projections/casefile.
#pragma once

#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "projections/casefile/casefile_internal.h"
#include "projections/core/view_txn.h"

namespace rufaa::casefile {

// Not thread-safe; both must outlive it.
class HistoryRows {
 public:
  HistoryRows(ViewTxn& txn, const std::string& kase) : txn_(txn), kase_(kase) {}

  // `row`: an encoded TimelineRow that the party may know.
  void AppendLine(const Party& party, Place at, const std::string& row);

  // Of these, what the party may hold. The places to be remembered as Party::sealed.
  std::vector<std::string> AppendSealed(const Party& party, Place at,
                                        const std::vector<HeldSealed>& sealed);

  // Deletes those sealed rows of the party whose compartment `goes`. `was`: the party before.
  void TakeBack(const Party& was, Party& party, absl::FunctionRef<bool(Compartment)> goes);

  // Gives a new owner what the agency `from` holds, as far as it may hold it. `knew`: it may have
  // some of it already.
  void CopyTo(const Party& owner, const std::string& from, bool knew);

 private:
  void CopyRows(const std::string& from, const std::string& to, bool knew,
                absl::FunctionRef<bool(absl::string_view)> wanted);

  ViewTxn& txn_;
  const std::string& kase_;
};

}  // namespace rufaa::casefile
