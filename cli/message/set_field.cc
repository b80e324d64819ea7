#include <limits>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "cli/app/exit_code.h"
#include "cli/message/fields.h"
#include "cli/message/time_text.h"
#include "domain/base/check.h"
#include "domain/base/status_macros.h"

namespace rufaa::cli {
namespace {

using google::protobuf::EnumDescriptor;
using google::protobuf::EnumValueDescriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

absl::Status NotOfForm(const FieldDescriptor& field, absl::string_view text,
                       absl::string_view form) {
  return UsageError(absl::StrCat("--", FlagNameOf(field), ": '", text, "' is not ", form));
}

absl::StatusOr<bool> ParseBool(const FieldDescriptor& field, const std::string& text) {
  bool value = false;
  if (!absl::SimpleAtob(text, &value)) return NotOfForm(field, text, "yes or no");
  return value;
}

absl::StatusOr<uint64_t> ParseNumber(const FieldDescriptor& field, const std::string& text) {
  const uint64_t most = field.cpp_type() == FieldDescriptor::CPPTYPE_UINT64
                            ? std::numeric_limits<uint64_t>::max()
                            : uint64_t{std::numeric_limits<int32_t>::max()};
  uint64_t value = 0;
  if (!absl::SimpleAtoi(text, &value) || value > most) return NotOfForm(field, text, "a number");
  return value;
}

absl::StatusOr<int> ParseEnum(const FieldDescriptor& field, const std::string& text) {
  const EnumDescriptor& type = *field.enum_type();
  std::vector<std::string> words;
  for (int i = 0; i < type.value_count(); ++i) {
    const EnumValueDescriptor& value = *type.value(i);
    const std::string word = ShortName(value);
    if (absl::AsciiStrToLower(text) == word || text == value.name()) return value.number();
    if (value.number() != 0) words.push_back(word);
  }
  return NotOfForm(field, text, "one of " + absl::StrJoin(words, ", "));
}

absl::Status SetMessage(const Reading& reading, const FieldDescriptor& field,
                        const std::string& text, Message& part) {
  if (field.message_type()->full_name() == "google.protobuf.Timestamp") {
    RUFAA_ASSIGN_OR_RETURN(const absl::Time time, ParseTime(text, reading.zone, reading.now));
    const int64_t seconds = absl::ToUnixSeconds(time);
    part.GetReflection()->SetInt64(&part, field.message_type()->FindFieldByName("seconds"),
                                   seconds);
    const auto nanos = absl::ToInt64Nanoseconds(time - absl::FromUnixSeconds(seconds));
    part.GetReflection()->SetInt32(&part, field.message_type()->FindFieldByName("nanos"),
                                   static_cast<int32_t>(nanos));
    return absl::OkStatus();
  }
  const std::vector<std::string> parts = absl::StrSplit(text, ':');
  if (parts.size() > static_cast<size_t>(field.message_type()->field_count())) {
    return NotOfForm(field, text, FlagOf(field).value);
  }
  for (size_t i = 0; i < parts.size(); ++i) {
    if (parts[i].empty()) continue;
    const FieldDescriptor& inner = *field.message_type()->field(static_cast<int>(i));
    RUFAA_RETURN_IF_ERROR(SetField(reading, inner, {parts[i]}, part));
  }
  return absl::OkStatus();
}

// One value, set or added.
absl::Status Put(const Reading& reading, const FieldDescriptor& field, const std::string& text,
                 Message& message) {
  const Reflection& access = *message.GetReflection();
  const bool add = field.is_repeated();
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_STRING:
      add ? access.AddString(&message, &field, text) : access.SetString(&message, &field, text);
      return absl::OkStatus();
    case FieldDescriptor::CPPTYPE_BOOL: {
      RUFAA_ASSIGN_OR_RETURN(const bool value, ParseBool(field, text));
      access.SetBool(&message, &field, value);
      return absl::OkStatus();
    }
    case FieldDescriptor::CPPTYPE_ENUM: {
      RUFAA_ASSIGN_OR_RETURN(const int value, ParseEnum(field, text));
      add ? access.AddEnumValue(&message, &field, value)
          : access.SetEnumValue(&message, &field, value);
      return absl::OkStatus();
    }
    case FieldDescriptor::CPPTYPE_MESSAGE:
      return SetMessage(
          reading, field, text,
          *(add ? access.AddMessage(&message, &field) : access.MutableMessage(&message, &field)));
    default:
      break;
  }
  RUFAA_ASSIGN_OR_RETURN(const uint64_t number, ParseNumber(field, text));
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_UINT64:
      access.SetUInt64(&message, &field, number);
      return absl::OkStatus();
    case FieldDescriptor::CPPTYPE_UINT32:
      access.SetUInt32(&message, &field, static_cast<uint32_t>(number));
      return absl::OkStatus();
    case FieldDescriptor::CPPTYPE_INT32:
      access.SetInt32(&message, &field, static_cast<int32_t>(number));
      return absl::OkStatus();
    default:
      RUFAA_CHECK(!"a request field of a type that no flag can give");
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status SetField(const Reading& reading, const FieldDescriptor& field,
                      const std::vector<std::string>& values, Message& message) {
  if (!field.is_repeated()) {
    RUFAA_CHECK(!values.empty());
    return Put(reading, field, values.back(), message);
  }
  message.GetReflection()->ClearField(&message, &field);
  for (const std::string& value : values) {
    for (const std::string& item :
         std::vector<std::string>(absl::StrSplit(value, ',', absl::SkipWhitespace()))) {
      RUFAA_RETURN_IF_ERROR(Put(reading, field, item, message));
    }
  }
  return absl::OkStatus();
}

}  // namespace rufaa::cli
