// How a case stands, as several views follow it, each in rows of its own. Stages and deadlines are
// the domain's (domain/casework); a test holds this fold to casework::Evolve over random histories.
#pragma once

#include <optional>
#include <string>

#include "absl/time/time.h"
#include "domain/casework/case_table.h"
#include "domain/events.h"

namespace rufaa {

struct CaseTrack {
  casework::Stage stage = casework::Stage::kAbsent;
  std::string child;
  std::string subcounty;
  std::string ward;
  std::string sex;
  std::string age_band;
  std::string risk;
  std::string serial;
  std::string owner_agency;
  std::string owner_desk;
  std::string owner_person;
  std::string identifier_agency;
  std::string identifier_person;
  std::string identifier_kind;
  std::string transfer_to;
  absl::Time identified_at;
  std::optional<absl::Time> registered_at;
  std::optional<absl::Time> closed_at;
  std::optional<absl::Time> exposure_at;
  absl::Time stage_since;
  std::optional<absl::Time> due;  // The sooner of the stage's and the court's.
  std::optional<absl::Time> stage_due;
  std::optional<absl::Time> court_due;  // A child was removed, and has not been before a court.
  std::optional<absl::Time> risk_due;
  std::string court_matter;        // The matter in which that is to happen; empty: it has no date.
  bool closure_requested = false;  // In this stage, and neither refused nor approved.
  bool erased = false;
  std::string closure_reason;  // Of the closure, or of the one that is asked for.
  casework::Stage before_transfer = casework::Stage::kAbsent;
  std::optional<absl::Time> due_before_transfer;

  template <class Self, class Visitor>
  static void Fields(Self& self, Visitor&& visit) {
    visit(1, "stage", self.stage);
    visit(2, "child", self.child);
    visit(3, "subcounty", self.subcounty);
    visit(4, "ward", self.ward);
    visit(5, "sex", self.sex);
    visit(6, "age_band", self.age_band);
    visit(7, "risk", self.risk);
    visit(8, "serial", self.serial);
    visit(9, "owner_agency", self.owner_agency);
    visit(10, "owner_desk", self.owner_desk);
    visit(11, "owner_person", self.owner_person);
    visit(12, "identifier_agency", self.identifier_agency);
    visit(13, "identifier_person", self.identifier_person);
    visit(14, "identifier_kind", self.identifier_kind);
    visit(15, "transfer_to", self.transfer_to);
    visit(16, "identified_at", self.identified_at);
    visit(17, "registered_at", self.registered_at);
    visit(18, "closed_at", self.closed_at);
    visit(19, "exposure_at", self.exposure_at);
    visit(20, "stage_since", self.stage_since);
    visit(21, "due", self.due);
    visit(22, "risk_due", self.risk_due);
    visit(23, "stage_due", self.stage_due);
    visit(24, "closure_requested", self.closure_requested);
    visit(25, "erased", self.erased);
    visit(26, "before_transfer", self.before_transfer);
    visit(27, "due_before_transfer", self.due_before_transfer);
    visit(28, "closure_reason", self.closure_reason);
    visit(29, "court_due", self.court_due);
    visit(30, "court_matter", self.court_matter);
  }
  bool operator==(const CaseTrack&) const = default;
};

// Whether `due` is the presentation to court, whatever the stage.
bool DueInCourt(const CaseTrack& track);

// Who must see to what is due.
const std::string& TurnAgency(const CaseTrack& track);

// Neither closed, nor set aside.
bool IsActive(const CaseTrack& track);

// Screened out, a duplicate, taken back with its import, or erased.
bool IsSetAside(const CaseTrack& track);

// Folds one event; events of other aggregates change nothing. `at` is when the commit says it
// happened in the world.
void Follow(CaseTrack& track, const AnyEvent& event, absl::Time at);

// Whether Follow may change anything for it: a view of tracks alone passes over what may not.
bool MovesCase(const AnyEvent& event);

bool IsCaseEvent(const AnyEvent& event);

}  // namespace rufaa
