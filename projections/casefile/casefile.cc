#include "projections/casefile/casefile.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "projections/casefile/casefile_internal.h"
#include "projections/casefile/curtailed.h"
#include "projections/casefile/history_rows.h"
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
  bool changes_file = false;
  bool of_the_child = false;  // Something sealed of it is what is now known of the child.
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
    FollowLatest(kase, first, shown);
    const std::string key = KeyOf(kMasters, kase);
    if (!ChangesFile(shown.event)) {
      if (const Master* master = txn_.Find<Master>(key)) Write(kase, *master, shown);
      return;
    }
    Master& master = first ? txn_.Make<Master>(key) : txn_.EditOrMake<Master>(key);
    FollowFile(master.file, shown.event, commit().proposal.occurred_at);
    shown.changes_file = true;
    SetReferral(master.file, shown);
    if (MovesParties(shown.event)) {
      std::vector<Party> now = PartiesOf(master.file, master.parties);
      for (Party& party : now) FillKind(party);
      FollowOwner(master.file, commit().position, now);
      const std::vector<Party> before = std::exchange(master.parties, std::move(now));
      Reconcile(kase, master, before, shown.event);
    }
    Write(kase, master, shown);
  }

  void FollowLatest(const std::string& kase, bool first, Shown& shown) {
    const std::string key = KeyOf(kLatest, kase);
    if (std::holds_alternative<casework::Erased>(shown.event)) txn_.Delete(key);
    shown.of_the_child = TellsOfTheChild(shown.sealed);
    if (!shown.of_the_child) return;
    SealedRow& latest = first ? txn_.Make<SealedRow>(key) : txn_.EditOrMake<SealedRow>(key);
    FollowSealed(latest.fields, shown.sealed);
  }

  void FoldReferralEvent(size_t index, absl::string_view referral) {
    const ReferralParties* of = FollowReferral(commit_.events[index], KeyOf(kReferrals, referral));
    if (of == nullptr) return;
    const Master* master = txn_.Find<Master>(KeyOf(kMasters, of->case_code));
    if (master == nullptr) return;
    Shown shown = Show(index);
    shown.sender = of->from_agency;
    // A draft is not yet known to whom it is addressed to.
    if (of->sent) shown.recipient = of->to_agency;
    Write(of->case_code, *master, shown);
  }

  // Whose the referral is after `event`; nullptr: nobody's that is known.
  const ReferralParties* FollowReferral(const AnyEvent& event, const std::string& key) {
    if (const auto* sent = std::get_if<referral::Sent>(&event)) {
      return &(txn_.Overwrite<ReferralParties>(key) = {sent->case_code, sent->from_agency,
                                                       sent->to_agency, true});
    }
    if (const auto* draft = std::get_if<referral::Drafted>(&event)) {
      return &(txn_.Overwrite<ReferralParties>(key) = {draft->case_code, draft->from_agency,
                                                       draft->to_agency, false});
    }
    const auto* handed = std::get_if<referral::HandedOver>(&event);
    if (handed == nullptr) return txn_.Find<ReferralParties>(key);
    ReferralParties* of = txn_.Edit<ReferralParties>(key);
    if (of != nullptr) of->from_agency = handed->from_agency;
    return of;
  }

  Shown Show(size_t index) {
    const NewEvent& raw = commit().proposal.events[index];
    const AnyEvent& event = commit_.events[index];
    Shown shown{.event = event,
                .place = {commit().position, static_cast<uint32_t>(index)},
                .row = {},
                .sealed = SealedOf(event, raw.stream),
                .sender = {},
                .recipient = {}};
    shown.row =
        shown.sealed.empty() ? LineOf(raw, raw.payload) : LineOf(raw, PayloadWithoutSealed(event));
    return shown;
  }

  std::string LineOf(const NewEvent& raw, const std::string& payload) const {
    const Proposal& proposal = commit().proposal;
    std::string row;
    row.reserve(payload.size() + 192);
    EncodeFieldsTo(TimelineRowRef{raw.type, raw.stream, payload, proposal.actor, proposal.authority,
                                  proposal.occurred_at, commit().recorded_at},
                   row);
    return row;
  }

  // After these, what an agency may hold, or what is known of the child, may be another.
  static bool MovesParties(const AnyEvent& any) {
    return std::visit(
        [](const auto& event) {
          using namespace casework;
          return kIsAny<std::decay_t<decltype(event)>, Identified, Registered, DetailsCorrected,
                        Erased, ImportReverted, ReferralOpened, ReferralAccepted, ReferralEnded,
                        TransferRequested, TransferAccepted, TransferDeclined>;
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
  void Reconcile(const std::string& kase, Master& master, const std::vector<Party>& before,
                 const AnyEvent& event) {
    std::vector<Party>& now = master.parties;
    HistoryRows rows(txn_, kase);
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
        rows.CopyTo(party, old_owner->agency, knew);
      }
    }
    // After the copy, which reads what the old owner held.
    for (Party& party : now) {
      const auto was = std::find_if(before.begin(), before.end(),
                                    [&](const Party& one) { return one.agency == party.agency; });
      const bool held = was != before.end() && Holds(*was);
      const bool changed = was == before.end() || !SameTies(*was, party);
      if (held && erased) {
        rows.TakeBack(*was, party, [](Compartment) { return true; });
      } else if (held && changed) {
        rows.TakeBack(*was, party, [&](Compartment compartment) {
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

  void Write(const std::string& kase, const Master& master, const Shown& shown) {
    HistoryRows rows(txn_, kase);
    const std::string& actor = commit().proposal.actor.agency;
    const std::string court = CourtOf(master.file, shown.event);
    for (const Party& party : master.parties) {
      const bool own =
          party.agency == shown.sender || party.agency == shown.recipient || party.agency == actor;
      const bool by_its_part =
          MayKnow(party.kind, party.relation, shown.event, own) &&
          (own || party.agency == court || !IsKeptFrom(party, shown.event, master.parties, actor));
      // Who found the child is told how far it got, whatever nearer their agency comes to be.
      const bool by_its_report =
          party.agency == master.file.track.identifier_agency &&
          MayKnow(party.kind, Relation::kIdentifier, shown.event, /*own=*/false);
      const bool knows = by_its_part || by_its_report;
      if (knows) {
        const std::optional<AnyEvent> curtailed =
            own ? std::nullopt : Curtailed(party, shown.event);
        rows.AppendLine(party, shown.place,
                        curtailed ? LineOf(commit().proposal.events[shown.place.index],
                                           PayloadWithoutSealed(*curtailed))
                                  : shown.row);
        Remember(kase, party.agency, rows.AppendSealed(party, shown.place, shown.sealed));
      }
      if (party.relation == Relation::kOwner) continue;
      // Who helps the child is to see how the case stands; others learn it by what they may know.
      if (shown.changes_file && (knows || party.relation == Relation::kAccepted)) {
        WriteHead(kase, master.file, party);
      }
      if (shown.of_the_child && knows) WriteHeadSealed(kase, party, Holds(party));
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

  // Where sealed rows of the agency stand.
  void Remember(const std::string& kase, const std::string& agency,
                std::vector<std::string> places) {
    if (places.empty()) return;
    for (Party& party : txn_.Edit<Master>(KeyOf(kMasters, kase))->parties) {
      if (party.agency == agency)
        std::move(places.begin(), places.end(), std::back_inserter(party.sealed));
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
