// The acceptance rule: whether a proposal becomes part of the county's history. It depends on the
// accepted prefix and the proposal alone (no clock, no node, no configuration), so every replica,
// whatever its sequencer, comes to the same verdict at the same place.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "eventlog/commit.h"

namespace rufaa {

// The rule this program knows. A log says, in its own stream, which rule holds from there on: an
// event kRuleType on kRuleStream whose payload is the version in decimal. A replica that meets a
// version above its own stops, loudly, rather than judge by a rule it does not know.
inline constexpr uint32_t kRuleVersion = 1;
inline constexpr absl::string_view kRuleStream = "log/rule";
inline constexpr absl::string_view kRuleType = "log.rule";

// Limits are part of the rule: to change one is to raise its version.
inline constexpr size_t kRequestIdBytes = 16;
inline constexpr size_t kDigestBytes = 32;
inline constexpr size_t kNameBytesMax = 256;  // Of a stream, type, caller, actor's part, …
inline constexpr size_t kEventsMax = 1000;    // And of conditions.
inline constexpr size_t kProposalBytesMax = size_t{1} << 20;  // Encoded.

// What the request table tells of a request that was accepted.
struct Applied {
  uint64_t position = 0;
  absl::Time recorded_at;
  std::string digest;

  bool operator==(const Applied&) const = default;
};

// The accepted prefix, as far as the rule asks of it. An error means that the prefix could not be
// read: then there is no verdict, and the replica must not go on.
class Prefix {
 public:
  virtual ~Prefix() = default;
  virtual absl::StatusOr<uint64_t> Version(absl::string_view stream) = 0;
  virtual absl::StatusOr<std::optional<Applied>> Find(absl::string_view caller,
                                                      absl::string_view request_id) = 0;
};

struct Verdict {
  enum class Kind { kAccepted, kRepeated, kRefused, kNewerRule };
  Kind kind = Kind::kRefused;
  std::vector<uint64_t> versions;  // kAccepted: of each event.
  Applied first;                   // kRepeated: the request as it was applied.
  absl::Status refusal;            // kRefused.
};

// Step 1. OK, or MALFORMED naming the field, or TOO_LARGE. `encoded_size` is of EncodeProposal's.
absl::Status CheckForm(const Proposal& proposal, size_t encoded_size);

// Steps 2 to 4, of a proposal that passed CheckForm.
absl::StatusOr<Verdict> Judge(Prefix& prefix, const Proposal& proposal);
// Steps 3 and 4 alone, as of a request that was not applied before.
absl::StatusOr<Verdict> JudgeNew(Prefix& prefix, const Proposal& proposal);

// Whether a request found in the table is this one: OK, or REQUEST_ID_REUSED.
absl::Status CheckRepeat(const Applied& first, absl::string_view digest);

// For logs that see proposals before they are in sequence: one that brings an unknown rule is kept
// out (MALFORMED), so that it can't stop the log it was offered to.
absl::Status UnknownRuleRefused();

}  // namespace rufaa
