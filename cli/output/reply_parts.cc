#include "cli/output/reply_parts.h"

#include "cli/output/cells.h"

namespace rufaa::cli {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

namespace {

bool IsRows(const FieldDescriptor& field) { return field.is_repeated() && !IsSimple(field); }

}  // namespace

bool IsFrame(const FieldDescriptor& field) {
  return field.name() == "revision" || field.name() == "next_page_token" ||
         field.name() == "repeated_request";
}

const FieldDescriptor* RowsOf(const Descriptor& type) {
  if (type.name() == "ImportReply") return nullptr;  // A thing, of which some cases were kept.
  const FieldDescriptor* rows = nullptr;
  for (int i = 0; i < type.field_count(); ++i) {
    const FieldDescriptor& field = *type.field(i);
    if (IsSimple(field)) continue;
    if (!IsRows(field) || rows != nullptr) return nullptr;
    rows = &field;
  }
  return rows;
}

const FieldDescriptor* ThingOf(const Descriptor& type) {
  const FieldDescriptor* thing = nullptr;
  for (int i = 0; i < type.field_count(); ++i) {
    const FieldDescriptor& field = *type.field(i);
    if (IsSimple(field) || IsRows(field)) continue;
    if (thing != nullptr) return nullptr;
    thing = &field;
  }
  return thing;
}

bool IsOneTable(const Descriptor& type) {
  if (RowsOf(type) != nullptr) return true;
  int parts = 0;
  for (int i = 0; i < type.field_count(); ++i) {
    if (IsRows(*type.field(i))) return false;
    if (!IsSimple(*type.field(i))) ++parts;
  }
  return parts <= 1;
}

std::vector<std::string> LeftOutOf(const Message& part) {
  std::vector<std::string> names;
  const Reflection& access = *part.GetReflection();
  std::vector<const FieldDescriptor*> set;
  access.ListFields(part, &set);
  for (const FieldDescriptor* field : set) {
    if (!IsSimple(*field)) names.push_back(field->name());
  }
  return names;
}

}  // namespace rufaa::cli
