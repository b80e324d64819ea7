// An agency closes, with all that hangs on it, in one commit; and works again.
#include <cstdint>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "domain/base/refusal.h"
#include "domain/base/status_macros.h"
#include "domain/coordination/close_agency.h"
#include "projections/caseload/caseload.h"
#include "projections/worklist/reader.h"
#include "services/directory/directory_proto.h"
#include "services/directory/directory_service.h"
#include "services/rpc/change_one.h"

namespace rufaa::directory {
namespace {

using rpc::Call;
using rpc::CallPtr;
using rpc::Done;

// Cases that the agency answers for, and those that wait for it to take them over: it lists both.
absl::Status AddCases(const Call& call, Loader& load, const std::string& agency,
                      coordination::Duties& duties, std::set<std::string>& cases) {
  RUFAA_ASSIGN_OR_RETURN(const std::unique_ptr<ViewSnapshot> view,
                         call.county->views.Snapshot(caseload::kName));
  RUFAA_ASSIGN_OR_RETURN(const caseload::Page page,
                         caseload::ReadPage(*view, agency, caseload::Part::kAwaiting,
                                            coordination::kMostCasesTouched + 1));
  duties.open_cases = page.active;
  for (const caseload::Line& line : page.lines) {
    if (caseload::Awaits(line.row) != "transfer") continue;
    RUFAA_ASSIGN_OR_RETURN(const casework::State* kase,
                           load.Load<casework::State>(CaseStream(line.case_code)));
    cases.insert(line.case_code);
    // It may have taken the case over since.
    if (kase->owner_agency != agency) --duties.open_cases;
  }
  return absl::OkStatus();
}

// Referrals that it is asked for, and their cases. What was asked back, by its sender or as it
// closed, waits for its own clock: there may be any number of those.
absl::Status AddReferrals(const Call& call, Loader& load, const std::string& agency,
                          coordination::Duties& duties, std::set<std::string>& cases) {
  RUFAA_ASSIGN_OR_RETURN(const std::unique_ptr<ViewSnapshot> view,
                         call.county->views.Snapshot(worklist::kName));
  worklist::PageQuery query;
  query.agency = agency;
  query.list = worklist::List::kInbox;
  query.now = call.now;
  query.limit = coordination::kMostReferralsEnded + 1;
  do {
    RUFAA_ASSIGN_OR_RETURN(const worklist::Page page, worklist::ReadPage(*view, query));
    for (const worklist::Line& line : page.lines) {
      if (line.row.stage == referral::Stage::kCancelRequested) continue;
      RUFAA_ASSIGN_OR_RETURN(const referral::State* state,
                             load.Load<referral::State>(ReferralStream(line.referral)));
      duties.referrals.push_back(*state);
      cases.insert(state->case_code);
    }
    query.after = page.next;
  } while (!query.after.empty() && duties.referrals.size() <= coordination::kMostReferralsEnded);
  return absl::OkStatus();
}

// What hangs on it, by the views; how it stands is told by the log.
absl::StatusOr<coordination::Duties> DutiesOf(const Call& call, Loader& load,
                                              const std::string& agency) {
  coordination::Duties duties;
  std::set<std::string> cases;
  RUFAA_RETURN_IF_ERROR(AddCases(call, load, agency, duties, cases));
  RUFAA_RETURN_IF_ERROR(AddReferrals(call, load, agency, duties, cases));
  for (const std::string& code : cases) {
    RUFAA_ASSIGN_OR_RETURN(const casework::State* kase,
                           load.Load<casework::State>(CaseStream(code)));
    duties.cases.push_back(*kase);
  }
  return duties;
}

coordination::CloseAgency CommandOf(const Call& call, const v1::CloseAgencyRequest& request,
                                    coordination::Duties duties) {
  return {.close = {.by = call.ActingOf(request), .reason = request.reason()},
          .duties = std::move(duties)};
}

// Calls `then` when the views of what hangs on an agency are as of `position`.
void WhenDutiesAt(const CallPtr& call, uint64_t position, Done then) {
  rpc::WhenViewsAt(call, caseload::kName, position,
                   [call, position, then = std::move(then)](absl::Status cases) {
                     if (!cases.ok()) return then(cases);
                     rpc::WhenViewsAt(call, worklist::kName, position, then);
                   });
}

template <class Event>
uint32_t Count(const std::vector<Change>& changes) {
  uint32_t count = 0;
  for (const Change& change : changes) count += std::holds_alternative<Event>(change.event) ? 1 : 0;
  return count;
}

// Adds what a commit ended.
void Add(const Outcome& outcome, v1::CloseAgencyResponse& reply) {
  const std::vector<Change>& changes = outcome.changes;
  reply.set_revision(outcome.receipt.position);
  reply.set_offers_withdrawn(reply.offers_withdrawn() + Count<OfferWithdrawn>(changes));
  reply.set_referrals_declined(reply.referrals_declined() + Count<referral::Declined>(changes));
  reply.set_referrals_asked_back(reply.referrals_asked_back() +
                                 Count<referral::CancelRequested>(changes));
  reply.set_transfers_declined(reply.transfers_declined() +
                               Count<casework::TransferDeclined>(changes));
}

absl::Status Answer(const Call& call, const std::string& stream, v1::CloseAgencyResponse* reply) {
  RUFAA_ASSIGN_OR_RETURN(const Folded<Agency> agency,
                         call.county->executor.aggregates().Load<Agency>(stream));
  *reply->mutable_agency() = ToProto(call, *agency.state, agency.version);
  return absl::OkStatus();
}

// Whoever gave it something had read that it was open: once it has closed, what comes is refused,
// and what came before stands in views of that position. Sent again, a request whose process ended
// between the two commits goes on here.
void EndWhatCame(const CallPtr& call, const v1::CloseAgencyRequest& request,
                 v1::CloseAgencyResponse* reply, const Done& done) {
  const std::string stream = AgencyStream(request.agency());
  Command command = rpc::MakeCommand(*call, request, stream);
  command.request_id = rpc::DerivedId("came as it closed", command.request_id, request.agency());
  rpc::Execute(
      call, std::move(command),
      [call, stream, reply, &request](Loader& load) -> absl::StatusOr<std::vector<Change>> {
        RUFAA_ASSIGN_OR_RETURN(const Agency* agency, load.Load<Agency>(stream));
        RUFAA_ASSIGN_OR_RETURN(coordination::Duties duties,
                               DutiesOf(*call, load, request.agency()));
        if (agency->closed_at) reply->set_cases_left(static_cast<uint32_t>(duties.open_cases));
        return coordination::EndWhatCameAsItClosed(
            *agency, CommandOf(*call, request, std::move(duties)), call->county->rules);
      },
      [call, stream, reply, done](const absl::StatusOr<Outcome>& outcome) {
        if (outcome.ok()) Add(*outcome, *reply);
        const absl::optional<Refusal> none = RefusalOf(outcome.status());
        const bool nothing_came = none && none->reason == Reason::ALREADY_DONE;
        done(outcome.ok() || nothing_came ? Answer(*call, stream, reply) : outcome.status());
      });
}

void Close(const CallPtr& call, const v1::CloseAgencyRequest& request,
           v1::CloseAgencyResponse* reply, const Done& done) {
  const std::string stream = AgencyStream(request.agency());
  rpc::Execute(
      call, rpc::MakeCommand(*call, request, stream),
      [call, stream, &request](Loader& load) -> absl::StatusOr<std::vector<Change>> {
        RUFAA_ASSIGN_OR_RETURN(const Agency* agency, load.Load<Agency>(stream));
        RUFAA_RETURN_IF_ERROR(rpc::CheckVersion(load, stream, request.expected_version()));
        RUFAA_ASSIGN_OR_RETURN(coordination::Duties duties,
                               DutiesOf(*call, load, request.agency()));
        return coordination::Decide(*agency, CommandOf(*call, request, std::move(duties)),
                                    call->county->rules);
      },
      [call, &request, reply, done](const absl::StatusOr<Outcome>& outcome) {
        if (!outcome.ok()) return done(outcome.status());
        Add(*outcome, *reply);
        WhenDutiesAt(call, outcome->receipt.position, [=, &request](const absl::Status& seen) {
          if (!seen.ok()) return done(seen);
          EndWhatCame(call, request, reply, done);
        });
      });
}

}  // namespace

void DirectoryService::CloseAgency(CallPtr call, const v1::CloseAgencyRequest& request,
                                   v1::CloseAgencyResponse* reply, Done done) {
  if (absl::Status may = CheckMayAdminister(*call); !may.ok()) return done(may);
  WhenDutiesAt(call, call->county->log.Head(), [=, &request](const absl::Status& seen) {
    if (!seen.ok()) return done(seen);
    Close(call, request, reply, done);
  });
}

void DirectoryService::ReopenAgency(CallPtr call, const v1::ReopenAgencyRequest& request,
                                    v1::ReopenAgencyResponse* reply, Done done) {
  if (absl::Status may = CheckMayAdminister(*call); !may.ok()) return done(may);
  const std::string stream = AgencyStream(request.agency());
  const directory::ReopenAgency reopen{.by = call->ActingOf(request)};
  rpc::ChangeOne<Agency>(
      call, request, stream, reply, std::move(done),
      [call, stream, reopen](Loader&, const Agency& agency) {
        return rpc::ChangesOf(stream, Decide(agency, reopen, call->county->rules));
      },
      [call, reply](const Agency& agency, uint64_t version) {
        *reply->mutable_agency() = ToProto(*call, agency, version);
      });
}

}  // namespace rufaa::directory
