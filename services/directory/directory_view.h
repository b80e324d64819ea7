// Agencies with their desks, and people with their roles, as lists: what ListAgencies and
// ListPeople read. Offers and beds have a view of their own (projections/offers).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "domain/base/fields.h"
#include "projections/core/view.h"

namespace rufaa::directory {

inline constexpr absl::string_view kViewName = "directory";

struct DeskRow {
  std::string desk;
  std::string display_name;

  template <class Self, class Visitor>
  static void Fields(Self& self, Visitor&& visit) {
    visit(1, "desk", self.desk);
    visit(2, "display_name", self.display_name);
  }
  bool operator==(const DeskRow&) const = default;
};

struct AgencyRow {
  std::string agency;
  std::string kind;
  std::string unit_type;
  std::string display_name;
  std::vector<std::string> subcounties;
  bool place_of_safety = false;
  std::vector<DeskRow> desks;
  uint64_t version = 0;
  std::optional<absl::Time> closed_at;  // Set: closed.
  std::string close_reason;

  template <class Self, class Visitor>
  static void Fields(Self& self, Visitor&& visit) {
    visit(1, "agency", self.agency);
    visit(2, "kind", self.kind);
    visit(3, "unit_type", self.unit_type);
    visit(4, "display_name", self.display_name);
    visit(5, "subcounties", self.subcounties);
    visit(6, "place_of_safety", self.place_of_safety);
    visit(7, "desks", self.desks);
    visit(8, "version", self.version);
    visit(9, "closed_at", self.closed_at);
    visit(10, "close_reason", self.close_reason);
  }
  bool operator==(const AgencyRow&) const = default;
};

struct PersonRow {
  std::string person;
  std::string agency;
  std::string desk;
  std::string role;

  template <class Self, class Visitor>
  static void Fields(Self& self, Visitor&& visit) {
    visit(1, "person", self.person);
    visit(2, "agency", self.agency);
    visit(3, "desk", self.desk);
    visit(4, "role", self.role);
  }
  bool operator==(const PersonRow&) const = default;
};

class DirectoryView : public View {
 public:
  absl::string_view name() const override { return kViewName; }
  uint32_t version() const override { return 2; }
  void Fold(const DecodedCommit& commit, ViewTxn& txn) const override;
};

// Those after `after` ("": from the first) that `want` says yes to, by id; at most `limit`.
absl::StatusOr<std::vector<AgencyRow>> ReadAgencies(const ViewSnapshot& view,
                                                    absl::string_view after, size_t limit,
                                                    absl::FunctionRef<bool(const AgencyRow&)> want);
absl::StatusOr<std::vector<PersonRow>> ReadPeople(const ViewSnapshot& view,
                                                  absl::string_view agency, absl::string_view after,
                                                  size_t limit);

}  // namespace rufaa::directory
