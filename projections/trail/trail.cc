#include "projections/trail/trail.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "eventlog/bytes.h"
#include "eventlog/codec/wire.h"
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

// Under which keys the events of one commit are found. A commit has few of them.
class Entries {
 public:
  void Add(By by, absl::string_view id, size_t event) {
    if (id.empty()) return;
    auto entry = std::find_if(entries_.begin(), entries_.end(),
                              [&](const Entry& one) { return one.by == by && one.id == id; });
    if (entry == entries_.end()) {
      entry = entries_.insert(entry, {by, std::string(id), kNone, {}});
    }
    if (entry->last == event) return;
    PutVarint(entry->events, event);
    entry->last = event;
  }

  void AppendTo(ViewTxn& txn, uint64_t position) {
    for (Entry& one : entries_) {
      const auto by = static_cast<uint8_t>(one.by);
      txn.AppendBytes(KeyWriter().U8(by).Text(one.id).Take(), KeyWriter().U64(position).Take(),
                      std::move(one.events));
    }
  }

 private:
  static constexpr size_t kNone = ~size_t{0};
  struct Entry {
    By by;
    std::string id;
    size_t last;  // The event added last.
    std::string events;
  };
  std::vector<Entry> entries_;
};

void AddReferral(const DecodedCommit& commit, size_t index, ViewTxn& txn, Entries& entries) {
  const absl::string_view id = IdOfStream(commit.commit.proposal.events[index].stream);
  const std::string key = KeyWriter().U8(kReferrals).Text(id).Take();
  const ReferralParties* of = nullptr;
  if (const auto* sent = std::get_if<referral::Sent>(&commit.events[index])) {
    of = &(txn.Overwrite<ReferralParties>(key) = {sent->case_code, sent->from_agency,
                                                  sent->to_agency});
  } else if (const auto* draft = std::get_if<referral::Drafted>(&commit.events[index])) {
    // Of a draft the recipient knows nothing yet.
    of = &(txn.Overwrite<ReferralParties>(key) = {draft->case_code, draft->from_agency, ""});
  } else if (const auto* handed = std::get_if<referral::HandedOver>(&commit.events[index])) {
    if (ReferralParties* known = txn.Edit<ReferralParties>(key)) {
      entries.Add(By::kAgency, known->from_agency, index);
      known->from_agency = handed->from_agency;
      of = known;
    }
  } else {
    of = txn.Find<ReferralParties>(key);
  }
  if (of == nullptr) return;
  entries.Add(By::kCase, of->case_code, index);
  entries.Add(By::kAgency, of->from_agency, index);
  entries.Add(By::kAgency, of->to_agency, index);
}

}  // namespace

void TrailView::Fold(const DecodedCommit& commit, ViewTxn& txn) const {
  const Proposal& proposal = commit.commit.proposal;
  Entries entries;
  for (size_t i = 0; i < commit.events.size(); ++i) {
    entries.Add(By::kPerson, proposal.actor.person, i);
    entries.Add(By::kAgency, proposal.actor.agency, i);
    if (IsCaseEvent(commit.events[i])) {
      entries.Add(By::kCase, IdOfStream(proposal.events[i].stream), i);
    } else if (IsReferralEvent(commit.events[i])) {
      AddReferral(commit, i, txn, entries);
    }
  }
  entries.AppendTo(txn, commit.commit.position);
}

}  // namespace rufaa::trail
