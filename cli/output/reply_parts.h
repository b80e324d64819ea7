// What a reply consists of: whether it is a list, a thing, or more than one table can hold.
#pragma once

#include <string>
#include <vector>

#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"

namespace rufaa::cli {

// Says how the answer came about, not what it is.
bool IsFrame(const google::protobuf::FieldDescriptor& field);

// The field that makes `type` a list: the only one beside the frame, and what one cell holds.
// nullptr where it is none.
const google::protobuf::FieldDescriptor* RowsOf(const google::protobuf::Descriptor& type);

// The field of the one thing that `type` is about; nullptr where it is about none, or several.
const google::protobuf::FieldDescriptor* ThingOf(const google::protobuf::Descriptor& type);

// A list, or a thing that is one row.
bool IsOneTable(const google::protobuf::Descriptor& type);

// Fields of `part` that have a value and that no cell holds.
std::vector<std::string> LeftOutOf(const google::protobuf::Message& part);

}  // namespace rufaa::cli
