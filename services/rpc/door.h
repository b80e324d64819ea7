// The narrow door: every read that opens personal data passes here, and nowhere else does a service
// have anything opened. What is asked is decided by the policy first; the decision is entered in
// the access book, denials too; and only once the entry is durable is a single value unsealed. What
// can't be entered is not read: ACCESS_BOOK_UNAVAILABLE.
//
// No thread waits for the book. A handler does what needs nothing sealed, and leaves the rest as a
// Reading, which goes on when the entry is durable, on a thread of the book or of the reader.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "domain/base/sealed.h"
#include "domain/policy/policy.h"
#include "rufaa/common/v1/common.pb.h"
#include "services/rpc/call.h"
#include "vault/recorded_reader.h"

namespace rufaa::rpc {

// What a call asks to see, for the access book: as far as it is known when the call is refused.
struct Sought {
  common::v1::Purpose purpose = common::v1::PURPOSE_UNSPECIFIED;
  std::vector<std::string> cases = {};
  std::string about = {};  // What else: "referral/…", "person/…", "agency/…".
  uint64_t position = 0;   // Of the view that the read is answered from.
};

// What the caller is to the case, and what is to be opened.
struct Opening {
  std::vector<policy::Tie> ties;
  std::vector<Compartment> compartments;
  // Refuse the whole read when one compartment stays shut; else open what may be opened.
  bool all_or_nothing = true;
};

// What the door opened of a Reading's values.
class Opened {
 public:
  explicit Opened(std::vector<std::string> texts) : texts_(std::move(texts)) {}

  // Of the value at `index`; "" for an empty one, and for one of a compartment that stays shut.
  const std::string& Text(size_t index) const { return texts_.at(index); }

 private:
  const std::vector<std::string> texts_;
};

// What is left of a read behind the door.
struct Reading {
  Opening opening;
  std::vector<SealedAt> values;
  // Puts the texts into the reply. Must not block.
  std::function<absl::Status(const Opened&)> fill;
};

// Answers a read: at once when nothing is left to be opened, as shown, else through the door. A
// denial is entered before it is answered. NOT_PERMITTED for a purpose that the role may not claim,
// or a compartment that stays shut; STEP_UP_REQUIRED when a step-up would open it;
// PURPOSE_REQUIRED.
void AnswerRead(const CallPtr& call, const Sought& sought,
                absl::StatusOr<std::optional<Reading>> found, const Done& done);

// Answers what shows no sealed value and is recorded all the same (a search, the trail): enters it,
// then gives `outcome`. What is neither OK nor a denial was no read, and is only given.
void AnswerEntered(const CallPtr& call, const Sought& sought, const absl::Status& outcome,
                   const Done& done);

// Notes that the caller is shown `shown.cases` without anything sealed being opened: in a list, as
// a header, as a timeline without what was written. Entered without a purpose, and once a day of
// the county's: of each person (in one role and agency), method, what it is about, and case. Waits
// for nothing and refuses nothing, since nothing is opened: what can't be entered is counted
// (services/rpc/shown_lately.h), and entered when it is shown again.
void NoteShown(const Call& call, const Sought& shown);

// A page that is kept for one caller, and shown again and again within a day: once all of it was
// entered, noting it costs nothing. Thread-safe when filled.
struct KeptShown {
  Sought shown;
  mutable std::atomic<int64_t> entered_after = -1;  // So many failures; -1: not yet.
};
void NoteShown(const Call& call, const KeptShown& kept);

// Whether the caller may say that they read for this purpose: PURPOSE_REQUIRED, NOT_PERMITTED.
absl::Status CheckPurpose(const Call& call, common::v1::Purpose purpose);

}  // namespace rufaa::rpc
