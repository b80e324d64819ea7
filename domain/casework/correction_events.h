// What was said of a case put right, told apart from another, taken back or forgotten. Nothing is
// ever edited in place.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "domain/casework/intake_events.h"

namespace rufaa::casework {

// What is empty stays as it was.
struct DetailsCorrected {
  static constexpr absl::string_view kType = "case.details-corrected";
  std::string subcounty;
  std::string ward;
  std::string sex;
  std::string age_band;
  std::optional<uint32_t> birth_year;
  std::vector<Category> categories;
  std::optional<bool> in_school;
  std::string disability;
  std::optional<bool> trafficking;
  std::optional<bool> perpetrator_in_household;
  Sealed identity;
  Sealed narrative;
  Sealed location;
  std::string reason;
  std::optional<absl::Time> exposure_at = {};

  template <class Self, class Visitor>
  static void Fields(Self& self, Visitor&& visit) {
    visit(1, "subcounty", self.subcounty);
    visit(2, "ward", self.ward);
    visit(3, "sex", self.sex);
    visit(4, "age_band", self.age_band);
    visit(5, "birth_year", self.birth_year);
    visit(6, "categories", self.categories);
    visit(7, "in_school", self.in_school);
    visit(8, "disability", self.disability);
    visit(9, "trafficking", self.trafficking);
    visit(10, "perpetrator_in_household", self.perpetrator_in_household);
    visit(11, "identity", self.identity);
    visit(12, "narrative", self.narrative);
    visit(13, "location", self.location);
    visit(14, "reason", self.reason);
    visit(15, "exposure_at", self.exposure_at);
  }
  bool operator==(const DetailsCorrected&) const = default;
};

struct DuplicateFlagged {
  static constexpr absl::string_view kType = "case.duplicate-flagged";
  std::string of;  // The case it may repeat; a person decides.
  std::string import_id;

  template <class Self, class Visitor>
  static void Fields(Self& self, Visitor&& visit) {
    visit(1, "of", self.of);
    visit(2, "import_id", self.import_id);
  }
  bool operator==(const DuplicateFlagged&) const = default;
};

struct DuplicateDecided {
  static constexpr absl::string_view kType = "case.duplicate-decided";
  std::string of;
  bool same = false;
  std::string decided_by;

  template <class Self, class Visitor>
  static void Fields(Self& self, Visitor&& visit) {
    visit(1, "of", self.of);
    visit(2, "same", self.same);
    visit(3, "decided_by", self.decided_by);
  }
  bool operator==(const DuplicateDecided&) const = default;
};

// The last event that an import writes on a case; what comes after it is somebody's work.
struct Imported {
  static constexpr absl::string_view kType = "case.imported";
  std::string import_id;
  uint32_t record = 0;  // Of the file: 1 is the first after the header.
  Sealed remarks;

  template <class Self, class Visitor>
  static void Fields(Self& self, Visitor&& visit) {
    visit(1, "import_id", self.import_id);
    visit(2, "record", self.record);
    visit(3, "remarks", self.remarks);
  }
  bool operator==(const Imported&) const = default;
};

struct ImportReverted {
  static constexpr absl::string_view kType = "case.import-reverted";
  std::string import_id;

  template <class Self, class Visitor>
  static void Fields(Self& self, Visitor&& visit) {
    visit(1, "import_id", self.import_id);
  }
  bool operator==(const ImportReverted&) const = default;
};

// The keys of the child's sealed data are destroyed in the same act; what is left names nobody.
struct Erased {
  static constexpr absl::string_view kType = "case.erased";
  std::string authority;  // The lawful request, by reference.

  template <class Self, class Visitor>
  static void Fields(Self& self, Visitor&& visit) {
    visit(1, "authority", self.authority);
  }
  bool operator==(const Erased&) const = default;
};

}  // namespace rufaa::casework
