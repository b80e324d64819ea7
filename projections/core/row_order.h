// Rows in the order of their keys.
#pragma once

#include "projections/core/rows.h"

namespace rufaa {

// The same changes by key, bytewise as the store has them. Each key at most once.
RowChanges InOrder(RowChanges changes);

}  // namespace rufaa
