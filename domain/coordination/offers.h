// Whether an offer fits a child; shared within coordination.
#pragma once

#include "domain/coordination/coordination.h"

namespace rufaa::coordination {

// Service, sex, age and area; room is another question. What is not known of the child fits.
bool Takes(const directory::OfferPublished& offer, const Wanted& wanted);

}  // namespace rufaa::coordination
