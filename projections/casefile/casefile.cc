#include "projections/casefile/casefile.h"

#include <algorithm>
#include <map>
#include <utility>

#include "projections/casefile/casefile_internal.h"
#include "projections/tracks/referral_track.h"

namespace rufaa::casefile {

namespace {

// One event of a case on its way into the rows of those who may know of it.
struct Shown {
  const AnyEvent& event;
  Place place;
  TimelineRow row;
  std::vector<HeldSealed> sealed;
  std::string sender, recipient;  // Of the referral it belongs to; empty: none.
};

class CaseFold {
 public:
  CaseFold(const DecodedCommit& commit, ViewTxn& txn) : commit_(commit), txn_(txn) {}

  void Fold() {
    for (size_t i = 0; i < commit_.events.size(); ++i) {
      const AnyEvent& event = commit_.events[i];
      if (const auto* agency = std::get_if<directory::AgencyRegistered>(&event)) {
        txn_.EditOrMake<AgencyKind>(KeyOf(kKinds, IdOf(i))).kind = agency->kind;
      } else if (IsCaseEvent(event)) {
        FoldCaseEvent(i, std::string(IdOf(i)));
      }
    }
    // After the case's own notes of the same commit, which say who has a part in the referral.
    for (size_t i = 0; i < commit_.events.size(); ++i) {
      if (IsReferralEvent(commit_.events[i])) FoldReferralEvent(i, IdOf(i));
    }
  }

 private:
  const Commit& commit() const { return commit_.commit; }
  absl::string_view IdOf(size_t index) const {
    return IdOfStream(commit().proposal.events[index].stream);
  }

  void FoldCaseEvent(size_t index, const std::string& kase) {
    Shown shown = Show(index);
    const bool first = commit().versions[index] == 1;
    CaseFile& master = first ? txn_.Make<CaseFile>(KeyOf(kMasters, kase))
                             : txn_.EditOrMake<CaseFile>(KeyOf(kMasters, kase));
    FollowFile(master, shown.event, commit().proposal.occurred_at, shown.sealed);
    master.changed_by = commit().position;
    SetReferral(master, shown);
    Parties& parties = first ? txn_.Make<Parties>(KeyOf(kParties, kase))
                             : txn_.EditOrMake<Parties>(KeyOf(kParties, kase));
    if (first) txn_.Make<EventPlaces>(KeyOf(kEvents, kase));
    if (MovesParties(shown.event)) {
      std::vector<Party> now = PartiesOf(master, parties.all);
      for (Party& party : now) FillKind(party);
      const std::vector<Party> before = std::exchange(parties.all, std::move(now));
      Reconcile(kase, master, before, parties.all, shown.event);
    }
    Write(kase, master, parties.all, shown);
  }

  void FoldReferralEvent(size_t index, absl::string_view referral) {
    ReferralParties& of = txn_.EditOrMake<ReferralParties>(KeyOf(kReferrals, referral));
    const AnyEvent& event = commit_.events[index];
    if (const auto* sent = std::get_if<referral::Sent>(&event)) {
      of = {sent->case_code, sent->from_agency, sent->to_agency, true};
    } else if (const auto* draft = std::get_if<referral::Drafted>(&event)) {
      of = {draft->case_code, draft->from_agency, draft->to_agency, false};
    } else if (const auto* handed = std::get_if<referral::HandedOver>(&event)) {
      of.from_agency = handed->from_agency;
    }
    const Parties* parties = txn_.Find<Parties>(KeyOf(kParties, of.case_code));
    CaseFile* master = txn_.Edit<CaseFile>(KeyOf(kMasters, of.case_code));
    if (parties == nullptr || master == nullptr) return;
    master->changed_by = commit().position;
    Shown shown = Show(index);
    shown.sender = of.from_agency;
    // A draft is not yet known to whom it is addressed to.
    if (of.sent) shown.recipient = of.to_agency;
    Write(of.case_code, *master, parties->all, shown);
  }

  Shown Show(size_t index) {
    const Proposal& proposal = commit().proposal;
    const NewEvent& raw = proposal.events[index];
    Shown shown{commit_.events[index],
                {commit().position, static_cast<uint32_t>(index)},
                {},
                SealedOf(commit_.events[index], raw.stream),
                "",
                ""};
    shown.row.type = raw.type;
    shown.row.stream = raw.stream;
    shown.row.payload = shown.sealed.empty() ? raw.payload : PayloadWithoutSealed(shown.event);
    shown.row.actor = proposal.actor;
    shown.row.authority = proposal.authority;
    shown.row.occurred_at = proposal.occurred_at;
    shown.row.recorded_at = commit().recorded_at;
    return shown;
  }

  // After these, what an agency may hold, or what is known of the child, may be another.
  static bool MovesParties(const AnyEvent& any) {
    return std::visit(
        [](const auto& event) {
          using namespace casework;
          return kIsOneOf<
              std::decay_t<decltype(event)>,
              std::variant<Identified, Registered, DetailsCorrected, Erased, ImportReverted,
                           ReferralOpened, ReferralAccepted, ReferralEnded, TransferAccepted>>;
        },
        any);
  }

  // The case's own notes of a referral belong to it as well.
  void SetReferral(const CaseFile& master, Shown& shown) {
    std::string code;
    if (const auto* opened = std::get_if<casework::ReferralOpened>(&shown.event)) {
      code = opened->referral;
    } else if (const auto* accepted = std::get_if<casework::ReferralAccepted>(&shown.event)) {
      code = accepted->referral;
    } else if (const auto* ended = std::get_if<casework::ReferralEnded>(&shown.event)) {
      code = ended->referral;
    }
    if (code.empty()) return;
    for (const ReferralLine& line : master.referrals) {
      if (line.referral == code) shown.recipient = line.to_agency;
    }
  }

  void FillKind(Party& party) {
    if (!party.kind.empty()) return;
    const AgencyKind* known = txn_.Find<AgencyKind>(KeyOf(kKinds, party.agency));
    if (known != nullptr) party.kind = known->kind;
  }

  // Takes back from each agency what it may no longer hold, gives a new owner the history, and
  // writes the head of everyone to whom the case is now another. Most events leave most agencies
  // as they were, and cost nothing for them.
  void Reconcile(const std::string& kase, const CaseFile& master, const std::vector<Party>& before,
                 const std::vector<Party>& now, const AnyEvent& event) {
    const bool erased = std::holds_alternative<casework::Erased>(event);
    // What is known of the child, or whose case it is, is another: all with a part in it are to
    // know.
    const bool told = erased || std::holds_alternative<casework::DetailsCorrected>(event) ||
                      std::holds_alternative<casework::TransferAccepted>(event);
    const auto old_owner = std::find_if(before.begin(), before.end(), [](const Party& party) {
      return party.relation == Relation::kOwner;
    });
    for (const Party& party : now) {
      if (party.relation == Relation::kOwner && old_owner != before.end() &&
          old_owner->agency != party.agency) {
        CopyHistory(kase, old_owner->agency, party);
      }
    }
    // After the copy, which reads what the old owner held.
    for (const Party& party : now) {
      const auto was = std::find_if(before.begin(), before.end(),
                                    [&](const Party& one) { return one.agency == party.agency; });
      const bool held = was != before.end() && Holds(*was);
      const bool changed = was == before.end() || *was != party;
      if (held && erased) {
        TakeBack(kase, party, [](Compartment) { return true; });
      } else if (held && changed) {
        TakeBack(kase, party, [&](Compartment compartment) {
          return !MayHold(party.kind, party.relation, compartment, party.scope);
        });
      }
      if (changed || (told && party.relation != Relation::kEnded)) WriteHead(kase, master, party);
    }
  }

  // Whether it may hold anything sealed at all.
  static bool Holds(const Party& party) {
    return party.relation == Relation::kOwner || party.relation == Relation::kAccepted;
  }

  void CopyHistory(const std::string& kase, const std::string& from, const Party& to) {
    const EventPlaces* places = txn_.Find<EventPlaces>(KeyOf(kEvents, kase));
    if (places == nullptr) return;
    absl::string_view rest = places->varints;
    uint64_t position = 0, index = 0;
    while (wire::TakeVarint(rest, position) && wire::TakeVarint(rest, index)) {
      const Place at{position, static_cast<uint32_t>(index)};
      const TimelineRow* row = txn_.Find<TimelineRow>(TimelineKey(from, kase, at));
      if (row == nullptr) continue;
      TimelineRow copy = *row;
      txn_.EditOrMake<TimelineRow>(TimelineKey(to.agency, kase, at)) = std::move(copy);
    }
    const SealedHeld* held = txn_.Find<SealedHeld>(SealedHeldKey(from, kase));
    if (held == nullptr) return;
    const std::vector<SealedPlace> copied = held->places;
    for (const SealedPlace& at : copied) {
      const Place place{at.position, at.index};
      const SealedRow* row = txn_.Find<SealedRow>(SealedKey(from, kase, place, at.compartment));
      if (row == nullptr) continue;
      SealedRow copy = *row;
      txn_.EditOrMake<SealedRow>(SealedKey(to.agency, kase, place, at.compartment)) =
          std::move(copy);
    }
    txn_.EditOrMake<SealedHeld>(SealedHeldKey(to.agency, kase)).places = copied;
  }

  template <class Goes>
  void TakeBack(const std::string& kase, const Party& party, Goes&& goes) {
    const std::string key = SealedHeldKey(party.agency, kase);
    SealedHeld* held = txn_.Edit<SealedHeld>(key);
    if (held == nullptr) return;
    std::erase_if(held->places, [&](const SealedPlace& at) {
      if (!goes(at.compartment)) return false;
      txn_.Delete(SealedKey(party.agency, kase, {at.position, at.index}, at.compartment));
      return true;
    });
    if (held->places.empty()) txn_.Delete(key);
  }

  void Write(const std::string& kase, const CaseFile& master, const std::vector<Party>& parties,
             const Shown& shown) {
    std::string& places = txn_.EditOrMake<EventPlaces>(KeyOf(kEvents, kase)).varints;
    wire::PutVarint(places, shown.place.position);
    wire::PutVarint(places, shown.place.index);
    const std::string row = EncodeFields(shown.row);
    for (const Party& party : parties) {
      const bool own = party.agency == shown.sender || party.agency == shown.recipient ||
                       party.agency == commit().proposal.actor.agency;
      if (!MayKnow(party.kind, party.relation, shown.event, own)) continue;
      // Inserted and not appended: should the agency ever own the case, its rows are read again.
      txn_.InsertBytes(TimelineKey(party.agency, kase, shown.place), row);
      WriteSealed(kase, party, shown);
      if (party.relation != Relation::kOwner) WriteHead(kase, master, party);
    }
  }

  void WriteHead(const std::string& kase, const CaseFile& master, const Party& party) {
    txn_.Overwrite<CaseFile>(HeadKey(party.agency, kase)) = HeadFor(master, party);
  }

  void WriteSealed(const std::string& kase, const Party& party, const Shown& shown) {
    std::map<Compartment, SealedRow> rows;
    for (const HeldSealed& one : shown.sealed) {
      if (MayHold(party.kind, party.relation, one.sealed.compartment, party.scope)) {
        rows[one.sealed.compartment].fields.push_back(one);
      }
    }
    if (rows.empty()) return;
    SealedHeld& held = txn_.EditOrMake<SealedHeld>(SealedHeldKey(party.agency, kase));
    for (const auto& [compartment, row] : rows) {
      txn_.Insert(SealedKey(party.agency, kase, shown.place, compartment), row);
      held.places.push_back({shown.place.position, shown.place.index, compartment});
    }
  }

  const DecodedCommit& commit_;
  ViewTxn& txn_;
};

}  // namespace

void CaseFileView::Fold(const DecodedCommit& commit, ViewTxn& txn) const {
  CaseFold(commit, txn).Fold();
}

}  // namespace rufaa::casefile
