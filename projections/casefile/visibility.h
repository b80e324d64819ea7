// Who may hold what of a case. Default deny; the one place of the views that decides it, asked
// before a row is written, so that what an agency may not know is in none of its rows.
#pragma once

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "domain/base/sealed.h"
#include "domain/events.h"

namespace rufaa::casefile {

// What an agency is to a case, the strongest first.
enum class Relation {
  kNone = 0,
  kOwner = 1,       // Or asked to become it.
  kAccepted = 2,    // Recipient of an accepted referral that has not ended.
  kPending = 3,     // Recipient of a referral not yet decided.
  kIdentifier = 4,  // Found the child.
  kEnded = 5,       // Was a recipient, or the owner.
};
absl::string_view Name(Relation relation);

// Whether an agency of `kind` in `relation` may hold sealed data of `compartment`. `scope`: what
// its accepted referrals opened.
bool MayHold(absl::string_view kind, Relation relation, Compartment compartment,
             absl::Span<const Compartment> scope);

// Whether it may hold when an assault happened, by which treatment after it can begin.
bool MayHoldExposure(absl::string_view kind, Relation relation,
                     absl::Span<const Compartment> scope);

// Whether one of its kind may know of `event` of the case at all, whatever its referrals opened.
// `own`: the event belongs to a referral to or from this agency, or this agency did it.
bool MayKnow(absl::string_view kind, Relation relation, const AnyEvent& event, bool own);

// Whether it tells of what is before a court: its days and its orders.
bool IsOfCourt(const AnyEvent& event);

}  // namespace rufaa::casefile
