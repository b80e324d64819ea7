// How a referral stands, as several views follow it, each in rows of its own. The stages and
// deadlines are the domain's (domain/referral); a test holds this fold to referral::Evolve over
// random histories.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "absl/time/time.h"
#include "domain/base/urgency.h"
#include "domain/events.h"
#include "domain/referral/referral_table.h"

namespace rufaa {

struct ReferralTrack {
  referral::Stage stage = referral::Stage::kAbsent;
  std::string case_code;
  std::string need;
  std::string service;
  std::string from_agency;
  std::string from_desk;
  std::string to_agency;
  std::string to_agency_kind;
  std::string to_desk;
  std::string offer;
  Urgency urgency = Urgency::kUnset;
  std::string age_band;
  std::string sex;
  std::string subcounty;
  std::string part_of;
  std::string redirected_to;
  std::string contact;  // Person who will meet the child.
  absl::Time sent_at;
  std::optional<absl::Time> due;       // Of the next owner's next act.
  std::optional<absl::Time> serve_by;  // As promised on acceptance; unset while it waits.
  std::optional<absl::Time> opened_at;
  std::optional<absl::Time> decided_at;  // First acceptance, decline or redirection.
  std::optional<absl::Time> served_at;   // First service.
  std::optional<absl::Time> ended_at;
  std::optional<absl::Time> appointment_at;
  uint32_t appointments = 0;
  uint32_t no_shows = 0;
  uint32_t services = 0;
  uint64_t version = 0;   // Of its stream; set by views that show it.
  absl::Time changed_at;  // Recorded time of the last event.
  std::string reason;     // Of the last decline, redirection, cancellation or the like.
  bool answered = false;  // The recipient did anything at all.
  bool accepted = false;
  bool holds_bed = false;
  bool loop_confirmed = false;
  bool asked_back_waiting = false;  // It was on a waiting list when it was asked back.
  bool promise_told = false;  // That `serve_by` was missed; until it is served or promised anew.
  bool escalated = false;     // For the present `due`, or because of `promise_told`.

  template <class Self, class Visitor>
  static void Fields(Self& self, Visitor&& visit) {
    visit(1, "stage", self.stage);
    visit(2, "case_code", self.case_code);
    visit(3, "need", self.need);
    visit(4, "service", self.service);
    visit(5, "from_agency", self.from_agency);
    visit(6, "from_desk", self.from_desk);
    visit(7, "to_agency", self.to_agency);
    visit(8, "to_agency_kind", self.to_agency_kind);
    visit(9, "to_desk", self.to_desk);
    visit(10, "offer", self.offer);
    visit(11, "urgency", self.urgency);
    visit(12, "age_band", self.age_band);
    visit(13, "sex", self.sex);
    visit(14, "subcounty", self.subcounty);
    visit(16, "part_of", self.part_of);
    visit(17, "sent_at", self.sent_at);
    visit(18, "due", self.due);
    visit(19, "opened_at", self.opened_at);
    visit(20, "decided_at", self.decided_at);
    visit(21, "served_at", self.served_at);
    visit(22, "ended_at", self.ended_at);
    visit(23, "appointment_at", self.appointment_at);
    visit(24, "changed_at", self.changed_at);
    visit(25, "reason", self.reason);
    visit(26, "answered", self.answered);
    visit(27, "accepted", self.accepted);
    visit(28, "holds_bed", self.holds_bed);
    visit(29, "loop_confirmed", self.loop_confirmed);
    visit(30, "escalated", self.escalated);
    visit(31, "redirected_to", self.redirected_to);
    visit(32, "contact", self.contact);
    visit(33, "appointments", self.appointments);
    visit(34, "no_shows", self.no_shows);
    visit(35, "services", self.services);
    visit(36, "version", self.version);
    visit(37, "serve_by", self.serve_by);
    visit(38, "promise_told", self.promise_told);
    visit(39, "asked_back_waiting", self.asked_back_waiting);
  }
  bool operator==(const ReferralTrack&) const = default;
};

template <class Event>
inline constexpr bool kIsReferralEvent = kIsOneOf<Event, referral::Event>;

bool IsFinal(referral::Stage stage);

// Sent and not ended. A draft is nobody's business but its author's.
inline bool IsOpen(const ReferralTrack& track) {
  return track.stage > referral::Stage::kDraft && !IsFinal(track.stage);
}
bool IsUndecided(const ReferralTrack& track);
// Whose turn it is; kNobody once it has ended.
referral::Party Turn(const ReferralTrack& track);
// Whose turn it is, or the recipient.
inline const std::string& TurnAgency(const ReferralTrack& track) {
  return Turn(track) == referral::Party::kSender ? track.from_agency : track.to_agency;
}

// Folds one event; events of other aggregates change nothing. `at` is when the commit says it
// happened in the world.
void Follow(ReferralTrack& track, const AnyEvent& event, absl::Time at, absl::Time recorded_at);

bool IsReferralEvent(const AnyEvent& event);

}  // namespace rufaa
