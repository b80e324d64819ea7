// The services' protos as a serialized FileDescriptorSet, imports and comments included. Made by
// the build.
#pragma once

#include <cstddef>

namespace rufaa::protos {

extern const char kDescriptorSet[];
extern const size_t kDescriptorSetSize;

}  // namespace rufaa::protos
