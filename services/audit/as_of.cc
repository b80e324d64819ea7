#include <algorithm>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "domain/base/field_checks.h"
#include "domain/base/status_macros.h"
#include "domain/codes/codes.h"
#include "eventlog/codec/describe.h"
#include "projections/calendar/calendar.h"
#include "projections/casefile/casefile.h"
#include "projections/casefile/reader.h"
#include "projections/core/key.h"
#include "projections/core/memory_rows.h"
#include "projections/core/replay.h"
#include "projections/trail/reader.h"
#include "projections/worklist/reader.h"
#include "services/audit/as_read.h"
#include "services/audit/trail.h"
#include "services/rpc/asked.h"
#include "services/rpc/command_convert.h"
#include "services/rpc/page_token.h"

namespace rufaa::audit_service {
namespace {

namespace v1 = audit::v1;

constexpr size_t kAllOfACase = 1'000'000;

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

// What is asked for: of whom, and when.
struct Asked {
  std::string agency;
  Moment moment;
};

// Each referral of those that were replayed that the agency had a part in, as its people could read
// it.
absl::Status AddReferrals(const ViewSnapshot& replayed, const Asked& asked, const Readers& readers,
                          v1::GetAsOfResponse* reply) {
  std::map<std::string, worklist::Row> held;
  for (const worklist::List list : {worklist::List::kInbox, worklist::List::kOutbox,
                                    worklist::List::kEnded, worklist::List::kDrafts}) {
    worklist::PageQuery query;
    query.agency = asked.agency;
    query.list = list;
    query.limit = kAllOfACase;
    RUFAA_ASSIGN_OR_RETURN(const worklist::Page page, worklist::ReadPage(replayed, query));
    for (const worklist::Line& line : page.lines) held[line.referral] = line.row;
  }
  for (auto& [referral, row] : held) {
    RUFAA_ASSIGN_OR_RETURN(const std::optional<worklist::Row> known,
                           readers.Referral(referral, std::move(row)));
    if (known) AddRow("worklist", referral, Describe(*known), reply);
  }
  return absl::OkStatus();
}

// The agency's row of the file, as its people could read it: of what is sealed, which parts could
// be opened, never what they say.
void AddFile(const std::string& case_code, const casefile::CaseFile& file,
             v1::GetAsOfResponse* reply) {
  Description known = Describe(file);
  for (const casefile::HeldSealed& one : file.sealed) {
    known.emplace_back(one.field, absl::StrCat("sealed:", Name(one.sealed.compartment)));
  }
  AddRow("case-file", case_code, known, reply);
}

// The agency's row of the file, and of each referral it had a part in. It held rows of more than
// its people could read: a row outlives the consent that it was written under, and one is written
// when the agency is asked.
absl::Status AddHeld(const rpc::Call& call, const Asked& asked, const std::string& case_code,
                     const std::vector<uint64_t>& positions, v1::GetAsOfResponse* reply) {
  CountyLog& log = call.county->log;
  RUFAA_ASSIGN_OR_RETURN(const std::unique_ptr<MemoryRows> files,
                         ReplayOnly(log, casefile::CaseFileView(), positions));
  absl::StatusOr<casefile::CaseFile> head = casefile::ReadHead(*files, asked.agency, case_code);
  if (absl::IsNotFound(head.status())) return absl::OkStatus();  // It did not know of it then.
  RUFAA_RETURN_IF_ERROR(head.status());
  RUFAA_ASSIGN_OR_RETURN(const Readers readers,
                         Readers::Of(call, asked.agency, case_code, asked.moment));
  RUFAA_ASSIGN_OR_RETURN(const std::optional<casefile::CaseFile> file,
                         readers.Case(*files, *std::move(head)));
  if (file) AddFile(case_code, *file, reply);
  RUFAA_ASSIGN_OR_RETURN(const std::unique_ptr<MemoryRows> worklist,
                         ReplayOnly(log, worklist::WorklistView(), positions));
  return AddReferrals(*worklist, asked, readers, reply);
}

// The days in court that stood in the agency's calendar. All of it is read by whoever works cases
// there; a court knows its cases by nothing else.
absl::Status AddDates(const rpc::Call& call, const Asked& asked,
                      const std::vector<uint64_t>& positions, v1::GetAsOfResponse* reply) {
  RUFAA_ASSIGN_OR_RETURN(const std::unique_ptr<MemoryRows> dates,
                         ReplayOnly(call.county->log, calendar::CalendarView(), positions));
  RUFAA_ASSIGN_OR_RETURN(const calendar::Page page,
                         calendar::ReadDates(*dates, asked.agency, absl::InfinitePast(),
                                             absl::InfiniteFuture(), kAllOfACase));
  for (const calendar::Row& row : page.rows) {
    AddRow("calendar", absl::StrCat(row.case_code, "/", row.matter), Describe(row), reply);
  }
  return absl::OkStatus();
}

// What the agency knew of one case. Every other view that gives an agency rows of a child makes
// them of what these three hold.
absl::Status AddCase(const rpc::Call& call, const ViewSnapshot& trail, const Asked& asked,
                     const std::string& case_code, v1::GetAsOfResponse* reply) {
  RUFAA_ASSIGN_OR_RETURN(const std::vector<uint64_t> positions,
                         PositionsFor(call, trail, asked.agency, case_code, asked.moment.position));
  RUFAA_RETURN_IF_ERROR(AddHeld(call, asked, case_code, positions, reply));
  return AddDates(call, asked, positions, reply);
}

// Every case of which the agency holds a row, or that it heard. Who once had a part in a case keeps
// a row of it, a court its place in a list: today's have all of then.
absl::StatusOr<casefile::CasesPage> CasesOf(const rpc::Call& call, const std::string& agency,
                                            size_t limit, const std::string& after) {
  RUFAA_ASSIGN_OR_RETURN(const std::unique_ptr<ViewSnapshot> files,
                         call.county->views.Snapshot(casefile::kName));
  RUFAA_ASSIGN_OR_RETURN(const std::unique_ptr<ViewSnapshot> dates,
                         call.county->views.Snapshot(calendar::kName));
  RUFAA_ASSIGN_OR_RETURN(const casefile::CasesPage held,
                         casefile::ReadCases(*files, agency, limit, after));
  RUFAA_ASSIGN_OR_RETURN(const calendar::HeardPage heard,
                         calendar::ReadHeard(*dates, agency, limit, after));
  std::map<std::string, std::string> cases;  // By their place in the lists.
  for (const auto* page : {&held.cases, &heard.cases}) {
    for (const std::string& code : *page) cases[KeyWriter().Text(code).Take()] = code;
  }
  casefile::CasesPage both;
  both.next = held.next.empty() || heard.next.empty() ? held.next + heard.next
                                                      : std::min(held.next, heard.next);
  for (const auto& [place, code] : cases) {
    // A list that goes on has filled the page before what it left out.
    if (both.cases.size() == limit) {
      both.next = both.next.empty() ? place : std::min(both.next, place);
      break;
    }
    both.cases.push_back(code);
  }
  return both;
}

// When the answer is of. Of a position it is when that was recorded; else it may be long after the
// last commit, and what had run out meanwhile was shut.
absl::Time TimeOf(const rpc::Call& call, const v1::GetAsOfRequest& request,
                  const std::optional<Commit>& last) {
  const absl::Time recorded_at = last ? last->recorded_at : absl::InfinitePast();
  if (request.as_of_position() != 0) return recorded_at;
  const absl::Time asked =
      request.has_as_of_time() ? rpc::FromProto(request.as_of_time()) : call.now;
  return std::max(recorded_at, std::min(asked, call.now));
}

// Where a page of all cases begins. The pages of one answer are of one time, however the later ones
// are asked for.
struct Place {
  absl::Time time;
  std::string after;
};

std::string ToText(const Place& place) {
  return KeyWriter().Time(place.time).Text(place.after).Take();
}

absl::StatusOr<Place> PlaceOf(const std::string& text, absl::Time first) {
  Place place{first, {}};
  if (text.empty()) return place;
  KeyReader reader(text);
  if (reader.Time(place.time) && reader.Text(place.after)) return place;
  return Refuse(Reason::MALFORMED, {}, {{"field", "page_token"}});
}

}  // namespace

absl::StatusOr<uint64_t> MomentOf(const rpc::Call& call, const v1::GetAsOfRequest& request) {
  CountyLog& log = call.county->log;
  if (request.has_as_of_time()) {
    const absl::Time time = rpc::FromProto(request.as_of_time());
    if (time > call.now + kClockSkew) {
      return Refuse(Reason::IN_FUTURE, "That time is still ahead.", {{"field", "as_of_time"}});
    }
    RUFAA_ASSIGN_OR_RETURN(const uint64_t position, PositionAt(log, time));
    // Before there was a county nobody could know anything, which is not what is asked.
    if (position == 0) return Malformed("as_of_time", "is before the county's log begins");
    return position;
  }
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
  RUFAA_RETURN_IF_ERROR(rpc::CheckAgencyAsked(call, "agency", request.agency()));
  RUFAA_ASSIGN_OR_RETURN(const int size, rpc::PageSize(request.page_size()));
  RUFAA_ASSIGN_OR_RETURN(const uint64_t until, moment);
  RUFAA_ASSIGN_OR_RETURN(const std::optional<Commit> last, CommitAt(call.county->log, until));
  reply->set_position(until);
  sought.position = until;
  if (last) RUFAA_SET_TIME(*reply, record_time, last->recorded_at);
  RUFAA_ASSIGN_OR_RETURN(const std::unique_ptr<ViewSnapshot> trail,
                         call.county->views.Snapshot(trail::kName));
  Asked asked{request.agency(), {until, TimeOf(call, request, last)}};
  if (!request.case_code().empty()) {
    RUFAA_ASSIGN_OR_RETURN(const std::string code,
                           ParseCaseCode(request.case_code(), call.county->code_letters));
    return AddCase(call, *trail, asked, code, reply);
  }
  const std::string scope = absl::StrCat("asof/", request.agency(), "/", until);
  const rpc::PageTokens& tokens = call.county->page_tokens;
  RUFAA_ASSIGN_OR_RETURN(const std::string token, tokens.Read(scope, request.page_token()));
  RUFAA_ASSIGN_OR_RETURN(const Place place, PlaceOf(token, asked.moment.time));
  asked.moment.time = place.time;
  RUFAA_ASSIGN_OR_RETURN(const casefile::CasesPage page,
                         CasesOf(call, request.agency(), static_cast<size_t>(size), place.after));
  sought.cases = page.cases;
  for (const std::string& code : page.cases) {
    RUFAA_RETURN_IF_ERROR(AddCase(call, *trail, asked, code, reply));
  }
  if (!page.next.empty()) {
    reply->set_next_page_token(tokens.Make(scope, ToText({place.time, page.next})));
  }
  return absl::OkStatus();
}

}  // namespace rufaa::audit_service
