// Ports of the loopback for processes that must be told theirs, and may be killed and started again
// on them.
#pragma once

#include <vector>

namespace rufaa {

// Different ones, free as of now. They lie below those that the machine gives to outgoing
// connections, and no other program that asks here is given one of them until this one ends: so
// that whoever comes back finds its own still free.
std::vector<int> FreePorts(int count);

}  // namespace rufaa
