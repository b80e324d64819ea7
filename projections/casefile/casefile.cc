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
  std::string row;  // An encoded TimelineRow.
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
    const std::string key = KeyOf(kMasters, kase);
    Master& master =
        commit().versions[index] == 1 ? txn_.Make<Master>(key) : txn_.EditOrMake<Master>(key);
    FollowFile(master.file, shown.event, commit().proposal.occurred_at);
    master.file.changed_by = commit().position;
    const bool of_the_child = FollowLatest(kase, shown);
    SetReferral(master.file, shown);
    if (MovesParties(shown.event)) {
      std::vector<Party> now = PartiesOf(master.file, master.parties);
      for (Party& party : now) FillKind(party);
      const std::vector<Party> before = std::exchange(master.parties, std::move(now));
      Reconcile(kase, master, before, shown.event);
    }
    Write(kase, master, shown, of_the_child);
  }

  // Whether the event tells of the child anew.
  bool FollowLatest(const std::string& kase, const Shown& shown) {
    const std::string key = KeyOf(kLatest, kase);
    if (std::holds_alternative<casework::Erased>(shown.event)) txn_.Delete(key);
    if (shown.sealed.empty() || !IsCaseEvent(shown.event)) return false;
    return FollowSealed(txn_.EditOrMake<SealedRow>(key).fields, shown.sealed);
  }

  void FoldReferralEvent(size_t index, absl::string_view referral) {
    const std::string key = KeyOf(kReferrals, referral);
    ReferralParties& of = commit().versions[index] == 1 ? txn_.Make<ReferralParties>(key)
                                                        : txn_.EditOrMake<ReferralParties>(key);
    const AnyEvent& event = commit_.events[index];
    if (const auto* sent = std::get_if<referral::Sent>(&event)) {
      of = {sent->case_code, sent->from_agency, sent->to_agency, true};
    } else if (const auto* draft = std::get_if<referral::Drafted>(&event)) {
      of = {draft->case_code, draft->from_agency, draft->to_agency, false};
    } else if (const auto* handed = std::get_if<referral::HandedOver>(&event)) {
      of.from_agency = handed->from_agency;
    }
    Master* master = txn_.Edit<Master>(KeyOf(kMasters, of.case_code));
    if (master == nullptr) return;
    master->file.changed_by = commit().position;
    Shown shown = Show(index);
    shown.sender = of.from_agency;
    // A draft is not yet known to whom it is addressed to.
    if (of.sent) shown.recipient = of.to_agency;
    Write(of.case_code, *master, shown, false);
  }

  Shown Show(size_t index) {
    const Proposal& proposal = commit().proposal;
    const NewEvent& raw = proposal.events[index];
    const AnyEvent& event = commit_.events[index];
    Shown shown{.event = event,
                .place = {commit().position, static_cast<uint32_t>(index)},
                .row = {},
                .sealed = SealedOf(event, raw.stream),
                .sender = {},
                .recipient = {}};
    const std::string stripped = shown.sealed.empty() ? std::string() : PayloadWithoutSealed(event);
    shown.row.reserve(raw.payload.size() + 192);
    EncodeFieldsTo(TimelineRowRef{raw.type, raw.stream,
                                  shown.sealed.empty() ? raw.payload : stripped, proposal.actor,
                                  proposal.authority, proposal.occurred_at, commit().recorded_at},
                   shown.row);
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
  static void SetReferral(const CaseFile& file, Shown& shown) {
    std::string code;
    if (const auto* opened = std::get_if<casework::ReferralOpened>(&shown.event)) {
      code = opened->referral;
    } else if (const auto* accepted = std::get_if<casework::ReferralAccepted>(&shown.event)) {
      code = accepted->referral;
    } else if (const auto* ended = std::get_if<casework::ReferralEnded>(&shown.event)) {
      code = ended->referral;
    }
    if (code.empty()) return;
    for (const ReferralLine& line : file.referrals) {
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
  void Reconcile(const std::string& kase, const Master& master, const std::vector<Party>& before,
                 const AnyEvent& event) {
    const std::vector<Party>& now = master.parties;
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
        const bool knew = std::any_of(before.begin(), before.end(),
                                      [&](const Party& one) { return one.agency == party.agency; });
        CopyHistory(kase, master, old_owner->agency, party, knew);
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
      if (changed || (told && party.relation != Relation::kEnded)) {
        WriteHead(kase, master.file, party);
        WriteHeadSealed(kase, party, held);
      }
    }
  }

  // Whether it may hold anything sealed at all.
  static bool Holds(const Party& party) {
    return party.relation == Relation::kOwner || party.relation == Relation::kAccepted;
  }

  void CopyHistory(const std::string& kase, const Master& master, const std::string& from,
                   const Party& to, bool knew) {
    absl::string_view rest = master.places;
    uint64_t position = 0, index = 0;
    while (wire::TakeVarint(rest, position) && wire::TakeVarint(rest, index)) {
      const Place at{position, static_cast<uint32_t>(index)};
      std::string copy = TimelineKey(to.agency, kase, at);
      if (knew && txn_.FindAppended(copy)) continue;
      std::optional<std::string> row = txn_.FindAppended(TimelineKey(from, kase, at));
      if (row) txn_.AppendBytes(std::move(copy), *std::move(row));
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

  void Write(const std::string& kase, Master& master, const Shown& shown, bool of_the_child) {
    wire::PutVarint(master.places, shown.place.position);
    wire::PutVarint(master.places, shown.place.index);
    for (const Party& party : master.parties) {
      const bool own = party.agency == shown.sender || party.agency == shown.recipient ||
                       party.agency == commit().proposal.actor.agency;
      if (!MayKnow(party.kind, party.relation, shown.event, own)) continue;
      txn_.AppendBytes(TimelineKey(party.agency, kase, shown.place), shown.row);
      WriteSealed(kase, party, shown);
      if (party.relation == Relation::kOwner) continue;
      WriteHead(kase, master.file, party);
      if (of_the_child) WriteHeadSealed(kase, party, Holds(party));
    }
  }

  void WriteHead(const std::string& kase, const CaseFile& file, const Party& party) {
    MakeHead(file, party, txn_.Overwrite<CaseFile>(HeadKey(party.agency, kase)));
  }

  // What the agency may hold of what is known of the child; the owner's stands with the master.
  // `held`: before this event it could hold any.
  void WriteHeadSealed(const std::string& kase, const Party& party, bool held) {
    if (!held && !Holds(party)) return;
    const SealedRow* latest = txn_.Find<SealedRow>(KeyOf(kLatest, kase));
    SealedRow may_hold;
    if (latest != nullptr && party.relation == Relation::kAccepted) {
      for (const HeldSealed& one : latest->fields) {
        if (MayHold(party.kind, party.relation, one.sealed.compartment, party.scope)) {
          may_hold.fields.push_back(one);
        }
      }
    }
    const std::string key = HeadSealedKey(party.agency, kase);
    if (may_hold.fields.empty()) {
      if (held) txn_.Delete(key);
    } else {
      txn_.Overwrite<SealedRow>(key) = std::move(may_hold);
    }
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
