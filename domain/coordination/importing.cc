#include "domain/coordination/importing.h"

#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "domain/base/field_checks.h"
#include "domain/base/imported_record.h"
#include "domain/base/local_day.h"
#include "domain/base/refusal.h"
#include "domain/base/status_macros.h"
#include "domain/coordination/move_referral.h"

namespace rufaa::coordination {
namespace {

// The clocks of an imported case start when the hub first knows of it; else 885 cases would be
// overdue at once and the overdue list would be worth nothing.
absl::Status Identify(const ImportedCase& imported, const Acting& now, const Rules& rules,
                      CaseBook& book) {
  casework::Identify told = imported.identify;
  told.by.from_list = true;
  RUFAA_ASSIGN_OR_RETURN(std::vector<casework::Event> events,
                         casework::Decide(book.state(), told, rules));
  auto& identified = std::get<casework::Identified>(events.front());
  identified.register_by = rules.clocks.Due(clock::kRegister, now.now);
  book.Add(std::move(identified));  // A risk that is forced is set by Register, from now on.
  return absl::OkStatus();
}

absl::Status Register(const ImportedCase& imported, const Acting& now, const Rules& rules,
                      CaseBook& book) {
  const casework::State& kase = book.state();
  // Whoever imports answers for their own office's cases. Another office's wait there for somebody
  // to take them: assigned to a person of elsewhere, its own people would pass them by.
  std::string officer = imported.officer;
  if (officer.empty() && kase.owner_agency == now.agency) officer = now.person;
  book.Add(casework::Registered{.serial = imported.serial,
                                .owner_agency = kase.owner_agency,
                                .owner_desk = {},
                                .owner_person = std::move(officer),
                                .registered_at = imported.identify.by.occurred_at});
  RUFAA_RETURN_IF_ERROR(CheckOptionalCode(rules, now, "risk", list::kRisk, imported.risk));
  // What forces a risk forces it here too, whatever a spreadsheet says.
  if (auto risk = casework::RiskOf(kase, imported.risk, {"IMPORTED"}, now, rules)) {
    book.Add(*std::move(risk));
  }
  return absl::OkStatus();
}

absl::Status AddNeeds(const ImportedCase& imported, const Acting& now, const Rules& rules,
                      CaseBook& book) {
  int number = 0;
  for (const ImportedCase::Need& need : imported.needs) {
    const std::string id = absl::StrCat("n", ++number);
    RUFAA_RETURN_IF_ERROR(CheckCode(rules, now, "need", list::kReferralReason, need.code));
    book.Add(casework::NeedOpened{.need = id,
                                  .code = need.code,
                                  .urgency = Urgency::kNormal,
                                  .referred_before = need.referred});
    if (need.met) book.Add(casework::NeedMet{.need = id, .referral = {}});
  }
  return absl::OkStatus();
}

absl::Status AddHistory(const ImportedCase& imported, const Acting& now, const Rules& rules,
                        CaseBook& book) {
  if (imported.sessions > kImportedSessionsMost) {
    return Malformed("session_count", absl::StrCat("is more than ", kImportedSessionsMost));
  }
  const bool closed = !imported.closure_reason.empty();
  // Nobody attends a date of a closed case, or has it vacated: it would stand for ever.
  if (const auto& date = imported.court_date; date && !closed) {
    RUFAA_RETURN_IF_ERROR(CheckCode(rules, now, "session", list::kCourtSession, date->session));
    // Which court it is, a list need not say; another agency it may not name.
    if (!date->court.empty() && !directory::IsCourt(date->court_kind)) {
      return Malformed("court", "is no court of the directory");
    }
    RUFAA_RETURN_IF_ERROR(CheckPlannedFor("court_time", date->at, now));
    book.Add(casework::CourtDateSet{.matter = date->matter,
                                    .session = date->session,
                                    .court = date->court,
                                    .at = date->at,
                                    .file = date->file});
  }
  for (uint32_t number = 1; number <= imported.sessions; ++number) {
    const bool last = number == imported.sessions;
    book.Add(casework::ServiceSession{
        .need = {},
        .service = "PCNS",
        .provider_agency = {},
        .number = number,
        .on = LocalDay(imported.identify.by.occurred_at),
        .behaviour_change = last ? imported.behaviour_change : std::string(),
        .note = {}});
  }
  if (closed) {
    RUFAA_RETURN_IF_ERROR(
        CheckCode(rules, now, "closure_reason", list::kClosureReason, imported.closure_reason));
    book.Add(casework::Closed{.reason = imported.closure_reason,
                              .requested_by = {},
                              .approved_by = {},
                              .closed_at = imported.closed_at});
  }
  return absl::OkStatus();
}

absl::Status CheckSerialFree(const casework::State& holder, const Acting& by) {
  using casework::Stage;
  const bool gone =
      holder.stage == Stage::kAbsent || holder.stage == Stage::kReverted || holder.erased;
  if (gone) return absl::OkStatus();
  RefusalDetails details = {{"field", "serial"}};
  if (!casework::PartiesOf(holder, by).empty()) details.emplace_back("case", holder.code);
  return Refuse(Reason::ALREADY_DONE, "A case with this serial is there.", std::move(details));
}

// Of the county's own form; beyond the most, it is somebody's slip.
constexpr uint32_t kSerialNumberMost = 999'999;

struct SerialParts {
  std::string subcounty;
  uint32_t number = 0;
  int year = 0;
};

std::optional<SerialParts> ParseSerial(absl::string_view serial, absl::string_view county) {
  // The name of its stream has the serial in one form, however it was written.
  const std::string stream = SerialTextStream(serial);
  const std::vector<absl::string_view> parts = absl::StrSplit(stream, '/');
  SerialParts parsed;
  const bool of_county = parts.size() == 8 && parts[1] == "CCO" && parts[2] == county &&
                         parts[4] == "5" && parts[5] == "29" && parts[7].size() == 4;
  const bool whole = of_county && absl::SimpleAtoi(parts[6], &parsed.number) &&
                     absl::SimpleAtoi(parts[7], &parsed.year);
  if (!whole || parsed.number == 0 || parsed.number > kSerialNumberMost) return std::nullopt;
  parsed.subcounty = std::string(parts[3]);
  return parsed;
}

void TakeSerial(const ImportedCase& imported, SerialCounter counter, std::vector<Change>& changes) {
  if (imported.serial.empty()) return;
  casework::serials::Taken taken{.number = 0, .case_code = imported.identify.code};
  const std::string& county = imported.identify.county;
  const auto parsed = ParseSerial(imported.serial, county);
  if (parsed) taken.number = parsed->number;
  changes.push_back({SerialTextStream(imported.serial), taken});
  if (taken.number <= counter.last) return;
  changes.push_back({SerialStream(county, parsed->subcounty, parsed->year), taken});
}

}  // namespace

std::string CounterStreamOf(absl::string_view serial, absl::string_view county) {
  const auto parsed = ParseSerial(serial, county);
  return parsed ? SerialStream(county, parsed->subcounty, parsed->year) : std::string();
}

Changes ImportCase(const casework::State& kase, const ImportedCase& imported,
                   const KnownSerial& known, const Rules& rules) {
  if (kase.stage != casework::Stage::kAbsent) return Refuse(Reason::ALREADY_DONE);
  RUFAA_RETURN_IF_ERROR(CheckSerialFree(known.holder, imported.identify.by));
  Acting now = imported.identify.by;
  now.occurred_at = now.now;
  CaseBook book(kase, rules);
  RUFAA_RETURN_IF_ERROR(Identify(imported, now, rules, book));
  RUFAA_RETURN_IF_ERROR(Register(imported, now, rules, book));
  RUFAA_RETURN_IF_ERROR(AddNeeds(imported, now, rules, book));
  RUFAA_RETURN_IF_ERROR(AddHistory(imported, now, rules, book));
  if (!imported.duplicate_of.empty()) {
    book.Add(casework::DuplicateFlagged{.of = imported.duplicate_of,
                                        .import_id = imported.identify.import_id});
  }
  book.Add(casework::Imported{.import_id = imported.identify.import_id,
                              .record = imported.record,
                              .remarks = imported.remarks});
  std::vector<Change> changes;
  std::move(book).AddTo(changes);
  TakeSerial(imported, known.counter, changes);
  return changes;
}

}  // namespace rufaa::coordination
