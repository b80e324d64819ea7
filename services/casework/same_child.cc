#include "services/casework/same_child.h"

#include <set>
#include <utility>

#include "domain/base/field_checks.h"
#include "domain/base/refusal.h"
#include "domain/base/status_macros.h"
#include "domain/casework/case_events.h"
#include "domain/codes/codes.h"
#include "domain/events.h"
#include "eventlog/codec/wire.h"

namespace rufaa::case_service {
namespace {

std::string CodeOf(const NewEvent& event) {
  return event.stream.substr(event.stream.find('/') + 1);
}

}  // namespace

absl::Status SameChild::CatchUp() {
  using casework::DuplicateDecided, casework::DuplicateFlagged;
  return tail_.ReadOn(
      {DuplicateFlagged::kType, DuplicateDecided::kType},
      [this](const Commit&, const NewEvent& event) -> absl::Status {
        if (absl::string_view(event.type) == DuplicateFlagged::kType) {
          RUFAA_ASSIGN_OR_RETURN(const auto flag, DecodeFields<DuplicateFlagged>(event.payload));
          flagged_[flag.of].push_back(CodeOf(event));
        }
        if (absl::string_view(event.type) != DuplicateDecided::kType) return absl::OkStatus();
        RUFAA_ASSIGN_OR_RETURN(const auto decided, DecodeFields<DuplicateDecided>(event.payload));
        if (!decided.same) return absl::OkStatus();
        same_as_[CodeOf(event)].push_back(decided.of);
        same_as_[decided.of].push_back(CodeOf(event));
        return absl::OkStatus();
      });
}

absl::StatusOr<std::vector<std::string>> SameChild::OthersOf(absl::string_view code) {
  const std::lock_guard lock(mutex_);
  RUFAA_RETURN_IF_ERROR(CatchUp());
  std::set<std::string, std::less<>> known = {std::string(code)};
  std::vector<std::string> ahead = {std::string(code)};
  while (!ahead.empty()) {
    const std::string one = std::move(ahead.back());
    ahead.pop_back();
    const auto same = same_as_.find(one);
    if (same == same_as_.end()) continue;
    for (const std::string& other : same->second) {
      if (known.insert(other).second) ahead.push_back(other);
    }
  }
  known.erase(known.find(code));
  return std::vector<std::string>(known.begin(), known.end());
}

absl::StatusOr<std::vector<std::string>> SameChild::FlaggedOf(absl::string_view code) {
  const std::lock_guard lock(mutex_);
  RUFAA_RETURN_IF_ERROR(CatchUp());
  const auto flagged = flagged_.find(code);
  return flagged == flagged_.end() ? std::vector<std::string>() : flagged->second;
}

absl::StatusOr<bool> IsRepeated(SameChild& same_child, Loader& load, absl::string_view code) {
  RUFAA_ASSIGN_OR_RETURN(const std::vector<std::string> flagged, same_child.FlaggedOf(code));
  bool repeated = false;
  for (const std::string& other : flagged) {
    RUFAA_ASSIGN_OR_RETURN(const casework::State* kase,
                           load.Load<casework::State>(CaseStream(other)));
    repeated |= absl::string_view(kase->same_as) == code;
  }
  return repeated;
}

absl::StatusOr<std::string> NamedCase(Loader& load, const Acting& by, absl::string_view letters,
                                      const CaseField& field) {
  absl::StatusOr<std::string> code = ParseCaseCode(field.text, letters);
  if (!code.ok()) return Malformed(field.name, "is no case code");
  const std::string stream = CaseStream(*code);
  RUFAA_ASSIGN_OR_RETURN(const casework::State* kase, load.Load<casework::State>(stream));
  if (load.VersionOf(stream) == 0 || casework::PartiesOf(*kase, by).empty()) {
    return Refuse(Reason::NOT_FOUND_OR_NOT_YOURS, {}, {{"field", std::string(field.name)}});
  }
  return code;
}

absl::StatusOr<const casework::State*> StandingCase(Loader& load, std::string code) {
  std::set<std::string> seen;
  while (seen.insert(code).second) {
    RUFAA_ASSIGN_OR_RETURN(const casework::State* kase,
                           load.Load<casework::State>(CaseStream(code)));
    if (kase->same_as.empty()) return casework::Stands(*kase) ? kase : nullptr;
    code = kase->same_as;
  }
  return nullptr;  // In a log of before, two may each have been found to repeat the other.
}

}  // namespace rufaa::case_service
