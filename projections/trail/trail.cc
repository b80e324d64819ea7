#include "projections/trail/trail.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "projections/core/key.h"
#include "projections/tracks/case_track.h"
#include "projections/tracks/referral_track.h"
#include "projections/trail/trail_keys.h"

namespace rufaa::trail {

namespace {

struct ReferralParties {
  std::string case_code;
  std::string from_agency;
  std::string to_agency;

  template <class Self, class Visitor>
  static void Fields(Self& self, Visitor&& visit) {
    visit(1, "case_code", self.case_code);
    visit(2, "from_agency", self.from_agency);
    visit(3, "to_agency", self.to_agency);
  }
};

void AddReferral(const DecodedCommit& commit, size_t index, ViewTxn& txn, std::string& kase,
                 std::vector<std::string>& agencies) {
  const absl::string_view id = IdOfStream(commit.commit.proposal.events[index].stream);
  const std::string key = KeyWriter().U8(kReferrals).Text(id).Take();
  ReferralParties of;
  if (const auto* sent = std::get_if<referral::Sent>(&commit.events[index])) {
    of = {sent->case_code, sent->from_agency, sent->to_agency};
    txn.Overwrite<ReferralParties>(key) = of;
  } else if (const auto* draft = std::get_if<referral::Drafted>(&commit.events[index])) {
    // Of a draft the recipient knows nothing yet.
    of = {draft->case_code, draft->from_agency, ""};
    txn.Overwrite<ReferralParties>(key) = of;
  } else if (const auto* known = txn.Find<ReferralParties>(key)) {
    of = *known;
    if (const auto* handed = std::get_if<referral::HandedOver>(&commit.events[index])) {
      agencies.push_back(of.from_agency);
      of.from_agency = handed->from_agency;
      txn.Overwrite<ReferralParties>(key) = of;
    }
  }
  kase = of.case_code;
  agencies.push_back(of.from_agency);
  agencies.push_back(of.to_agency);
}

}  // namespace

void TrailView::Fold(const DecodedCommit& commit, ViewTxn& txn) const {
  const Proposal& proposal = commit.commit.proposal;
  Row row;
  row.actor = proposal.actor;
  row.authority = proposal.authority;
  row.occurred_at = proposal.occurred_at;
  row.recorded_at = commit.commit.recorded_at;
  row.caused_by = proposal.caused_by;
  for (size_t i = 0; i < commit.events.size(); ++i) {
    row.type = proposal.events[i].type;
    row.stream = proposal.events[i].stream;
    std::string kase;
    std::vector<std::string> agencies = {proposal.actor.agency};
    if (IsCaseEvent(commit.events[i])) {
      kase = std::string(IdOfStream(row.stream));
    } else if (IsReferralEvent(commit.events[i])) {
      AddReferral(commit, i, txn, kase, agencies);
    }
    const std::string at = PlaceBytes(commit.commit.position, static_cast<uint32_t>(i));
    txn.Append(RowKey(at), row);
    if (!kase.empty()) txn.AppendBytes(Prefix(By::kCase, kase) + at, "");
    txn.AppendBytes(Prefix(By::kPerson, proposal.actor.person) + at, "");
    std::sort(agencies.begin(), agencies.end());
    agencies.erase(std::unique(agencies.begin(), agencies.end()), agencies.end());
    for (const std::string& agency : agencies) {
      if (!agency.empty()) txn.AppendBytes(Prefix(By::kAgency, agency) + at, "");
    }
  }
}

}  // namespace rufaa::trail
