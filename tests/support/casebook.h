// A county in small for scenario tests: cases, referrals and beds as they stand after each commit.
// `Do…` decides and, when it is not refused, folds the changes into the states they touch.
#pragma once

#include <map>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "domain/coordination/coordination.h"
#include "tests/support/people.h"
#include "tests/support/scenario.h"

namespace rufaa {

class Casebook {
 public:
  casework::State kase;
  std::map<std::string, referral::State> referrals;
  std::map<std::string, capacity::State> beds;  // By offer.
  std::vector<Change> last;                     // Of the last commit.
  Rules rules;

  // "OK" or the refusal's name.
  std::string Commit(absl::StatusOr<std::vector<Change>> changes);

  template <class Command>
  std::string Do(const Command& command) {
    return Commit(Of(casework::Decide(kase, command, rules)));
  }

  // Any command of a referral but Send and Redirect.
  std::string Move(const std::string& code, const referral::Command& command);

  std::string Send(const referral::Send& send, const directory::Agency& to,
                   std::string need_code = "RMTS");

  // How many changes of the last commit hold an event E.
  template <class E>
  size_t Count() const {
    size_t n = 0;
    for (const Change& change : last) n += std::holds_alternative<E>(change.event) ? 1 : 0;
    return n;
  }

  absl::StatusOr<std::vector<Change>> Of(absl::StatusOr<std::vector<casework::Event>> events);

 private:
  void Fold(const Change& change);
};

// A report with all that is required and nothing that forces the risk.
casework::Identify Report(Acting by = people::Chv());

Sealed Secret();

// Beds for girls of 10 to 17, and the agency that offers them.
directory::PublishOffer ShelterBeds(Acting by);
directory::Agency ShelterAgency();
directory::Agency AgencyOf(const Acting& by);

referral::Send SendTo(const directory::Agency& to, std::string referral,
                      std::string service = "RMTS", Acting by = people::Officer());

casework::GiveConsent ConsentFor(std::string agency);

// Identified by a CHV, registered, risk low, consent to the shelter given, two beds there.
Casebook RegisteredCase();

// As above, with referral R-1 sent to the shelter's beds.
Casebook ReferredCase();

}  // namespace rufaa
