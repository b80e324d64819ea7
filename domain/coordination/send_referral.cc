#include <algorithm>
#include <iterator>
#include <utility>

#include "domain/base/ages.h"
#include "domain/base/field_checks.h"
#include "domain/base/local_day.h"
#include "domain/base/refusal.h"
#include "domain/base/status_macros.h"
#include "domain/coordination/coordination.h"
#include "domain/coordination/move_referral.h"

namespace rufaa::coordination {
namespace {

constexpr absl::string_view kStatute = "STATUTE";

absl::Status CheckRecipient(const directory::Agency& to, const casework::State& kase,
                            const referral::Send& send) {
  if (to.id.empty() || to.id != send.to_agency) {
    return Refuse(Reason::NOT_FOUND_OR_NOT_YOURS, {}, {{"field", "to_agency"}});
  }
  RUFAA_RETURN_IF_ERROR(directory::CheckOpen("to_agency", to));
  // A referral asks another: within the office the case is given to a colleague.
  if (to.id == kase.owner_agency) return Malformed("to_agency", "has the case already");
  if (referral::IsShelter(send.service) && directory::NeverPlaceOfSafety(to.kind)) {
    return Refuse(Reason::POLICE_STATION_NOT_SAFE);
  }
  if (send.offer.empty()) return absl::OkStatus();
  const auto offer = to.offers.find(send.offer);
  const Wanted wanted = WantedFor(kase, send.service, send.by.now);
  const bool fits = offer != to.offers.end() && Takes(offer->second, wanted);
  return fits ? absl::OkStatus() : Refuse(Reason::OFFER_MISMATCH, {}, {{"offer", send.offer}});
}

casework::Disclosure DisclosureOf(const directory::Agency& to, const referral::Send& send) {
  return {to.id, to.kind, casework::kReferralService, send.scope};
}

// The consent that the sender names, if it covers what is sent, and has the basis that is named.
absl::Status CheckNamedConsent(const casework::State& kase, const directory::Agency& to,
                               referral::Send& send) {
  const auto named = kase.consents.find(send.consent);
  if (named == kase.consents.end()) {
    return Refuse(Reason::NO_SUCH_PART, {}, {{"field", "consent"}});
  }
  const casework::Consent& consent = named->second;
  const casework::Disclosure disclosure = DisclosureOf(to, send);
  if (!casework::Serves(consent, disclosure, send.by.now)) {
    RefusalDetails details = casework::Unserved(disclosure, &consent, send.by.now);
    details.emplace_back("consent", send.consent);
    return Refuse(Reason::NO_CONSENT, {}, std::move(details));
  }
  if (!send.basis.empty() && send.basis != consent.basis) {
    return Malformed("basis", "is not the consent's");
  }
  send.basis = consent.basis;
  return absl::OkStatus();
}

// Names the consent relied on, or the statute; NO_CONSENT when there is neither.
absl::Status FindBasis(const casework::State& kase, const directory::Agency& to, const Rules& rules,
                       referral::Send& send) {
  RUFAA_RETURN_IF_ERROR(
      CheckOptionalCode(rules, send.by, "basis", list::kConsentBasis, send.basis));
  if (!send.consent.empty()) return CheckNamedConsent(kase, to, send);
  // Where the law itself lets them be told, nobody's consent is looked for: it could be withdrawn,
  // and it may be the perpetrator's.
  const bool statute = send.basis.empty() || send.basis == kStatute;
  if (statute && casework::StatutoryRecipient(to.kind)) {
    send.basis = std::string(kStatute);
    return absl::OkStatus();
  }
  const casework::Disclosure disclosure = DisclosureOf(to, send);
  for (const auto& [id, consent] : kase.consents) {
    const bool of_basis = send.basis.empty() || send.basis == consent.basis;
    if (!of_basis || !casework::Serves(consent, disclosure, send.by.now)) continue;
    send.consent = id;
    send.basis = consent.basis;
    return absl::OkStatus();
  }
  // A basis that is only named here stands in no case: nobody could look it up or withdraw it.
  RefusalDetails details = casework::Unserved(disclosure, nullptr, send.by.now);
  if (!send.basis.empty()) details.emplace_back("basis", send.basis);
  return Refuse(Reason::NO_CONSENT, {}, std::move(details));
}

referral::Send Filled(const casework::State& kase, const directory::Agency& to,
                      referral::Send send) {
  send.case_code = kase.code;
  send.child = kase.child;
  send.age_band = AgeBandOn(LocalDay(send.by.now), kase.age_band, kase.birth_year);
  send.sex = kase.sex;
  send.subcounty = kase.subcounty;
  send.to_agency_kind = to.kind;
  send.to_place_of_safety = to.place_of_safety;
  // Without a name there is nobody to serve.
  if (send.scope.empty()) send.scope = {Compartment::kIdentity};
  return send;
}

}  // namespace

Changes SendTo(const casework::State& kase, const referral::State& state, referral::Send send,
               absl::string_view need_code, const directory::Agency& to, const Rules& rules) {
  // An outsider learns nothing, not even that the recipient does not fit.
  if (casework::PartiesOf(kase, send.by).empty()) return Refuse(Reason::NOT_FOUND_OR_NOT_YOURS);
  send = Filled(kase, to, std::move(send));
  RUFAA_RETURN_IF_ERROR(CheckRecipient(to, kase, send));
  CaseBook book(kase, rules);
  if (!need_code.empty()) {
    RUFAA_RETURN_IF_ERROR(book.Do(casework::OpenNeed{.by = send.by,
                                                     .need = send.need,
                                                     .code = std::string(need_code),
                                                     .urgency = send.urgency}));
  }
  RUFAA_RETURN_IF_ERROR(FindBasis(kase, to, rules, send));
  RUFAA_RETURN_IF_ERROR(book.Do(casework::OpenReferral{.by = send.by,
                                                       .referral = send.referral,
                                                       .need = send.need,
                                                       .to_agency = send.to_agency,
                                                       .to_agency_kind = send.to_agency_kind,
                                                       .consent = send.consent,
                                                       .scope = send.scope}));
  RUFAA_ASSIGN_OR_RETURN(std::vector<referral::Event> sent, referral::Decide(state, send, rules));
  std::vector<Change> changes;
  AddChanges(ReferralStream(send.referral), std::move(sent), changes);
  std::move(book).AddTo(changes);
  return changes;
}

Changes Decide(const Loop& loop, const SendReferral& c, const directory::Agency& to,
               const Rules& rules) {
  RUFAA_ASSIGN_OR_RETURN(std::vector<Change> changes,
                         SendTo(loop.kase, loop.referral, c.send, c.need_code, to, rules));
  if (c.asked.empty()) return changes;
  return Refuse(Reason::OPEN_REFERRAL, "That agency is asked for this service already.",
                {{"referrals", c.asked}});
}

Changes Decide(const Loop& loop, const RedirectReferral& c, const directory::Agency& to,
               const Rules& rules) {
  const referral::Command end = referral::Redirect{
      .by = c.by, .to_referral = c.new_referral, .to_agency = to.id, .reason = c.reason};
  RUFAA_ASSIGN_OR_RETURN(std::vector<Change> changes, Move(loop, end, rules));
  if (std::find(c.asked_before.begin(), c.asked_before.end(), to.id) != c.asked_before.end()) {
    return Malformed("to_agency", "was asked before: name another, or decline");
  }
  // The loop still belongs to whoever sent it first: the new one goes out in their name, as from
  // that desk, also where who answers for the agency has no role to send.
  Acting sender = c.by;
  sender.agency = loop.referral.from_agency;
  sender.desk = loop.referral.from_desk;
  sender.role = Role::kAgencyDesk;
  const referral::Send send{.by = sender,
                            .referral = c.new_referral,
                            .case_code = {},
                            .child = {},
                            .need = loop.referral.need,
                            .service = loop.referral.service,
                            .destination = loop.referral.destination,
                            .to_agency = to.id,
                            .to_agency_kind = {},
                            .to_desk = c.to_desk,
                            .offer = c.offer,
                            .urgency = casework::UrgencyNow(loop.referral.urgency, loop.kase.stage),
                            .age_band = {},
                            .sex = {},
                            .subcounty = {},
                            .consent = {},
                            .basis = {},
                            .scope = loop.referral.scope,
                            .note = c.note,
                            .part_of = loop.referral.referral};
  RUFAA_ASSIGN_OR_RETURN(std::vector<Change> sent, SendTo(loop.kase, {}, send, {}, to, rules));
  changes.insert(changes.end(), std::make_move_iterator(sent.begin()),
                 std::make_move_iterator(sent.end()));
  return changes;
}

}  // namespace rufaa::coordination
