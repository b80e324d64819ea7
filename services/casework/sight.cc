#include "services/casework/sight.h"

#include <algorithm>
#include <utility>

#include "domain/base/refusal.h"
#include "domain/base/status_macros.h"
#include "eventlog/codec/event_codec.h"
#include "projections/casefile/casefile.h"
#include "services/casework/commands.h"

namespace rufaa::case_service {
namespace {

using casefile::CaseFile;
using casefile::TimelineLine;
using casefile::TimelineRow;

// What the caller's referrals open of it now: each what it was sent with, while its own consent
// stands.
absl::StatusOr<casefile::Opened> OpenedBy(const rpc::Call& call, const Sight& sight) {
  casefile::Opened opened{.agency = call.caller.agency,
                          .kind = call.caller.agency_kind,
                          .relation = sight.file.relation,
                          .compartments = rpc::OpenTo(call, sight.reader.standing),
                          .helpers = {},
                          .referrals = {}};
  RUFAA_ASSIGN_OR_RETURN(opened.helpers, casefile::HelpersOf(*sight.view, sight.code));
  for (const casefile::ReferralLine& own : sight.file.referrals) {
    opened.referrals.push_back(own.referral);
  }
  return opened;
}

// Of one that the caller does not read all of. What they reported is never the agency's row, which
// may be that of a recipient.
absl::StatusOr<CaseFile> PartOf(const rpc::Call& call, const Sight& sight) {
  CaseFile own;
  if (sight.reader.reach == rpc::Reach::kOwnReferrals) {
    RUFAA_ASSIGN_OR_RETURN(const CaseFile held,
                           casefile::ReadHead(*sight.view, call.caller.agency, sight.code));
    own = casefile::OwnReferrals(call.caller.agency, held);
  }
  if (!sight.reader.reported) return own;
  RUFAA_ASSIGN_OR_RETURN(CaseFile report, casefile::ReadReport(*sight.view, sight.code));
  report.referrals = std::move(own.referrals);
  return report;
}

absl::Status ReadFile(const rpc::Call& call, Sight& sight) {
  if (!sight.whole()) {
    RUFAA_ASSIGN_OR_RETURN(sight.file, PartOf(call, sight));
    return absl::OkStatus();
  }
  RUFAA_ASSIGN_OR_RETURN(sight.file,
                         casefile::ReadHead(*sight.view, call.caller.agency, sight.code));
  if (sight.owner()) return absl::OkStatus();
  RUFAA_ASSIGN_OR_RETURN(sight.opened, OpenedBy(call, sight));
  casefile::KeepOpened(sight.opened, sight.file);
  return absl::OkStatus();
}

bool IsOfOwnReferral(const Sight& sight, const TimelineRow& row) {
  const auto& own = sight.file.referrals;
  return std::any_of(own.begin(), own.end(), [&](const casefile::ReferralLine& one) {
    return ReferralStream(one.referral) == row.stream;
  });
}

absl::StatusOr<bool> MayTell(const Sight& sight, const TimelineLine& line) {
  if (sight.whole() && sight.owner()) return true;
  if (sight.whole()) {
    RUFAA_ASSIGN_OR_RETURN(const std::optional<AnyEvent> event,
                           casefile::OpenedEvent(sight.opened, line));
    return event.has_value();
  }
  if (IsOfOwnReferral(sight, line.row)) return true;
  if (!sight.reader.reported) return false;
  return casefile::IsOfReport(line.row);
}

}  // namespace

absl::StatusOr<Sight> Look(const rpc::Call& call, absl::string_view text, rpc::Sought& sought) {
  Sight sight;
  RUFAA_ASSIGN_OR_RETURN(sight.code, Commands::CodeIn(call, text));
  sought.cases = {sight.code};
  RUFAA_ASSIGN_OR_RETURN(sight.view, call.county->views.Snapshot(casefile::kName));
  sought.position = sight.view->position();
  RUFAA_ASSIGN_OR_RETURN(
      sight.kase, call.county->executor.aggregates().Load<casework::State>(CaseStream(sight.code)));
  if (sight.kase.version == 0) return Refuse(Reason::NOT_FOUND_OR_NOT_YOURS);
  sight.by = call.caller.ToActing(call.now, call.now);
  sight.reader = rpc::ReaderOf(call, *sight.kase.state, sight.by);
  if (sight.reader.reach == rpc::Reach::kNothing) {
    return rpc::RefuseRead(call, sight.reader.standing);
  }
  RUFAA_RETURN_IF_ERROR(ReadFile(call, sight));
  return sight;
}

absl::StatusOr<casefile::TimelinePage> LinesOf(const Sight& sight, size_t size,
                                               const std::string& after) {
  RUFAA_ASSIGN_OR_RETURN(
      casefile::TimelinePage page,
      casefile::ReadTimeline(*sight.view, sight.by.agency, sight.code, size, after));
  std::vector<TimelineLine> told;
  for (TimelineLine& line : page.lines) {
    RUFAA_ASSIGN_OR_RETURN(const bool may_tell, MayTell(sight, line));
    if (may_tell) told.push_back(std::move(line));
  }
  page.lines = std::move(told);
  return page;
}

absl::StatusOr<std::optional<AnyEvent>> EventOf(const Sight& sight, const TimelineLine& line) {
  if (sight.whole() && !sight.owner()) return casefile::OpenedEvent(sight.opened, line);
  if (!sight.whole() && IsOfOwnReferral(sight, line.row)) return std::nullopt;
  RUFAA_ASSIGN_OR_RETURN(AnyEvent event, DecodeEvent(line.row.type, line.row.payload));
  return event;
}

}  // namespace rufaa::case_service
