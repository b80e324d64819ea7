#include "services/directory/directory_view.h"

#include <type_traits>

#include "domain/base/refusal.h"
#include "domain/base/status_macros.h"
#include "eventlog/codec/wire.h"
#include "projections/core/key.h"

namespace rufaa::directory {
namespace {

enum Family : uint8_t {
  kAgencies = 1,  // agency
  kPeople = 2,    // agency, person
  kWhere = 3,     // person: the row of kPeople that holds them.
};

std::string AgencyKey(absl::string_view agency) {
  return KeyWriter().U8(kAgencies).Text(agency).Take();
}
std::string PeoplePrefix(absl::string_view agency) {
  return KeyWriter().U8(kPeople).Text(agency).Take();
}
std::string PersonKey(absl::string_view agency, absl::string_view person) {
  return KeyWriter().U8(kPeople).Text(agency).Text(person).Take();
}
std::string WhereKey(absl::string_view person) {
  return KeyWriter().U8(kWhere).Text(person).Take();
}

void On(const AgencyRegistered& e, absl::string_view, ViewTxn& txn) {
  txn.EditOrMake<AgencyRow>(AgencyKey(e.agency)) = {.agency = e.agency,
                                                    .kind = e.kind,
                                                    .unit_type = e.unit_type,
                                                    .display_name = e.display_name,
                                                    .subcounties = e.subcounties,
                                                    .place_of_safety = e.place_of_safety,
                                                    .desks = {},
                                                    .closed_at = {},
                                                    .close_reason = {}};
}

void On(const AgencyClosed& e, absl::string_view agency, ViewTxn& txn) {
  if (auto* row = txn.Edit<AgencyRow>(AgencyKey(agency))) {
    row->closed_at = e.closed_at;
    row->close_reason = e.reason;
  }
}

void On(const AgencyReopened&, absl::string_view agency, ViewTxn& txn) {
  if (auto* row = txn.Edit<AgencyRow>(AgencyKey(agency))) {
    row->closed_at.reset();
    row->close_reason.clear();
  }
}

void On(const DeskOpened& e, absl::string_view agency, ViewTxn& txn) {
  if (auto* row = txn.Edit<AgencyRow>(AgencyKey(agency))) {
    row->desks.push_back({e.desk, e.display_name});
  }
}

void On(const access::PersonEnrolled& e, absl::string_view person, ViewTxn& txn) {
  const PersonRow row{.person = e.person, .agency = e.agency, .desk = e.desk, .role = e.role};
  txn.EditOrMake<PersonRow>(WhereKey(person)) = row;
  txn.EditOrMake<PersonRow>(PersonKey(e.agency, e.person)) = row;
}

void On(const access::PersonRoleChanged& e, absl::string_view person, ViewTxn& txn) {
  auto* where = txn.Edit<PersonRow>(WhereKey(person));
  if (where == nullptr) return;
  where->role = e.role;
  where->desk = e.desk;
  const PersonRow row = *where;
  txn.EditOrMake<PersonRow>(PersonKey(row.agency, row.person)) = row;
}

void On(const access::PersonLeft&, absl::string_view person, ViewTxn& txn) {
  const auto* where = txn.Find<PersonRow>(WhereKey(person));
  if (where == nullptr) return;
  const std::string key = PersonKey(where->agency, where->person);
  txn.Delete(key);
  txn.Delete(WhereKey(person));
}

// Rows of one family after `after`, decoded.
template <class Row, class Want>
absl::StatusOr<std::vector<Row>> Read(const ViewSnapshot& view, const std::string& prefix,
                                      absl::string_view after, size_t limit, Want want) {
  std::string from = prefix;
  // The key after it: Text() keys end in a fixed mark, so one more byte is the next possible key.
  if (!after.empty()) from += KeyWriter().Text(after).Take() + '\0';
  std::vector<Row> rows;
  bool whole = true;
  RUFAA_RETURN_IF_ERROR(
      view.Scan(from, PrefixEnd(prefix), [&](absl::string_view, absl::string_view value) {
        Row row;
        whole = wire::TakeStruct(value, row);
        if (whole && want(row)) rows.push_back(std::move(row));
        return whole && rows.size() < limit;
      }));
  if (!whole) return Refuse(Reason::STORE_DAMAGED);
  return rows;
}

}  // namespace

void DirectoryView::Fold(const DecodedCommit& commit, ViewTxn& txn) const {
  ForEachEvent(commit, [&](size_t index, const auto& event) {
    const std::string& stream = commit.commit.proposal.events[index].stream;
    const absl::string_view id = IdOfStream(stream);
    if constexpr (requires { On(event, id, txn); }) {
      On(event, id, txn);
    }
    // Every event of an agency's stream moves its version.
    if (absl::string_view(stream).substr(0, 7) != "agency/") return;
    if (auto* row = txn.Edit<AgencyRow>(AgencyKey(id)))
      row->version = commit.commit.versions[index];
  });
}

absl::StatusOr<std::vector<AgencyRow>> ReadAgencies(
    const ViewSnapshot& view, absl::string_view after, size_t limit,
    absl::FunctionRef<bool(const AgencyRow&)> want) {
  return Read<AgencyRow>(view, KeyWriter().U8(kAgencies).Take(), after, limit, want);
}

absl::StatusOr<std::vector<PersonRow>> ReadPeople(const ViewSnapshot& view,
                                                  absl::string_view agency, absl::string_view after,
                                                  size_t limit) {
  return Read<PersonRow>(view, PeoplePrefix(agency), after, limit,
                         [](const PersonRow&) { return true; });
}

}  // namespace rufaa::directory
