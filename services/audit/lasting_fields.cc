#include "services/audit/lasting_fields.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_split.h"

namespace rufaa::audit_service {
namespace {

// One type has as many as the parts that it is about.
struct Row {
  absl::string_view type;
  // The field that says which part of the stream it is about; empty: the stream's own subject.
  absl::string_view part;
  // Separated by spaces; "to=at" is the field `to`, which says what others call `at`.
  absl::string_view fields;
  // What it leaves empty is not said, rather than said to be nothing.
  bool partial = false;
};

constexpr absl::string_view kIdentified =
    "serial subcounty ward sex birth_year age_band categories exposure_at disability in_school "
    "trafficking perpetrator_in_household identity narrative location";
// Of those, what may be corrected.
constexpr absl::string_view kDetails = kIdentified.substr(sizeof("serial"));

constexpr Row kRows[] = {
    {"case.identified", "", kIdentified},
    {"case.details-corrected", "", kDetails, true},
    {"case.emergency-declared", "", "place_kind place_agency location", true},
    {"case.child-moved", "", "place_kind place_agency location", true},
    {"case.registered", "", "serial owner_agency owner_desk owner_person"},
    {"case.transfer-accepted", "", "owner_agency owner_desk owner_person act_by"},
    {"case.reassigned", "", "owner_desk owner_person"},
    {"case.risk-set", "", "risk reasons forced act_by"},
    {"case.plan-drafted", "", "review_on"},
    {"case.court-date-set", "matter", "session court at file"},
    {"case.court-date-moved", "matter", "to=at"},
    {"case.court-attended", "matter", "next_at=at", true},
    {"case.court-attended", "", "act_by", true},
    {"referral.drafted", "", "need from_agency from_desk to_agency service urgency note"},
    {"referral.sent", "",
     "need from_agency from_desk to_agency to_desk=desk service urgency note decide_by"},
    {"referral.handed-over", "", "from_agency from_desk"},
    {"referral.info-given", "", "decide_by"},
    {"referral.accepted", "", "desk", true},
    {"referral.waitlisted", "", "review_by"},
    {"referral.scheduled", "", "at place_desk act_by"},
    {"referral.appointment-cancelled", "", "act_by"},
    {"referral.no-show", "", "act_by"},
    {"referral.escalated", "", "act_by", true},
    {"capacity.opened", "", "total unit sex age_min age_max"},
    {"capacity.counted", "", "total used as_of"},
    {"agency.registered", "", "kind unit_type display_name subcounties place_of_safety"},
    {"agency.desk-opened", "desk", "display_name"},
    {"agency.offer-published", "offer",
     "services destination sex age_min age_max subcounties hours has_beds display_name"},
    {"county.founded", "", "name prefix subcounties"},
    {"county.policy-adopted", "", "version=policy digest=policy-digest"},
    {"county.clocks-adopted", "", "version=clocks digest=clocks-digest"},
    {"person.enrolled", "", "agency desk role"},
    {"person.role-changed", "", "desk role"},
};

// (field, what it says)
std::vector<std::pair<std::string, std::string>> FieldsOf(const Row& row) {
  std::vector<std::pair<std::string, std::string>> fields;
  for (const absl::string_view one : absl::StrSplit(row.fields, ' ')) {
    const std::vector<std::string> names = absl::StrSplit(one, '=');
    fields.emplace_back(names.front(), names.back());
  }
  return fields;
}

std::string TextOf(const Description& event, absl::string_view field) {
  for (const auto& [name, text] : event) {
    if (name == field) return text;
  }
  return "";
}

}  // namespace

std::vector<FieldChange> LastSaid::Hear(absl::string_view type, const Description& event) {
  std::vector<FieldChange> changes;
  changes.reserve(event.size());
  for (const auto& [field, text] : event) changes.push_back({field, "", text});
  for (const Row& row : kRows) {
    if (row.type != type) continue;
    const std::string part = row.part.empty() ? "" : TextOf(event, row.part);
    for (const auto& [field, what] : FieldsOf(row)) {
      std::string& said = said_[{what, std::string(row.part), part}];
      const auto change =
          std::find_if(changes.begin(), changes.end(),
                       [&name = field](const FieldChange& one) { return one.field == name; });
      if (change != changes.end()) {
        change->before = std::exchange(said, change->after);
      } else if (!row.partial && !said.empty()) {
        changes.push_back({field, std::exchange(said, ""), ""});
      }
    }
  }
  return changes;
}

std::vector<std::pair<std::string, std::vector<std::string>>> LastingFields() {
  std::vector<std::pair<std::string, std::vector<std::string>>> all;
  for (const Row& row : kRows) {
    std::vector<std::string> names;
    for (const auto& [field, what] : FieldsOf(row)) names.push_back(field);
    if (!row.part.empty()) names.emplace_back(row.part);
    all.emplace_back(std::string(row.type), std::move(names));
  }
  return all;
}

}  // namespace rufaa::audit_service
