// A log written event by event, of case C and its referral R, and the views over it.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "eventlog/codec/event_codec.h"
#include "projections/calendar/calendar.h"
#include "projections/core/replay.h"
#include "tests/projections/history_log.h"

namespace rufaa {

class ViewSteps : public testing::Test {
 protected:
  void Do(std::vector<Change> changes, const std::string& person = "p-1") {
    Proposal proposal;
    proposal.caller = "p";
    proposal.request_id = absl::StrCat("request-", 10'000'000 + log_.Head());
    proposal.digest = std::string(32, 'd');
    proposal.actor = {person, "ag-office", "front", "childrens_officer"};
    proposal.occurred_at = now_;
    for (Change& change : changes) {
      proposal.events.push_back(EncodeEvent(change.stream, change.event));
    }
    ASSERT_TRUE(log_.AppendAndWait(proposal).ok());
  }
  void OnCase(AnyEvent event) { Do({{CaseStream("C"), std::move(event)}}); }
  void OnReferral(AnyEvent event) { Do({{ReferralStream("R"), std::move(event)}}); }

  void Identify(const std::string& code = "C", absl::Duration register_within = absl::Hours(24)) {
    Do({{CaseStream(code), casework::Identified{.code = code,
                                                .subcounty = "003",
                                                .intake_agency = "ag-office",
                                                .identified_at = now_,
                                                .register_by = now_ + register_within}}});
  }
  void Send(const std::string& to = "ag-police", const std::string& kind = "POLICE",
            std::vector<Compartment> scope = {Compartment::kIdentity, Compartment::kJustice}) {
    Do({{ReferralStream("R"), referral::Sent{.referral = "R",
                                             .case_code = "C",
                                             .from_agency = "ag-office",
                                             .to_agency = to,
                                             .sent_at = now_,
                                             .decide_by = now_ + absl::Hours(72)}},
        {CaseStream("C"), casework::ReferralOpened{.referral = "R",
                                                   .need = "n1",
                                                   .to_agency = to,
                                                   .to_agency_kind = kind,
                                                   .scope = std::move(scope)}}});
  }

  std::unique_ptr<MemoryRows> Rows(absl::string_view view) {
    return *Replay(log_, *ViewNamed(view), log_.Head());
  }

  std::vector<calendar::Row> Calendar(absl::string_view agency) {
    return calendar::ReadDates(*Rows("calendar"), agency, now_, now_ + absl::Hours(10'000), 10)
        ->rows;
  }

  MemoryLog log_;
  absl::Time now_ = absl::FromUnixSeconds(1'770'000'000);
};

}  // namespace rufaa
