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
  std::string Commit(absl::StatusOr<std::vector<Change>> changes) {
    if (!changes.ok()) return ReasonOf(changes);
    last = *std::move(changes);
    for (const Change& change : last) Fold(change);
    return "OK";
  }

  template <class Command>
  std::string Do(const Command& command) {
    return Commit(Of(casework::Decide(kase, command, rules)));
  }

  // Any command of a referral but Send and Redirect.
  std::string Move(const std::string& code, const referral::Command& command) {
    const referral::State& r = referrals[code];
    return Commit(coordination::Decide({kase, r, beds[r.offer]}, command, rules));
  }

  std::string Send(const referral::Send& send, const directory::Agency& to,
                   std::string need_code = "RMTS") {
    const bool there = kase.needs.contains(send.need);
    return Commit(coordination::Decide(
        {kase, referrals[send.referral], beds[send.offer]},
        coordination::SendReferral{send, there ? std::string() : std::move(need_code)}, to, rules));
  }

  // How many changes of the last commit hold an event E.
  template <class E>
  size_t Count() const {
    size_t n = 0;
    for (const Change& change : last) n += std::holds_alternative<E>(change.event) ? 1 : 0;
    return n;
  }

  absl::StatusOr<std::vector<Change>> Of(absl::StatusOr<std::vector<casework::Event>> events) {
    if (!events.ok()) return events.status();
    std::vector<Change> changes;
    AddChanges(CaseStream("C-1"), *std::move(events), changes);
    return changes;
  }

 private:
  void Fold(const Change& change) {
    const size_t slash = change.stream.find('/');
    const std::string id = slash == std::string::npos ? "" : change.stream.substr(slash + 1);
    std::visit(
        [&](const auto& e) {
          if constexpr (requires { casework::Evolve(kase, e); }) {
            kase = casework::Evolve(std::move(kase), e);
          } else if constexpr (requires { referral::Evolve(referrals[id], e); }) {
            referrals[id] = referral::Evolve(std::move(referrals[id]), e);
          } else if constexpr (requires { capacity::Evolve(beds[id], e); }) {
            beds[id] = capacity::Evolve(std::move(beds[id]), e);
          }
        },
        change.event);
  }
};

// A report with all that is required and nothing that forces the risk.
inline casework::Identify Report(Acting by = people::Chv()) {
  casework::Identify c{};
  c.by = std::move(by);
  c.code = "C-1";
  c.child = "ch-1";
  c.county = "001";
  c.subcounty = "003";
  c.ward = "11";
  c.intake_agency = "a-kisauni";
  c.sex = "SFEM";
  c.age_band = "10-14";
  c.identifier_kind = "CHV";
  c.categories = {{.category = "CSRG", .subcategory = "CEPR", .nature = "OCGE", .event_on = {}}};
  return c;
}

inline Sealed Secret() {
  return {.child = "ch-1",
          .compartment = Compartment::kNarrative,
          .key_id = "k",
          .nonce = "n",
          .ciphertext = "c"};
}

inline directory::Agency ShelterAgency() {
  directory::Agency a;
  a.id = "a-shelter";
  a.kind = "RESCUE_CENTRE";
  a.unit_type = "TNRR";
  a.display_name = "Shelter";
  a.place_of_safety = true;
  a.offers["o-beds"] = {.offer = "o-beds",
                        .services = {"RMTS"},
                        .destination = "RMCI",
                        .sex = "SFEM",
                        .age_min = 10,
                        .age_max = 17,
                        .subcounties = {},
                        .hours = {},
                        .has_beds = true,
                        .display_name = {}};
  return a;
}

inline directory::Agency AgencyOf(const Acting& by) {
  directory::Agency a;
  a.id = by.agency;
  a.kind = by.agency_kind;
  return a;
}

inline referral::Send SendTo(const directory::Agency& to, std::string referral,
                             std::string service = "RMTS", Acting by = people::Officer()) {
  referral::Send send{};
  send.by = std::move(by);
  send.referral = std::move(referral);
  send.case_code = "C-1";
  send.need = "n1";
  send.service = std::move(service);
  send.to_agency = to.id;
  send.urgency = Urgency::kUrgent;
  return send;
}

inline casework::GiveConsent ConsentFor(std::string agency) {
  return {.by = people::Officer(),
          .consent = "consent-1",
          .recipient_agency = std::move(agency),
          .recipient_kind = {},
          .purpose = "REFERRAL_SERVICE",
          .scope = {Compartment::kIdentity, Compartment::kNarrative},
          .given_by = "GUARDIAN",
          .basis = "CONSENT",
          .from = people::Noon() - absl::Hours(1),
          .until = std::nullopt};
}

// Identified by a CHV, registered, risk low, consent to the shelter given, two beds there.
inline Casebook RegisteredCase() {
  using namespace people;
  Casebook book;
  book.Do(Report());
  book.Do(casework::Register{.by = Officer(), .serial = "CCO/1", .desk = {}, .officer = {}});
  book.Do(casework::SetRisk{.by = Officer(), .risk = "RLLW", .reasons = {}});
  book.Do(ConsentFor("a-shelter"));
  book.beds["o-beds"] = capacity::Evolve({}, capacity::Opened{.agency = "a-shelter",
                                                              .offer = "o-beds",
                                                              .total = 2,
                                                              .unit = "BED",
                                                              .sex = "SFEM",
                                                              .age_min = 10,
                                                              .age_max = 17});
  return book;
}

// As above, with referral R-1 sent to the shelter's beds.
inline Casebook ReferredCase() {
  Casebook book = RegisteredCase();
  referral::Send send = SendTo(ShelterAgency(), "R-1");
  send.offer = "o-beds";
  book.Send(send, ShelterAgency());
  return book;
}

}  // namespace rufaa
