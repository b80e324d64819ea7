// A case walked to each of its stages, as the right people walk it.
#pragma once

#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <utility>

#include "domain/base/local_day.h"
#include "domain/casework/case.h"
#include "tests/support/casebook.h"

namespace rufaa::casework {

inline Acting Colleague() {
  Acting by = people::Officer();
  by.person = "p-colleague";
  return by;
}

inline Casebook IdentifiedCase(Identify report = Report()) {
  Casebook book;
  EXPECT_EQ(book.Do(report), "OK");
  return book;
}

inline Casebook InAssessment() {
  Casebook book = RegisteredCase();
  EXPECT_EQ(book.Do(StartAssessment{people::Officer()}), "OK");
  return book;
}

inline Casebook PlannedCase() {
  Casebook book = InAssessment();
  EXPECT_EQ(book.Do(RecordAssessment{people::Officer(), true, {"RMTS"}, Secret()}), "OK");
  EXPECT_EQ(book.Do(DraftPlan{people::Officer(), LocalDay(people::Noon()) + 30}), "OK");
  return book;
}

inline Casebook InImplementation() {
  Casebook book = PlannedCase();
  EXPECT_EQ(book.Do(ApprovePlan{people::Supervisor()}), "OK");
  EXPECT_EQ(book.Do(StartImplementation{people::Officer()}), "OK");
  return book;
}

inline RecordVisit Visit(bool final = false) {
  return {.by = people::Officer(),
          .on = LocalDay(people::Noon()),
          .outcome = {},
          .final = final,
          .note = {}};
}

inline Casebook InFollowUp() {
  Casebook book = InImplementation();
  EXPECT_EQ(book.Do(StartFollowUp{people::Officer()}), "OK");
  EXPECT_EQ(book.Do(Visit()), "OK");
  return book;
}

inline RequestClosure Closure(bool told = true) {
  return {.by = people::Officer(), .reason = "CORE", .family_told = told};
}

inline Casebook ReadyToClose() {
  Casebook book = InFollowUp();
  EXPECT_EQ(book.Do(Visit(true)), "OK");
  return book;
}

inline Casebook ClosedCase() {
  Casebook book = ReadyToClose();
  EXPECT_EQ(book.Do(Closure()), "OK");
  EXPECT_EQ(book.Do(ApproveClosure{people::Supervisor()}), "OK");
  return book;
}

inline SetCourtDate DateAt(absl::Time at) {
  return {.by = people::Officer(),
          .matter = "m1",
          .session = "STMN",
          .court = "a-court",
          .court_kind = "JUDICIARY",
          .at = at,
          .file = {}};
}

inline MakeOrder OrderUntil(std::string kind, std::optional<absl::CivilDay> until) {
  return {.by = people::Officer(),
          .order = "o1",
          .kind = std::move(kind),
          .made_on = LocalDay(people::Noon()),
          .expires_on = until,
          .place_agency = {},
          .place_agency_kind = {},
          .matter = "m1"};
}

inline DeclareEmergency Emergency(std::string place) {
  return {.by = people::Officer(),
          .place_kind = std::move(place),
          .place_agency = "a-shelter",
          .place_agency_kind = "RESCUE_CENTRE",
          .place_is_safe = true,
          .removed_at = people::Noon() - absl::Hours(2),
          .matter = "m1",
          .session = "STAP",
          .court = "a-court",
          .court_kind = "JUDICIARY",
          .court_at = people::Noon() + absl::Hours(20),
          .location = {}};
}

}  // namespace rufaa::casework
