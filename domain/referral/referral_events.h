// Every event of the stream "referral/<code>": one referral from one agency to another.
#pragma once

#include <variant>

#include "domain/referral/ending_events.h"
#include "domain/referral/sending_events.h"
#include "domain/referral/service_events.h"

namespace rufaa::referral {

using Event = std::variant<Drafted, Sent, Opened, InfoRequested, InfoGiven, Accepted, Waitlisted,
                           Scheduled, NoShow, AppointmentCancelled, ServiceRecorded, Completed,
                           LoopConfirmed, Declined, Redirected, CancelRequested, Cancelled, Expired,
                           NotReached, EnteredInError, HandedOver, Escalated>;

}  // namespace rufaa::referral
