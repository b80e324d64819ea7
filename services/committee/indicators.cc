#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "domain/base/local_day.h"
#include "domain/base/refusal.h"
#include "domain/base/status_macros.h"
#include "domain/codelists/codelists.h"
#include "domain/indicators/targets.h"
#include "projections/board/programme.h"
#include "projections/board/reader.h"
#include "services/committee/board.h"
#include "services/committee/rates_shown.h"
#include "services/committee/shown.h"
#include "services/committee/tables.h"
#include "services/rpc/command_policy.h"

namespace rufaa::committee_service {
namespace {

namespace v1 = committee::v1;

struct Counted {
  absl::string_view id;
  absl::string_view name;
};
constexpr Counted kChildren = {indicators::kChildrenIdentified,
                               "Children identified and registered"};
constexpr Counted kChvs = {indicators::kChvsEnrolled, "Community health volunteers enrolled"};
constexpr Counted kVcos = {indicators::kVcosEnrolled, "Volunteer children's officers enrolled"};
constexpr Counted kClosed = {"cases-closed", "Cases closed"};
constexpr Counted kNeedsMet = {"needs-met", "Needs met"};
constexpr Counted kSent = {"referrals-sent", "Referrals sent"};

struct Share {
  absl::string_view id;
  absl::string_view name;
  RateKind rate;
};
constexpr Share kShares[] = {
    {"response-rate", "Decided within the clock, of those sent, in 30 days", kResponse},
    {"acceptance-rate", "Accepted, of those decided, in 30 days", kAcceptance},
    {"silence-rate", "Nothing heard although the clock ran out, in 30 days", kSilence},
    {"completion-rate", "Completed with a service, of those sent, in 30 days", kCompletion},
    {"loop-closed-rate", "Confirmed by the sender, of those ended", kLoopClosed},
    {"no-show-rate", "Missed, of appointments made", kNoShow},
};

v1::Indicator& Add(absl::string_view id, absl::string_view name, v1::GetIndicatorsResponse* reply) {
  v1::Indicator& indicator = *reply->add_indicators();
  indicator.set_indicator(std::string(id));
  indicator.set_display_name(std::string(name));
  return indicator;
}

// nullopt: hidden.
void AddCount(const rpc::Call& call, const Counted& counted, std::optional<int64_t> value,
              v1::GetIndicatorsResponse* reply) {
  v1::Indicator& indicator = Add(counted.id, counted.name, reply);
  const indicators::Target* const target = indicators::FindTarget(
      indicators::Targets(), call.county->id, counted.id, LocalDay(call.now));
  if (target != nullptr) {
    indicator.set_target(static_cast<double>(target->value));
    indicator.set_source(target->source);
  }
  indicator.set_value(static_cast<double>(value.value_or(-1)));
}

void AddShare(const Share& share, const board::Rates& county, const RatesTold& told,
              v1::GetIndicatorsResponse* reply) {
  const v1::Rate rate = ShownRate(share.rate, county, told);
  v1::Indicator& indicator = Add(share.id, share.name, reply);
  indicator.set_value(rate.value());
  indicator.set_part(rate.part());
  indicator.set_whole(rate.whole());
}

// What the programme did beside its cases: volunteers are no children, and who was reached is of no
// case, so none of it is hidden from anybody.
absl::Status AddProgramme(const rpc::Call& call, const ViewSnapshot& view,
                          v1::GetIndicatorsResponse* reply) {
  RUFAA_ASSIGN_OR_RETURN(const uint64_t chvs, board::ReadPeopleIn(view, Role::kChv));
  RUFAA_ASSIGN_OR_RETURN(const uint64_t vcos, board::ReadPeopleIn(view, Role::kVco));
  AddCount(call, kChvs, static_cast<int64_t>(chvs), reply);
  AddCount(call, kVcos, static_cast<int64_t>(vcos), reply);
  RUFAA_ASSIGN_OR_RETURN(const std::vector<board::Reached> all, board::ReadReached(view));
  for (const Code& kind : call.county->rules.codes.Codes(list::kActivityKind)) {
    int64_t sum = 0;
    for (const board::Reached& one : all) {
      if (one.kind == kind.code) sum += static_cast<int64_t>(one.count);
    }
    const std::string id = indicators::IndicatorOf(kind.code);
    AddCount(call, {id, kind.label_en}, sum, reply);
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status CheckMayCount(const rpc::Call& call) {
  const Acting by = call.caller.ToActing(call.now, call.now);
  return rpc::CheckMay(call, rpc::NoStanding(by), {policy::Part::kHeader, policy::Action::kCount});
}

absl::Status ReadIndicators(const rpc::Call& call, const v1::GetIndicatorsRequest& request,
                            v1::GetIndicatorsResponse* reply) {
  RUFAA_RETURN_IF_ERROR(CheckMayCount(call));
  if (!request.period().empty()) {
    return Refuse(Reason::MALFORMED, {},
                  {{"field", "period"}, {"problem", "only the programme as a whole is counted"}});
  }
  RUFAA_ASSIGN_OR_RETURN(const std::unique_ptr<ViewSnapshot> view,
                         call.county->views.Snapshot(board::kName));
  RUFAA_ASSIGN_OR_RETURN(const board::Board board, board::ReadBoard(*view, {.now = call.now}));
  const bool suppress = Suppresses(call);
  const CaseSums cases = SumsOfCases(board, suppress);
  const RatesTold told = RatesShown(board, suppress).county;
  reply->set_revision(board.position);
  AddCount(call, kChildren, cases.children, reply);
  RUFAA_RETURN_IF_ERROR(AddProgramme(call, *view, reply));
  AddCount(call, kClosed, cases.closed, reply);
  AddCount(call, kNeedsMet, SumOfNeedsMet(board, suppress), reply);
  AddCount(call, kSent, ShownSent(board.county, told), reply);
  for (const Share& share : kShares) AddShare(share, board.county, told, reply);
  return absl::OkStatus();
}

}  // namespace rufaa::committee_service
