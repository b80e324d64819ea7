// What the board keeps of the programme beside its cases: how many its activities reached, the
// activities themselves in the order in which they are listed, and who works for it in which role.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "domain/base/caller.h"
#include "projections/board/board.h"
#include "projections/core/filtered_scan.h"

namespace rufaa::board {

struct ActivityRow {
  std::string activity;
  uint64_t version = 0;
  std::string kind;
  uint32_t count = 0;
  absl::CivilDay on;
  std::string subcounty;
  std::string agency;
  std::string recorded_by;
  std::string withdrawn;  // Why; empty: it counts.

  template <class Self, class Visitor>
  static void Fields(Self& self, Visitor&& visit) {
    visit(1, "activity", self.activity);
    visit(2, "version", self.version);
    visit(3, "kind", self.kind);
    visit(4, "count", self.count);
    visit(5, "on", self.on);
    visit(6, "subcounty", self.subcounty);
    visit(7, "agency", self.agency);
    visit(8, "recorded_by", self.recorded_by);
    visit(9, "withdrawn", self.withdrawn);
  }
  bool operator==(const ActivityRow&) const = default;
};

// Under which key an activity is listed.
struct ActivityPlace {
  absl::CivilDay on;

  template <class Self, class Visitor>
  static void Fields(Self& self, Visitor&& visit) {
    visit(1, "on", self.on);
  }
};

// How many all activities of a kind reached in a sub-county.
struct ReachedCounter {
  uint64_t count = 0;

  template <class Self, class Visitor>
  static void Fields(Self& self, Visitor&& visit) {
    visit(1, "count", self.count);
  }
};

struct PersonRole {
  std::string role;

  template <class Self, class Visitor>
  static void Fields(Self& self, Visitor&& visit) {
    visit(1, "role", self.role);
  }
};

struct RoleCounter {
  uint64_t people = 0;

  template <class Self, class Visitor>
  static void Fields(Self& self, Visitor&& visit) {
    visit(1, "people", self.people);
  }
};

// Folds an event of an activity or a person; any other is none of the programme's.
void FoldProgramme(const DecodedCommit& commit, size_t index, ViewTxn& txn);

struct Reached {
  std::string kind, subcounty;
  uint64_t count = 0;
};
absl::StatusOr<std::vector<Reached>> ReadReached(const ViewSnapshot& view);

// Enrolled in that role, at whatever agency.
absl::StatusOr<uint64_t> ReadPeopleIn(const ViewSnapshot& view, Role role);

// The rows of all activities, withdrawn ones too, the latest day first.
KeyRange Activities();

}  // namespace rufaa::board
