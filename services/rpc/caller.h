// Who is calling, as the access service resolved it from the call's bearer token.
#pragma once

#include <string>

#include "absl/time/time.h"
#include "domain/base/caller.h"
#include "eventlog/commit.h"
#include "rufaa/access/v1/access_service.pb.h"

namespace rufaa::rpc {

// How long a second proof of identity counts.
inline constexpr absl::Duration kStepUpLasts = absl::Minutes(5);

struct Caller {
  std::string person;
  std::string agency;
  std::string agency_kind;
  std::string desk;
  Role role = Role::kNone;
  std::string county;     // The county that the session is bound to: the only one it can reach.
  std::string subcounty;  // Where the agency works, if it is one sub-county alone.
  std::string session_id;
  absl::Time stepped_up_at = absl::InfinitePast();
  // As access said some seconds ago (services/rpc/sessions.h): of a step-up since then, made at
  // another process, this one knows nothing.
  bool remembered = false;

  bool SteppedUp(absl::Time now) const { return now - stepped_up_at <= kStepUpLasts; }

  Actor ToActor() const;
  // As deciders see it. `occurred_at` is the request's, or `now`.
  Acting ToActing(absl::Time now, absl::Time occurred_at) const;
};

Caller FromProto(const access::v1::Caller& proto);
access::v1::Caller ToProto(const Caller& caller);

}  // namespace rufaa::rpc
