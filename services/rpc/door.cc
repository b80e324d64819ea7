#include "services/rpc/door.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/types/span.h"
#include "domain/base/local_day.h"
#include "domain/base/refusal.h"
#include "domain/base/status_macros.h"
#include "services/rpc/on_behalf.h"

namespace rufaa::rpc {
namespace {

// Of one entry: each case stands in its index, and a commit of the book takes a thousand.
constexpr size_t kEntryCases = 500;

// Who may say that they read for this purpose. The policy decides what opens; this keeps the access
// book honest.
bool MayClaim(Role role, common::v1::Purpose purpose) {
  switch (purpose) {
    case common::v1::PURPOSE_AUDIT:
      return role == Role::kAuditor || role == Role::kDpo;
    case common::v1::PURPOSE_DATA_SUBJECT_REQUEST:
      return role == Role::kDpo || role == Role::kSupervisor;
    case common::v1::PURPOSE_SUPERVISION:
      return role == Role::kSupervisor;
    case common::v1::PURPOSE_DEDUP:
      return role == Role::kChildrensOfficer || role == Role::kSupervisor;
    case common::v1::PURPOSE_CASE_MGMT:
    case common::v1::PURPOSE_REFERRAL_SERVICE:
    case common::v1::PURPOSE_COURT:
    case common::v1::PURPOSE_EMERGENCY:
      return WorksReferrals(role);
    default:
      return false;
  }
}

struct Decided {
  std::vector<ReadPart> parts;
  bool any_permitted = false;
  bool step_up_would_help = false;
  std::string shut;  // Names of compartments that stay shut, joined by ','.
};

Decided Decide(const Call& call, const Opening& opening) {
  const policy::AgencyKind kind = policy::AgencyKindNamed(call.caller.agency_kind);
  const bool stepped_up = call.caller.SteppedUp(call.now);
  Decided decided;
  for (const Compartment compartment : opening.compartments) {
    const policy::Decision decision = policy::EvaluateAny({.role = call.caller.role,
                                                           .kind = kind,
                                                           .part = policy::PartOf(compartment),
                                                           .action = policy::Action::kRead},
                                                          opening.ties);
    const bool permitted = decision.allowed(stepped_up);
    decided.parts.push_back({compartment, permitted, std::string(decision.why)});
    decided.any_permitted |= permitted;
    if (permitted) continue;
    absl::StrAppend(&decided.shut, decided.shut.empty() ? "" : ",", Name(compartment));
    decided.step_up_would_help |= decision.outcome == policy::Outcome::kStepUp;
  }
  return decided;
}

absl::Status ShutRefusal(const Decided& decided) {
  return Refuse(decided.step_up_would_help ? Reason::STEP_UP_REQUIRED : Reason::NOT_PERMITTED, {},
                {{"compartments", decided.shut}});
}

bool Permitted(const std::vector<ReadPart>& parts, Compartment compartment) {
  for (const ReadPart& part : parts) {
    if (part.compartment == compartment) return part.permitted;
  }
  return false;
}

bool IsDenial(const absl::Status& status) {
  const absl::optional<Refusal> refusal = RefusalOf(status);
  if (!refusal) return false;
  switch (refusal->reason) {
    case Reason::NOT_FOUND_OR_NOT_YOURS:
    case Reason::NOT_PERMITTED:
    case Reason::ASSIGNED_TO_ANOTHER:
    case Reason::STEP_UP_REQUIRED:
      return true;
    default:
      return false;
  }
}

ReadEntry EntryOf(const Call& call, const Sought& sought, const absl::Status& outcome) {
  ReadEntry entry{.actor = call.caller.ToActor(),
                  .read_at = call.now,
                  .trace_id = call.trace.trace_id,
                  .purpose = PurposeCode(sought.purpose),
                  .method = std::string(call.method),
                  .cases = sought.cases,
                  .about = sought.about,
                  .parts = {},
                  .refusal = {},
                  .position = sought.position};
  if (const absl::optional<Refusal> refusal = RefusalOf(outcome)) {
    entry.refusal = std::string(InfoOf(refusal->reason).name);
  }
  return entry;
}

// Values that stay shut never reach the vault. By a value's own compartment: what a reader calls it
// does not count.
void DropShut(const std::vector<ReadPart>& parts, std::vector<SealedAt>& values) {
  for (SealedAt& value : values) {
    if (!value.sealed.empty() && !Permitted(parts, value.sealed.compartment)) value = {};
  }
}

void PassDoor(const CallPtr& call, const Sought& sought, Reading reading, const Done& done) {
  if (const absl::Status claim = CheckPurpose(*call, sought.purpose); !claim.ok()) {
    return AnswerEntered(call, sought, claim, done);
  }
  Decided decided = Decide(*call, reading.opening);
  if (decided.step_up_would_help && call->caller.remembered) {
    // Nothing is entered that another process knows better.
    return WithStepUp(call, [sought, reading = std::move(reading),
                             done](const absl::StatusOr<CallPtr>& since) mutable {
      if (!since.ok()) return done(since.status());
      PassDoor(*since, sought, std::move(reading), done);
    });
  }
  const bool refused = reading.opening.all_or_nothing && !decided.shut.empty();
  const bool nothing = !decided.any_permitted && !decided.shut.empty();
  ReadEntry entry =
      EntryOf(*call, sought, refused || nothing ? ShutRefusal(decided) : absl::OkStatus());
  entry.parts = decided.parts;
  std::vector<SealedAt> values = refused ? std::vector<SealedAt>() : std::move(reading.values);
  DropShut(decided.parts, values);
  const OnBehalf caller(call->deadline, call->trace);
  call->county->reader.Open(
      std::move(entry), std::move(values),
      [call, refused, decided = std::move(decided), fill = std::move(reading.fill),
       done](absl::StatusOr<std::vector<std::string>> texts) {
        if (!texts.ok()) return done(texts.status());
        if (refused) return done(ShutRefusal(decided));
        done(fill(Opened(*std::move(texts))));
      });
}

// Whether there was anything new.
bool EnterShown(const Call& call, const Sought& shown) {
  bool any_new = false;
  const ShownLately::Viewer viewer{.county = call.caller.county,
                                   .person = call.caller.person,
                                   .agency = call.caller.agency,
                                   .role = Name(call.caller.role),
                                   .method = call.method,
                                   .about = shown.about,
                                   .day = LocalDay(call.now)};
  ShownLately& lately = call.host.shown_lately();
  absl::Span<const std::string> rest = shown.cases;
  while (!rest.empty()) {
    ShownLately::Fresh fresh = lately.Take(viewer, rest.first(std::min(rest.size(), kEntryCases)));
    rest.remove_prefix(std::min(rest.size(), kEntryCases));
    if (fresh.cases.empty()) continue;
    any_new = true;
    const Sought now{
        .cases = std::move(fresh.cases), .about = shown.about, .position = shown.position};
    // The caller is answered by then: its deadline is not the book's.
    const OnBehalf caller(absl::InfiniteFuture(), call.trace);
    call.county->book.Record(EntryOf(call, now, absl::OkStatus()),
                             [&lately, keys = std::move(fresh.keys)](const absl::Status& entered) {
                               lately.Answered(keys, entered.ok());
                             });
  }
  return any_new;
}

}  // namespace

absl::Status CheckPurpose(const Call& call, common::v1::Purpose purpose) {
  if (purpose == common::v1::PURPOSE_UNSPECIFIED) return Refuse(Reason::PURPOSE_REQUIRED);
  if (MayClaim(call.caller.role, purpose)) return absl::OkStatus();
  return Refuse(Reason::NOT_PERMITTED, "Your role does not read for this purpose.",
                {{"purpose", PurposeCode(purpose)}});
}

void AnswerEntered(const CallPtr& call, const Sought& sought, const absl::Status& outcome,
                   const Done& done) {
  if (!outcome.ok() && !IsDenial(outcome)) return done(outcome);
  const OnBehalf caller(call->deadline, call->trace);
  call->county->reader.Open(
      EntryOf(*call, sought, outcome), {},
      [call, outcome, done](const absl::StatusOr<std::vector<std::string>>& entered) {
        done(entered.ok() ? outcome : entered.status());
      });
}

void NoteShown(const Call& call, const Sought& shown) { EnterShown(call, shown); }

void NoteShown(const Call& call, const KeptShown& kept) {
  // Looked at first: what fails meanwhile is looked up the next time.
  const auto failures = static_cast<int64_t>(call.host.shown_lately().failures());
  if (kept.entered_after.load(std::memory_order_relaxed) == failures) return;
  if (EnterShown(call, kept.shown)) return;
  kept.entered_after.store(failures, std::memory_order_relaxed);
}

void AnswerRead(const CallPtr& call, const Sought& sought,
                absl::StatusOr<std::optional<Reading>> found, const Done& done) {
  if (!found.ok()) return AnswerEntered(call, sought, found.status(), done);
  if (!found->has_value()) {
    NoteShown(*call, sought);
    return done(absl::OkStatus());
  }
  PassDoor(call, sought, **std::move(found), done);
}

}  // namespace rufaa::rpc
