// The programme's activities: recorded and withdrawn as agencies report them, and listed. Their
// counts are of nobody's case, so no small one is hidden (docs/board.md).
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "domain/programme/programme.h"
#include "projections/board/programme.h"
#include "services/committee/listing.h"
#include "services/committee/service.h"
#include "services/rpc/area.h"
#include "services/rpc/asked.h"
#include "services/rpc/change_one.h"
#include "services/rpc/command_policy.h"

namespace rufaa::committee_service {
namespace {

using programme::Activity;

absl::Status CheckMay(const rpc::Call& call, policy::Action action) {
  const Acting by = call.caller.ToActing(call.now, call.now);
  return rpc::CheckMay(call, rpc::NoStanding(by), {policy::Part::kProgramme, action});
}

void AddActions(const rpc::Call& call, v1::Activity* proto) {
  const Acting by = call.caller.ToActing(call.now, call.now);
  const bool may = proto->withdraw_reason().empty() && programme::Corrects(by, proto->agency()) &&
                   CheckMay(call, policy::Action::kWrite).ok();
  if (may) proto->add_allowed_actions("WithdrawActivity");
}

v1::Activity ToProto(const rpc::Call& call, const Activity& activity, uint64_t version) {
  v1::Activity proto;
  proto.set_activity(activity.id);
  proto.set_version(version);
  proto.set_kind(activity.kind);
  proto.set_count(activity.count);
  proto.set_on(rpc::ToText(activity.on));
  proto.set_subcounty(activity.subcounty);
  proto.set_agency(activity.agency);
  proto.set_recorded_by(activity.recorded_by);
  proto.set_withdraw_reason(activity.withdrawn);
  AddActions(call, &proto);
  return proto;
}

v1::Activity ToProto(const rpc::Call& call, const board::ActivityRow& row) {
  return ToProto(call,
                 Activity{.id = row.activity,
                          .kind = row.kind,
                          .count = row.count,
                          .on = row.on,
                          .subcounty = row.subcounty,
                          .agency = row.agency,
                          .recorded_by = row.recorded_by,
                          .withdrawn = row.withdrawn},
                 row.version);
}

template <class Command, class Request, class Reply>
void ChangeActivity(const rpc::CallPtr& call, const Request& request, const std::string& activity,
                    Reply* reply, rpc::Done done, Command command) {
  const std::string stream = ActivityStream(activity);
  rpc::ChangeOne<Activity>(
      call, request, stream, reply, std::move(done),
      [call, stream, command](Loader&, const Activity& state) {
        return rpc::ChangesOf(stream, Decide(state, command, call->county->rules));
      },
      [call, reply](const Activity& state, uint64_t version) {
        *reply->mutable_activity() = ToProto(*call, state, version);
      });
}

bool IsAskedFor(const board::ActivityRow& row, const std::string& subcounty,
                const v1::ListActivitiesRequest& request) {
  return (request.kind().empty() || request.kind() == row.kind) &&
         (subcounty.empty() || subcounty == row.subcounty) &&
         (request.agency().empty() || request.agency() == row.agency) &&
         (request.include_withdrawn() || row.withdrawn.empty());
}

absl::Status ReadActivities(const rpc::Call& call, const v1::ListActivitiesRequest& request,
                            v1::ListActivitiesResponse* reply) {
  RUFAA_RETURN_IF_ERROR(CheckMay(call, policy::Action::kRead));
  RUFAA_RETURN_IF_ERROR(rpc::CheckCodeAsked(call, "kind", list::kActivityKind, request.kind()));
  RUFAA_RETURN_IF_ERROR(rpc::CheckAgencyAsked(call, "agency", request.agency()));
  RUFAA_ASSIGN_OR_RETURN(const Listing listing, PageOf(call, board::kName, request));
  RUFAA_ASSIGN_OR_RETURN(const std::string subcounty, rpc::SubcountyOf(call, request.subcounty()));
  const auto wanted = [&](absl::string_view, absl::string_view value) -> absl::StatusOr<bool> {
    RUFAA_ASSIGN_OR_RETURN(const auto row, DecodeFields<board::ActivityRow>(value));
    return IsAskedFor(row, subcounty, request);
  };
  RUFAA_ASSIGN_OR_RETURN(const FilteredPage page,
                         ReadFiltered(*listing.view, {.ranges = {board::Activities()},
                                                      .after = listing.after,
                                                      .limit = static_cast<size_t>(listing.size),
                                                      .wanted = wanted}));
  for (const auto& [key, value] : page.rows) {
    RUFAA_ASSIGN_OR_RETURN(const auto row, DecodeFields<board::ActivityRow>(value));
    *reply->add_activities() = ToProto(call, row);
  }
  reply->set_revision(listing.view->position());
  if (!page.next.empty()) {
    reply->set_next_page_token(call.county->page_tokens.Make(listing.scope, page.next));
  }
  return absl::OkStatus();
}

}  // namespace

// Its id is the request's: nobody has to think of one, and a name typed as an id is never kept.
void CommitteeService::RecordActivity(const rpc::CallPtr& call,
                                      const v1::RecordActivityRequest& request,
                                      v1::RecordActivityResponse* reply, rpc::Done done) {
  if (absl::Status may = CheckMay(*call, policy::Action::kWrite); !may.ok()) return done(may);
  const auto subcounty = rpc::SubcountyOf(*call, request.subcounty());
  if (!subcounty.ok()) return done(subcounty.status());
  const std::string activity = absl::AsciiStrToLower(request.request_id());
  ChangeActivity(call, request, activity, reply, std::move(done),
                 programme::Record{.by = call->ActingOf(request),
                                   .activity = activity,
                                   .kind = request.kind(),
                                   .count = request.count(),
                                   .on = *rpc::DayOf(request.on()),
                                   .subcounty = *subcounty});
}

void CommitteeService::WithdrawActivity(const rpc::CallPtr& call,
                                        const v1::WithdrawActivityRequest& request,
                                        v1::WithdrawActivityResponse* reply, rpc::Done done) {
  if (absl::Status may = CheckMay(*call, policy::Action::kWrite); !may.ok()) return done(may);
  ChangeActivity(call, request, absl::AsciiStrToLower(request.activity()), reply, std::move(done),
                 programme::Withdraw{.by = call->ActingOf(request), .reason = request.reason()});
}

void CommitteeService::ListActivities(const rpc::CallPtr& call,
                                      const v1::ListActivitiesRequest& request,
                                      v1::ListActivitiesResponse* reply, const rpc::Done& done) {
  rpc::WhenViewsAt(call, board::kName, request.min_revision(),
                   [call, &request, reply, done](absl::Status ready) {
                     done(ready.ok() ? ReadActivities(*call, request, reply) : ready);
                   });
}

}  // namespace rufaa::committee_service
