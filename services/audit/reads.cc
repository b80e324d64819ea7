#include <string>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "domain/base/check.h"
#include "domain/base/status_macros.h"
#include "domain/codes/codes.h"
#include "services/audit/trail.h"
#include "services/rpc/asked.h"
#include "services/rpc/command_convert.h"
#include "services/rpc/on_behalf.h"
#include "services/rpc/page_token.h"

namespace rufaa::audit_service {
namespace {

namespace v1 = audit::v1;

absl::StatusOr<ReadsQuery> QueryOf(const rpc::Call& call, const v1::ListReadsRequest& request) {
  ReadsQuery query;
  if (!request.case_code().empty()) {
    RUFAA_ASSIGN_OR_RETURN(query.case_code,
                           ParseCaseCode(request.case_code(), call.county->code_letters));
  }
  // Nothing of somebody who never was would read as a clean record.
  RUFAA_RETURN_IF_ERROR(rpc::CheckPersonAsked(call, "person", request.person()));
  RUFAA_RETURN_IF_ERROR(rpc::CheckAgencyAsked(call, "agency", request.agency()));
  query.person = request.person();
  query.agency = request.agency();
  query.refused_only = request.refused_only();
  query.leave_out_shown = request.leave_out_shown();
  if (request.has_from_time()) query.from = rpc::FromProto(request.from_time());
  if (request.has_to_time()) query.until = rpc::FromProto(request.to_time());
  RUFAA_ASSIGN_OR_RETURN(const int size, rpc::PageSize(request.page_size()));
  query.limit = static_cast<size_t>(size);
  return query;
}

common::v1::Purpose PurposeOf(const std::string& code) {
  common::v1::Purpose purpose = common::v1::PURPOSE_UNSPECIFIED;
  common::v1::Purpose_Parse(absl::StrCat("PURPOSE_", code), &purpose);
  return purpose;
}

void Fill(const RecordedRead& read, v1::ReadRecord& record) {
  const ReadEntry& entry = read.entry;
  record.set_number(read.number);
  RUFAA_SET_TIME(record, record_time, read.recorded_at);
  *record.mutable_actor() = rpc::ToProto(entry.actor);
  record.set_purpose(PurposeOf(entry.purpose));
  record.set_method(entry.method);
  for (const std::string& code : entry.cases) record.add_case_codes(code);
  record.set_about(entry.about);
  for (const ReadPart& one : entry.parts) {
    v1::ReadPart& part = *record.add_parts();
    part.set_compartment(rpc::ToProto(one.compartment));
    part.set_permitted(one.permitted);
    part.set_why(one.why);
  }
  record.set_permitted(entry.refusal.empty());
  record.set_refusal(entry.refusal);
  record.set_position(entry.position);
  record.set_correlation(entry.trace_id);
  record.set_shown(IsShowing(entry));
}

// Whose reads were asked for: the cases that they are of are theirs, not this read's.
std::string AskedFor(const v1::ListReadsRequest& request) {
  if (!request.person().empty()) return absl::StrCat("person/", request.person());
  if (!request.agency().empty()) return absl::StrCat("agency/", request.agency());
  return "";
}

}  // namespace

absl::Status ReadReads(const rpc::Call& call, const v1::ListReadsRequest& request,
                       v1::ListReadsResponse* reply, rpc::Sought& sought) {
  sought.about = AskedFor(request);
  sought.position = call.county->log.Head();
  AskForCase(call, request.case_code(), sought);
  RUFAA_RETURN_IF_ERROR(CheckMayAudit(call, request.purpose()));
  RUFAA_ASSIGN_OR_RETURN(ReadsQuery query, QueryOf(call, request));
  const std::string scope =
      absl::StrCat("reads/", query.case_code, "/", query.person, "/", query.agency, "/",
                   query.refused_only, "/", query.leave_out_shown, "/",
                   absl::ToUnixMicros(query.from), "/", absl::ToUnixMicros(query.until));
  const rpc::PageTokens& tokens = call.county->page_tokens;
  RUFAA_ASSIGN_OR_RETURN(const std::string after, tokens.Read(scope, request.page_token()));
  if (!after.empty()) {
    const std::pair<absl::string_view, absl::string_view> place = absl::StrSplit(after, '/');
    RUFAA_CHECK(absl::SimpleAtoi(place.first, &query.after) &&
                absl::SimpleAtoi(place.second, &query.last));
  }
  const rpc::OnBehalf caller(call.deadline, call.trace);
  RUFAA_ASSIGN_OR_RETURN(const ReadsPage page, call.county->book.Find(query));
  for (const RecordedRead& read : page.reads) Fill(read, *reply->add_reads());
  if (page.next > 0) {
    reply->set_next_page_token(tokens.Make(scope, absl::StrCat(page.next, "/", page.last)));
  }
  return absl::OkStatus();
}

}  // namespace rufaa::audit_service
