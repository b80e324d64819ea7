// Events as outsiders read them: CloudEvents 1.0 in Kafka's binary form (attributes in headers,
// data as JSON). The same log gives the same bytes, whoever makes them.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "services/publisher/public_events.h"

namespace rufaa::publisher {

// Which event: the `n`-th (1, 2, …) of the commit at `position`. Not every one is public, so
// numbers may be left out.
struct EventId {
  uint64_t position = 0;
  uint64_t n = 0;

  auto operator<=>(const EventId&) const = default;
};

std::string IdText(absl::string_view county, const EventId& id);  // "001/17/2"

struct NamedId {
  std::string county;
  EventId id;
};
std::optional<NamedId> ParseId(absl::string_view text);

// What is public and written the same for every event.
struct Envelope {
  std::string county;
  EventId id;
  std::string case_code;
  std::string referral;  // Empty: of no referral.
  absl::Time occurred_at;
  absl::Time recorded_at;
};

struct OutgoingEvent {
  EventId id;
  absl::CivilDay day;  // On which the county's log took it, in Nairobi.
  std::string key;     // The case's code.
  std::vector<std::pair<std::string, std::string>> headers;
  std::string data;  // JSON.
};

// `row` must be the row of `event`.
OutgoingEvent MakeOutgoing(const Envelope& envelope, const AnyEvent& event, const PublicEvent& row);

// The code if it is one, its check character right: a case's, a referral's.
bool IsCaseCode(absl::string_view text);
bool IsReferralCode(absl::string_view text);

}  // namespace rufaa::publisher
