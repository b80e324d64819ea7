// An agency closes, with all that hangs on it, in one commit; and works again.
#include <cstdint>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <variant>
#include <vector>

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
absl::Status AddCases(const Call& call, const std::string& agency, coordination::Duties& duties,
                      std::set<std::string>& cases) {
  RUFAA_ASSIGN_OR_RETURN(const std::unique_ptr<ViewSnapshot> view,
                         call.county->views.Snapshot(caseload::kName));
  RUFAA_ASSIGN_OR_RETURN(const caseload::Page page,
                         caseload::ReadPage(*view, agency, caseload::Part::kAwaiting,
                                            coordination::kMostCasesTouched + 1));
  for (const caseload::Line& line : page.lines) {
    if (caseload::Awaits(line.row) == "transfer") cases.insert(line.case_code);
  }
  duties.open_cases = page.active - cases.size();
  return absl::OkStatus();
}

// Referrals that it is asked for, and their cases.
absl::Status AddReferrals(const Call& call, Loader& load, const std::string& agency,
                          coordination::Duties& duties, std::set<std::string>& cases) {
  RUFAA_ASSIGN_OR_RETURN(const std::unique_ptr<ViewSnapshot> view,
                         call.county->views.Snapshot(worklist::kName));
  worklist::PageQuery query;
  query.agency = agency;
  query.list = worklist::List::kInbox;
  query.now = call.now;
  query.limit = coordination::kMostReferralsEnded + 1;
  RUFAA_ASSIGN_OR_RETURN(const worklist::Page page, worklist::ReadPage(*view, query));
  for (const worklist::Line& line : page.lines) {
    RUFAA_ASSIGN_OR_RETURN(const referral::State* state,
                           load.Load<referral::State>(ReferralStream(line.referral)));
    duties.referrals.push_back(*state);
    cases.insert(state->case_code);
  }
  return absl::OkStatus();
}

// What hangs on it, by the views; how it stands is told by the log. What is given to it while it
// closes may be missed: a referral then runs out by its clock, as wherever nobody answers.
absl::StatusOr<coordination::Duties> DutiesOf(const Call& call, Loader& load,
                                              const std::string& agency) {
  coordination::Duties duties;
  std::set<std::string> cases;
  RUFAA_RETURN_IF_ERROR(AddCases(call, agency, duties, cases));
  RUFAA_RETURN_IF_ERROR(AddReferrals(call, load, agency, duties, cases));
  for (const std::string& code : cases) {
    RUFAA_ASSIGN_OR_RETURN(const casework::State* kase,
                           load.Load<casework::State>(CaseStream(code)));
    duties.cases.push_back(*kase);
  }
  return duties;
}

template <class Event>
uint32_t Count(const std::vector<Change>& changes) {
  uint32_t count = 0;
  for (const Change& change : changes) count += std::holds_alternative<Event>(change.event) ? 1 : 0;
  return count;
}

absl::Status Answer(const Call& call, const std::string& stream,
                    const absl::StatusOr<Outcome>& outcome, v1::CloseAgencyResponse* reply) {
  RUFAA_RETURN_IF_ERROR(outcome.status());
  RUFAA_ASSIGN_OR_RETURN(const Folded<Agency> agency,
                         call.county->executor.aggregates().Load<Agency>(stream));
  reply->set_revision(outcome->receipt.position);
  *reply->mutable_agency() = ToProto(call, *agency.state, agency.version);
  reply->set_offers_withdrawn(Count<OfferWithdrawn>(outcome->changes));
  reply->set_referrals_declined(Count<referral::Declined>(outcome->changes));
  reply->set_referrals_asked_back(Count<referral::CancelRequested>(outcome->changes));
  reply->set_transfers_declined(Count<casework::TransferDeclined>(outcome->changes));
  return absl::OkStatus();
}

void Close(const CallPtr& call, const v1::CloseAgencyRequest& request,
           v1::CloseAgencyResponse* reply, const Done& done) {
  const std::string stream = AgencyStream(request.agency());
  rpc::Execute(
      call, rpc::MakeCommand(*call, request, stream),
      [call, stream, &request](Loader& load) -> absl::StatusOr<std::vector<Change>> {
        RUFAA_ASSIGN_OR_RETURN(const Agency* agency, load.Load<Agency>(stream));
        RUFAA_RETURN_IF_ERROR(rpc::CheckVersion(load, stream, request.expected_version()));
        coordination::CloseAgency command{
            .close = {.by = call->ActingOf(request), .reason = request.reason()}, .duties = {}};
        RUFAA_ASSIGN_OR_RETURN(command.duties, DutiesOf(*call, load, request.agency()));
        return coordination::Decide(*agency, command, call->county->rules);
      },
      [call, stream, reply, done](const absl::StatusOr<Outcome>& outcome) {
        done(Answer(*call, stream, outcome, reply));
      });
}

}  // namespace

void DirectoryService::CloseAgency(CallPtr call, const v1::CloseAgencyRequest& request,
                                   v1::CloseAgencyResponse* reply, Done done) {
  if (absl::Status may = CheckMayAdminister(*call); !may.ok()) return done(may);
  const uint64_t head = call->county->log.Head();
  rpc::WhenViewsAt(call, caseload::kName, head, [=, &request](absl::Status cases) {
    if (!cases.ok()) return done(cases);
    rpc::WhenViewsAt(call, worklist::kName, head, [=, &request](absl::Status referrals) {
      if (!referrals.ok()) return done(referrals);
      Close(call, request, reply, done);
    });
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
