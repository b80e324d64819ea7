// Decisions that touch a case and whatever hangs on it: registration with its serial, consent
// withdrawn, transfer, erasure.
#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "domain/base/local_day.h"
#include "domain/base/refusal.h"
#include "domain/base/status_macros.h"
#include "domain/coordination/coordination.h"
#include "domain/coordination/move_referral.h"

namespace rufaa::coordination {
namespace {

template <class Command>
Changes OfCase(const casework::State& kase, const Command& command, const Rules& rules) {
  CaseBook book(kase, rules);
  RUFAA_RETURN_IF_ERROR(book.Do(command));
  std::vector<Change> changes;
  std::move(book).AddTo(changes);
  return changes;
}

void Append(std::vector<Change>& all, std::vector<Change> more) {
  all.insert(all.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
}

// The caller asked about one of several cases: another may be what refuses.
absl::Status NamingCase(const absl::Status& refused, const std::string& code) {
  absl::optional<Refusal> refusal = RefusalOf(refused);
  if (!refusal) return refused;
  refusal->details.emplace_back("case", code);
  return Refuse(refusal->reason, refused.message(), std::move(refusal->details));
}

}  // namespace

SerialCounter Evolve(SerialCounter counter, const casework::serials::Event& event) {
  counter.last = std::max(counter.last, std::get<casework::serials::Taken>(event).number);
  return counter;
}

SerialHolder Evolve(SerialHolder, const casework::serials::Event& event) {
  return {std::get<casework::serials::Taken>(event).case_code};
}

std::string SerialText(absl::string_view county, absl::string_view subcounty, uint32_t number,
                       int year) {
  // 5/29 are CPIMS's own constants: case record sheet, and its field for the case serial.
  return absl::StrCat("CCO/", county, "/", subcounty, "/5/29/", number, "/", year);
}

std::string NextSerial(const casework::State& kase, SerialCounter counter, absl::Time at) {
  const auto year = static_cast<int>(LocalDay(at).year());
  return SerialText(kase.county, kase.subcounty, counter.last + 1, year);
}

Changes RegisterCase(const casework::State& kase, SerialCounter counter,
                     const casework::Register& command, const Rules& rules) {
  casework::Register effective = command;
  if (!kase.serial.empty()) {  // It came with one, or was registered before.
    effective.serial = kase.serial;
    return OfCase(kase, effective, rules);
  }
  effective.serial = NextSerial(kase, counter, command.by.occurred_at);
  RUFAA_ASSIGN_OR_RETURN(std::vector<Change> changes, OfCase(kase, effective, rules));
  const auto year = static_cast<int>(LocalDay(command.by.occurred_at).year());
  const casework::serials::Taken taken{.number = counter.last + 1, .case_code = kase.code};
  changes.push_back({SerialTextStream(effective.serial), taken});
  changes.push_back({SerialStream(kase.county, kase.subcounty, year), taken});
  return changes;
}

Changes WithdrawConsent(const casework::State& kase, const std::vector<referral::State>& referrals,
                        const casework::WithdrawConsent& command, const Rules& rules) {
  CaseBook book(kase, rules);
  RUFAA_RETURN_IF_ERROR(book.Do(command));
  std::vector<Change> changes;
  for (const referral::State& r : referrals) {
    if (!referral::IsOpen(r) || r.stage == referral::Stage::kCancelRequested) continue;
    // It was sent under this one, or had come to rest on it when its own ran out.
    const bool relied = r.consent == command.consent || MayGoOn(kase, r, command.by.now);
    if (!relied || MayGoOn(book.state(), r, command.by.now)) continue;
    // The sender asks, whoever withdrew: what was told can't be called back by one side alone.
    referral::Cancel cancel{.by = command.by, .reason = "CONSENT_WITHDRAWN"};
    cancel.by.agency = r.from_agency;
    RUFAA_ASSIGN_OR_RETURN(std::vector<referral::Event> events, referral::Decide(r, cancel, rules));
    const bool ended = std::holds_alternative<referral::Cancelled>(events.front());
    AddChanges(ReferralStream(r.referral), std::move(events), changes);
    if (ended) {
      RUFAA_RETURN_IF_ERROR(book.Do(casework::EndReferral{command.by, r.referral, "cancelled"}));
    }
  }
  std::move(book).AddTo(changes);
  return changes;
}

Changes AcceptTransfer(const casework::State& kase, const std::vector<referral::State>& referrals,
                       const casework::AcceptTransfer& command, const Rules& rules) {
  RUFAA_ASSIGN_OR_RETURN(std::vector<Change> changes, OfCase(kase, command, rules));
  for (const referral::State& r : referrals) {
    if (r.from_agency != kase.owner_agency || !referral::IsOpen(r)) continue;
    changes.push_back(
        {ReferralStream(r.referral),
         referral::HandedOver{.from_agency = command.by.agency,
                              .from_desk = command.desk.empty() ? command.by.desk : command.desk}});
  }
  return changes;
}

Changes EraseChild(const std::vector<casework::State>& cases_of_child,
                   const casework::Erase& command, const Rules& rules) {
  if (cases_of_child.empty()) return Refuse(Reason::NOT_FOUND_OR_NOT_YOURS);
  std::vector<Change> changes;
  for (const casework::State& kase : cases_of_child) {
    if (kase.erased) continue;  // Others may have been found to be of the child since.
    Changes erased = OfCase(kase, command, rules);
    if (!erased.ok()) return NamingCase(erased.status(), kase.code);
    Append(changes, *std::move(erased));
  }
  if (changes.empty()) return Refuse(Reason::ALREADY_DONE);
  return changes;
}

}  // namespace rufaa::coordination
