#include "cli/demo/scribe.h"

#include <algorithm>
#include <future>
#include <memory>
#include <variant>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "domain/base/local_day.h"
#include "domain/base/status_macros.h"
#include "domain/codes/codes.h"
#include "openssl/sha.h"
#include "services/rpc/command_seal.h"

namespace rufaa::demo {
namespace {

constexpr size_t kFoldsKept = 4096;

// The county has line lists of the years up to 2025 (samples/linelist.csv): their numbers are
// taken.
uint32_t SerialsBefore(int year) { return year <= 2025 ? 100 : 0; }

std::string Sha256(absl::string_view bytes) {
  std::string digest(SHA256_DIGEST_LENGTH, '\0');
  SHA256(reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(),
         reinterpret_cast<unsigned char*>(digest.data()));
  return digest;
}

// An import's stream is only ever appended to: that its version did not move is all that is asked.
struct ImportSeen {};

// What `stream` decides by itself. `rules` must outlive it.
template <class State, class Command>
Executor::Decide Alone(const std::string& stream, const Command& command, const Rules& rules) {
  return [=, &rules](Loader& loader) -> coordination::Changes {
    RUFAA_ASSIGN_OR_RETURN(const State* state, loader.Load<State>(stream));
    RUFAA_ASSIGN_OR_RETURN(auto events, Decide(*state, command, rules));
    std::vector<Change> changes;
    AddChanges(stream, std::move(events), changes);
    return changes;
  };
}

// All that a decision about a referral looks at.
absl::StatusOr<coordination::Loop> LoadLoop(Loader& loader, const std::string& case_code,
                                            const std::string& referral, const std::string& offer) {
  RUFAA_ASSIGN_OR_RETURN(const auto* kase, loader.Load<casework::State>(CaseStream(case_code)));
  RUFAA_ASSIGN_OR_RETURN(const auto* loop, loader.Load<referral::State>(ReferralStream(referral)));
  static const auto* const no_beds = new capacity::State;
  if (offer.empty()) return coordination::Loop{*kase, *loop, *no_beds};
  RUFAA_ASSIGN_OR_RETURN(const auto* beds, loader.Load<capacity::State>(CapacityStream(offer)));
  return coordination::Loop{*kase, *loop, *beds};
}

absl::StatusOr<std::vector<referral::State>> LoadOpenReferrals(Loader& loader,
                                                               const casework::State& kase) {
  std::vector<referral::State> referrals;
  for (const auto& [code, unused] : kase.open_referrals) {
    RUFAA_ASSIGN_OR_RETURN(const auto* state, loader.Load<referral::State>(ReferralStream(code)));
    referrals.push_back(*state);
  }
  return referrals;
}

}  // namespace

std::string HexSha256(absl::string_view bytes) { return absl::BytesToHexString(Sha256(bytes)); }

Scribe::Scribe(CountyLog& log, Vault& vault, SimClock& clock, const Dice& dice)
    : vault_(vault),
      clock_(clock),
      dice_(dice.For("scribe")),
      aggregates_(log, kFoldsKept),
      executor_(aggregates_) {}

Acting Scribe::As(const PlannedPerson& person, absl::Duration late) {
  return {.person = person.id,
          .agency = person.agency,
          .desk = person.desk,
          .role = person.role,
          .agency_kind = person.agency_kind,
          .now = clock_.Now(),
          .occurred_at = clock_.Now() - late};
}

Acting Scribe::AsSystem() {
  return {.person = "system",
          .agency = {},
          .desk = {},
          .role = Role::kSystem,
          .agency_kind = {},
          .now = clock_.Now(),
          .occurred_at = clock_.Now()};
}

bool Scribe::IsNew(const std::string& stream) {
  const absl::StatusOr<uint64_t> version = aggregates_.log().Version(stream);
  return !version.ok() || *version == 0;  // What fails here fails again at the append.
}

std::string Scribe::NewCaseCode() {
  std::string code = MakeCaseCode(dice_.Next());
  while (!IsNew(CaseStream(code))) code = MakeCaseCode(dice_.Next());
  return code;
}

std::string Scribe::NewReferralCode() {
  std::string code = MakeReferralCode(dice_.Next());
  while (!IsNew(ReferralStream(code))) code = MakeReferralCode(dice_.Next());
  return code;
}

std::string Scribe::NewChild() {
  static constexpr char kAlphabet[] = "0123456789abcdefghjkmnpqrstvwxyz";
  std::string child = "ch-";
  for (int i = 0; i < 10; ++i) child.push_back(kAlphabet[dice_.Next() % 32]);
  return child;
}

absl::StatusOr<Sealed> Scribe::Seal(absl::string_view child, Compartment compartment,
                                    absl::string_view stream, absl::string_view type,
                                    absl::string_view field, absl::string_view text) {
  if (text.empty()) return Sealed{};
  return vault_.Seal(child, compartment, rpc::SealPlace(stream, type, field), text);
}

absl::Status Scribe::Do(const Acting& by, const std::string& lane, Executor::Decide decide) {
  return DoAs(dice_.Bytes(16), by, lane, std::move(decide));
}

absl::Status Scribe::DoAs(const std::string& request_id, const Acting& by, const std::string& lane,
                          Executor::Decide decide) {
  Command command{.lane = lane,
                  .caller = by.person,
                  .request_id = request_id,
                  .digest = Sha256(absl::StrCat("demo/", request_id)),
                  .actor = {by.person, by.agency, by.desk, std::string(Name(by.role))},
                  .authority = {},
                  .occurred_at = by.occurred_at,
                  .caused_by = 0,
                  .correlation = {}};
  auto answered = std::make_shared<std::promise<absl::Status>>();
  std::future<absl::Status> answer = answered->get_future();
  executor_.Execute(
      std::move(command), std::move(decide),
      [answered](absl::StatusOr<Outcome> outcome) { answered->set_value(outcome.status()); });
  return answer.get();
}

absl::Status Scribe::Case(const std::string& code, const casework::Command& command) {
  const Acting by = std::visit([](const auto& c) { return c.by; }, command);
  return Do(by, CaseStream(code), Alone<casework::State>(CaseStream(code), command, rules_));
}

absl::Status Scribe::Register(const std::string& code, const casework::Register& command) {
  return Do(command.by, CaseStream(code), [=, this](Loader& loader) -> coordination::Changes {
    RUFAA_ASSIGN_OR_RETURN(const auto* kase, loader.Load<casework::State>(CaseStream(code)));
    const int year = static_cast<int>(LocalDay(command.by.occurred_at).year());
    RUFAA_ASSIGN_OR_RETURN(const auto* counter,
                           loader.Load<coordination::SerialCounter>(
                               SerialStream(kase->county, kase->subcounty, year)));
    const coordination::SerialCounter taken{std::max(counter->last, SerialsBefore(year))};
    const std::string next = coordination::NextSerial(*kase, taken, command.by.occurred_at);
    RUFAA_RETURN_IF_ERROR(loader.Load<coordination::SerialHolder>(SerialTextStream(next)).status());
    return coordination::RegisterCase(*kase, taken, command, rules_);
  });
}

absl::Status Scribe::Send(const coordination::SendReferral& command) {
  const referral::Send& send = command.send;
  return Do(
      send.by, CaseStream(send.case_code), [=, this](Loader& loader) -> coordination::Changes {
        RUFAA_ASSIGN_OR_RETURN(
            const coordination::Loop loop,
            LoadLoop(loader, command.send.case_code, command.send.referral, command.send.offer));
        RUFAA_ASSIGN_OR_RETURN(
            const auto* to, loader.Load<directory::Agency>(AgencyStream(command.send.to_agency)));
        return coordination::Decide(loop, command, *to, rules_);
      });
}

absl::Status Scribe::Refer(const std::string& referral, const referral::Command& command) {
  const Acting by = std::visit([](const auto& c) { return c.by; }, command);
  return Do(by, ReferralStream(referral), [=, this](Loader& loader) -> coordination::Changes {
    RUFAA_ASSIGN_OR_RETURN(const auto* state,
                           loader.Load<referral::State>(ReferralStream(referral)));
    RUFAA_ASSIGN_OR_RETURN(const coordination::Loop loop,
                           LoadLoop(loader, state->case_code, referral, state->offer));
    return coordination::Decide(loop, command, rules_);
  });
}

absl::Status Scribe::Draft(const referral::Draft& command) {
  const std::string stream = ReferralStream(command.referral);
  return Do(command.by, stream, Alone<referral::State>(stream, command, rules_));
}

absl::Status Scribe::Redirect(const std::string& referral, const std::string& to_agency,
                              const coordination::RedirectReferral& command) {
  return Do(command.by, ReferralStream(referral),
            [=, this](Loader& loader) -> coordination::Changes {
              RUFAA_ASSIGN_OR_RETURN(const auto* state,
                                     loader.Load<referral::State>(ReferralStream(referral)));
              RUFAA_ASSIGN_OR_RETURN(const coordination::Loop loop,
                                     LoadLoop(loader, state->case_code, referral, state->offer));
              RUFAA_RETURN_IF_ERROR(
                  loader.Load<referral::State>(ReferralStream(command.new_referral)).status());
              RUFAA_ASSIGN_OR_RETURN(const auto* to,
                                     loader.Load<directory::Agency>(AgencyStream(to_agency)));
              return coordination::Decide(loop, command, *to, rules_);
            });
}

absl::Status Scribe::AcceptTransfer(const std::string& code,
                                    const casework::AcceptTransfer& command) {
  return Do(command.by, CaseStream(code), [=, this](Loader& loader) -> coordination::Changes {
    RUFAA_ASSIGN_OR_RETURN(const auto* kase, loader.Load<casework::State>(CaseStream(code)));
    RUFAA_ASSIGN_OR_RETURN(const auto referrals, LoadOpenReferrals(loader, *kase));
    return coordination::AcceptTransfer(*kase, referrals, command, rules_);
  });
}

absl::Status Scribe::WithdrawConsent(const std::string& code,
                                     const casework::WithdrawConsent& command) {
  return Do(command.by, CaseStream(code), [=, this](Loader& loader) -> coordination::Changes {
    RUFAA_ASSIGN_OR_RETURN(const auto* kase, loader.Load<casework::State>(CaseStream(code)));
    RUFAA_ASSIGN_OR_RETURN(const auto referrals, LoadOpenReferrals(loader, *kase));
    return coordination::WithdrawConsent(*kase, referrals, command, rules_);
  });
}

absl::Status Scribe::StartImport(const PlannedPerson& person, const std::string& import_id,
                                 uint32_t rows) {
  const Acting by = As(person);
  const std::string stream = ImportStream(import_id);
  return Do(by, stream, [=](Loader& loader) -> coordination::Changes {
    RUFAA_RETURN_IF_ERROR(loader.Load<ImportSeen>(stream).status());
    return std::vector<Change>{
        {stream, casework::imports::Started{.import_id = import_id,
                                            .file_digest = HexSha256(import_id),
                                            .rows = rows,
                                            .started_by = by.person,
                                            .source = "line list"}}};
  });
}

absl::Status Scribe::Import(const std::string& code, const coordination::ImportedCase& imported) {
  const std::string stream = CaseStream(code);
  return Do(imported.identify.by, stream, [=, this](Loader& loader) -> coordination::Changes {
    RUFAA_ASSIGN_OR_RETURN(const auto* kase, loader.Load<casework::State>(stream));
    const std::string counter =
        coordination::CounterStreamOf(imported.serial, imported.identify.county);
    coordination::KnownSerial known;  // No two records of the demo have one serial: nobody had it.
    RUFAA_ASSIGN_OR_RETURN(const auto* taken, loader.Load<coordination::SerialCounter>(counter));
    known.counter = *taken;
    RUFAA_RETURN_IF_ERROR(
        loader.Load<coordination::SerialHolder>(SerialTextStream(imported.serial)).status());
    return coordination::ImportCase(*kase, imported, known, rules_);
  });
}

absl::Status Scribe::RevertImport(const PlannedPerson& person, const std::string& import_id,
                                  const std::vector<std::string>& codes) {
  const Acting by = As(person);
  for (const std::string& code : codes) {
    const std::string id = Sha256(absl::StrCat("revert/", import_id, "/", code)).substr(0, 16);
    const casework::RevertImport revert{.by = by, .import_id = import_id};
    const std::string stream = CaseStream(code);
    RUFAA_RETURN_IF_ERROR(DoAs(id, by, stream, Alone<casework::State>(stream, revert, rules_)));
  }
  const std::string stream = ImportStream(import_id);
  return Do(by, stream, [=](Loader& loader) -> coordination::Changes {
    RUFAA_RETURN_IF_ERROR(loader.Load<ImportSeen>(stream).status());
    return std::vector<Change>{
        {stream, casework::imports::Reverted{.reason = "LOADED_TWICE", .reverted_by = by.person}}};
  });
}

absl::StatusOr<casework::State> Scribe::LoadCase(absl::string_view code) {
  RUFAA_ASSIGN_OR_RETURN(const auto folded, aggregates_.Load<casework::State>(CaseStream(code)));
  return *folded.state;
}

absl::StatusOr<referral::State> Scribe::LoadReferral(absl::string_view code) {
  RUFAA_ASSIGN_OR_RETURN(const auto folded,
                         aggregates_.Load<referral::State>(ReferralStream(code)));
  return *folded.state;
}

absl::StatusOr<capacity::State> Scribe::LoadBeds(absl::string_view offer) {
  RUFAA_ASSIGN_OR_RETURN(const auto folded,
                         aggregates_.Load<capacity::State>(CapacityStream(offer)));
  return *folded.state;
}

}  // namespace rufaa::demo
