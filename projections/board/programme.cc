#include "projections/board/programme.h"

#include <optional>
#include <utility>

#include "absl/time/time.h"
#include "domain/base/status_macros.h"
#include "projections/core/key.h"

namespace rufaa::board {
namespace {

struct Seen {
  absl::string_view id;  // Of the activity or person.
  uint64_t version = 0;
};

std::string PlaceKey(absl::string_view activity) {
  return KeyWriter().U8(kActivityPlaces).Text(activity).Take();
}
std::string RowKey(absl::CivilDay on, absl::string_view activity) {
  const absl::Time day = absl::FromCivil(on, absl::UTCTimeZone());
  return KeyWriter().U8(kActivities).TimeDescending(day).Text(activity).Take();
}
std::string PersonKey(absl::string_view person) {
  return KeyWriter().U8(kPeople).Text(person).Take();
}
std::string RoleKey(absl::string_view role) { return KeyWriter().U8(kRoles).Text(role).Take(); }

void AddReached(ViewTxn& txn, const ActivityRow& row, int64_t by) {
  txn.EditOrMake<ReachedCounter>(KeyWriter().U8(kReached).Text(row.kind).Text(row.subcounty).Take())
      .count += by;
}

void On(const programme::ActivityRecorded& e, const Seen& seen, ViewTxn& txn) {
  txn.Make<ActivityPlace>(PlaceKey(seen.id)) = {e.on};
  ActivityRow& row = txn.Make<ActivityRow>(RowKey(e.on, seen.id));
  row = {.activity = e.activity,
         .version = seen.version,
         .kind = e.kind,
         .count = e.count,
         .on = e.on,
         .subcounty = e.subcounty,
         .agency = e.agency,
         .recorded_by = e.recorded_by,
         .withdrawn = {}};
  AddReached(txn, row, +int64_t{e.count});
}

void On(const programme::ActivityWithdrawn& e, const Seen& seen, ViewTxn& txn) {
  const auto* place = txn.Find<ActivityPlace>(PlaceKey(seen.id));
  if (place == nullptr) return;
  auto* row = txn.Edit<ActivityRow>(RowKey(place->on, seen.id));
  if (row == nullptr || !row->withdrawn.empty()) return;
  row->version = seen.version;
  row->withdrawn = e.reason;
  AddReached(txn, *row, -int64_t{row->count});
}

void CountRole(ViewTxn& txn, const std::string& role, int by) {
  if (!role.empty()) txn.EditOrMake<RoleCounter>(RoleKey(role)).people += by;
}

void GiveRole(const std::string& role, const Seen& seen, ViewTxn& txn) {
  auto& person = txn.EditOrMake<PersonRole>(PersonKey(seen.id));
  CountRole(txn, person.role, -1);
  person.role = role;
  CountRole(txn, person.role, +1);
}

void On(const access::PersonEnrolled& e, const Seen& seen, ViewTxn& txn) {
  GiveRole(e.role, seen, txn);
}
void On(const access::PersonRoleChanged& e, const Seen& seen, ViewTxn& txn) {
  GiveRole(e.role, seen, txn);
}
void On(const access::PersonLeft&, const Seen& seen, ViewTxn& txn) { GiveRole("", seen, txn); }

}  // namespace

void FoldProgramme(const DecodedCommit& commit, size_t index, ViewTxn& txn) {
  const Seen seen{.id = IdOfStream(commit.commit.proposal.events[index].stream),
                  .version = commit.commit.versions[index]};
  std::visit(
      [&](const auto& event) {
        if constexpr (requires { On(event, seen, txn); }) On(event, seen, txn);
      },
      commit.events[index]);
}

absl::StatusOr<std::vector<Reached>> ReadReached(const ViewSnapshot& view) {
  std::vector<Reached> all;
  absl::Status status;
  const std::string from = KeyWriter().U8(kReached).Take();
  RUFAA_RETURN_IF_ERROR(
      view.Scan(from, PrefixEnd(from), [&](absl::string_view key, absl::string_view value) {
        KeyReader reader(key);
        uint8_t family = 0;
        Reached one;
        const absl::StatusOr<ReachedCounter> counter = DecodeFields<ReachedCounter>(value);
        if (!counter.ok()) {
          status = counter.status();
        } else if (!reader.U8(family) || !reader.Text(one.kind) || !reader.Text(one.subcounty)) {
          status = absl::DataLossError("views: board key");
        } else {
          one.count = counter->count;
          all.push_back(std::move(one));
        }
        return status.ok();
      }));
  RUFAA_RETURN_IF_ERROR(status);
  return all;
}

absl::StatusOr<uint64_t> ReadPeopleIn(const ViewSnapshot& view, Role role) {
  RUFAA_ASSIGN_OR_RETURN(const std::optional<std::string> row, view.Get(RoleKey(Name(role))));
  if (!row) return 0;
  RUFAA_ASSIGN_OR_RETURN(const RoleCounter counter, DecodeFields<RoleCounter>(*row));
  return counter.people;
}

KeyRange Activities() {
  const std::string from = KeyWriter().U8(kActivities).Take();
  return {from, PrefixEnd(from)};
}

}  // namespace rufaa::board
