#include "services/publisher/renderer.h"

#include <utility>
#include <variant>

#include "absl/strings/strip.h"
#include "domain/base/status_macros.h"
#include "eventlog/codec/event_codec.h"
#include "eventlog/record.h"

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

bool IsErasure(const NewEvent& event) {
  return absl::string_view(event.type) == casework::Erased::kType;
}

}  // namespace

// Erasures are rare: a chunk that does not hold the event's name is passed over unread, so that a
// long log costs next to nothing.
absl::Status Renderer::LearnErased(absl::FunctionRef<bool()> go_on) {
  absl::Status status;
  Commit commit;
  RUFAA_RETURN_IF_ERROR(
      log_.ReadChunks(learned_through_, [&](absl::string_view chunk, uint64_t, uint64_t last) {
        if (chunk.find(casework::Erased::kType) != absl::string_view::npos) {
          ChunkReader reader(chunk);
          while (status.ok() && reader.Next()) {
            status = DecodeCommit(reader.record(), commit);
            if (status.ok()) Learn(commit);
          }
          status.Update(reader.status());
        }
        if (status.ok()) learned_through_ = last;
        return status.ok() && go_on();
      }));
  return status;
}

void Renderer::Learn(const Commit& commit) {
  for (const NewEvent& event : commit.proposal.events) {
    absl::string_view stream = event.stream;
    if (IsErasure(event) && absl::ConsumePrefix(&stream, "case/")) erased_.emplace(stream);
  }
}

absl::Status Renderer::Render(const Commit& commit, std::vector<OutgoingEvent>& out) {
  Learn(commit);
  const std::vector<NewEvent>& events = commit.proposal.events;
  for (size_t i = 0; i < events.size(); ++i) {
    if (!IsPublic(events[i].type)) continue;
    RUFAA_ASSIGN_OR_RETURN(const AnyEvent event, DecodeEvent(events[i].type, events[i].payload));
    const PublicEvent* const row = PublicEventOf(event);
    if (row == nullptr) continue;
    RUFAA_ASSIGN_OR_RETURN(const std::string case_code, CaseOf(events[i]));
    const std::string referral = ReferralOf(events[i].stream);
    if (case_code.empty() || (IsOfReferral(*row) && !IsReferralCode(referral))) continue;
    if (erased_.contains(case_code) && !IsErasure(events[i])) continue;
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
