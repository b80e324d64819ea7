#include "services/casework/imported_words.h"

#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/time/civil_time.h"
#include "domain/base/local_day.h"
#include "services/rpc/convert.h"

namespace rufaa::case_service {

namespace v1 = casework::v1;

std::string BehaviourChangeOf(const v1::ImportCaseRequest& request) {
  if (!request.has_improved()) return "";
  return request.improved() ? "IMPROVED" : "SAME";
}

std::string RemarksOf(const v1::ImportCaseRequest& request) {
  std::string text;
  const auto add = [&](absl::string_view label, absl::string_view value) {
    if (!value.empty()) absl::StrAppend(&text, label, ": ", value, "\n");
  };
  add("Reporter", request.reporter_name());
  add("Reporter's phone", request.reporter_phone());
  add("Found by", request.identifier_person());
  add("Police station", request.police_station());
  add("Referred to", request.referral().to_agency());
  add("Referred to", request.referral().to_name());
  if (request.referral().has_send_time()) {
    const absl::CivilDay day = LocalDay(rpc::FromProto(request.referral().send_time()));
    add("Referred on", absl::FormatCivilTime(day));
  }
  add("Referral", request.referral().state());
  // Where sessions are told, it stands at the last of them.
  if (request.session_count() == 0) add("Change in behaviour", BehaviourChangeOf(request));
  add("Support", request.support());
  return text;
}

std::string JusticeNoteOf(const v1::ImportCaseRequest& request) {
  std::vector<std::string> lines;
  if (!request.ob_number().empty()) lines.push_back(absl::StrCat("OB ", request.ob_number()));
  const bool stands = request.has_court_time() && request.closure_reason().empty();
  if (!stands) {
    if (!request.court().empty()) lines.push_back(absl::StrCat("Court: ", request.court()));
    if (!request.court_file().empty()) {
      lines.push_back(absl::StrCat("Court file: ", request.court_file()));
    }
    if (request.has_court_time()) {
      const absl::CivilDay day = LocalDay(rpc::FromProto(request.court_time()));
      lines.push_back(absl::StrCat("Court date: ", absl::FormatCivilTime(day)));
    }
  }
  return absl::StrJoin(lines, "\n");
}

}  // namespace rufaa::case_service
