// What the protos say of themselves: the comment above each field and method, so that the help of a
// verb is never another text than the contract. Generated code carries no comments; the build puts
// the compiler's descriptor set, comments included, into the binary.
#pragma once

#include <string>

#include "google/protobuf/descriptor.h"

namespace rufaa::cli {

// One line, without a full stop; empty where there is no comment.
std::string DocOf(const google::protobuf::FieldDescriptor& field);
std::string DocOf(const google::protobuf::MethodDescriptor& method);

}  // namespace rufaa::cli
