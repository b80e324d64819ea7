#include "cli/output/cells.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <map>

#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "cli/message/fields.h"
#include "cli/message/time_text.h"
#include "domain/codelists/codelists.h"

namespace rufaa::cli {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

// Which list the codes of a field are of, by its name.
absl::string_view ListOf(const std::string& field_name) {
  static const auto* const lists = new std::map<std::string, absl::string_view>{
      {"risk", list::kRisk},
      {"sex", list::kSex},
      {"service", list::kReferralReason},
      {"services", list::kReferralReason},
      {"decline_reason", list::kDeclineReason},
      {"cancel_reason", list::kCancelReason},
      {"not_reached_reason", list::kNotReachedReason},
      {"closure_reason", list::kClosureReason},
      {"session", list::kCourtSession},
      {"category", list::kCategory},
      {"subcategory", list::kSubcategory},
      {"nature", list::kNature},
      {"destination", list::kReferralDestination},
      {"kind", list::kAgencyKind},
  };
  const auto found = lists->find(field_name);
  return found == lists->end() ? absl::string_view() : found->second;
}

std::string WithLabel(const std::string& code, const FieldDescriptor& field,
                      const CellStyle& style) {
  const absl::string_view of = ListOf(field.name());
  if (!style.labels || of.empty() || code.empty()) return code;
  const Code* known = CodeLists::Builtin().Find(of, code);
  return known == nullptr ? code : absl::StrCat(code, " (", known->label_en, ")");
}

absl::Time TimeOf(const Message& timestamp) {
  const Reflection& access = *timestamp.GetReflection();
  const auto& type = *timestamp.GetDescriptor();
  return absl::FromUnixSeconds(access.GetInt64(timestamp, type.FindFieldByName("seconds"))) +
         absl::Nanoseconds(access.GetInt32(timestamp, type.FindFieldByName("nanos")));
}

Cell TimeCell(const Message& message, const FieldDescriptor& field, const CellStyle& style) {
  if (!message.GetReflection()->HasField(message, &field)) return {};
  const absl::Time time = TimeOf(message.GetReflection()->GetMessage(message, &field));
  if (!style.for_people) return {absl::FormatTime(absl::RFC3339_sec, time, style.zone)};
  Cell cell{ShowTime(time, style.zone)};
  // Only what somebody must act on is told from now on.
  if (field.name() == "due_time" || absl::EndsWith(field.name(), "_by_time")) {
    absl::StrAppend(&cell.text, " (", ShowDistance(time, style.now), ")");
    if (time < style.now) cell.tone = Tone::kWarning;
  }
  return cell;
}

std::string NumberText(double number, const CellStyle& style) {
  if (!style.for_people) return absl::StrCat(number);
  // In the board's replies a number below zero says that there is none to tell.
  if (number < 0) return "";
  return number >= 100 || number == std::floor(number) ? absl::StrFormat("%.0f", number)
                                                       : absl::StrFormat("%.2g", number);
}

// Places that somebody counts: of these none is told as none.
bool CountsPlaces(const Message& message, const FieldDescriptor& field) {
  const auto& type = *message.GetDescriptor();
  if (type.FindFieldByName("room") == nullptr) return false;
  const std::string& name = field.name();
  if (name != "room" && name != "total" && name != "used" && name != "held" && name != "occupied") {
    return false;
  }
  for (const char* counted : {"has_beds", "counted"}) {
    const FieldDescriptor* told = type.FindFieldByName(counted);
    if (told != nullptr) return message.GetReflection()->GetBool(message, told);
  }
  return true;
}

// A single value of any simple type, as a string.
std::string ValueText(const Message& message, const FieldDescriptor& field,
                      const CellStyle& style) {
  const Reflection& access = *message.GetReflection();
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_STRING: {
      const std::string text = access.GetString(message, &field);
      if (field.type() == FieldDescriptor::TYPE_BYTES) return absl::BytesToHexString(text);
      return WithLabel(text, field, style);
    }
    case FieldDescriptor::CPPTYPE_BOOL: {
      if (field.has_presence() && !access.HasField(message, &field)) return "";
      const bool value = access.GetBool(message, &field);
      return value ? "yes" : style.for_people && !field.has_presence() ? "" : "no";
    }
    case FieldDescriptor::CPPTYPE_ENUM: {
      const auto* value = access.GetEnum(message, &field);
      return value->number() == 0 ? "" : ShortName(*value);
    }
    case FieldDescriptor::CPPTYPE_DOUBLE: {
      const double number = access.GetDouble(message, &field);
      const bool no_target = field.name() == "target" && number == 0;
      return style.for_people && no_target ? "" : NumberText(number, style);
    }
    case FieldDescriptor::CPPTYPE_UINT32: {
      const uint32_t number = access.GetUInt32(message, &field);
      const bool untold = number == 0 && style.for_people && !CountsPlaces(message, field);
      return untold ? "" : absl::StrCat(number);
    }
    case FieldDescriptor::CPPTYPE_UINT64: {
      const uint64_t number = access.GetUInt64(message, &field);
      return number == 0 && style.for_people ? "" : absl::StrCat(number);
    }
    case FieldDescriptor::CPPTYPE_INT32:
      return absl::StrCat(access.GetInt32(message, &field));
    default:
      return "";
  }
}

std::string MapText(const Message& message, const FieldDescriptor& field) {
  std::vector<std::string> parts;
  const Reflection& access = *message.GetReflection();
  for (int i = 0; i < access.FieldSize(message, &field); ++i) {
    const Message& entry = access.GetRepeatedMessage(message, &field, i);
    const auto& type = *entry.GetDescriptor();
    parts.push_back(
        absl::StrCat(entry.GetReflection()->GetString(entry, type.FindFieldByName("key")), "=",
                     entry.GetReflection()->GetString(entry, type.FindFieldByName("value"))));
  }
  std::sort(parts.begin(), parts.end());
  return absl::StrJoin(parts, " ");
}

std::string ListText(const Message& message, const FieldDescriptor& field, const CellStyle& style) {
  std::vector<std::string> parts;
  const Reflection& access = *message.GetReflection();
  for (int i = 0; i < access.FieldSize(message, &field); ++i) {
    if (field.cpp_type() == FieldDescriptor::CPPTYPE_STRING) {
      parts.push_back(WithLabel(access.GetRepeatedString(message, &field, i), field, style));
    } else if (field.cpp_type() == FieldDescriptor::CPPTYPE_ENUM) {
      parts.push_back(ShortName(*access.GetRepeatedEnum(message, &field, i)));
    }
  }
  return absl::StrJoin(parts, ", ");
}

// Small messages that read well as one cell.
bool IsOneCell(const FieldDescriptor& field) {
  if (field.cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE || field.is_repeated()) return false;
  const std::string& name = field.message_type()->full_name();
  return name == "rufaa.committee.v1.Count" || name == "rufaa.common.v1.Actor" ||
         name == "rufaa.committee.v1.Quantiles";
}

std::string QuantilesText(const Message& quantiles) {
  const auto hours = [&quantiles](const char* name) {
    const double value = quantiles.GetReflection()->GetDouble(
        quantiles, quantiles.GetDescriptor()->FindFieldByName(name));
    return value < 0 ? std::string("…") : absl::StrFormat("%.3g h", value);
  };
  return absl::StrCat(hours("p50_hours"), " / ", hours("p90_hours"));
}

std::string SmallMessageText(const Message& part) {
  const auto& type = *part.GetDescriptor();
  const Reflection& access = *part.GetReflection();
  if (type.name() == "Quantiles") return QuantilesText(part);
  if (type.name() == "Count") {
    if (access.GetBool(part, type.FindFieldByName("suppressed"))) return kHidden;
    return absl::StrCat(access.GetUInt64(part, type.FindFieldByName("value")));
  }
  std::vector<std::string> words;
  for (const char* name : {"person", "agency", "role"}) {
    const std::string word = access.GetString(part, type.FindFieldByName(name));
    if (!word.empty()) words.push_back(word);
  }
  return absl::StrJoin(words, " ");
}

}  // namespace

bool IsTime(const FieldDescriptor& field) {
  return field.cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE &&
         field.message_type()->full_name() == "google.protobuf.Timestamp";
}

bool IsSimple(const FieldDescriptor& field) {
  return field.cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE || IsTime(field) || field.is_map() ||
         IsOneCell(field);
}

Cell CellOf(const Message& message, const FieldDescriptor& field, const CellStyle& style) {
  if (field.is_map()) return {MapText(message, field)};
  if (field.is_repeated()) return {ListText(message, field, style)};
  if (IsTime(field)) return TimeCell(message, field, style);
  if (IsOneCell(field)) {
    if (!message.GetReflection()->HasField(message, &field)) return {};
    return {SmallMessageText(message.GetReflection()->GetMessage(message, &field))};
  }
  Cell cell{ValueText(message, field, style)};
  const std::string& name = field.name();
  if ((name == "overdue" || name == "escalated" || name == "stale") && cell.text == "yes") {
    cell.tone = Tone::kWarning;
  }
  return cell;
}

std::string Heading(const std::string& field_name) {
  return absl::StrReplaceAll(field_name, {{"_", " "}});
}

Table TableOf(const Message& message, const FieldDescriptor& rows, std::vector<std::string> columns,
              const CellStyle& style) {
  const Reflection& access = *message.GetReflection();
  const google::protobuf::Descriptor& type = *rows.message_type();
  const bool chosen = !columns.empty();
  if (!chosen) {
    for (int i = 0; i < type.field_count(); ++i) {
      if (IsSimple(*type.field(i))) columns.push_back(type.field(i)->name());
    }
  }
  Table table;
  std::vector<bool> used(columns.size(), chosen || !style.for_people);
  for (int i = 0; i < access.FieldSize(message, &rows); ++i) {
    const Message& row = access.GetRepeatedMessage(message, &rows, i);
    table.rows.emplace_back();
    for (size_t c = 0; c < columns.size(); ++c) {
      table.rows.back().push_back(CellOf(row, *type.FindFieldByName(columns[c]), style));
      if (!table.rows.back().back().text.empty()) used[c] = true;
    }
  }
  for (size_t c = columns.size(); c-- > 0;) {
    if (used[c]) {
      table.columns.insert(table.columns.begin(),
                           style.for_people ? Heading(columns[c]) : columns[c]);
      continue;
    }
    for (auto& row : table.rows) row.erase(row.begin() + static_cast<std::ptrdiff_t>(c));
  }
  return table;
}

}  // namespace rufaa::cli
