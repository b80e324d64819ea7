#include "services/live/news.h"

#include <algorithm>
#include <memory>
#include <set>
#include <utility>

#include "absl/strings/strip.h"
#include "domain/base/refusal.h"
#include "domain/base/status_macros.h"
#include "projections/casefile/casefile.h"
#include "projections/casefile/reader.h"
#include "projections/casefile/told.h"
#include "projections/core/key.h"
#include "projections/worklist/reader.h"
#include "services/rpc/command_policy.h"
#include "services/rpc/worklist_counts.h"

namespace rufaa::live_service {
namespace {

// More than that, and reading all that is shown again costs less than telling each.
constexpr uint64_t kMostCommits = 2000;
constexpr int kMostCodes = 100;
// Looked through of one case, for one who reported it and may know few of them.
constexpr size_t kMostLines = 100;

// What `commits` touched, whoever may know of it.
struct Touched {
  std::set<std::string> referrals, cases;
};

absl::StatusOr<Touched> ReadTouched(CountyLog& log, uint64_t after, uint64_t until) {
  Touched touched;
  RUFAA_RETURN_IF_ERROR(log.Read(after, [&](const Commit& commit) {
    if (commit.position > until) return false;
    for (const NewEvent& event : commit.proposal.events) {
      absl::string_view stream = event.stream;
      if (absl::ConsumePrefix(&stream, "referral/")) touched.referrals.emplace(stream);
      if (absl::ConsumePrefix(&stream, "case/")) touched.cases.emplace(stream);
    }
    return true;
  }));
  return touched;
}

// OK's false for what the caller may not know of.
absl::StatusOr<bool> Known(const absl::Status& read) {
  if (read.ok()) return true;
  if (absl::IsNotFound(read)) return false;
  return read;
}

// The case of a referral that the caller's agency is a party to, as its worklists say; "": it is
// none.
absl::StatusOr<std::string> CaseOfReferral(const rpc::Call& call, const ViewSnapshot& worklists,
                                           const std::string& code) {
  const absl::StatusOr<worklist::Row> row =
      worklist::ReadReferral(worklists, call.caller.agency, code);
  RUFAA_ASSIGN_OR_RETURN(const bool known, Known(row.status()));
  const bool sees = known && (!rpc::ReceivedOnly(call) || row->to_agency == call.caller.agency);
  return sees ? row->case_code : std::string();
}

// Whether any of the lines is of what one may know who reported the child.
absl::StatusOr<bool> AnyOfReport(const casefile::TimelinePage& page) {
  for (const casefile::TimelineLine& line : page.lines) {
    RUFAA_ASSIGN_OR_RETURN(const bool of_report, casefile::IsOfReport(line.row));
    if (of_report) return true;
  }
  return false;
}

// The agency's file of the case has a line since `after`, and the caller, not only the agency,
// reads the case. A line that the agency may not see was never written there.
absl::StatusOr<bool> SeesCase(const rpc::Call& call, const ViewSnapshot& files,
                              const std::string& code, uint64_t after) {
  // Lines are in order of their position.
  const std::string from = KeyWriter().U64(after + 1).Take();
  const absl::StatusOr<casefile::TimelinePage> lines =
      casefile::ReadTimeline(files, call.caller.agency, code, kMostLines, from);
  RUFAA_RETURN_IF_ERROR(lines.status());
  if (lines->lines.empty()) return false;
  RUFAA_ASSIGN_OR_RETURN(
      const Folded<casework::State> kase,
      call.county->executor.aggregates().Load<casework::State>(CaseStream(code)));
  const Acting by = call.caller.ToActing(call.now, call.now);
  const rpc::Reader reader = rpc::ReaderOf(call, *kase.state, by);
  if (reader.reach == rpc::Reach::kAll) return true;
  if (!reader.reported) return false;
  return AnyOfReport(*lines);
}

absl::Status TellCodes(const rpc::Call& call, uint64_t after, uint64_t until,
                       const ViewSnapshot& worklists, v1::WatchResponse* reply,
                       rpc::Sought& shown) {
  RUFAA_ASSIGN_OR_RETURN(const Touched touched, ReadTouched(call.county->log, after, until));
  RUFAA_ASSIGN_OR_RETURN(const std::unique_ptr<ViewSnapshot> files,
                         call.county->views.Snapshot(casefile::kName));
  for (const std::string& code : touched.cases) {
    RUFAA_ASSIGN_OR_RETURN(const bool sees, SeesCase(call, *files, code, after));
    if (!sees) continue;
    reply->add_case_codes(code);
    shown.cases.push_back(code);
  }
  if (!WorksReferrals(call.caller.role)) return absl::OkStatus();
  for (const std::string& code : touched.referrals) {
    RUFAA_ASSIGN_OR_RETURN(const std::string of, CaseOfReferral(call, worklists, code));
    if (of.empty()) continue;
    reply->add_referral_codes(code);
    shown.cases.push_back(of);
  }
  return absl::OkStatus();
}

absl::Status TellCounts(const rpc::Call& call, const ViewSnapshot& worklists, Told& told,
                        v1::WatchResponse* reply) {
  v1::WatchResponse only_counts;
  RUFAA_RETURN_IF_ERROR(rpc::AddWorklistCounts(call, worklists, only_counts).status());
  std::string bytes = only_counts.SerializeAsString();
  if (bytes == told.counts) return absl::OkStatus();
  told.counts = std::move(bytes);
  reply->mutable_counts()->Swap(only_counts.mutable_counts());
  return absl::OkStatus();
}

}  // namespace

uint64_t Reached(const rpc::Call& call) {
  const ViewRunner& views = call.county->views;
  return std::min(views.Position(worklist::kName), views.Position(casefile::kName));
}

absl::StatusOr<bool> TellNews(const rpc::Call& call, Told& told, v1::WatchResponse* reply,
                              rpc::Sought& shown) {
  const uint64_t reached = Reached(call);
  shown.position = reached;
  RUFAA_ASSIGN_OR_RETURN(const std::unique_ptr<ViewSnapshot> worklists,
                         call.county->views.Snapshot(worklist::kName));
  // A position that does not come is another log's: of before a backup was restored.
  if (told.position > reached || reached - told.position > kMostCommits) {
    reply->set_reload(true);
  } else if (told.position < reached) {
    RUFAA_RETURN_IF_ERROR(TellCodes(call, told.position, reached, *worklists, reply, shown));
  }
  if (reply->case_codes_size() + reply->referral_codes_size() > kMostCodes) {
    reply->clear_case_codes();
    reply->clear_referral_codes();
    shown.cases.clear();
    reply->set_reload(true);
  }
  if (WorksReferrals(call.caller.role)) {
    RUFAA_RETURN_IF_ERROR(TellCounts(call, *worklists, told, reply));
  }
  told.position = reached;
  reply->set_position(reached);
  return reply->reload() || reply->counts_size() > 0 || reply->case_codes_size() > 0 ||
         reply->referral_codes_size() > 0;
}

}  // namespace rufaa::live_service
