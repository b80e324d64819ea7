// Code lists are data with versions, not enums: the national system (CPIMS) and the county change
// them, and an event written under an old list must stay readable. The files are in
// domain/codelists/data, one per list, and travel inside the binary.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "absl/types/span.h"

namespace rufaa {

// The lists, by the names that go into refusals and the API.
namespace list {
inline constexpr absl::string_view kCategory = "CASE_CATEGORY";
inline constexpr absl::string_view kSubcategory = "CASE_SUBCATEGORY";  // Parent: its category.
inline constexpr absl::string_view kNature = "CASE_NATURE";
inline constexpr absl::string_view kRisk = "RISK_LEVEL";
inline constexpr absl::string_view kReporter = "REPORTER";
inline constexpr absl::string_view kReferralDestination = "REFERRAL_DESTINATION";
inline constexpr absl::string_view kReferralReason = "REFERRAL_REASON";
inline constexpr absl::string_view kImmediateNeed = "IMMEDIATE_NEED";
inline constexpr absl::string_view kIntervention = "INTERVENTION";
inline constexpr absl::string_view kCourtSession = "COURT_SESSION";
inline constexpr absl::string_view kCourtAdjournment = "COURT_ADJOURNMENT";
inline constexpr absl::string_view kCourtOutcome = "COURT_OUTCOME";
inline constexpr absl::string_view kCourtOrder = "COURT_ORDER";
inline constexpr absl::string_view kProsecutionOutcome = "PROSECUTION_OUTCOME";
inline constexpr absl::string_view kClosureReason = "CLOSURE_REASON";
inline constexpr absl::string_view kCciExit = "CCI_EXIT";
inline constexpr absl::string_view kCciAdmission = "CCI_ADMISSION";
inline constexpr absl::string_view kSex = "SEX";
inline constexpr absl::string_view kDisability = "DISABILITY";
inline constexpr absl::string_view kSchool = "SCHOOL";
// Our own, where CPIMS has none.
inline constexpr absl::string_view kDeclineReason = "DECLINE_REASON";
inline constexpr absl::string_view kCancelReason = "CANCEL_REASON";
inline constexpr absl::string_view kScreenOutReason = "SCREEN_OUT_REASON";
inline constexpr absl::string_view kClosureRefusalReason = "CLOSURE_REFUSAL_REASON";
inline constexpr absl::string_view kReopenReason = "REOPEN_REASON";
inline constexpr absl::string_view kMoveReason = "MOVE_REASON";  // Of a court date.
inline constexpr absl::string_view kOrderEndReason = "ORDER_END_REASON";
inline constexpr absl::string_view kUrgency = "URGENCY";
inline constexpr absl::string_view kPurpose = "PURPOSE";  // Of a read that opens personal data.
inline constexpr absl::string_view kAgencyKind = "AGENCY_KIND";
inline constexpr absl::string_view kUnitType = "UNIT_TYPE";  // CPIMS; parent: its agency kind.
inline constexpr absl::string_view kIdentifierKind = "IDENTIFIER_KIND";
inline constexpr absl::string_view kAgeBand = "AGE_BAND";
inline constexpr absl::string_view kNotReachedReason = "NOT_REACHED_REASON";
inline constexpr absl::string_view kReferralOutcome = "REFERRAL_OUTCOME";
inline constexpr absl::string_view kVisitOutcome = "VISIT_OUTCOME";
inline constexpr absl::string_view kLeaveReason = "LEAVE_REASON";  // Of who works with the hub.
inline constexpr absl::string_view kAgencyCloseReason = "AGENCY_CLOSE_REASON";
inline constexpr absl::string_view kRiskSign = "RISK_SIGN";  // Why a risk is what it is.
inline constexpr absl::string_view kPlaceKind = "PLACE_KIND";
inline constexpr absl::string_view kPlaceChangeReason = "PLACE_CHANGE_REASON";  // Of safety.
inline constexpr absl::string_view kConsentBasis = "CONSENT_BASIS";
inline constexpr absl::string_view kConsentGiver = "CONSENT_GIVER";
// Of the programme: which categories and subcategories of a case are the commercial sexual
// exploitation of children that it was promised to find; what an activity counts, and why one was
// entered in error. The board counts by the first as it folds: a change raises its version.
inline constexpr absl::string_view kCsec = "CSEC";
inline constexpr absl::string_view kActivityKind = "ACTIVITY_KIND";
inline constexpr absl::string_view kActivityWithdrawReason = "ACTIVITY_WITHDRAW_REASON";
}  // namespace list

struct Code {
  std::string code;
  std::string label_en;
  std::string label_sw;
  std::string parent;                   // Of a subcategory or unit type; else empty.
  absl::CivilDay from;                  // First day in force.
  std::optional<absl::CivilDay> until;  // First day no longer in force.
  std::string source;

  bool InForce(absl::CivilDay day) const { return from <= day && (!until || day < *until); }
};

// Immutable; safe from any thread.
class CodeLists {
 public:
  static const CodeLists& Builtin();

  // `list` is one of the names above; an unknown one has no codes.
  bool Has(absl::string_view list, absl::string_view code, absl::CivilDay day) const;

  // Whatever the day: what was once written must still be shown. nullptr if never known.
  const Code* Find(absl::string_view list, absl::string_view code) const;

  // The code for what people write: the code in any case, or its label in either language, spacing
  // and punctuation aside. nullptr when nothing or more than one code fits.
  const Code* Recognise(absl::string_view list, absl::string_view text, absl::CivilDay day) const;

  // In the file's order, which is the order to show them in.
  absl::Span<const Code> Codes(absl::string_view list) const;
  std::vector<std::string> Lists() const;  // Sorted.

 private:
  CodeLists();
  absl::flat_hash_map<std::string, std::vector<Code>> lists_;
};

// Lower case, letters and digits only: how two spellings of one name are compared.
std::string Squeeze(absl::string_view text);

// The candidate nearest to `text` by edit distance, for "did you mean"; empty if none is near.
absl::string_view Nearest(absl::string_view text, absl::Span<const absl::string_view> candidates);

}  // namespace rufaa
