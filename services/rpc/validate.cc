#include "services/rpc/validate.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "domain/base/refusal.h"
#include "domain/base/status_macros.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/timestamp.pb.h"
#include "google/protobuf/unknown_field_set.h"
#include "rufaa/common/v1/rules.pb.h"

namespace rufaa::rpc {
namespace {

using common::v1::FieldRules;
using common::v1::Form;
using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

constexpr size_t kMaxViolations = 8;
constexpr uint32_t kDefaultMaxBytes = 256;
constexpr uint32_t kDefaultMaxItems = 100;
constexpr size_t kMaxIdBytes = 64;
constexpr size_t kMaxCodeBytes = 32;
// 0001-01-01 … 9999-12-31, as google.protobuf.Timestamp demands.
constexpr int64_t kMinSeconds = -62135596800;
constexpr int64_t kMaxSeconds = 253402300799;

struct FieldPlan {
  const FieldDescriptor* field;
  FieldRules rules;
};
using Plan = std::vector<FieldPlan>;

// Options are slow to look up; descriptors live for ever, so each thread remembers.
const Plan& PlanOf(const Descriptor* descriptor) {
  thread_local absl::flat_hash_map<const Descriptor*, std::unique_ptr<Plan>> plans;
  std::unique_ptr<Plan>& plan = plans[descriptor];
  if (plan == nullptr) {
    plan = std::make_unique<Plan>();
    for (int i = 0; i < descriptor->field_count(); ++i) {
      const FieldDescriptor* field = descriptor->field(i);
      plan->push_back({field, field->options().GetExtension(common::v1::rules)});
    }
  }
  return *plan;
}

bool IsUuid(const std::string& text) {
  if (text.size() != 36) return false;
  for (size_t i = 0; i < text.size(); ++i) {
    const bool dash = i == 8 || i == 13 || i == 18 || i == 23;
    if (dash ? text[i] != '-' : !absl::ascii_isxdigit(text[i])) return false;
  }
  return true;
}

bool IsCode(const std::string& text) {
  if (text.size() > kMaxCodeBytes) return false;
  for (const char c : text) {
    if (!absl::ascii_isupper(c) && !absl::ascii_isdigit(c) && c != '_') return false;
  }
  return true;
}

bool IsId(const std::string& text) {
  if (text.size() > kMaxIdBytes) return false;
  for (const char c : text) {
    if (!absl::ascii_isalnum(c) && !absl::StrContains("-_.:/", c)) return false;
  }
  return true;
}

bool IsDate(const std::string& text) {
  absl::CivilDay day;
  return text.size() == 10 && absl::ParseCivilTime(text, &day) &&
         absl::FormatCivilTime(day) == text;
}

bool HasControl(const std::string& text, bool breaks_allowed) {
  for (const char c : text) {
    if (breaks_allowed && (c == '\n' || c == '\r' || c == '\t')) continue;
    if (absl::ascii_iscntrl(static_cast<unsigned char>(c))) return true;
  }
  return false;
}

const char* ProblemOfForm(const std::string& text, Form form) {
  switch (form) {
    case common::v1::FORM_UUID:
      return IsUuid(text) ? nullptr : "not a UUID";
    case common::v1::FORM_CODE:
      return IsCode(text) ? nullptr : "not a code";
    case common::v1::FORM_ID:
      return IsId(text) ? nullptr : "not an id";
    case common::v1::FORM_DATE:
      return IsDate(text) ? nullptr : "not a date (YYYY-MM-DD)";
    default:
      return HasControl(text, form == common::v1::FORM_TEXT) ? "control characters" : nullptr;
  }
}

class Checker {
 public:
  void Check(const Message& message, const std::string& path);
  absl::Status status() && {
    if (details_.empty()) return absl::OkStatus();
    const std::string text = absl::StrCat(details_[0].second, ": ", details_[1].second);
    return Refuse(Reason::MALFORMED, text, std::move(details_));
  }

 private:
  bool full() const { return details_.size() >= 2 * kMaxViolations; }
  void Add(std::string path, std::string problem) {
    if (full()) return;
    details_.emplace_back("field", std::move(path));
    details_.emplace_back("problem", std::move(problem));
  }
  void CheckUnknown(const Message& message, const std::string& path);
  void CheckField(const Message& message, const FieldPlan& plan, const std::string& path);
  void CheckItems(const Message& message, const FieldPlan& plan, const std::string& name);
  void CheckString(const std::string& text, const FieldPlan& plan, const std::string& path);
  void CheckTimestamp(const Message& message, const std::string& path);

  RefusalDetails details_;
};

std::string Join(const std::string& path, const std::string& name) {
  return path.empty() ? name : absl::StrCat(path, ".", name);
}

// proto3 keeps whatever number was sent, so that what follows would see an enum that is none of
// its.
bool IsListed(const FieldDescriptor* field, int value) {
  return field->enum_type()->FindValueByNumber(value) != nullptr;
}

void Checker::CheckUnknown(const Message& message, const std::string& path) {
  const auto& unknown = message.GetReflection()->GetUnknownFields(message);
  for (int i = 0; i < unknown.field_count() && !full(); ++i) {
    Add(Join(path, absl::StrCat("#", unknown.field(i).number())), "unknown field");
  }
}

void Checker::CheckString(const std::string& text, const FieldPlan& plan, const std::string& path) {
  const uint32_t max = plan.rules.max_bytes() > 0 ? plan.rules.max_bytes() : kDefaultMaxBytes;
  if (text.size() > max) {
    Add(path, absl::StrCat("longer than ", max, " bytes"));
    return;
  }
  if (text.empty() || plan.field->type() != FieldDescriptor::TYPE_STRING) return;
  if (const char* problem = ProblemOfForm(text, plan.rules.form())) Add(path, problem);
}

void Checker::CheckTimestamp(const Message& message, const std::string& path) {
  const auto& time = static_cast<const google::protobuf::Timestamp&>(message);
  if (time.seconds() < kMinSeconds || time.seconds() > kMaxSeconds || time.nanos() < 0 ||
      time.nanos() > 999'999'999) {
    Add(path, "not a time");
  }
}

void Checker::CheckField(const Message& message, const FieldPlan& plan, const std::string& path) {
  const Reflection* reflection = message.GetReflection();
  const FieldDescriptor* field = plan.field;
  const bool present = field->is_repeated() ? reflection->FieldSize(message, field) > 0
                                            : reflection->HasField(message, field);
  if (!present) {
    if (plan.rules.required()) Add(Join(path, field->name()), "required");
    return;
  }
  const std::string name = Join(path, field->name());
  if (field->is_repeated()) {
    CheckItems(message, plan, name);
  } else if (field->cpp_type() == FieldDescriptor::CPPTYPE_ENUM) {
    if (!IsListed(field, reflection->GetEnumValue(message, field))) Add(name, "unknown value");
  } else if (field->cpp_type() == FieldDescriptor::CPPTYPE_STRING) {
    std::string scratch;
    CheckString(reflection->GetStringReference(message, field, &scratch), plan, name);
  } else if (field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
    Check(reflection->GetMessage(message, field), name);
  }
}

void Checker::CheckItems(const Message& message, const FieldPlan& plan, const std::string& name) {
  const Reflection* reflection = message.GetReflection();
  const FieldDescriptor* field = plan.field;
  const int size = reflection->FieldSize(message, field);
  const uint32_t max = plan.rules.max_items() > 0 ? plan.rules.max_items() : kDefaultMaxItems;
  if (static_cast<uint32_t>(size) > max) {
    Add(name, absl::StrCat("more than ", max, " items"));
    return;
  }
  for (int i = 0; i < size && !full(); ++i) {
    const std::string item = absl::StrCat(name, "[", i, "]");
    if (field->cpp_type() == FieldDescriptor::CPPTYPE_ENUM) {
      // Zero is what a field of its own holds when nothing was said; said in a list it means
      // nothing.
      const int value = reflection->GetRepeatedEnumValue(message, field, i);
      if (value == 0 || !IsListed(field, value)) Add(item, "unknown value");
    } else if (field->cpp_type() == FieldDescriptor::CPPTYPE_STRING) {
      std::string scratch;
      CheckString(reflection->GetRepeatedStringReference(message, field, i, &scratch), plan, item);
    } else if (field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
      Check(reflection->GetRepeatedMessage(message, field, i), item);
    }
  }
}

void Checker::Check(const Message& message, const std::string& path) {
  CheckUnknown(message, path);
  if (message.GetDescriptor() == google::protobuf::Timestamp::descriptor()) {
    CheckTimestamp(message, path);
    return;
  }
  for (const FieldPlan& plan : PlanOf(message.GetDescriptor())) {
    if (full()) return;
    CheckField(message, plan, path);
  }
}

}  // namespace

absl::Status CheckSize(const Message& request, size_t max_bytes) {
  const size_t size = request.ByteSizeLong();
  if (size <= max_bytes) return absl::OkStatus();
  return Refuse(Reason::TOO_LARGE, {},
                {{"bytes", std::to_string(size)}, {"max_bytes", std::to_string(max_bytes)}});
}

absl::Status Validate(const Message& request, size_t max_bytes) {
  RUFAA_RETURN_IF_ERROR(CheckSize(request, max_bytes));
  Checker checker;
  checker.Check(request, "");
  return std::move(checker).status();
}

}  // namespace rufaa::rpc
