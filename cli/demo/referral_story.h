// One referral on its way, as two agencies and the hub's ticker make it: each act at its time, by
// whoever is to act, and whatever falls due on the way expires or is escalated as it would be.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "cli/demo/paths.h"
#include "cli/demo/world.h"
#include "domain/referral/referral.h"

namespace rufaa::demo {

struct ReferralBrief {
  std::string code;
  PlannedPerson sender;
  std::string case_code;
  std::string child;
  std::string need;
  std::string service;
  Urgency urgency = Urgency::kNormal;
  std::string to_agency;
  std::string offer;
  std::string part_of;
  ReferralPath path;
  absl::Duration haste = absl::InfiniteDuration();  // No step takes longer.
};

class ReferralStory : public std::enable_shared_from_this<ReferralStory> {
 public:
  // Told once, when it ended otherwise than by service: the need is open again.
  using Unserved = std::function<void(const ReferralBrief&, referral::Stage)>;

  ReferralStory(World& world, const Dice& dice, ReferralBrief brief, Unserved unserved);

  void Begin(absl::Time at);
  // For one that another referral's redirection has sent.
  void BeginSent();

 private:
  absl::Status Step();
  absl::Status Act(const Beat& beat);
  absl::Status Send();
  absl::Status Accept(const PlannedPerson& desk);
  absl::Status Schedule(const PlannedPerson& desk);
  absl::Status Redirect(const PlannedPerson& desk);
  absl::Status Session(const PlannedPerson& desk, uint32_t number);
  absl::Status System(const referral::Command& command);
  absl::StatusOr<Sealed> Note(absl::string_view type, absl::string_view field,
                              absl::string_view text);
  absl::Status GoOn();
  absl::Duration Wait(const Beat& beat, const referral::State& state);
  const PlannedPerson& Desk();

  World& world_;
  Dice dice_;
  ReferralBrief brief_;
  const Unserved unserved_;
  std::vector<PlannedPerson> desk_people_;
  absl::Time appointment_;
  bool told_ = false;
};

}  // namespace rufaa::demo
