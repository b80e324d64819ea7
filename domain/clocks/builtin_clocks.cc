// The clocks as the county starts with them. deploy/config/clocks.toml holds the same rows for a
// county to change; docs/clocks.md is printed from them.
#include "domain/base/check.h"
#include "domain/clocks/clocks.h"

namespace rufaa {
namespace {

constexpr Limit Hours(int n) { return {.hours = n}; }
constexpr Limit Days(int n) { return {.days = n}; }
constexpr Limit Months(int n) { return {.months = n}; }

constexpr char kForm[] = "Inter-agency referral form's service levels; no Kenyan rule was found";
constexpr char kRiskSource[] =
    "CPIMS sets none; helpline manuals give same day, 48-72 hours and a week";
constexpr char kOurs[] = "Proposal of this project, for the county committee to adopt";

// What an act of referring may take.
std::vector<ClockRow> ReferralRows(absl::CivilDay from) {
  constexpr Ground kPolicy = Ground::kLocalPolicy;
  return {
      {"DECIDE_EMERGENCY", from, Hours(24), kPolicy, "emergency referral sent", kForm},
      {"DECIDE_URGENT", from, Hours(72), kPolicy, "urgent referral sent", kForm},
      {"DECIDE_NORMAL", from, Days(14), kPolicy, "normal referral sent", kForm},
      {"SERVE_EMERGENCY", from, Hours(24), kPolicy, "emergency referral accepted", kOurs},
      {"SERVE_URGENT", from, Hours(72), kPolicy, "urgent referral accepted", kOurs},
      {"SERVE_NORMAL", from, Days(14), kPolicy, "normal referral accepted", kOurs},
      {"REPLY", from, Hours(72), kPolicy, "recipient asked for information", kOurs},
      {"WAITLIST_REVIEW", from, Days(7), kPolicy, "waitlisted", kOurs},
      {"APPOINTMENT", from, Hours(24), kPolicy, "time of the appointment", kOurs},
      {"REBOOK", from, Hours(72), kPolicy, "appointment missed or cancelled", kOurs},
      {"COMPLETE", from, Days(90), kPolicy, "last service recorded",
       "Cohort of the completion indicator (30, 60, 90 days)"},
      {"CANCEL_ANSWER", from, Hours(72), kPolicy, "sender asked to cancel", kOurs},
  };
}

// What a case may take.
std::vector<ClockRow> CaseRows(absl::CivilDay from) {
  constexpr Ground kPolicy = Ground::kLocalPolicy;
  return {
      {"REGISTER", from, Hours(24), kPolicy, "child identified", kOurs},
      {"RISK_HIGH", from, Hours(24), kPolicy, "risk set high, or case taken over", kRiskSource},
      {"RISK_MEDIUM", from, Hours(72), kPolicy, "risk set medium, or case taken over", kRiskSource},
      {"RISK_LOW", from, Days(7), kPolicy, "risk set low, or case taken over", kRiskSource},
      {"RISK_FORCED", from, Hours(120), kPolicy, "assault: high risk is forced within it", kOurs},
      {"TO_COURT", from, Hours(72), kPolicy, "removal to a place of safety",
       "Children Act s.145(2) says 'at the earliest opportunity' and gives no hours"},
      {"ASSESS", from, Days(14), kPolicy, "assessment started", kOurs},
      {"FOLLOW_UP_VISIT", from, Months(1), kPolicy, "follow-up started, or last visit made", kOurs},
      {"TRANSFER_ANSWER", from, Hours(72), kPolicy, "transfer asked for", kOurs},
      {"RESIDENTIAL_REVIEW", from, Months(3), Ground::kGuideline, "placement, or last review",
       "Case Review Committee every 3 months; weak source, to be confirmed"},
      {"RESCUE_STAY", from, Months(6), Ground::kGuideline, "admission to a county rescue centre",
       "Secondary source on the Children Act 2022"},
      {"CCI_STAY", from, Months(36), Ground::kLaw, "admission to an institution",
       "Children Act 2022, 'normally' 3 years, last resort; section to be confirmed"},
  };
}

std::vector<ClockRow> HealthRows(absl::CivilDay from) {
  constexpr Ground kGuideline = Ground::kGuideline;
  return {
      {"PEP_START", from, Hours(72), kGuideline, "exposure", "National PEP guidance; 28 days"},
      {"EC_GIVEN", from, Hours(120), kGuideline, "exposure with risk of pregnancy",
       "Sources conflict: 120 hours and 72 hours; urgent from hour 0"},
      {"FORENSIC", from, Hours(72), kGuideline, "assault", "Evidence guidance: ideally 72 hours"},
      {"STI_PROPH", from, Hours(24), kGuideline, "attendance at the facility",
       "National guidance: preferably within 24 hours"},
      {"PREG_RETEST", from, Days(42), kGuideline, "exposure",
       "National guidelines on sexual violence, 2009, p.27"},
      {"HIV_RETEST", from, Days(42), kGuideline, "baseline test",
       "Weak source; again at 3 and 6 months"},
  };
}

std::vector<ClockRow> LegalRows(absl::CivilDay from) {
  return {
      {"SUPERVISION", from, Months(12), Ground::kLaw, "supervision order made",
       "Children Act s.136: at most 12 months, the court may extend"},
      {"ORDER_RENEWAL", from, Days(14), Ground::kLocalPolicy,
       "backwards from the last day of a court order", kOurs},
      {"CHILD_CASE_6M", from, Months(6), Ground::kGuideline, "case filed at court",
       "Chief Justice's directive: minors' cases end within 6 months"},
      {"MISSED_CONTACT", from, Months(6), Ground::kLaw, "last contact of the carer",
       "Children Act s.2: wilfully silent for more than 6 months is 'abandoned'"},
      {"DATA_ACCESS", from, Days(7), Ground::kLaw, "request of the child or guardian",
       "Data Protection (General) Regulations 2021"},
      {"DATA_ERASURE", from, Days(7), Ground::kLocalPolicy, "request for erasure",
       "7 or 14 days by different readings of the Regulations; the shorter is used"},
      {"BREACH_NOTICE", from, Hours(72), Ground::kLaw, "awareness of a breach",
       "Data Protection Act 2019 s.43"},
  };
}

}  // namespace

const ClockTable& ClockTable::Builtin() {
  static const ClockTable* const table = [] {
    const absl::CivilDay from(2024, 1, 1);
    std::vector<ClockRow> rows;
    for (auto part : {ReferralRows(from), CaseRows(from), HealthRows(from), LegalRows(from)}) {
      rows.insert(rows.end(), part.begin(), part.end());
    }
    absl::StatusOr<ClockTable> made = Of(std::move(rows));
    RUFAA_CHECK(made.ok());
    return new ClockTable(*std::move(made));
  }();
  return *table;
}

}  // namespace rufaa
