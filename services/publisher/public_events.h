// What of a county's events outsiders may read, as data: which of our types are public, under which
// name, and which of their fields go out. What is not named here stays inside: a new event, a new
// field, and any value that is not of the form that is named.
//
// The guide is what a pending recipient of a referral may know (need, urgency, age band,
// sub-county) and how the work goes on (codes, agencies, coded values, days). Never: persons, the
// child's pseudonym, sex, ward, birth year, what is alleged, sealed values, free text. Where a
// child sleeps is never told, neither by the place nor by a bed that is held, nor by the kind of
// place, but that it is a rescue centre; nor when it will be anywhere: an appointment or a day in
// court has no date. Of what was done, and of deadlines, the day in Nairobi goes out, never the
// hour. A reader who has seen a child at a door, or waits for one there, finds no case by it.
#pragma once

#include <vector>

#include "absl/strings/string_view.h"
#include "domain/events.h"

namespace rufaa::publisher {

// What a value must be to go out.
enum class Form {
  kDay,        // A day.
  kDayOfTime,  // Of a moment, its day in Nairobi.
  kYesNo,
  kNumber,
  kCode,      // Stands in one of the code lists that `of` names.
  kWord,      // One of the words in `of`.
  kPart,      // A part of the case as the hub numbers them: "n1", "m2". Clients may name their own,
              // and could write anything there.
  kAgency,    // An agency's id.
  kCase,      // A code, its check character right.
  kReferral,  // The same.
  kSubcounty,
};

struct PublicField {
  absl::string_view name;  // In our event.
  Form form;
  absl::string_view of = "";  // Code lists or words, with '|' between them.
  absl::string_view as = "";  // The name outside; empty: the same.

  absl::string_view outside() const { return as.empty() ? name : as; }
};

// A referral is told in the words that people use, and the agency only where no child may sleep.
enum class When { kAlways, kToRescueCentre, kToOtherShelter };

struct PublicEvent {
  absl::string_view type;     // Ours: "referral.sent".
  absl::string_view name;     // Outside: "case.referred".
  absl::string_view meaning;  // For the documents.
  std::vector<PublicField> fields;
  When when = When::kAlways;
  int version = 2;  // Of its schema: one more when its fields change.
};

// Every public event, in the order of the documents. Of rows with one type, the first whose
// condition holds is meant.
const std::vector<PublicEvent>& PublicEvents();

// Whether any row has our `type`.
bool IsPublic(absl::string_view type);

// The row of `event`; nullptr: it is not public.
const PublicEvent* PublicEventOf(const AnyEvent& event);

// Of a referral: its payload names the referral, too.
bool IsOfReferral(const PublicEvent& event);

// "urn:rufaa:event:case.referred:1"
std::string SchemaOf(const PublicEvent& event);

namespace publisher_internal {
std::vector<PublicEvent> CaseRows();
std::vector<PublicEvent> ReferralRows();
}  // namespace publisher_internal

}  // namespace rufaa::publisher
