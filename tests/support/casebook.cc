#include "tests/support/casebook.h"

namespace rufaa {

std::string Casebook::Commit(absl::StatusOr<std::vector<Change>> changes) {
  if (!changes.ok()) return ReasonOf(changes);
  last = *std::move(changes);
  for (const Change& change : last) Fold(change);
  return "OK";
}

std::string Casebook::Move(const std::string& code, const referral::Command& command) {
  const referral::State& r = referrals[code];
  return Commit(coordination::Decide({kase, r, beds[r.offer]}, command, rules));
}

std::string Casebook::Send(const referral::Send& send, const directory::Agency& to,
                           std::string need_code) {
  const bool there = kase.needs.contains(send.need);
  return Commit(coordination::Decide(
      {kase, referrals[send.referral], beds[send.offer]},
      coordination::SendReferral{send, there ? std::string() : std::move(need_code)}, to, rules));
}

absl::StatusOr<std::vector<Change>> Casebook::Of(
    absl::StatusOr<std::vector<casework::Event>> events) {
  if (!events.ok()) return events.status();
  std::vector<Change> changes;
  AddChanges(CaseStream("C-1"), *std::move(events), changes);
  return changes;
}

void Casebook::Fold(const Change& change) {
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

casework::Identify Report(Acting by) {
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

Sealed Secret() {
  return {.child = "ch-1",
          .compartment = Compartment::kNarrative,
          .key_id = "k",
          .nonce = "n",
          .ciphertext = "c"};
}

directory::PublishOffer ShelterBeds(Acting by) {
  return {.by = std::move(by),
          .offer = "o-beds",
          .services = {"RMTS"},
          .destination = "RMCI",
          .sex = "SFEM",
          .age_min = 10,
          .age_max = 17,
          .subcounties = {},
          .hours = {},
          .has_beds = true,
          .display_name = {}};
}

directory::Agency ShelterAgency() {
  directory::Agency a;
  a.id = "a-shelter";
  a.kind = "RESCUE_CENTRE";
  a.unit_type = "TNRR";
  a.display_name = "Shelter";
  a.place_of_safety = true;
  return FoldOf(a, *directory::Decide(a, ShelterBeds(people::Shelter()), Rules()));
}

directory::Agency AgencyOf(const Acting& by) {
  directory::Agency a;
  a.id = by.agency;
  a.kind = by.agency_kind;
  return a;
}

referral::Send SendTo(const directory::Agency& to, std::string referral, std::string service,
                      Acting by) {
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

casework::GiveConsent ConsentFor(std::string agency) {
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

Casebook RegisteredCase() {
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

Casebook ReferredCase() {
  Casebook book = RegisteredCase();
  referral::Send send = SendTo(ShelterAgency(), "R-1");
  send.offer = "o-beds";
  book.Send(send, ShelterAgency());
  return book;
}

}  // namespace rufaa
