// Over a long history of many cases: whom the case file names the place at which a child is safe.
#include <gtest/gtest.h>

#include <map>
#include <set>
#include <string>

#include "eventlog/codec/event_codec.h"
#include "projections/casefile/casefile.h"
#include "projections/casefile/reader.h"
#include "projections/core/replay.h"
#include "tests/projections/history_log.h"

namespace rufaa::casefile {
namespace {

using Agencies = std::set<std::string>;

// Reckoned from the log alone, and wider than the view's own rule: who ever had the case, was asked
// to take it over, or accepted a referral of it that opens where the child sleeps.
class WhoMayBeNamedIt {
 public:
  void Hear(const std::string& kase, const AnyEvent& any) {
    Agencies& may = may_[kase];
    if (const auto* found = std::get_if<casework::Identified>(&any))
      may.insert(found->intake_agency);
    if (const auto* on = std::get_if<casework::Registered>(&any)) may.insert(on->owner_agency);
    if (const auto* asked = std::get_if<casework::TransferRequested>(&any)) {
      may.insert(asked->to_agency);
    }
    if (const auto* opened = std::get_if<casework::ReferralOpened>(&any)) {
      for (const Compartment part : opened->scope) {
        if (part == Compartment::kLocation) wide_[opened->referral] = opened->to_agency;
      }
    }
    if (const auto* accepted = std::get_if<casework::ReferralAccepted>(&any)) {
      const auto wide = wide_.find(accepted->referral);
      if (wide != wide_.end()) may.insert(wide->second);
    }
  }
  bool May(const std::string& kase, const std::string& agency) const {
    return may_.at(kase).contains(agency);
  }

 private:
  std::map<std::string, Agencies> may_;      // By case.
  std::map<std::string, std::string> wide_;  // By referral: to whom it is.
};

std::string PlaceIn(const AnyEvent& any) {
  if (const auto* moved = std::get_if<casework::ChildMoved>(&any)) return moved->place_agency;
  if (const auto* told = std::get_if<casework::EmergencyDeclared>(&any)) return told->place_agency;
  return "";
}

struct Counts {
  int named = 0;
  int hidden = 0;
};

TEST(NamedPlaces, NoAgencyIsNamedThePlaceOfAChildThatMayNotKnowIt) {
  MemoryLog log;
  RandomHistory history({.seed = 23});
  Append(log, history, 4000);
  WhoMayBeNamedIt who;
  ASSERT_TRUE(log.Read(0,
                       [&](const Commit& commit) {
                         const DecodedCommit decoded = *Decode(commit);
                         for (size_t i = 0; i < decoded.events.size(); ++i) {
                           const std::string& stream = commit.proposal.events[i].stream;
                           const std::string kase(IdOfStream(stream));
                           if (stream != CaseStream(kase)) continue;
                           who.Hear(kase, decoded.events[i]);
                         }
                         return true;
                       })
                  .ok());
  const auto rows = *Replay(log, CaseFileView(), log.Head());
  std::map<std::string, Counts> lines;  // By type.
  Counts heads;
  for (const std::string& kase : history.case_codes()) {
    for (const std::string& agency : history.agencies()) {
      const absl::StatusOr<CaseFile> head = ReadHead(*rows, agency, kase);
      if (!head.ok()) continue;
      const bool may = who.May(kase, agency);
      const auto look = [&](const std::string& place, Counts& counts) {
        ++(place.empty() ? counts.hidden : counts.named);
        EXPECT_TRUE(place.empty() || may || place == agency) << kase << " " << agency;
      };
      if (head->place) look(head->place->agency, heads);
      const TimelinePage page = *ReadTimeline(*rows, agency, kase, 10'000);
      for (const TimelineLine& line : page.lines) {
        const bool of_place = line.row.type == casework::ChildMoved::kType ||
                              line.row.type == casework::EmergencyDeclared::kType;
        if (!of_place) continue;
        look(PlaceIn(*DecodeEvent(line.row.type, line.row.payload)), lines[line.row.type]);
      }
    }
  }
  EXPECT_GT(heads.named, 10);
  EXPECT_GT(heads.hidden, 10);
  for (const absl::string_view type :
       {casework::ChildMoved::kType, casework::EmergencyDeclared::kType}) {
    EXPECT_GT(lines[std::string(type)].named, 10) << type;
    EXPECT_GT(lines[std::string(type)].hidden, 10) << type;
  }
}

}  // namespace
}  // namespace rufaa::casefile
