#include "domain/coordination/move_referral.h"

#include "domain/base/check.h"
#include "domain/base/refusal.h"

namespace rufaa::coordination {
namespace {

// What one event of a referral means for its beds and its case. An end never fails for want of a
// bed or for the stage that the case is in by now; only a bed asked for and not there refuses.
class Carry {
 public:
  Carry(const Loop& loop, const Acting& by, const Rules& rules)
      : referral_(loop.referral), beds_(loop.beds), by_(by), book_(loop.kase, rules) {}

  absl::Status operator()(const referral::Accepted& e) {
    RUFAA_RETURN_IF_ERROR(book_.Do(casework::NoteAcceptance{by_, referral_.referral}));
    if (!e.holds_bed) return absl::OkStatus();
    return Beds(capacity::Hold{by_, referral_.referral, e.serve_by});
  }
  absl::Status operator()(const referral::Waitlisted&) { return Free("WAITLISTED"); }
  absl::Status operator()(const referral::ServiceRecorded&) {
    return Beds(capacity::Occupy{by_, referral_.referral});
  }
  absl::Status operator()(const referral::Completed& e) {
    RUFAA_RETURN_IF_ERROR(End("completed"));
    const auto need = book_.state().needs.find(referral_.need);
    const bool open =
        need != book_.state().needs.end() && need->second.status == casework::Need::Status::kOpen;
    // Served in part, or referred on, leaves the need open and in sight.
    if (open && e.outcome == "SERVED") {
      book_.Add(casework::NeedMet{.need = referral_.need, .referral = referral_.referral});
    }
    return absl::OkStatus();
  }
  absl::Status operator()(const referral::Declined&) { return End("declined"); }
  absl::Status operator()(const referral::Redirected&) { return End("redirected"); }
  absl::Status operator()(const referral::Cancelled&) { return End("cancelled"); }
  absl::Status operator()(const referral::Expired&) { return End("expired"); }
  absl::Status operator()(const referral::NotReached&) { return End("not-reached"); }
  absl::Status operator()(const referral::EnteredInError&) {
    const auto need = book_.state().needs.find(referral_.need);
    const bool met_by_it =
        need != book_.state().needs.end() && need->second.met_by == referral_.referral;
    // In a case that is over a need would be open, and nobody there to see it.
    const bool at_work =
        casework::Stands(book_.state()) && book_.state().stage != casework::Stage::kClosed;
    if (met_by_it && at_work) {
      book_.Add(casework::NeedReopened{.need = referral_.need, .referral = referral_.referral});
    }
    return End("entered-in-error");
  }
  template <class Other>
  absl::Status operator()(const Other&) {
    return absl::OkStatus();
  }

  void AddTo(std::vector<Change>& changes) && {
    AddChanges(CapacityStream(referral_.offer), std::move(bed_events_), changes);
    std::move(book_).AddTo(changes);
  }

 private:
  template <class Command>
  absl::Status Beds(const Command& command) {
    if (!beds_.open) return absl::OkStatus();
    RUFAA_ASSIGN_OR_RETURN(std::vector<capacity::Event> events, capacity::Decide(beds_, command));
    for (capacity::Event& event : events) {
      beds_ = capacity::Evolve(std::move(beds_), event);
      bed_events_.push_back(std::move(event));
    }
    return absl::OkStatus();
  }

  absl::Status Free(absl::string_view why) {
    RUFAA_RETURN_IF_ERROR(Beds(capacity::Release{by_, referral_.referral, std::string(why)}));
    return Beds(capacity::Vacate{by_, referral_.referral});
  }

  absl::Status End(absl::string_view outcome) {
    RUFAA_RETURN_IF_ERROR(Free(outcome));
    return book_.Do(casework::EndReferral{by_, referral_.referral, std::string(outcome)});
  }

  const referral::State& referral_;
  capacity::State beds_;
  const Acting& by_;
  CaseBook book_;
  std::vector<capacity::Event> bed_events_;
};

const Acting& ByOf(const referral::Command& command) {
  return std::visit([](const auto& c) -> const Acting& { return c.by; }, command);
}

casework::Disclosure DisclosureOf(const referral::State& referral) {
  return {.agency = referral.to_agency,
          .kind = referral.to_agency_kind,
          .purpose = casework::kReferralService,
          .scope = referral.scope};
}

}  // namespace

bool MayGoOn(const casework::State& kase, const referral::State& referral, absl::Time now) {
  // For some recipients the law stands where the consent stood.
  if (referral.consent.empty() || casework::StatutoryRecipient(referral.to_agency_kind)) {
    return true;
  }
  return casework::StillServed(kase, referral.consent, DisclosureOf(referral), now);
}

Changes Move(const Loop& loop, const referral::Command& command, const Rules& rules) {
  referral::Command effective = command;
  const bool accepts = std::holds_alternative<referral::Accept>(effective);
  if (accepts) std::get<referral::Accept>(effective).holds_bed = loop.beds.open;
  RUFAA_ASSIGN_OR_RETURN(std::vector<referral::Event> events,
                         referral::Decide(loop.referral, effective, rules));
  const Acting& by = ByOf(command);
  // A consent may run out between sending and accepting; acceptance is what opens the identity.
  if (accepts && !MayGoOn(loop.kase, loop.referral, by.now)) {
    return Refuse(Reason::NO_CONSENT, {},
                  casework::Unserved(DisclosureOf(loop.referral), nullptr, by.now));
  }
  Carry carry(loop, by, rules);
  for (const referral::Event& event : events) RUFAA_RETURN_IF_ERROR(std::visit(carry, event));
  std::string code = loop.referral.referral;
  if (const auto* draft = std::get_if<referral::Draft>(&command)) code = draft->referral;
  std::vector<Change> changes;
  AddChanges(ReferralStream(code), std::move(events), changes);
  std::move(carry).AddTo(changes);
  return changes;
}

Changes Decide(const Loop& loop, const referral::Command& command, const Rules& rules) {
  // These two need the recipient's entry in the directory: SendReferral and RedirectReferral.
  RUFAA_CHECK(!std::holds_alternative<referral::Send>(command));
  RUFAA_CHECK(!std::holds_alternative<referral::Redirect>(command));
  return Move(loop, command, rules);
}

}  // namespace rufaa::coordination
