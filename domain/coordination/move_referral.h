// Parts of coordination that its own files share; nobody else includes it.
#pragma once

#include <utility>
#include <vector>

#include "domain/base/status_macros.h"
#include "domain/coordination/coordination.h"

namespace rufaa::coordination {

// Commands of one case, one after the other, each on what the one before made of it.
class CaseBook {
 public:
  CaseBook(casework::State state, const Rules& rules) : state_(std::move(state)), rules_(rules) {}

  template <class Command>
  absl::Status Do(const Command& command) {
    RUFAA_ASSIGN_OR_RETURN(std::vector<casework::Event> events,
                           casework::Decide(state_, command, rules_));
    for (casework::Event& event : events) Add(std::move(event));
    return absl::OkStatus();
  }

  // An event that follows from a decision taken elsewhere.
  void Add(casework::Event event) {
    state_ = casework::Evolve(std::move(state_), event);
    events_.push_back(std::move(event));
  }

  const casework::State& state() const { return state_; }
  void AddTo(std::vector<Change>& changes) && {
    AddChanges(CaseStream(state_.code), std::move(events_), changes);
  }

 private:
  casework::State state_;
  const Rules& rules_;
  std::vector<casework::Event> events_;
};

// Opens the referral in the case and sends it, once recipient and consent are in order.
Changes SendTo(const casework::State& kase, const referral::State& state, referral::Send send,
               absl::string_view need_code, const directory::Agency& to, const Rules& rules);

// Whether an open referral may go on by what stands in its case now: it needs no consent, or one
// still serves it.
bool MayGoOn(const casework::State& kase, const referral::State& referral, absl::Time now);

// Any command but Send, with all it carries along.
Changes Move(const Loop& loop, const referral::Command& command, const Rules& rules);

}  // namespace rufaa::coordination
