// What of a case file's master an agency may hold.
#include "projections/casefile/casefile_internal.h"
#include "projections/casefile/curtailed.h"

namespace rufaa::casefile {

namespace {

void TellHelper(const CaseFile& file, const Party& party, CaseFile& head) {
  CaseTrack& track = head.track;
  track = file.track;
  // Whose child it is they know now; who found it, and what goes on at the owner, they do not.
  track.identifier_agency.clear();
  track.identifier_person.clear();
  track.transfer_to.clear();
  track.closure_requested = false;
  track.closure_reason.clear();
  head.sessions = file.sessions;
  head.place = file.place;
  CurtailPlace(party, head.place);
  if (!MayHoldExposure(party.kind, party.relation, party.scope)) track.exposure_at.reset();
  // What is alleged says in codes what the narrative says in words.
  if (MayHold(party.kind, party.relation, Compartment::kNarrative, party.scope)) {
    head.categories = file.categories;
  }
  if (MayHold(party.kind, party.relation, Compartment::kJustice, party.scope)) {
    head.court_dates = file.court_dates;
    head.orders = file.orders;
    CurtailOrders(party, head.orders);
  } else {
    track.court_due.reset();
    track.court_matter.clear();
    track.due = file.track.stage_due;
  }
}

void TellWhoIsAsked(const CaseTrack& all, CaseTrack& track) {
  track.sex = all.sex;
  track.age_band = all.age_band;
  track.subcounty = all.subcounty;
  track.risk = all.risk;
}

void TellWhoFound(const CaseTrack& all, CaseTrack& track) {
  track.stage = all.stage;
  track.stage_since = all.stage_since;
  track.subcounty = all.subcounty;
  track.identified_at = all.identified_at;
  track.registered_at = all.registered_at;
  track.owner_agency = all.owner_agency;
  track.identifier_agency = all.identifier_agency;
  track.identifier_person = all.identifier_person;
}

}  // namespace

void MakeHead(const CaseFile& file, const Party& party, CaseFile& head) {
  head = CaseFile();  // It may hold what an earlier event left.
  head.relation = party.relation;
  switch (party.relation) {
    case Relation::kOwner:
      return;  // All of it: the row only says so, and the reader takes the master.
    case Relation::kAccepted:
      TellHelper(file, party, head);
      break;
    case Relation::kPending:
      TellWhoIsAsked(file.track, head.track);
      break;
    case Relation::kIdentifier:
      TellWhoFound(file.track, head.track);
      break;
    default:
      break;
  }
  for (const ReferralLine& line : file.referrals) {
    if (line.to_agency != party.agency) continue;
    head.referrals.push_back(line);
    if (line.state == Relation::kEnded) continue;
    for (const NeedLine& need : file.needs) {
      if (need.need == line.need) head.needs.push_back(need);
    }
  }
}

}  // namespace rufaa::casefile
