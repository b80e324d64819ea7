// The access book: who saw, or was refused, what (docs/privacy.md). The case book records what
// changed; this one records who looked. It fails closed: an entry is durable before anything of it
// is opened (vault/recorded_reader.h), and what can't be entered is not read.
//
// Holds no personal data: people, agencies and cases by their codes, compartments by their names.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "domain/base/sealed.h"
#include "eventlog/commit.h"

namespace rufaa {

// What was decided about one compartment.
struct ReadPart {
  Compartment compartment = Compartment::kNone;
  bool permitted = false;
  std::string why;  // The policy's row.

  template <class Self, class Visitor>
  static void Fields(Self& self, Visitor&& visit) {
    visit(1, "compartment", self.compartment);
    visit(2, "permitted", self.permitted);
    visit(3, "why", self.why);
  }
  bool operator==(const ReadPart&) const = default;
};

// One read, permitted or refused.
struct ReadEntry {
  // These stand in the commit that carries the entry, where every commit has them.
  Actor actor;
  absl::Time read_at;
  std::string trace_id;

  std::string purpose;             // "CASE_MGMT"; as the caller claimed.
  std::string method;              // "CaseworkService/GetCase"
  std::vector<std::string> cases;  // Every one that was shown, or asked for.
  std::string about;               // What else: "referral/…", "person/…", "agency/…".
  std::vector<ReadPart> parts;     // Empty: nothing sealed was asked for.
  std::string refusal;             // The reason; empty: permitted.
  uint64_t position = 0;           // Of the case book, as of which the read was answered.

  template <class Self, class Visitor>
  static void Fields(Self& self, Visitor&& visit) {
    visit(1, "purpose", self.purpose);
    visit(2, "method", self.method);
    visit(3, "cases", self.cases);
    visit(4, "about", self.about);
    visit(5, "parts", self.parts);
    visit(6, "refusal", self.refusal);
    visit(7, "position", self.position);
  }
  bool operator==(const ReadEntry&) const = default;
};

// Whether an entry says only that cases were shown, with nothing opened: in a list, as a header.
// Such a one stands for all showings of its day (services/rpc/door.h).
inline bool IsShowing(const ReadEntry& entry) {
  return entry.purpose.empty() && entry.parts.empty() && entry.refusal.empty() &&
         !entry.cases.empty();
}

// An entry and its place.
struct RecordedRead {
  uint64_t number = 0;
  absl::Time recorded_at;
  ReadEntry entry;
};

// Which entries; all filters that are given must hold.
struct ReadsQuery {
  std::string case_code = {};
  std::string person = {};
  std::string agency = {};
  bool refused_only = false;
  bool leave_out_shown = false;            // What IsShowing.
  absl::Time from = absl::InfinitePast();  // By the time of recording.
  absl::Time until = absl::InfiniteFuture();
  // Only entries with a number above `after`, and up to `last`: pages of one listing end where the
  // book ended when the first was read, though reading them goes into the book, too.
  uint64_t after = 0;
  uint64_t last = UINT64_MAX;
  size_t limit = 100;
};

struct ReadsPage {
  std::vector<RecordedRead> reads;  // Oldest first.
  // Pass it as `after`; 0: this is the last page. A page may come short and still have a next.
  uint64_t next = 0;
  uint64_t last = 0;  // Where the listing ends: pass it on.
};

// Thread-safe.
class AccessBook {
 public:
  virtual ~AccessBook() = default;

  // Calls `done` once, on a thread of the book or this one; it must not wait for another entry. OK
  // only for what is durable; else ACCESS_BOOK_UNAVAILABLE, and nothing of it may be shown.
  using Done = std::function<void(absl::Status)>;
  virtual void Record(ReadEntry entry, Done done) = 0;

  // From an index by case, person, agency and refusal.
  virtual absl::StatusOr<ReadsPage> Find(const ReadsQuery& query) = 0;
};

}  // namespace rufaa
