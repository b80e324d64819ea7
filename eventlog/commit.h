// What the county log is made of. A commit is one decision: all of its events, or none, on
// condition that the streams it was decided on have not moved since.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "domain/base/fields.h"

namespace rufaa {

// Who did it. Pseudonymous ids only.
struct Actor {
  std::string person;  // "p-…"; "system" for the hub's own tickers.
  std::string agency;
  std::string desk;
  std::string role;

  template <class Self, class Visitor>
  static void Fields(Self& self, Visitor&& visit) {
    visit(1, "person", self.person);
    visit(2, "agency", self.agency);
    visit(3, "desk", self.desk);
    visit(4, "role", self.role);
  }
  bool operator==(const Actor&) const = default;
};

// `stream` must still be at `version` (0: no events yet).
struct Condition {
  std::string stream;
  uint64_t version = 0;

  template <class Self, class Visitor>
  static void Fields(Self& self, Visitor&& visit) {
    visit(1, "stream", self.stream);
    visit(2, "version", self.version);
  }
  bool operator==(const Condition&) const = default;
};

struct NewEvent {
  std::string stream;   // "case/MSA-7F3K-Q2"
  std::string type;     // "case.registered"
  std::string payload;  // Encoded by eventlog/codec.

  template <class Self, class Visitor>
  static void Fields(Self& self, Visitor&& visit) {
    visit(1, "stream", self.stream);
    visit(2, "type", self.type);
    visit(3, "payload", self.payload);
  }
  bool operator==(const NewEvent&) const = default;
};

struct Proposal {
  std::string caller;      // Scope of request_id: the person, or a system's name.
  std::string request_id;  // 16 bytes.
  std::string digest;      // 32 bytes, of the request's body.
  std::vector<Condition> conditions;
  std::vector<NewEvent> events;  // At least one.
  Actor actor;
  std::string authority;    // Consent, order or statute relied on, by reference.
  absl::Time occurred_at;   // In the world; a phone may be days late.
  uint64_t caused_by = 0;   // Position that led to this one; 0: none.
  std::string correlation;  // Trace id.

  template <class Self, class Visitor>
  static void Fields(Self& self, Visitor&& visit) {
    visit(1, "caller", self.caller);
    visit(2, "request_id", self.request_id);
    visit(3, "digest", self.digest);
    visit(4, "conditions", self.conditions);
    visit(5, "events", self.events);
    visit(6, "actor", self.actor);
    visit(7, "authority", self.authority);
    visit(8, "occurred_at", self.occurred_at);
    visit(9, "caused_by", self.caused_by);
    visit(10, "correlation", self.correlation);
  }
  bool operator==(const Proposal&) const = default;
};

// A proposal that was accepted.
struct Commit {
  uint64_t position = 0;  // 1, 2, 3, … over the county.
  absl::Time recorded_at;
  std::vector<uint64_t> versions;  // Of each event in its stream; parallel to proposal.events.
  Proposal proposal;

  bool operator==(const Commit&) const = default;
};

struct Receipt {
  uint64_t position = 0;
  absl::Time recorded_at;
  bool repeated =
      false;  // This request_id had been applied before; the position is the first one's.

  bool operator==(const Receipt&) const = default;
};

// One event, as a fold sees it. Views into a Commit: valid only during the call that shows it.
struct RecordedEvent {
  const Commit* commit = nullptr;
  size_t index = 0;

  const NewEvent& event() const { return commit->proposal.events[index]; }
  uint64_t version() const { return commit->versions[index]; }
};

}  // namespace rufaa
