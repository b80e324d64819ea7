// A view: a pure fold from the county's history to rows. Whoever runs it (the runner over RocksDB,
// `audit asof` over a map) gets the same rows.
#pragma once

#include <cstdint>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "domain/events.h"
#include "eventlog/commit.h"
#include "projections/core/view_txn.h"

namespace rufaa {

// A commit whose payloads were decoded once, for every view. events[i] is
// commit.proposal.events[i].
struct DecodedCommit {
  Commit commit;
  std::vector<AnyEvent> events;
};

// UNIMPLEMENTED when a newer hub wrote it: folding on without it would show something wrong.
absl::StatusOr<DecodedCommit> Decode(const Commit& commit);

class View {
 public:
  virtual ~View() = default;

  // Name of the view: lower case, no dots. For ever.
  virtual absl::string_view name() const = 0;
  // Bump it whenever the fold gives other rows; the runner then rebuilds the view.
  virtual uint32_t version() const = 0;

  // Folds one commit into the view's rows. Pure: depends on nothing but the rows and the commit.
  // Keys begin with a byte other than zero, which is the runner's.
  virtual void Fold(const DecodedCommit& commit, ViewTxn& txn) const = 0;
};

// Every event of `commit` of the visited kind, with its index:
//   ForEachEvent(commit, [&](size_t index, const auto& event) { … });
template <class Visitor>
void ForEachEvent(const DecodedCommit& commit, Visitor&& visitor) {
  for (size_t i = 0; i < commit.events.size(); ++i) {
    std::visit([&](const auto& event) { visitor(i, event); }, commit.events[i]);
  }
}

// The id in a stream's name: "MSA-7F3K-Q2" in "case/MSA-7F3K-Q2".
inline absl::string_view IdOfStream(absl::string_view stream) {
  const size_t slash = stream.find('/');
  return slash == absl::string_view::npos ? absl::string_view() : stream.substr(slash + 1);
}

}  // namespace rufaa
