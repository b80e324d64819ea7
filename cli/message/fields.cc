#include "cli/message/fields.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "cli/app/exit_code.h"
#include "cli/message/proto_docs.h"
#include "domain/base/status_macros.h"
#include "domain/linelist/values.h"
#include "rufaa/common/v1/rules.pb.h"

namespace rufaa::cli {
namespace {

using google::protobuf::EnumDescriptor;
using google::protobuf::EnumValueDescriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

const common::v1::FieldRules& RulesOf(const FieldDescriptor& field) {
  return field.options().GetExtension(common::v1::rules);
}

bool IsAnyOf(const std::string& name, std::initializer_list<const char*> names) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

// Short texts that name a child or somebody near it. Free text (FORM_TEXT) always may.
bool NamesSomebody(const FieldDescriptor& field) {
  return IsAnyOf(field.name(), {"first_name", "other_names", "surname", "birth_date", "birth_year",
                                "phone", "caregiver_name", "caregiver_phone", "reporter_name",
                                "reporter_phone", "ob_number", "court_file"});
}

std::vector<std::string> ChoicesOf(const EnumDescriptor& type) {
  std::vector<std::string> choices;
  for (int i = 0; i < type.value_count(); ++i) {
    if (type.value(i)->number() != 0) choices.push_back(ShortName(*type.value(i)));
  }
  return choices;
}

bool IsTime(const FieldDescriptor& field) {
  return field.cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE &&
         field.message_type()->full_name() == "google.protobuf.Timestamp";
}

std::string ValueNameOf(const FieldDescriptor& field) {
  if (IsTime(field)) return "TIME";
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_BOOL:
      return field.has_presence() ? "yes|no" : "";
    case FieldDescriptor::CPPTYPE_ENUM:
      return "WORD";
    case FieldDescriptor::CPPTYPE_STRING:
      break;
    case FieldDescriptor::CPPTYPE_MESSAGE: {
      std::vector<std::string> parts;
      parts.reserve(field.message_type()->field_count());
      for (int i = 0; i < field.message_type()->field_count(); ++i) {
        parts.push_back(absl::AsciiStrToUpper(field.message_type()->field(i)->name()));
      }
      return absl::StrJoin(parts, ":");
    }
    default:
      return "NUMBER";
  }
  switch (RulesOf(field).form()) {
    case common::v1::FORM_CODE:
      return "CODE";
    case common::v1::FORM_ID:
      return "ID";
    case common::v1::FORM_DATE:
      return "DATE";
    default:
      return "TEXT";
  }
}

// A message that can be written on one line: none of its fields is personal or a message itself.
bool IsShort(const google::protobuf::Descriptor& type) {
  for (int i = 0; i < type.field_count(); ++i) {
    const FieldDescriptor& field = *type.field(i);
    if (NamesSomebody(field) || RulesOf(field).form() == common::v1::FORM_TEXT ||
        field.cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
      return false;
    }
  }
  return true;
}

}  // namespace

std::string ShortName(const EnumValueDescriptor& value) {
  // PURPOSE_CASE_MGMT: the type's name, which proto enums repeat in every value, is left out.
  std::string prefix;
  for (const char c : value.type()->name()) {
    if (absl::ascii_isupper(c) && !prefix.empty()) prefix.push_back('_');
    prefix.push_back(absl::ascii_toupper(c));
  }
  std::string name = value.name();
  if (absl::StartsWith(name, prefix + "_")) name = name.substr(prefix.size() + 1);
  return absl::StrReplaceAll(absl::AsciiStrToLower(name), {{"_", "-"}});
}

Way WayOf(const FieldDescriptor& field) {
  if (field.name() == "request_id") return Way::kRequestId;
  if (IsAnyOf(field.name(), {"page_size", "page_token"})) return Way::kPaging;
  if (absl::EndsWith(field.name(), "password") || field.name() == "token") return Way::kSecret;
  if (NamesSomebody(field) || RulesOf(field).form() == common::v1::FORM_TEXT) return Way::kText;
  if (field.cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE && !IsTime(field) &&
      !IsShort(*field.message_type())) {
    return Way::kJsonOnly;
  }
  return Way::kFlag;
}

std::string FlagNameOf(const FieldDescriptor& field) {
  const std::string name = absl::StrReplaceAll(field.name(), {{"_", "-"}});
  const Way way = WayOf(field);
  return way == Way::kText || way == Way::kSecret ? name + "-file" : name;
}

bool HasFlag(const FieldDescriptor& field) {
  const Way way = WayOf(field);
  return way != Way::kJsonOnly && way != Way::kPaging;
}

Flag FlagOf(const FieldDescriptor& field) {
  Flag flag{.name = FlagNameOf(field), .help = DocOf(field)};
  const Way way = WayOf(field);
  if (way == Way::kText || way == Way::kSecret) {
    flag.value = "FILE";
    return flag;
  }
  flag.value = ValueNameOf(field);
  flag.repeated = field.is_repeated();
  if (field.cpp_type() == FieldDescriptor::CPPTYPE_ENUM)
    flag.choices = ChoicesOf(*field.enum_type());
  return flag;
}

absl::Status CheckTexts(const Message& message) {
  const Reflection& access = *message.GetReflection();
  std::vector<const FieldDescriptor*> fields;
  access.ListFields(message, &fields);
  for (const FieldDescriptor* field : fields) {
    const bool text = field->type() == FieldDescriptor::TYPE_STRING;
    const bool part = field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE;
    const int many = field->is_repeated() ? access.FieldSize(message, field) : 1;
    for (int i = 0; (text || part) && i < many; ++i) {
      if (part) {
        RUFAA_RETURN_IF_ERROR(CheckTexts(field->is_repeated()
                                             ? access.GetRepeatedMessage(message, field, i)
                                             : access.GetMessage(message, field)));
      } else if (!linelist::IsUtf8(field->is_repeated()
                                       ? access.GetRepeatedString(message, field, i)
                                       : access.GetString(message, field))) {
        return UsageError(absl::StrCat("--", FlagNameOf(*field),
                                       ": the text is not UTF-8: save or type it as UTF-8"));
      }
    }
  }
  return absl::OkStatus();
}

bool IsRequired(const FieldDescriptor& field) { return RulesOf(field).required(); }

}  // namespace rufaa::cli
