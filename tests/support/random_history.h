// Believable histories from a seed: children identified, registered, referred, served, declined,
// removed to safety and moved there, transferred, closed and erased, by agencies of every kind,
// many at once. Commits have the shape of those the hub's deciders make (case, referral and beds
// move together); which act comes next is drawn without asking a decider, so that a million events
// are made in seconds.
#pragma once

#include <cstdint>
#include <deque>
#include <random>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "domain/events.h"
#include "eventlog/commit.h"

namespace rufaa {

struct HistoryOptions {
  uint32_t seed = 1;
  int agencies = 20;  // Beside the children's offices; of all kinds in turn.
  int offices = 6;
  int cases_at_once = 40;  // How many are under way at any moment.
  double end_share = 0.7;  // Of referrals, those that are brought to an end.
  int slower = 1;          // Commits are this many times further apart.
};

class RandomHistory {
 public:
  explicit RandomHistory(HistoryOptions options);

  // The next commit. Never ends.
  Proposal Next();

  const std::vector<std::string>& agencies() const { return agency_ids_; }
  const std::vector<std::string>& case_codes() const { return case_codes_; }
  absl::Time now() const { return now_; }

 private:
  struct Agency {
    std::string id, kind;
  };
  struct Case {
    uint64_t number = 0;
    std::string code, child, owner, officer;
    std::string asked = {};  // The office that is to take it over.
    int step = 0;
    int steps = 0;
    int sealed = 0;
    bool court_ahead = false;
    bool removed = false;
    bool erased = false;
    std::vector<std::string> open_referrals;
  };
  struct Loop {
    std::string code, case_code, from, to, to_kind, offer, need;
    int step = 0;
    bool accepted = false, appointed = false;
    std::vector<Compartment> scope;
  };

  uint64_t Below(uint64_t n) { return random_() % n; }
  bool Chance(double share) { return (random_() >> 11) * 0x1.0p-53 < share; }
  std::string Subcounty() { return absl::StrCat("00", 1 + Below(6)); }
  Sealed Seal(Case& kase, Compartment compartment);
  Proposal Make(const std::string& person, const std::string& agency, std::vector<Change> changes);
  Proposal Identify();
  Proposal MoveCase(size_t at);
  AnyEvent EndOf(const Case& kase) const;
  AnyEvent MovedInSafety(Case& kase);
  Proposal RemoveOrBringToCourt(Case& kase);
  Proposal Transfer(Case& kase);
  Proposal Refer(Case& kase);
  Proposal MoveReferral(size_t at);
  Proposal EndReferral(size_t at, AnyEvent event, absl::string_view outcome);
  Case& CaseOf(const std::string& code);

  const HistoryOptions options_;
  std::mt19937_64 random_;
  absl::Time now_;
  uint64_t next_request_ = 1;
  uint64_t next_case_ = 1;
  uint64_t next_referral_ = 1;
  std::vector<Agency> offices_, helpers_;
  std::vector<std::string> agency_ids_;
  std::vector<std::string> case_codes_;
  std::deque<Proposal> first_;
  std::vector<Case> cases_;
  std::vector<Loop> loops_;
};

}  // namespace rufaa
