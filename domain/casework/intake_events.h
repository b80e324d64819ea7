// A case from the first word of it until it is assessed: who found the child, what is known, how
// great the danger is.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "domain/base/fields.h"
#include "domain/base/sealed.h"

namespace rufaa::casework {

// What is alleged to have happened, in CPIMS codes.
struct Category {
  std::string category;     // CSRG, CCDF, …
  std::string subcategory;  // CEPR, …; empty where the category has none.
  std::string nature;       // OOEM, OCGE, OOEV.
  std::optional<absl::CivilDay> event_on;

  template <class Self, class Visitor>
  static void Fields(Self& self, Visitor&& visit) {
    visit(1, "category", self.category);
    visit(2, "subcategory", self.subcategory);
    visit(3, "nature", self.nature);
    visit(4, "event_on", self.event_on);
  }
  bool operator==(const Category&) const = default;
};

// Anyone may identify a child; `intake_agency` (the sub-county children's office of the place) is
// the next to act and owns the case from this moment.
struct Identified {
  static constexpr absl::string_view kType = "case.identified";
  std::string code;   // The case's own, "MSA-7F3K-Q2".
  std::string child;  // Pseudonymous id; key of the child's sealed data.
  std::string county;
  std::string subcounty;  // "003"
  std::string ward;       // "11"
  std::string intake_agency;
  std::string sex;
  std::string age_band;
  std::optional<uint32_t> birth_year;
  std::string identifier_kind;  // CHV, VCO, TEACHER, HELPLINE, …
  std::string identifier_person;
  std::string identifier_agency;
  std::string reporter;  // CR…: who told the identifier.
  std::vector<Category> categories;
  absl::Time identified_at;
  std::optional<absl::Time> exposure_at;  // Starts the 72 h PEP and 120 h EC clocks.
  std::optional<bool> in_school;
  std::string disability;  // DI…; empty: none known.
  bool trafficking = false;
  bool perpetrator_in_household = false;
  bool safe_now = false;
  Sealed identity;
  Sealed narrative;
  Sealed location;
  std::string serial;  // A serial given before the hub knew the case (imports); empty otherwise.
  std::string import_id;
  absl::Time register_by;

  template <class Self, class Visitor>
  static void Fields(Self& self, Visitor&& visit) {
    visit(1, "code", self.code);
    visit(2, "child", self.child);
    visit(3, "county", self.county);
    visit(4, "subcounty", self.subcounty);
    visit(5, "ward", self.ward);
    visit(6, "intake_agency", self.intake_agency);
    visit(7, "sex", self.sex);
    visit(8, "age_band", self.age_band);
    visit(9, "birth_year", self.birth_year);
    visit(10, "identifier_kind", self.identifier_kind);
    visit(11, "identifier_person", self.identifier_person);
    visit(12, "identifier_agency", self.identifier_agency);
    visit(13, "reporter", self.reporter);
    visit(14, "categories", self.categories);
    visit(15, "identified_at", self.identified_at);
    visit(16, "exposure_at", self.exposure_at);
    visit(17, "in_school", self.in_school);
    visit(18, "disability", self.disability);
    visit(19, "trafficking", self.trafficking);
    visit(20, "perpetrator_in_household", self.perpetrator_in_household);
    visit(21, "safe_now", self.safe_now);
    visit(22, "identity", self.identity);
    visit(23, "narrative", self.narrative);
    visit(24, "location", self.location);
    visit(25, "serial", self.serial);
    visit(26, "import_id", self.import_id);
    visit(27, "register_by", self.register_by);
  }
  bool operator==(const Identified&) const = default;
};

struct Registered {
  static constexpr absl::string_view kType = "case.registered";
  std::string serial;  // CCO/<county>/<sub-county>/5/29/<n>/<year>
  std::string owner_agency;
  std::string owner_desk;
  std::string owner_person;
  absl::Time registered_at;

  template <class Self, class Visitor>
  static void Fields(Self& self, Visitor&& visit) {
    visit(1, "serial", self.serial);
    visit(2, "owner_agency", self.owner_agency);
    visit(3, "owner_desk", self.owner_desk);
    visit(4, "owner_person", self.owner_person);
    visit(5, "registered_at", self.registered_at);
  }
  bool operator==(const Registered&) const = default;
};

// `forced`: a rule made it High over what the officer chose (assault within 120 h, perpetrator in
// the household, or trafficking).
struct RiskSet {
  static constexpr absl::string_view kType = "case.risk-set";
  std::string risk;  // RLHG, RLMD, RLLW.
  std::vector<std::string> reasons;
  bool forced = false;
  absl::Time act_by;

  template <class Self, class Visitor>
  static void Fields(Self& self, Visitor&& visit) {
    visit(1, "risk", self.risk);
    visit(2, "reasons", self.reasons);
    visit(3, "forced", self.forced);
    visit(4, "act_by", self.act_by);
  }
  bool operator==(const RiskSet&) const = default;
};

struct EmergencyDeclared {
  static constexpr absl::string_view kType = "case.emergency-declared";
  std::string place_kind;  // RESCUE_CENTRE, HOSPITAL, …; never a police station.
  std::string place_agency;
  absl::Time removed_at;
  absl::Time court_by;  // To be presented to court by then (Children Act s.145(2)).
  std::string matter;   // The court matter whose date satisfies the guard.
  Sealed location;

  template <class Self, class Visitor>
  static void Fields(Self& self, Visitor&& visit) {
    visit(1, "place_kind", self.place_kind);
    visit(2, "place_agency", self.place_agency);
    visit(3, "removed_at", self.removed_at);
    visit(4, "court_by", self.court_by);
    visit(5, "matter", self.matter);
    visit(6, "location", self.location);
  }
  bool operator==(const EmergencyDeclared&) const = default;
};

struct ScreenedOut {
  static constexpr absl::string_view kType = "case.screened-out";
  std::string reason;
  Sealed note;

  template <class Self, class Visitor>
  static void Fields(Self& self, Visitor&& visit) {
    visit(1, "reason", self.reason);
    visit(2, "note", self.note);
  }
  bool operator==(const ScreenedOut&) const = default;
};

}  // namespace rufaa::casework
