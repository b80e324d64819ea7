#include "services/publisher/renderer.h"

#include <utility>
#include <variant>

#include "absl/strings/strip.h"
#include "domain/base/status_macros.h"
#include "eventlog/codec/event_codec.h"

namespace rufaa::publisher {
namespace {

constexpr size_t kRemembered = 50'000;  // Referrals and their cases.

std::string CaseNamedBy(const AnyEvent& event) {
  if (const auto* drafted = std::get_if<referral::Drafted>(&event)) return drafted->case_code;
  if (const auto* sent = std::get_if<referral::Sent>(&event)) return sent->case_code;
  return "";
}

// Of a stream named "referral/<code>"; "" for another.
std::string ReferralOf(absl::string_view stream) {
  return absl::ConsumePrefix(&stream, "referral/") ? std::string(stream) : "";
}

}  // namespace

absl::Status Renderer::Render(const Commit& commit, std::vector<OutgoingEvent>& out) {
  const std::vector<NewEvent>& events = commit.proposal.events;
  for (size_t i = 0; i < events.size(); ++i) {
    if (!IsPublic(events[i].type)) continue;
    RUFAA_ASSIGN_OR_RETURN(const AnyEvent event, DecodeEvent(events[i].type, events[i].payload));
    const PublicEvent* const row = PublicEventOf(event);
    if (row == nullptr) continue;
    RUFAA_ASSIGN_OR_RETURN(const std::string case_code, CaseOf(events[i]));
    const std::string referral = ReferralOf(events[i].stream);
    if (case_code.empty() || (IsOfReferral(*row) && !IsReferralCode(referral))) {
      ++left_out_;
      continue;
    }
    out.push_back(MakeOutgoing({.county = county_,
                                .id = {.position = commit.position, .n = i + 1},
                                .case_code = case_code,
                                .referral = referral,
                                .occurred_at = commit.proposal.occurred_at,
                                .recorded_at = commit.recorded_at},
                               event, *row));
  }
  return absl::OkStatus();
}

absl::StatusOr<std::string> Renderer::CaseOf(const NewEvent& event) {
  absl::string_view stream = event.stream;
  std::string code;
  if (absl::ConsumePrefix(&stream, "case/")) {
    code = std::string(stream);
  } else if (absl::ConsumePrefix(&stream, "referral/")) {
    RUFAA_ASSIGN_OR_RETURN(code, CaseOfReferral(event.stream));
  }
  return IsCaseCode(code) ? code : "";
}

// A referral's first event names its case.
absl::StatusOr<std::string> Renderer::CaseOfReferral(const std::string& stream) {
  if (const auto known = case_of_.find(stream); known != case_of_.end()) return known->second;
  absl::StatusOr<AnyEvent> first = absl::NotFoundError("an empty stream");
  RUFAA_RETURN_IF_ERROR(log_.ReadStream(stream, 0, [&](const RecordedEvent& event) {
    first = DecodeEvent(event.event().type, event.event().payload);
    return false;
  }));
  RUFAA_RETURN_IF_ERROR(first.status());
  if (case_of_.size() >= kRemembered) case_of_.clear();
  return case_of_[stream] = CaseNamedBy(*first);
}

}  // namespace rufaa::publisher
