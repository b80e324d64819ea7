#include <algorithm>
#include <memory>
#include <optional>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "domain/base/ages.h"
#include "domain/base/field_checks.h"
#include "domain/base/local_day.h"
#include "domain/base/refusal.h"
#include "domain/base/status_macros.h"
#include "projections/board/ages.h"
#include "projections/calendar/calendar.h"
#include "projections/caseload/caseload.h"
#include "projections/core/utc_day.h"
#include "services/casework/case_proto.h"
#include "services/casework/making.h"
#include "services/casework/officer.h"
#include "services/casework/reads.h"
#include "services/casework/sight.h"
#include "services/rpc/area.h"
#include "services/rpc/asked.h"
#include "services/rpc/command_convert.h"
#include "services/rpc/not_shown.h"
#include "services/rpc/page_token.h"

namespace rufaa::case_service {
namespace {

namespace v1 = casework::v1;

// What is due on a case: its own deadline, its next day in court or an order that runs out,
// whichever is soonest.
void SetDue(const caseload::Row& row, absl::Time now, v1::CaseRow& proto) {
  std::optional<absl::Time> due = row.track.due;
  std::string what(casework::DueWhat(row.track.stage, DueInCourt(row.track)));
  if (row.court_at && (!due || *row.court_at < *due)) {
    due = row.court_at;
    what = "court";
  }
  if (row.order_due && (!due || *row.order_due < *due)) {
    due = row.order_due;
    what = "order";
  }
  if (!due) return;
  RUFAA_SET_TIME(proto, due_time, *due);
  proto.set_due_what(what);
  proto.set_overdue(*due < now);
}

bool IsOverdue(const rpc::Call& call, const caseload::Row& row) {
  v1::CaseRow due;
  SetDue(row, call.now, due);
  return due.overdue();
}

std::string AgeBandNow(const rpc::Call& call, const caseload::Row& row) {
  return AgeBandOn(LocalDay(call.now), row.track.age_band, row.birth_year);
}

// A stage or an age that there is not would find nothing, and read as though there were no case.
absl::Status CheckAsked(const rpc::Call& call, const v1::ListCaseloadRequest& request) {
  const auto is_asked = [&](const auto& row) { return row.name == request.stage(); };
  if (!request.stage().empty() &&
      std::none_of(casework::Stages().begin(), casework::Stages().end(), is_asked)) {
    return Malformed("stage", "is none of a case");
  }
  if (!request.age_bucket().empty() && !board::AgeNamed(request.age_bucket())) {
    return Malformed("age_bucket", "is none that the board counts by");
  }
  return rpc::CheckCodeAsked(call, "age_band", list::kAgeBand, request.age_band());
}

// The supervisor sees the office's cases; an officer their own, and those that nobody has yet or
// that the office is asked to take over.
bool IsShown(const rpc::Call& call, const v1::ListCaseloadRequest& request,
             absl::string_view subcounty, const caseload::Row& row) {
  const auto is = [](absl::string_view asked, absl::string_view value) {
    return asked.empty() || asked == value;
  };
  const CaseTrack& track = row.track;
  const size_t age = board::AgeOfDay(UtcDay(track.stage_since), call.now);
  const std::string& owner = track.owner_person;
  return is(request.owner_person(), owner) && is(request.stage(), casework::Name(track.stage)) &&
         is(request.age_bucket(), board::kAges[age]) &&
         is(request.age_band(), AgeBandNow(call, row)) && is(subcounty, track.subcounty) &&
         (!request.overdue_only() || IsOverdue(call, row)) &&
         (call.caller.role == Role::kSupervisor || owner.empty() || owner == call.caller.person ||
          track.transfer_to == call.caller.agency);
}

// Whether somebody has the case who is no officer of the office any more, and it is to be given to
// another: while a transfer waits it may yet be another office's.
absl::StatusOr<bool> OwnerLeft(const rpc::Call& call, const caseload::Row& row) {
  const CaseTrack& track = row.track;
  if (!IsActive(track) || track.stage == casework::Stage::kTransferPending) return false;
  if (track.owner_person.empty() || track.owner_agency != call.caller.agency) return false;
  RUFAA_ASSIGN_OR_RETURN(
      const Folded<access::Person> owner,
      call.county->executor.aggregates().Load<access::Person>(PersonStream(track.owner_person)));
  return !IsOfficerOf(*owner.state, track.owner_agency);
}

void Fill(const rpc::Call& call, const caseload::Line& line, v1::CaseRow& proto) {
  const CaseTrack& track = line.row.track;
  proto.set_case_code(line.case_code);
  proto.set_stage(std::string(casework::Name(track.stage)));
  proto.set_risk(track.risk);
  proto.set_subcounty(track.subcounty);
  proto.set_owner_person(track.owner_person);
  SetDue(line.row, call.now, proto);
  proto.set_open_referrals(line.row.open_referrals);
  proto.set_version(line.row.version);
  RUFAA_SET_TIME(proto, stage_time, track.stage_since);
  proto.set_age_band(AgeBandNow(call, line.row));
  proto.set_awaits(std::string(caseload::Awaits(line.row)));
}

// Whether GetCase answers: the agency's calendar has the dates of colleagues, too, and a court's
// those of cases that it knows by their day alone.
absl::StatusOr<bool> Opens(const rpc::Call& call, absl::string_view case_code) {
  rpc::Sought codes_only;
  const absl::StatusOr<Sight> sight = Look(call, case_code, codes_only);
  if (sight.ok()) return true;
  if (rpc::IsNotShown(sight.status())) return false;
  return sight.status();
}

// As the commands decide: by the policy, and by the case.
void AddAllowed(const rpc::Call& call, const casework::State& kase, v1::CourtDate& date) {
  const Acting by = call.caller.ToActing(call.now, call.now);
  const rpc::Right right = RightTo<v1::MoveCourtDateRequest>();
  if (!rpc::CheckMay(call, rpc::StandingIn(kase, by), right).ok()) return;
  AddMethods(casework::AllowedOnDate(kase, by, date.matter()), date.mutable_allowed_actions());
}

// A date as the calendar has it. What may be done with it, and to which version of its case, stands
// only beside a date that is still the case's own: the calendar may be a moment behind.
absl::Status Fill(const rpc::Call& call, const calendar::Row& row, v1::CourtDate& date) {
  date.set_matter(row.matter);
  date.set_case_code(row.case_code);
  date.set_court(row.court);
  date.set_session(row.session);
  RUFAA_SET_TIME(date, court_time, row.at);
  date.set_state("set");
  date.set_moves(row.moves);
  RUFAA_ASSIGN_OR_RETURN(const bool opens, Opens(call, row.case_code));
  date.set_case_opens(opens);
  RUFAA_ASSIGN_OR_RETURN(
      const Folded<casework::State> kase,
      call.county->executor.aggregates().Load<casework::State>(CaseStream(row.case_code)));
  const auto found = kase.state->court_dates.find(row.matter);
  if (found == kase.state->court_dates.end() || found->second.at != row.at) return absl::OkStatus();
  date.set_version(kase.version);
  AddAllowed(call, *kase.state, date);
  return absl::OkStatus();
}

}  // namespace

// Reads on past rows that are not shown, up to a bound, so that a page is full or the list over; a
// page may come short of its size, and then has a token for the rest.
absl::Status ReadCaseload(const rpc::Call& call, const v1::ListCaseloadRequest& request,
                          v1::ListCaseloadResponse* reply) {
  constexpr int kReadsMax = 20;
  const bool officer =
      call.caller.role == Role::kSupervisor || call.caller.role == Role::kChildrensOfficer;
  if (!officer) return Refuse(Reason::NOT_PERMITTED);
  RUFAA_RETURN_IF_ERROR(CheckAsked(call, request));
  RUFAA_ASSIGN_OR_RETURN(const int size, rpc::PageSize(request.page_size()));
  RUFAA_ASSIGN_OR_RETURN(const std::string subcounty, rpc::SubcountyOf(call, request.subcounty()));
  const std::string scope =
      absl::StrCat("caseload/", call.caller.agency, "/", request.owner_person(), "/",
                   request.overdue_only(), "/", request.include_closed(), "/", request.stage(), "/",
                   request.age_bucket(), "/", request.age_band(), "/", subcounty, "/",
                   request.awaiting_decision(), "/", request.owner_left());
  const rpc::PageTokens& tokens = call.county->page_tokens;
  RUFAA_ASSIGN_OR_RETURN(std::string after, tokens.Read(scope, request.page_token()));
  using caseload::Part;
  Part part = request.awaiting_decision() ? Part::kAwaiting : Part::kActive;
  // The first byte says which part: open cases come before closed ones.
  if (!after.empty()) {
    if (after[0] == 'c') part = Part::kClosed;
    after.erase(0, 1);
  }
  RUFAA_ASSIGN_OR_RETURN(const std::unique_ptr<ViewSnapshot> view,
                         call.county->views.Snapshot(caseload::kName));
  reply->set_revision(view->position());
  for (int reads = 0; reads < kReadsMax; ++reads) {
    const size_t wanted = static_cast<size_t>(size - reply->cases_size());
    RUFAA_ASSIGN_OR_RETURN(const caseload::Page page,
                           caseload::ReadPage(*view, call.caller.agency, part, wanted, after));
    for (const caseload::Line& line : page.lines) {
      if (!IsShown(call, request, subcounty, line.row)) continue;
      if (request.owner_left()) {
        RUFAA_ASSIGN_OR_RETURN(const bool left, OwnerLeft(call, line.row));
        if (!left) continue;
      }
      Fill(call, line, *reply->add_cases());
    }
    after = page.next;
    if (after.empty()) {
      if (part != Part::kActive || !request.include_closed()) return absl::OkStatus();
      part = Part::kClosed;
    }
    if (reply->cases_size() == size) break;
  }
  const char mark = part == Part::kClosed ? 'c' : 'a';
  reply->set_next_page_token(tokens.Make(scope, std::string(1, mark) + after));
  return absl::OkStatus();
}

absl::Status ReadCalendar(const rpc::Call& call, const v1::ListCourtCalendarRequest& request,
                          v1::ListCourtCalendarResponse* reply) {
  if (!WorksCases(call.caller.role)) return Refuse(Reason::NOT_PERMITTED);
  RUFAA_ASSIGN_OR_RETURN(const int size, rpc::PageSize(request.page_size()));
  absl::Time from = request.has_from_time() ? rpc::FromProto(request.from_time()) : call.now;
  const absl::Time until =
      request.has_to_time() ? rpc::FromProto(request.to_time()) : absl::InfiniteFuture();
  const std::string scope =
      absl::StrCat("calendar/", call.caller.agency, "/", request.from_time().seconds(), "/",
                   request.to_time().seconds());
  const rpc::PageTokens& tokens = call.county->page_tokens;
  RUFAA_ASSIGN_OR_RETURN(const std::string after, tokens.Read(scope, request.page_token()));
  // A token is the moment of the next date, and how many of that moment were shown already.
  int64_t micros = 0;
  size_t shown = 0;
  const std::pair<absl::string_view, absl::string_view> parts = absl::StrSplit(after, '/');
  if (absl::SimpleAtoi(parts.first, &micros) && absl::SimpleAtoi(parts.second, &shown)) {
    from = absl::FromUnixMicros(micros);
  }
  RUFAA_ASSIGN_OR_RETURN(const std::unique_ptr<ViewSnapshot> view,
                         call.county->views.Snapshot(calendar::kName));
  RUFAA_ASSIGN_OR_RETURN(const calendar::Page page,
                         calendar::ReadDates(*view, call.caller.agency, from, until,
                                             static_cast<size_t>(size) + shown + 1));
  reply->set_revision(page.position);
  size_t of_moment = 0;
  absl::Time moment = absl::InfinitePast();
  for (size_t i = 0; i < page.rows.size(); ++i) {
    const calendar::Row& row = page.rows[i];
    of_moment = row.at == moment ? of_moment + 1 : 0;
    moment = row.at;
    if (i < shown) continue;
    if (reply->court_dates_size() == size) {
      reply->set_next_page_token(
          tokens.Make(scope, absl::StrCat(absl::ToUnixMicros(row.at), "/", of_moment)));
      break;
    }
    RUFAA_RETURN_IF_ERROR(Fill(call, row, *reply->add_court_dates()));
  }
  return absl::OkStatus();
}

}  // namespace rufaa::case_service
