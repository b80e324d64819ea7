// The services' protos as a serialized FileDescriptorSet, imports and comments included. The build
// makes it.
#pragma once

#include <cstddef>

namespace rufaa::protos {

extern const char kDescriptorSet[];
extern const size_t kDescriptorSetSize;

}  // namespace rufaa::protos
