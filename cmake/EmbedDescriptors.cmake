# cmake -DINPUT=set.bin -DOUTPUT=set.cc -P EmbedDescriptors.cmake: a file's bytes as a C++ source.
file(READ ${INPUT} bytes HEX)
string(REGEX REPLACE "([0-9a-f][0-9a-f])" "\\\\x\\1" bytes "${bytes}")
string(REGEX REPLACE "(................................................................)" "\\1\"\n    \""
  bytes "${bytes}")
file(WRITE ${OUTPUT} "// Made from the protos by cmake/EmbedDescriptors.cmake.
#include \"protos/descriptors.h\"

namespace rufaa::protos {

const char kDescriptorSet[] =
    \"${bytes}\";
const size_t kDescriptorSetSize = sizeof(kDescriptorSet) - 1;

}  // namespace rufaa::protos
")
