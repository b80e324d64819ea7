#include <algorithm>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "domain/base/refusal.h"
#include "domain/base/status_macros.h"
#include "domain/codes/codes.h"
#include "domain/directory/directory.h"
#include "eventlog/codec/describe.h"
#include "projections/casefile/casefile.h"
#include "projections/casefile/reader.h"
#include "projections/core/memory_rows.h"
#include "projections/core/replay.h"
#include "projections/trail/reader.h"
#include "projections/worklist/reader.h"
#include "services/audit/trail.h"
#include "services/rpc/command_change.h"
#include "services/rpc/command_convert.h"
#include "services/rpc/command_policy.h"
#include "services/rpc/page_token.h"

namespace rufaa::audit_service {
namespace {

namespace v1 = audit::v1;

absl::StatusOr<std::optional<Commit>> CommitAt(CountyLog& log, uint64_t position) {
  std::optional<Commit> found;
  if (position == 0) return found;
  RUFAA_RETURN_IF_ERROR(log.Read(position - 1, [&](const Commit& commit) {
    found = commit;
    return false;
  }));
  return found;
}

// The last position recorded at `time` or before; 0 when the log is younger.
absl::StatusOr<uint64_t> PositionAt(CountyLog& log, absl::Time time) {
  uint64_t low = 0, high = log.Head();
  while (low < high) {
    const uint64_t middle = low + (high - low + 1) / 2;
    RUFAA_ASSIGN_OR_RETURN(const std::optional<Commit> commit, CommitAt(log, middle));
    if (commit && commit->recorded_at <= time) {
      low = middle;
    } else {
      high = middle - 1;
    }
  }
  return low;
}

// Positions to replay for one case: its own, and the one that registered the agency, since what an
// agency may hold hangs on its kind.
absl::StatusOr<std::vector<uint64_t>> PositionsFor(const rpc::Call& call, const ViewSnapshot& trail,
                                                   const std::string& agency,
                                                   const std::string& case_code, uint64_t until) {
  RUFAA_ASSIGN_OR_RETURN(std::vector<uint64_t> positions,
                         trail::PositionsOfCase(trail, case_code, until));
  RUFAA_RETURN_IF_ERROR(
      call.county->log.ReadStream(AgencyStream(agency), 0, [&](const RecordedEvent& recorded) {
        if (recorded.commit->position > until) return false;
        positions.push_back(recorded.commit->position);
        return true;
      }));
  std::sort(positions.begin(), positions.end());
  positions.erase(std::unique(positions.begin(), positions.end()), positions.end());
  return positions;
}

void AddRow(absl::string_view view, const std::string& key, const Description& fields,
            v1::GetAsOfResponse* reply) {
  v1::KnownRow& row = *reply->add_rows();
  row.set_view(std::string(view));
  row.set_key(key);
  for (const auto& [name, text] : fields) (*row.mutable_fields())[name] = text;
}

// Of what the agency held sealed, what it could have opened: which parts, never what they say. A
// row outlives the consent that it was written under.
absl::Status AddOpen(const rpc::Call& call, const std::string& agency, const std::string& case_code,
                     uint64_t until, const std::vector<casefile::HeldSealed>& held,
                     Description& known) {
  if (held.empty()) return absl::OkStatus();
  RUFAA_ASSIGN_OR_RETURN(const std::optional<Commit> last, CommitAt(call.county->log, until));
  RUFAA_ASSIGN_OR_RETURN(
      const Folded<casework::State> kase,
      rpc::StateAsOf<casework::State>(*call.county, CaseStream(case_code), until));
  RUFAA_ASSIGN_OR_RETURN(
      const Folded<directory::Agency> of,
      rpc::StateAsOf<directory::Agency>(*call.county, AgencyStream(agency), until));
  for (const casefile::HeldSealed& one : held) {
    const Compartment compartment = one.sealed.compartment;
    if (!rpc::AnyoneMayOpen(*kase.state, agency, of.state->kind, compartment, last->recorded_at))
      continue;
    known.emplace_back(one.field, absl::StrCat("sealed:", Name(compartment)));
  }
  return absl::OkStatus();
}

// Each referral of those that were replayed that the agency had a part in.
absl::Status AddReferrals(const ViewSnapshot& replayed, const std::string& agency,
                          v1::GetAsOfResponse* reply) {
  constexpr size_t kAll = 1'000'000;  // Of one case.
  std::map<std::string, worklist::Row> known;
  for (const worklist::List list : {worklist::List::kInbox, worklist::List::kOutbox,
                                    worklist::List::kEnded, worklist::List::kDrafts}) {
    worklist::PageQuery query;
    query.agency = agency;
    query.list = list;
    query.limit = kAll;
    RUFAA_ASSIGN_OR_RETURN(const worklist::Page page, worklist::ReadPage(replayed, query));
    for (const worklist::Line& line : page.lines) known[line.referral] = line.row;
  }
  for (const auto& [referral, row] : known) AddRow("worklist", referral, Describe(row), reply);
  return absl::OkStatus();
}

// What `agency` knew of one case: its row of the file, and of each referral it had a part in.
absl::Status AddCase(const rpc::Call& call, const ViewSnapshot& trail, const std::string& agency,
                     const std::string& case_code, uint64_t until, v1::GetAsOfResponse* reply) {
  RUFAA_ASSIGN_OR_RETURN(const std::vector<uint64_t> positions,
                         PositionsFor(call, trail, agency, case_code, until));
  CountyLog& log = call.county->log;
  RUFAA_ASSIGN_OR_RETURN(const std::unique_ptr<MemoryRows> file,
                         ReplayOnly(log, casefile::CaseFileView(), positions));
  const absl::StatusOr<casefile::CaseFile> head = casefile::ReadHead(*file, agency, case_code);
  if (!head.ok()) return absl::OkStatus();  // It did not know of the case then.
  Description known = Describe(*head);
  RUFAA_RETURN_IF_ERROR(AddOpen(call, agency, case_code, until, head->sealed, known));
  AddRow("case-file", case_code, known, reply);
  RUFAA_ASSIGN_OR_RETURN(const std::unique_ptr<MemoryRows> worklist,
                         ReplayOnly(log, worklist::WorklistView(), positions));
  return AddReferrals(*worklist, agency, reply);
}

}  // namespace

absl::StatusOr<uint64_t> MomentOf(const rpc::Call& call, const v1::GetAsOfRequest& request) {
  CountyLog& log = call.county->log;
  if (request.has_as_of_time()) return PositionAt(log, rpc::FromProto(request.as_of_time()));
  if (request.as_of_position() == 0) return log.Head();
  if (request.as_of_position() > log.Head()) return BeyondTheEnd("as_of_position");
  return request.as_of_position();
}

absl::Status BeyondTheEnd(absl::string_view field) {
  return Refuse(Reason::MALFORMED, {},
                {{"field", std::string(field)}, {"problem", "beyond the end of the log"}});
}

absl::Status ReadAsOf(const rpc::Call& call, const v1::GetAsOfRequest& request,
                      const absl::StatusOr<uint64_t>& moment, v1::GetAsOfResponse* reply,
                      rpc::Sought& sought) {
  sought.about = AgencyStream(request.agency());
  AskForCase(call, request.case_code(), sought);
  RUFAA_RETURN_IF_ERROR(CheckMayAudit(call, request.purpose()));
  RUFAA_ASSIGN_OR_RETURN(const int size, rpc::PageSize(request.page_size()));
  RUFAA_ASSIGN_OR_RETURN(const uint64_t until, moment);
  RUFAA_ASSIGN_OR_RETURN(const std::optional<Commit> last, CommitAt(call.county->log, until));
  reply->set_position(until);
  sought.position = until;
  if (last) RUFAA_SET_TIME(*reply, record_time, last->recorded_at);
  RUFAA_ASSIGN_OR_RETURN(const std::unique_ptr<ViewSnapshot> trail,
                         call.county->views.Snapshot(trail::kName));
  if (!request.case_code().empty()) {
    RUFAA_ASSIGN_OR_RETURN(const std::string code,
                           ParseCaseCode(request.case_code(), call.county->code_letters));
    return AddCase(call, *trail, request.agency(), code, until, reply);
  }
  // An agency that once had a part in a case keeps a row of it: today's list has all of then.
  const std::string scope = absl::StrCat("asof/", request.agency(), "/", until);
  const rpc::PageTokens& tokens = call.county->page_tokens;
  RUFAA_ASSIGN_OR_RETURN(const std::string after, tokens.Read(scope, request.page_token()));
  RUFAA_ASSIGN_OR_RETURN(const std::unique_ptr<ViewSnapshot> files,
                         call.county->views.Snapshot(casefile::kName));
  RUFAA_ASSIGN_OR_RETURN(
      const casefile::CasesPage page,
      casefile::ReadCases(*files, request.agency(), static_cast<size_t>(size), after));
  sought.cases = page.cases;
  for (const std::string& code : page.cases) {
    RUFAA_RETURN_IF_ERROR(AddCase(call, *trail, request.agency(), code, until, reply));
  }
  if (!page.next.empty()) reply->set_next_page_token(tokens.Make(scope, page.next));
  return absl::OkStatus();
}

}  // namespace rufaa::audit_service
