// Master rows of the case file, and what of them an agency may hold; private to
// projections/casefile.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "projections/casefile/casefile_keys.h"
#include "projections/casefile/casefile_rows.h"
#include "projections/casefile/sealed_fields.h"

namespace rufaa::casefile {

struct Party {
  std::string agency;
  std::string kind;
  Relation relation = Relation::kNone;
  std::vector<Compartment> scope;  // Of its accepted referrals, together.
  // What follows the prefix in the keys of its sealed rows, so that they are taken back without a
  // search. Not followed while it is an owner, who holds many and seldom ceases to be one.
  std::vector<std::string> sealed;
  std::vector<Span> owned;  // While the case was its own.

  template <class Self, class Visitor>
  static void Fields(Self& self, Visitor&& visit) {
    visit(1, "agency", self.agency);
    visit(2, "kind", self.kind);
    visit(3, "relation", self.relation);
    visit(4, "scope", self.scope);
    visit(5, "sealed", self.sealed);
    visit(6, "owned", self.owned);
  }
};

// Whether both may hold the same of the case.
bool SameTies(const Party& a, const Party& b);

// All that is followed of a case, in one row, so that an event costs one look-up; but for its
// sealed fields (kLatest), which are the bulk of it and seldom change.
struct Master {
  CaseFile file;
  std::vector<Party> parties;

  template <class Self, class Visitor>
  static void Fields(Self& self, Visitor&& visit) {
    visit(1, "file", self.file);
    visit(2, "parties", self.parties);
  }
};

struct AgencyKind {
  std::string kind;

  template <class Self, class Visitor>
  static void Fields(Self& self, Visitor&& visit) {
    visit(1, "kind", self.kind);
  }
};

struct ReferralParties {
  std::string case_code;
  std::string from_agency;
  std::string to_agency;
  bool sent = false;

  template <class Self, class Visitor>
  static void Fields(Self& self, Visitor&& visit) {
    visit(1, "case_code", self.case_code);
    visit(2, "from_agency", self.from_agency);
    visit(3, "to_agency", self.to_agency);
    visit(4, "sent", self.sent);
  }
};

// Folds one event into what is followed of its case, but for the sealed fields.
void FollowFile(CaseFile& file, const AnyEvent& event, absl::Time at);
// Whether FollowFile may change anything for it.
bool ChangesFile(const AnyEvent& event);
// Whether any of an event's sealed fields tells of the child.
bool TellsOfTheChild(const std::vector<HeldSealed>& sealed);
// Puts those that do in the place of earlier ones.
void FollowSealed(std::vector<HeldSealed>& latest, const std::vector<HeldSealed>& sealed);

// Who knows of the case, as its master stands, in the order of agencies. Those that no longer have
// a part in it, but once had, stay with Relation::kEnded.
std::vector<Party> PartiesOf(const CaseFile& file, const std::vector<Party>& before);

// Notes whose the case is since the commit at `position`.
void FollowOwner(const CaseFile& file, uint64_t position, std::vector<Party>& parties);

// Makes `head` what `party` may hold of the file. The owner's row says only that it is the owner's,
// who may hold all of it: a copy would be written anew with every event.
void MakeHead(const CaseFile& file, const Party& party, CaseFile& head);

}  // namespace rufaa::casefile
