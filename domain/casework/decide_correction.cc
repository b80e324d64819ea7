#include <algorithm>

#include "domain/casework/decide_internal.h"

namespace rufaa::casework {
namespace {

absl::Status CheckCorrection(const State& s, const CorrectDetails& c, const Rules& rules) {
  RUFAA_RETURN_IF_ERROR(CheckGiven("reason", c.reason));
  const std::optional<uint32_t> birth_year = c.birth_year ? c.birth_year : s.birth_year;
  RUFAA_RETURN_IF_ERROR(CheckExposure(c.exposure_at, birth_year, c.by));
  RUFAA_RETURN_IF_ERROR(CheckBirthYear(c.birth_year, c.by));
  RUFAA_RETURN_IF_ERROR(CheckOptionalCode(rules, c.by, "sex", list::kSex, c.sex));
  RUFAA_RETURN_IF_ERROR(CheckOptionalCode(rules, c.by, "age_band", list::kAgeBand, c.age_band));
  RUFAA_RETURN_IF_ERROR(
      CheckOptionalCode(rules, c.by, "disability", list::kDisability, c.disability));
  return CheckCategories(c.categories, birth_year, c.by, rules);
}

}  // namespace

Decision Decide(const State& s, const CorrectDetails& c, const Rules& rules) {
  RUFAA_RETURN_IF_ERROR(CheckVerb(s, c.by, Verb::kCorrectDetails));
  RUFAA_RETURN_IF_ERROR(CheckCorrection(s, c, rules));
  DetailsCorrected corrected{.subcounty = c.subcounty,
                             .ward = c.ward,
                             .sex = c.sex,
                             .age_band = c.age_band,
                             .birth_year = c.birth_year,
                             .categories = c.categories,
                             .in_school = c.in_school,
                             .disability = c.disability,
                             .trafficking = Trafficked(c.categories) ? true : c.trafficking,
                             .perpetrator_in_household = c.perpetrator_in_household,
                             .identity = c.identity,
                             .narrative = c.narrative,
                             .location = c.location,
                             .reason = c.reason,
                             .exposure_at = c.exposure_at};
  // A closed case keeps its risk: reopening it sets one.
  if (s.stage == Stage::kClosed) return One(std::move(corrected));
  // What is learnt late may force the risk as if it had been known from the start.
  return WithForcedRisk(s, std::move(corrected), c.by, rules);
}

Decision Decide(const State& s, const FlagDuplicate& c, const Rules&) {
  RUFAA_RETURN_IF_ERROR(CheckVerb(s, c.by, Verb::kFlagDuplicate));
  RUFAA_RETURN_IF_ERROR(CheckGiven("of", c.of));
  if (c.of == s.code) return Malformed("of", "is the case itself");
  const auto& flagged = s.duplicates_of;
  if (std::find(flagged.begin(), flagged.end(), c.of) != flagged.end()) {
    return Refuse(Reason::ALREADY_DONE);
  }
  // Nobody could ever decide that it is one.
  if (!c.of_stands) return Refuse(Reason::NOT_ALLOWED_IN_STATE, {}, {{"case", c.of}});
  return One(DuplicateFlagged{.of = c.of, .import_id = {}});
}

Decision Decide(const State& s, const DecideDuplicate& c, const Rules&) {
  const Verb verb = c.same ? Verb::kConfirmDuplicate : Verb::kDismissDuplicate;
  RUFAA_RETURN_IF_ERROR(CheckVerb(s, c.by, verb));
  const auto& flagged = s.duplicates_of;
  if (std::find(flagged.begin(), flagged.end(), c.of) == flagged.end()) {
    return Refuse(Reason::NO_SUCH_PART, {}, {{"field", "of"}});
  }
  // A case can't go on in one that is itself set aside: its child would have no case at all.
  if (c.same && !c.of_stands) return Refuse(Reason::NOT_ALLOWED_IN_STATE, {}, {{"case", c.of}});
  return One(DuplicateDecided{.of = c.of, .same = c.same, .decided_by = c.by.person});
}

Decision Decide(const State& s, const RevertImport& c, const Rules&) {
  RUFAA_RETURN_IF_ERROR(CheckVerb(s, c.by, Verb::kRevertImport));
  if (c.import_id != s.import_id) return Malformed("import_id", "is not this case's");
  // The child of the one that repeats it would be left without a case.
  if (c.repeated) return Refuse(Reason::CASE_WORKED_ON, {}, {{"case", s.code}});
  return One(ImportReverted{.import_id = c.import_id});
}

Decision Decide(const State& s, const Erase& c, const Rules&) {
  RUFAA_RETURN_IF_ERROR(CheckVerb(s, c.by, Verb::kErase));
  RUFAA_RETURN_IF_ERROR(CheckGiven("authority", c.authority));
  return One(Erased{.authority = c.authority});
}

}  // namespace rufaa::casework
