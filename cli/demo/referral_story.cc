#include "cli/demo/referral_story.h"

#include <algorithm>
#include <utility>

#include "domain/base/status_macros.h"

namespace rufaa::demo {
namespace {

using referral::Stage;
using referral::Verb;

bool Undecided(Stage stage) {
  return stage == Stage::kSent || stage == Stage::kOpened || stage == Stage::kInfoRequested;
}

bool EndedUnserved(Stage stage) {
  return stage == Stage::kDeclined || stage == Stage::kExpired || stage == Stage::kCouldNotReach;
}

double PaceOf(absl::string_view pace) {
  if (pace == "prompt") return 0.5;
  return pace == "slow" ? 2.2 : 1.0;
}

absl::Duration ByUrgency(Urgency urgency, absl::Duration emergency, absl::Duration urgent,
                         absl::Duration normal) {
  if (urgency == Urgency::kEmergency) return emergency;
  return urgency == Urgency::kUrgent ? urgent : normal;
}

}  // namespace

ReferralStory::ReferralStory(World& world, const Dice& dice, ReferralBrief brief, Unserved unserved)
    : world_(world),
      dice_(dice),
      brief_(std::move(brief)),
      unserved_(std::move(unserved)),
      desk_people_(world.plan.People(brief_.to_agency)) {
  RUFAA_CHECK(!desk_people_.empty());
}

const PlannedPerson& ReferralStory::Desk() {
  // Teachers report from an education office, but its desk answers.
  for (const PlannedPerson& person : desk_people_) {
    if (WorksCases(person.role)) return person;
  }
  RUFAA_CHECK(false && "an agency with offers and nobody at its desk");
}

void ReferralStory::Begin(absl::Time at) {
  world_.agenda.At(at, [self = shared_from_this()] { return self->Step(); });
}

void ReferralStory::BeginSent() {
  world_.agenda.After(absl::ZeroDuration(), [self = shared_from_this()] { return self->GoOn(); });
}

absl::Status ReferralStory::Step() {
  if (brief_.path.empty()) return absl::OkStatus();
  const Beat beat = brief_.path.front();
  brief_.path.erase(brief_.path.begin());
  const absl::Status done = Act(beat);
  if (!done.ok()) {
    RUFAA_RETURN_IF_ERROR(Tolerate(world_, done));
    // A full house says so; anything else refused ends the story where it stands.
    const bool full = RefusalOf(done)->reason == Reason::NO_BED_FREE;
    brief_.path = full ? ReferralPath{Verb::kDecline} : ReferralPath{};
  }
  return GoOn();
}

absl::Status ReferralStory::GoOn() {
  RUFAA_ASSIGN_OR_RETURN(const referral::State state, world_.scribe.LoadReferral(brief_.code));
  if (EndedUnserved(state.stage) && !told_) {
    told_ = true;
    unserved_(brief_, state.stage);
  }
  const absl::Time next = brief_.path.empty()
                              ? absl::InfiniteFuture()
                              : world_.agenda.Now() + Wait(brief_.path.front(), state);
  auto self = shared_from_this();
  const bool told = state.deadline && state.told_due == state.deadline->due;
  if (state.deadline && state.deadline->due < next && !told) {
    const absl::Time tick = state.deadline->due + absl::Minutes(1);
    if (Undecided(state.stage)) {
      brief_.path.clear();
      world_.agenda.At(tick, [self] {
        RUFAA_RETURN_IF_ERROR(self->System(referral::Expire{}));
        return self->GoOn();
      });
      return absl::OkStatus();
    }
    world_.agenda.At(tick, [self] { return self->System(referral::Escalate{}); });
  }
  if (next < absl::InfiniteFuture()) world_.agenda.At(next, [self] { return self->Step(); });
  return absl::OkStatus();
}

absl::Status ReferralStory::System(const referral::Command& command) {
  const absl::Status done = std::visit(
      [&](auto c) {
        c.by = world_.scribe.AsSystem();
        return world_.scribe.Refer(brief_.code, c);
      },
      command);
  return Tolerate(world_, done);
}

absl::Duration ReferralStory::Wait(const Beat& beat, const referral::State& state) {
  const double pace = PaceOf(world_.plan.Agency(brief_.to_agency).pace);
  const absl::Time now = world_.agenda.Now();
  const auto usual = [&]() -> absl::Duration {
    if (beat.session > 0) return absl::Hours(24 * 7);
    switch (beat.verb) {
      case Verb::kOpen:
        return pace * ByUrgency(brief_.urgency, absl::Minutes(80), absl::Hours(9), absl::Hours(40));
      case Verb::kAccept:
        if (state.stage == Stage::kWaitlisted) return absl::Hours(100);
        return pace * ByUrgency(brief_.urgency, absl::Minutes(50), absl::Hours(5), absl::Hours(30));
      case Verb::kRecordService:
        return state.stage == Stage::kScheduled ? absl::ZeroDuration() : absl::Hours(7);
      case Verb::kComplete:
        return referral::IsShelter(brief_.service) ? absl::Hours(24 * 75) : absl::Hours(60);
      case Verb::kConfirmLoop:
      case Verb::kRequestCancel:
      case Verb::kNotReached:
        return absl::Hours(50);
      case Verb::kGiveInfo:
        return absl::Hours(20);
      default:
        return pace * absl::Hours(5);
    }
  }();
  if (beat.verb == Verb::kExpire) return absl::InfiniteDuration();  // The ticker's, at its time.
  absl::Duration wait = std::min(dice_.Around(usual), brief_.haste);
  const bool keeps_appointment = state.stage == Stage::kScheduled && beat.session == 0;
  if (keeps_appointment) wait += std::max(appointment_ - now, absl::ZeroDuration());
  if (brief_.urgency == Urgency::kEmergency || brief_.haste < absl::InfiniteDuration()) return wait;
  return OfficeHours(now + wait, dice_) - now;
}

}  // namespace rufaa::demo
