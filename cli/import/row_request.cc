#include "cli/import/row_request.h"

#include <openssl/sha.h>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "domain/base/local_day.h"
#include "domain/codelists/codelists.h"
#include "domain/directory/directory.h"
#include "services/rpc/convert.h"

namespace rufaa::cli {
namespace {

namespace pb = casework::v1;

// A spreadsheet knows days. Offices open at eight in Nairobi: early enough that a thing of today is
// not in the future.
constexpr int kOfficeOpens = 8;

google::protobuf::Timestamp OnDay(absl::CivilDay day) {
  const absl::CivilHour hour(day.year(), day.month(), day.day(), kOfficeOpens);
  return rpc::ToProto(absl::FromCivil(hour, Nairobi()));
}

const char* StateOf(linelist::ReferralStatus status) {
  switch (status) {
    case linelist::ReferralStatus::kNone:
      return "";
    case linelist::ReferralStatus::kPending:
      return "pending";
    case linelist::ReferralStatus::kAccepted:
      return "accepted";
    case linelist::ReferralStatus::kDeclined:
      return "declined";
    case linelist::ReferralStatus::kCompleted:
      return "completed";
  }
  return "";
}

void SetChild(const linelist::Row& row, pb::ImportCaseRequest& request) {
  common::v1::ChildIdentity& identity = *request.mutable_identity();
  identity.set_first_name(row.first_name);
  identity.set_other_names(row.other_name);
  identity.set_surname(row.surname);
  if (row.born_on) identity.set_birth_date(absl::FormatCivilTime(*row.born_on));
  if (row.age) request.set_age_years(static_cast<uint32_t>(*row.age));
  request.set_sex(row.sex);
  request.set_subcounty(row.sub_county);
  request.set_ward(row.ward);
  request.set_location(row.village);
  if (row.in_school) request.set_in_school(*row.in_school);
  request.set_disability(row.disability);
}

void SetReport(const linelist::Row& row, pb::ImportCaseRequest& request) {
  request.set_serial(row.serial);
  *request.mutable_report_time() = OnDay(row.reported_on);
  // CPIMS's code for "somebody else", where the list does not say who told it.
  request.set_reporter(row.reporter.empty() ? "CRON" : row.reporter);
  request.set_identifier_kind(row.identifier_kind);
  request.set_identifier_person(row.identifier_id);
  request.set_reporter_name(row.reporter_name);
  request.set_reporter_phone(row.reporter_phone);
  pb::Category& category = *request.add_categories();
  category.set_category(row.category);
  category.set_subcategory(row.subcategory);
  request.set_risk(row.risk);
  request.set_ob_number(row.ob_number);
  request.set_police_station(row.police_station);
}

void SetReferral(const linelist::Row& row, const AgencyNames& agencies,
                 pb::ImportCaseRequest& request) {
  const bool none = row.referral_reason.empty() && row.referral_destination.empty() &&
                    row.rescue_centre.empty() && !row.referred_on &&
                    row.referral_status == linelist::ReferralStatus::kNone;
  if (none) return;
  pb::ImportedReferral& referral = *request.mutable_referral();
  referral.set_reason(row.referral_reason);
  referral.set_to_agency(agencies.Find(row.rescue_centre));
  referral.set_to_name(row.rescue_centre.empty() ? row.referral_destination : row.rescue_centre);
  if (row.referred_on) *referral.mutable_send_time() = OnDay(*row.referred_on);
  referral.set_state(StateOf(row.referral_status));
}

void SetOutcome(const linelist::Row& row, const AgencyNames& agencies,
                pb::ImportCaseRequest& request) {
  std::string narrative = row.remarks;
  if (!row.court.empty()) {
    request.set_court(agencies.FindCourt(row.court));
    if (request.court().empty()) {
      absl::StrAppend(&narrative, narrative.empty() ? "" : "\n", "Court: ", row.court);
    }
  }
  request.set_narrative(narrative);
  request.set_court_file(row.court_file);
  if (row.next_court_on) *request.mutable_court_time() = OnDay(*row.next_court_on);
  request.set_session_count(static_cast<uint32_t>(row.counselling_sessions.value_or(0)));
  if (row.behaviour_changed) request.set_improved(*row.behaviour_changed);
  request.set_support(absl::StrJoin(row.support, " "));
  if (!row.closed) return;
  request.set_closure_reason(row.closure_reason);
  if (row.closed_on) *request.mutable_close_time() = OnDay(*row.closed_on);
}

}  // namespace

AgencyNames::AgencyNames(const directory::v1::ListAgenciesResponse& agencies) {
  for (const directory::v1::Agency& agency : agencies.agencies()) {
    ids_.emplace(Squeeze(agency.display_name()), agency.agency());
    ids_.emplace(Squeeze(agency.agency()), agency.agency());
    if (directory::IsCourt(agency.kind())) courts_.insert(agency.agency());
  }
}

std::string AgencyNames::Find(absl::string_view name) const {
  const auto found = ids_.find(Squeeze(name));
  return name.empty() || found == ids_.end() ? std::string() : found->second;
}

std::string AgencyNames::FindCourt(absl::string_view name) const {
  std::string found = Find(name);
  return courts_.contains(found) ? found : std::string();
}

std::string RequestIdOf(absl::string_view import_id, absl::string_view part) {
  const std::string text = absl::StrCat(import_id, "/", part);
  unsigned char digest[SHA256_DIGEST_LENGTH];
  SHA256(reinterpret_cast<const unsigned char*>(text.data()), text.size(), digest);
  digest[6] = (digest[6] & 0x0f) | 0x50;  // Version 5: made of a name.
  digest[8] = (digest[8] & 0x3f) | 0x80;
  const std::string hex =
      absl::BytesToHexString(absl::string_view(reinterpret_cast<const char*>(digest), 16));
  return absl::StrCat(hex.substr(0, 8), "-", hex.substr(8, 4), "-", hex.substr(12, 4), "-",
                      hex.substr(16, 4), "-", hex.substr(20));
}

pb::ImportCaseRequest RequestOf(const linelist::Row& row, const std::string& import_id,
                                const AgencyNames& agencies) {
  pb::ImportCaseRequest request;
  request.set_request_id(RequestIdOf(import_id, absl::StrCat(row.record)));
  request.set_import_id(import_id);
  request.set_record(static_cast<uint32_t>(row.record));
  SetChild(row, request);
  SetReport(row, request);
  SetReferral(row, agencies, request);
  SetOutcome(row, agencies, request);
  return request;
}

}  // namespace rufaa::cli
