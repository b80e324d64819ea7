// One case by hand: found by a volunteer, owned by an office, referred to a shelter.
#pragma once

#include <gtest/gtest.h>

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "domain/events.h"
#include "eventlog/codec/event_codec.h"
#include "eventlog/execute/executor.h"
#include "eventlog/memory_log.h"
#include "projections/casefile/casefile.h"
#include "projections/casefile/reader.h"
#include "projections/core/replay.h"

namespace rufaa::casefile {

class CaseOfThree : public testing::Test {
 protected:
  void Do(std::vector<Change> changes, const std::string& agency = "ag-office") {
    Proposal proposal;
    proposal.caller = "p";
    proposal.request_id = absl::StrCat("request-", 10'000'000 + ++requests_);
    proposal.digest = std::string(32, 'd');
    proposal.actor = {"p-1", agency, "front", "childrens_officer"};
    for (Change& change : changes) {
      proposal.events.push_back(EncodeEvent(change.stream, change.event));
    }
    ASSERT_TRUE(log_.AppendAndWait(proposal).ok());
  }

  void Refer() {
    for (const auto& [id, kind] : std::map<std::string, std::string>{
             {"ag-office", "CHILDREN_OFFICE"}, {"ag-shelter", "RESCUE_CENTRE"}}) {
      Do({{AgencyStream(id), directory::AgencyRegistered{.agency = id, .kind = kind}}});
    }
    Do({{CaseStream("C"),
         casework::Identified{.code = "C",
                              .child = "ch",
                              .subcounty = "003",
                              .ward = "11",
                              .intake_agency = "ag-office",
                              .sex = "SFEM",
                              .age_band = "10-14",
                              .identifier_agency = "ag-chv",
                              .identity = {"ch", Compartment::kIdentity, "k", "n", "the name"}}}},
       "ag-chv");
    Do({{ReferralStream("R"), referral::Sent{.referral = "R",
                                             .case_code = "C",
                                             .from_agency = "ag-office",
                                             .to_agency = "ag-shelter"}},
        {CaseStream("C"), casework::ReferralOpened{.referral = "R",
                                                   .need = "n1",
                                                   .to_agency = "ag-shelter",
                                                   .to_agency_kind = "RESCUE_CENTRE",
                                                   .scope = {Compartment::kIdentity}}}});
  }

  void Accept() {
    Do({{ReferralStream("R"), referral::Accepted{}},
        {CaseStream("C"), casework::ReferralAccepted{.referral = "R", .agency = "ag-shelter"}}},
       "ag-shelter");
  }

  absl::StatusOr<CaseFile> Head(absl::string_view agency) {
    rows_ = *Replay(log_, CaseFileView(), log_.Head());
    return ReadHead(*rows_, agency, "C");
  }

  MemoryLog log_;
  int requests_ = 0;
  std::unique_ptr<MemoryRows> rows_;
};

}  // namespace rufaa::casefile
