// Under which compartment of a child's what somebody writes of it is sealed.
#pragma once

#include "absl/status/statusor.h"
#include "domain/base/caller.h"
#include "domain/base/sealed.h"
#include "domain/casework/case.h"
#include "rufaa/common/v1/common.pb.h"

namespace rufaa::rpc {

// Of what an agency writes about its service: medical of a hospital, justice of police and court,
// else narrative. That too where the case does not open the nearer one to whoever writes.
Compartment CompartmentOfService(const casework::State& kase, const Acting& by);

// `asked` of a request, or `unasked` when it says none. MALFORMED for what is no note's;
// NOT_PERMITTED for medical and justice where the case does not open them to whoever writes:
// nobody writes there what they could not read again.
absl::StatusOr<Compartment> CompartmentOfNote(common::v1::Compartment asked, Compartment unasked,
                                              const casework::State& kase, const Acting& by);

}  // namespace rufaa::rpc
