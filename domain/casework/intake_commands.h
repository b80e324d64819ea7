// What may be asked of a case at its beginning, of where its child is safe, and to put right what
// was said.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "domain/base/caller.h"
#include "domain/base/sealed.h"
#include "domain/casework/intake_events.h"

namespace rufaa::casework {

struct Identify {
  Acting by;
  std::string code;
  std::string child;
  std::string county;
  std::string subcounty;
  std::string ward;
  std::string intake_agency;  // The sub-county children's office of the place, from the directory.
  std::string sex;
  std::string age_band;
  std::optional<uint32_t> birth_year;
  std::string identifier_kind;
  std::string reporter;
  std::vector<Category> categories;
  std::optional<absl::Time> exposure_at;
  std::optional<bool> in_school;
  std::string disability;
  bool trafficking = false;
  bool perpetrator_in_household = false;
  bool safe_now = false;
  Sealed identity;
  Sealed narrative;
  Sealed location;
  std::string serial;
  std::string import_id;
};

struct Register {
  Acting by;
  std::string serial;
  std::string desk;
  std::string officer;
};

struct SetRisk {
  Acting by;
  std::string risk;
  std::vector<std::string> reasons;
};

// Names an existing matter with a date ahead, or brings the date with it (`session` not empty).
struct DeclareEmergency {
  Acting by;
  std::string place_kind;
  std::string place_agency;
  std::string place_agency_kind;
  bool place_is_safe = false;  // The directory has it as a place of safety.
  absl::Time removed_at;
  std::string matter;
  std::string session;
  std::string court;
  std::string court_kind = {};  // As in SetCourtDate.
  absl::Time court_at;
  Sealed location;
};

// From one place of safety to another: the first four as in DeclareEmergency.
struct MoveChild {
  Acting by;
  std::string place_kind;
  std::string place_agency;
  std::string place_agency_kind;
  bool place_is_safe = false;
  std::string reason;
  std::string order;  // By its id within the case; empty: none.
  bool has_note = false;
  Sealed location;
};

struct ScreenOut {
  Acting by;
  std::string reason;
  Sealed note;
  bool repeated = false;  // Whether another case was found to repeat this one.
};

// What is empty stays as it was.
struct CorrectDetails {
  Acting by;
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
};

// A person sees that this case may be of the child of another. An import writes its own flags.
struct FlagDuplicate {
  Acting by;
  std::string of;
  bool of_stands = false;  // As in DecideDuplicate.
};

struct DecideDuplicate {
  Acting by;
  std::string of;
  bool same = false;
  // Whether the child has a case that stands (Stands) and is not this one: `of`, or what that was
  // itself found to repeat, and so on.
  bool of_stands = false;
};

struct RevertImport {
  Acting by;
  std::string import_id;
  bool repeated = false;  // Whether another case was found to repeat this one.
};

struct Erase {
  Acting by;
  std::string authority;
};

}  // namespace rufaa::casework
