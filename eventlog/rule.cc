#include "eventlog/rule.h"

#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "domain/base/refusal.h"
#include "domain/base/status_macros.h"

namespace rufaa {
namespace {

absl::Status Malformed(absl::string_view field, absl::string_view what) {
  return Refuse(Reason::MALFORMED, absl::StrCat(field, ": ", what),
                {{"field", std::string(field)}});
}

// Names are keys of indexes, where a byte below ' ' separates their parts.
absl::Status CheckName(absl::string_view field, absl::string_view name) {
  if (name.empty()) return Malformed(field, "is missing.");
  if (name.size() > kNameBytesMax) return Malformed(field, "is too long.");
  for (char c : name) {
    if (absl::ascii_iscntrl(static_cast<unsigned char>(c))) {
      return Malformed(field, "holds a control character.");
    }
  }
  return absl::OkStatus();
}

absl::Status CheckOptionalName(absl::string_view field, absl::string_view name) {
  return name.empty() ? absl::OkStatus() : CheckName(field, name);
}

absl::Status CheckWho(const Proposal& proposal) {
  RUFAA_RETURN_IF_ERROR(CheckName("caller", proposal.caller));
  if (proposal.request_id.size() != kRequestIdBytes) {
    return Malformed("request_id", "is not 16 bytes.");
  }
  if (proposal.digest.size() != kDigestBytes) return Malformed("digest", "is not 32 bytes.");
  RUFAA_RETURN_IF_ERROR(CheckOptionalName("actor.person", proposal.actor.person));
  RUFAA_RETURN_IF_ERROR(CheckOptionalName("actor.agency", proposal.actor.agency));
  RUFAA_RETURN_IF_ERROR(CheckOptionalName("actor.desk", proposal.actor.desk));
  RUFAA_RETURN_IF_ERROR(CheckOptionalName("actor.role", proposal.actor.role));
  RUFAA_RETURN_IF_ERROR(CheckOptionalName("authority", proposal.authority));
  RUFAA_RETURN_IF_ERROR(CheckOptionalName("correlation", proposal.correlation));
  if (proposal.occurred_at == absl::InfinitePast() ||
      proposal.occurred_at == absl::InfiniteFuture()) {
    return Malformed("occurred_at", "is not a time.");
  }
  return absl::OkStatus();
}

// The rule version that `event` brings, or 0 if it brings none.
uint32_t RuleIn(const NewEvent& event) {
  uint32_t version = 0;
  if (event.stream != kRuleStream) return 0;
  return absl::SimpleAtoi(event.payload, &version) ? version : 0;
}

absl::Status CheckEvent(const NewEvent& event) {
  RUFAA_RETURN_IF_ERROR(CheckName("events.stream", event.stream));
  RUFAA_RETURN_IF_ERROR(CheckName("events.type", event.type));
  if (event.stream == kRuleStream && (event.type != kRuleType || RuleIn(event) == 0)) {
    return Malformed("events.payload", "is not a version of the log's rule.");
  }
  return absl::OkStatus();
}

// The version that each event takes, given those before it in the same commit.
absl::StatusOr<std::vector<uint64_t>> VersionsOf(Prefix& prefix,
                                                 const std::vector<NewEvent>& events) {
  std::vector<uint64_t> versions;
  versions.reserve(events.size());
  absl::flat_hash_map<absl::string_view, uint64_t> heads;
  for (const NewEvent& event : events) {
    if (events.size() == 1) {
      RUFAA_ASSIGN_OR_RETURN(const uint64_t version, prefix.Version(event.stream));
      versions.push_back(version + 1);
      continue;
    }
    auto [head, is_new] = heads.try_emplace(event.stream, 0);
    if (is_new) {
      RUFAA_ASSIGN_OR_RETURN(head->second, prefix.Version(event.stream));
    }
    versions.push_back(++head->second);
  }
  return versions;
}

}  // namespace

absl::Status CheckForm(const Proposal& proposal, size_t encoded_size) {
  if (encoded_size > kProposalBytesMax) return Refuse(Reason::TOO_LARGE);
  RUFAA_RETURN_IF_ERROR(CheckWho(proposal));
  if (proposal.events.empty()) return Malformed("events", "is empty.");
  if (proposal.events.size() > kEventsMax || proposal.conditions.size() > kEventsMax) {
    return Refuse(Reason::TOO_LARGE);
  }
  for (const Condition& condition : proposal.conditions) {
    RUFAA_RETURN_IF_ERROR(CheckName("conditions.stream", condition.stream));
  }
  for (const NewEvent& event : proposal.events) RUFAA_RETURN_IF_ERROR(CheckEvent(event));
  return absl::OkStatus();
}

absl::Status CheckRepeat(const Applied& first, absl::string_view digest) {
  return first.digest == digest ? absl::OkStatus() : Refuse(Reason::REQUEST_ID_REUSED);
}

absl::Status UnknownRuleRefused() {
  return Malformed("events.payload", "names a rule that this version does not know.");
}

absl::StatusOr<Verdict> Judge(Prefix& prefix, const Proposal& proposal) {
  RUFAA_ASSIGN_OR_RETURN(std::optional<Applied> first,
                         prefix.Find(proposal.caller, proposal.request_id));
  if (!first.has_value()) return JudgeNew(prefix, proposal);
  Verdict verdict;
  verdict.refusal = CheckRepeat(*first, proposal.digest);
  if (verdict.refusal.ok()) verdict.kind = Verdict::Kind::kRepeated;
  verdict.first = *std::move(first);
  return verdict;
}

absl::StatusOr<Verdict> JudgeNew(Prefix& prefix, const Proposal& proposal) {
  Verdict verdict;
  for (const Condition& condition : proposal.conditions) {
    RUFAA_ASSIGN_OR_RETURN(const uint64_t version, prefix.Version(condition.stream));
    if (version != condition.version) {
      verdict.refusal = Refuse(Reason::WRONG_VERSION, {},
                               {{"stream", condition.stream}, {"version", absl::StrCat(version)}});
      return verdict;
    }
  }
  for (const NewEvent& event : proposal.events) {
    if (RuleIn(event) <= kRuleVersion) continue;
    verdict.kind = Verdict::Kind::kNewerRule;
    return verdict;
  }
  RUFAA_ASSIGN_OR_RETURN(verdict.versions, VersionsOf(prefix, proposal.events));
  verdict.kind = Verdict::Kind::kAccepted;
  return verdict;
}

}  // namespace rufaa
