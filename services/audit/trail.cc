#include "services/audit/trail.h"

#include <algorithm>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "domain/base/refusal.h"
#include "domain/base/status_macros.h"
#include "domain/codes/codes.h"
#include "eventlog/codec/event_codec.h"
#include "projections/trail/reader.h"
#include "services/audit/lasting_fields.h"
#include "services/rpc/asked.h"
#include "services/rpc/command_convert.h"
#include "services/rpc/command_policy.h"
#include "services/rpc/page_token.h"

namespace rufaa::audit_service {
namespace {

namespace v1 = audit::v1;

struct Subject {
  trail::By by = trail::By::kCase;
  std::string id;
  std::string stream;  // Only events of this stream; empty: all.
};

absl::StatusOr<Subject> SubjectOf(const rpc::Call& call, const v1::GetTrailRequest& request) {
  const std::string& letters = call.county->code_letters;
  switch (request.subject_case()) {
    case v1::GetTrailRequest::kCaseCode: {
      RUFAA_ASSIGN_OR_RETURN(std::string code, ParseCaseCode(request.case_code(), letters));
      return Subject{trail::By::kCase, std::move(code), {}};
    }
    case v1::GetTrailRequest::kReferralCode: {
      RUFAA_ASSIGN_OR_RETURN(const std::string code,
                             ParseReferralCode(request.referral_code(), letters));
      const std::string stream = ReferralStream(code);
      RUFAA_ASSIGN_OR_RETURN(const Folded<referral::State> referral,
                             call.county->executor.aggregates().Load<referral::State>(stream));
      if (referral.version == 0) return Refuse(Reason::NOT_FOUND_OR_NOT_YOURS);
      return Subject{trail::By::kCase, referral.state->case_code, stream};
    }
    case v1::GetTrailRequest::kPerson:
      RUFAA_RETURN_IF_ERROR(rpc::CheckPersonAsked(call, "person", request.person()));
      return Subject{trail::By::kPerson, request.person(), {}};
    case v1::GetTrailRequest::kAgency:
      RUFAA_RETURN_IF_ERROR(rpc::CheckAgencyAsked(call, "agency", request.agency()));
      return Subject{trail::By::kAgency, request.agency(), {}};
    case v1::GetTrailRequest::SUBJECT_NOT_SET:
      break;
  }
  return Refuse(Reason::MALFORMED, {}, {{"field", "subject"}, {"problem", "required"}});
}

// As it stands in the access book; a case has a place of its own there.
std::string AskedFor(const v1::GetTrailRequest& request) {
  if (!request.referral_code().empty()) return absl::StrCat("referral/", request.referral_code());
  if (!request.person().empty()) return absl::StrCat("person/", request.person());
  if (!request.agency().empty()) return absl::StrCat("agency/", request.agency());
  return "";
}

void Fill(const trail::Line& line, v1::TrailEntry& entry) {
  entry.set_position(line.position);
  entry.set_event_type(line.row.type);
  entry.set_stream(line.row.stream);
  RUFAA_SET_TIME(entry, occur_time, line.row.occurred_at);
  RUFAA_SET_TIME(entry, record_time, line.row.recorded_at);
  *entry.mutable_actor() = rpc::ToProto(line.row.actor);
  entry.set_authority(line.row.authority);
  entry.set_caused_by(line.row.caused_by);
}

// What is sealed says only that it changed.
void AddChange(const FieldChange& changed, v1::TrailEntry& entry) {
  const auto is_sealed = [](const std::string& text) { return absl::StrContains(text, "sealed:"); };
  v1::Change& change = *entry.add_changes();
  change.set_field(changed.field);
  change.set_sealed(is_sealed(changed.before) || is_sealed(changed.after));
  if (change.sealed()) return;
  change.set_old_value(changed.before);
  change.set_new_value(changed.after);
}

// What the hub found that a disclosure rests on: a basis, and the consent if it is that. And the
// order by which a child was moved.
std::string AuthorityOf(const AnyEvent& event) {
  if (const auto* sent = std::get_if<referral::Sent>(&event)) {
    return absl::StrCat(sent->basis, sent->consent.empty() ? "" : " ", sent->consent);
  }
  if (const auto* opened = std::get_if<casework::ReferralOpened>(&event)) return opened->consent;
  if (const auto* moved = std::get_if<casework::ChildMoved>(&event);
      moved && !moved->order.empty()) {
    return absl::StrCat("ORDER ", moved->order);
  }
  return "";
}

// What each of the events of one stream changed, from what to what: one pass over the stream for
// all the entries of a page.
absl::Status FillChanges(CountyLog& log, const std::string& stream,
                         const std::map<std::pair<uint64_t, size_t>, v1::TrailEntry*>& entries) {
  LastSaid said;
  size_t left = entries.size();
  absl::Status failure;
  RUFAA_RETURN_IF_ERROR(log.ReadStream(stream, 0, [&](const RecordedEvent& recorded) {
    absl::StatusOr<AnyEvent> event = DecodeEvent(recorded.event().type, recorded.event().payload);
    failure = event.status();
    if (!event.ok()) return false;
    const std::vector<FieldChange> changes =
        said.Hear(recorded.event().type, DescribeEvent(*event));
    const auto found = entries.find({recorded.commit->position, recorded.index});
    if (found == entries.end()) return true;
    v1::TrailEntry& entry = *found->second;
    for (const FieldChange& change : changes) AddChange(change, entry);
    if (entry.authority().empty()) entry.set_authority(AuthorityOf(*event));
    entry.set_version(recorded.version());
    entry.set_correlation(recorded.commit->proposal.correlation);
    return --left > 0;
  }));
  return failure;
}

}  // namespace

void AskForCase(const rpc::Call& call, const std::string& code, rpc::Sought& sought) {
  absl::StatusOr<std::string> parsed = ParseCaseCode(code, call.county->code_letters);
  if (parsed.ok()) sought.cases = {*std::move(parsed)};
}

absl::Status AddCaseOf(const rpc::Call& call, const std::string& stream, rpc::Sought& sought) {
  std::string code;
  if (absl::StartsWith(stream, "case/")) {
    code = std::string(IdOfStream(stream));
  } else if (absl::StartsWith(stream, "referral/")) {
    RUFAA_ASSIGN_OR_RETURN(const Folded<referral::State> referral,
                           call.county->executor.aggregates().Load<referral::State>(stream));
    code = referral.state->case_code;
  }
  const auto known = std::find(sought.cases.begin(), sought.cases.end(), code);
  if (!code.empty() && known == sought.cases.end()) sought.cases.push_back(std::move(code));
  return absl::OkStatus();
}

absl::Status CheckMayAudit(const rpc::Call& call, common::v1::Purpose purpose) {
  const Acting by = call.caller.ToActing(call.now, call.now);
  RUFAA_RETURN_IF_ERROR(
      rpc::CheckMay(call, rpc::NoStanding(by), {policy::Part::kAudit, policy::Action::kRead}));
  return rpc::CheckPurpose(call, purpose);
}

absl::Status ReadTrail(const rpc::Call& call, const v1::GetTrailRequest& request,
                       v1::GetTrailResponse* reply, rpc::Sought& sought) {
  RUFAA_ASSIGN_OR_RETURN(const int size, rpc::PageSize(request.page_size()));
  sought.about = AskedFor(request);
  AskForCase(call, request.case_code(), sought);
  // Who asks comes before what there is: a stranger learns nothing of a code's being there.
  RUFAA_RETURN_IF_ERROR(CheckMayAudit(call, request.purpose()));
  RUFAA_ASSIGN_OR_RETURN(const Subject subject, SubjectOf(call, request));
  if (subject.by == trail::By::kCase) sought.cases = {subject.id};
  const std::string scope =
      absl::StrCat("trail/", static_cast<int>(subject.by), "/", subject.id, "/", subject.stream);
  const rpc::PageTokens& tokens = call.county->page_tokens;
  RUFAA_ASSIGN_OR_RETURN(const std::string after, tokens.Read(scope, request.page_token()));
  trail::Query query{
      .by = subject.by, .id = subject.id, .limit = static_cast<size_t>(size), .after = after};
  if (request.has_from_time()) query.from = rpc::FromProto(request.from_time());
  if (request.has_to_time()) query.until = rpc::FromProto(request.to_time());
  RUFAA_ASSIGN_OR_RETURN(const std::unique_ptr<ViewSnapshot> view,
                         call.county->views.Snapshot(trail::kName));
  RUFAA_ASSIGN_OR_RETURN(const trail::Page page, trail::ReadTrail(*view, call.county->log, query));
  reply->set_revision(page.position);
  sought.position = page.position;
  if (!page.next.empty()) reply->set_next_page_token(tokens.Make(scope, page.next));

  std::map<std::string, std::map<std::pair<uint64_t, size_t>, v1::TrailEntry*>> by_stream;
  for (const trail::Line& line : page.lines) {
    if (!subject.stream.empty() && line.row.stream != subject.stream) continue;
    v1::TrailEntry* const entry = reply->add_entries();
    Fill(line, *entry);
    by_stream[line.row.stream][{line.position, line.index}] = entry;
  }
  for (const auto& [stream, entries] : by_stream) {
    RUFAA_RETURN_IF_ERROR(FillChanges(call.county->log, stream, entries));
    RUFAA_RETURN_IF_ERROR(AddCaseOf(call, stream, sought));
  }
  return absl::OkStatus();
}

}  // namespace rufaa::audit_service
