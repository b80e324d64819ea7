#include "domain/coordination/close_agency.h"

#include <iterator>
#include <map>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "absl/strings/str_cat.h"
#include "domain/base/refusal.h"
#include "domain/base/status_macros.h"
#include "domain/coordination/move_referral.h"

namespace rufaa::coordination {
namespace {

using Books = std::map<std::string, CaseBook>;

absl::Status CheckFits(const Duties& duties) {
  const bool fits =
      duties.referrals.size() <= kMostReferralsEnded && duties.cases.size() <= kMostCasesTouched;
  if (fits) return absl::OkStatus();
  return Refuse(Reason::AGENCY_IN_USE, {},
                {{"referrals", absl::StrCat("more than ", kMostReferralsEnded)}});
}

absl::Status EndReferral(const referral::State& state, const Acting& by, const Rules& rules,
                         Books& books, std::vector<Change>& changes) {
  if (!referral::IsOpen(state) || state.stage == referral::Stage::kCancelRequested) {
    return absl::OkStatus();
  }
  RUFAA_ASSIGN_OR_RETURN(std::vector<referral::Event> events,
                         referral::Decide(state, referral::EndWithRecipient{by}, rules));
  const bool ended = std::holds_alternative<referral::Declined>(events.front());
  AddChanges(ReferralStream(state.referral), std::move(events), changes);
  if (!ended) return absl::OkStatus();
  return books.at(state.case_code).Do(casework::EndReferral{by, state.referral, "declined"});
}

// In the agency's own name: nobody is left to answer for it.
absl::Status HandBack(const std::string& agency, Acting by, CaseBook& book) {
  const casework::State& kase = book.state();
  const bool asked = kase.stage == casework::Stage::kTransferPending && kase.transfer_to == agency;
  if (!asked || kase.erased) return absl::OkStatus();
  by.agency = agency;
  by.role = Role::kAgencyDesk;
  return book.Do(casework::DeclineTransfer{by, std::string(kAgencyClosed)});
}

Changes EndDuties(const directory::Agency& agency, const CloseAgency& c, const Rules& rules) {
  RUFAA_RETURN_IF_ERROR(CheckFits(c.duties));
  std::vector<Change> changes;
  Books books;
  for (const casework::State& kase : c.duties.cases) {
    books.emplace(kase.code, CaseBook(kase, rules));
  }
  Acting hub = c.close.by;
  hub.role = Role::kSystem;
  for (const referral::State& state : c.duties.referrals) {
    RUFAA_RETURN_IF_ERROR(EndReferral(state, hub, rules, books, changes));
  }
  for (auto& [code, book] : books) {
    RUFAA_RETURN_IF_ERROR(HandBack(agency.id, c.close.by, book));
    std::move(book).AddTo(changes);
  }
  return changes;
}

}  // namespace

Changes Decide(const directory::Agency& agency, const CloseAgency& c, const Rules& rules) {
  RUFAA_ASSIGN_OR_RETURN(std::vector<directory::AgencyEvent> events,
                         directory::Decide(agency, c.close, rules));
  if (c.duties.open_cases > 0) {
    return Refuse(Reason::AGENCY_IN_USE, {}, {{"cases", absl::StrCat(c.duties.open_cases)}});
  }
  RUFAA_ASSIGN_OR_RETURN(std::vector<Change> ended, EndDuties(agency, c, rules));
  std::vector<Change> changes;
  AddChanges(AgencyStream(agency.id), std::move(events), changes);
  std::move(ended.begin(), ended.end(), std::back_inserter(changes));
  return changes;
}

Changes EndWhatCameAsItClosed(const directory::Agency& agency, const CloseAgency& command,
                              const Rules& rules) {
  if (!agency.closed_at) return std::vector<Change>();
  return EndDuties(agency, command, rules);
}

}  // namespace rufaa::coordination
