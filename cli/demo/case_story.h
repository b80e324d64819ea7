// One child's case, from whoever finds the child to whatever stands on the last day: its own path,
// with the referrals and court matters that it sets going.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "cli/demo/child.h"
#include "cli/demo/paths.h"
#include "cli/demo/referral_story.h"
#include "cli/demo/world.h"

namespace rufaa::demo {

struct CaseBrief {
  PlannedPerson finder;
  std::string subcounty;
  absl::Time found_at;
  CasePath path;                                    // Empty: drawn.
  std::optional<referral::Stage> referral;          // A referral led to this stage.
  absl::Duration haste = absl::InfiniteDuration();  // No step takes longer.
};

class CaseStory : public std::enable_shared_from_this<CaseStory> {
 public:
  // `codes`: of cases made so far; this one's is added.
  CaseStory(World& world, const Dice& dice, CaseBrief brief, std::vector<std::string>& codes);

  void Begin();

 private:
  absl::Status Step();
  absl::Status Act(casework::Verb verb);
  absl::Status ActOnClosing(casework::Verb verb);
  void GoOn();
  absl::Duration Wait(casework::Verb verb);

  absl::Status Identify();
  absl::Status SetRisk();
  absl::Status DeclareEmergency();
  absl::Status GiveConsents();
  absl::Status RecordAssessment();
  absl::Status RecordVisit(bool final);
  absl::Status RequestTransfer();
  absl::Status AcceptTransfer();
  absl::Status RequestClosure();
  absl::Status SetCourtDate();
  absl::Status FlagDuplicate(const Acting& by);
  absl::Status DecideDuplicate(const Acting& by, bool same);

  absl::Status Refer();
  struct Ask {
    std::string service;
    Urgency urgency = Urgency::kNormal;
  };
  std::vector<Ask> Asks();
  // `again`: what this one goes on from; its need, and not its agency.
  absl::Status SendOne(const Ask& ask, const ReferralBrief* again);
  void OnUnserved(const ReferralBrief& brief, referral::Stage stage);

  bool Registered() const { return !officer_.id.empty(); }
  std::string NewNeed() { return "n" + std::to_string(++needs_); }

  World& world_;
  Dice dice_;
  CaseBrief brief_;
  std::vector<std::string>& codes_;
  std::string code_;
  Child child_;
  PlannedPerson officer_, supervisor_, receiver_;
  int needs_ = 0, matters_ = 0, refused_ = 0, consents_ = 0;
  bool referred_ = false;
};

}  // namespace rufaa::demo
