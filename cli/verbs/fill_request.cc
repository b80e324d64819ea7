#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "cli/app/exit_code.h"
#include "cli/message/fields.h"
#include "cli/message/proto_docs.h"
#include "cli/output/cells.h"
#include "cli/rpc/connection.h"
#include "cli/session/input.h"
#include "cli/verbs/rpc_verb.h"
#include "domain/base/status_macros.h"
#include "google/protobuf/util/json_util.h"

namespace rufaa::cli {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

std::vector<const FieldDescriptor*> FieldsOf(const Message& message) {
  std::vector<const FieldDescriptor*> fields;
  fields.reserve(message.GetDescriptor()->field_count());
  for (int i = 0; i < message.GetDescriptor()->field_count(); ++i) {
    fields.push_back(message.GetDescriptor()->field(i));
  }
  return fields;
}

bool IsSet(const Message& message, const FieldDescriptor& field) {
  return field.is_repeated() ? message.GetReflection()->FieldSize(message, &field) > 0
                             : message.GetReflection()->HasField(message, &field);
}

absl::Status FillFromJson(const std::string& path, Message& request) {
  RUFAA_ASSIGN_OR_RETURN(const std::string json, ReadInput(path));
  const auto status = google::protobuf::util::JsonStringToMessage(json, &request);
  if (status.ok()) return absl::OkStatus();
  const std::string problem(status.message().data(), status.message().size());
  return UsageError(absl::StrCat("--from ", path, ": ", problem));
}

// Of fields of which only one can be, none may be typed and passed over for another.
absl::Status CheckOnlyOne(const Args& args, const Message& request) {
  const auto& type = *request.GetDescriptor();
  for (int i = 0; i < type.real_oneof_decl_count(); ++i) {
    const FieldDescriptor* given = nullptr;
    for (int j = 0; j < type.oneof_decl(i)->field_count(); ++j) {
      const FieldDescriptor& field = *type.oneof_decl(i)->field(j);
      if (!args.Has(field.name()) && !args.Has(FlagNameOf(field))) continue;
      if (given != nullptr) {
        return UsageError(absl::StrCat("--", FlagNameOf(*given), " and --", FlagNameOf(field),
                                       ": give one of them"));
      }
      given = &field;
    }
  }
  return absl::OkStatus();
}

// What was typed for one field, by place or by flag.
absl::Status FillField(const Reading& reading, const Args& args, const FieldDescriptor& field,
                       Message& request) {
  const Way way = WayOf(field);
  const std::string flag = FlagNameOf(field);
  if (way == Way::kText || way == Way::kSecret) {
    if (!args.Has(flag)) return absl::OkStatus();
    RUFAA_ASSIGN_OR_RETURN(const std::string text, ReadInputLine(args.Get(flag)));
    return SetField(reading, field, {text}, request);
  }
  // A field given by place is known by its own name, one given by flag by the flag's.
  const std::string name = args.Has(field.name()) ? field.name() : flag;
  if (!args.Has(name)) return absl::OkStatus();
  return SetField(reading, field, args.All(name), request);
}

// "New password" for new_password.
std::string Title(const FieldDescriptor& field) {
  std::string title = Heading(field.name());
  title[0] = absl::ascii_toupper(title[0]);
  return title;
}

std::string Question(const FieldDescriptor& field, bool required) {
  const std::string doc = DocOf(field);
  return absl::StrCat(doc.empty() ? field.name() : doc, required ? ": " : " (empty: skip): ");
}

// A secret that a call must bring is one that it sets: nobody sees a slip, so it is typed twice.
absl::StatusOr<std::string> AskForSecret(const FieldDescriptor& field) {
  if (!IsRequired(field)) return AskSecret(absl::StrCat(Title(field), ": "));
  RUFAA_ASSIGN_OR_RETURN(std::string secret,
                         AskSecret(absl::StrCat(Title(field), ". ", DocOf(field), ": ")));
  RUFAA_ASSIGN_OR_RETURN(const std::string again,
                         AskSecret(absl::StrCat(Title(field), " again: ")));
  if (again == secret) return secret;
  return UsageError("the two are not the same; nothing was done");
}

absl::Status AskFor(Context& context, const FieldDescriptor& field, bool required,
                    Message& message) {
  const bool secret = WayOf(field) == Way::kSecret;
  RUFAA_ASSIGN_OR_RETURN(const std::string answer,
                         secret ? AskForSecret(field) : Ask(Question(field, required)));
  if (answer.empty()) return absl::OkStatus();
  return SetField(context.reading(), field, {answer}, message);
}

// A secret is asked for at the terminal itself, wherever standard error goes.
bool MayAskFor(const Context& context, const FieldDescriptor& field) {
  if (WayOf(field) == Way::kJsonOnly) return false;
  if (WayOf(field) != Way::kSecret) return context.MayAsk();
  return CanType() && !context.settings().Switch("no_input");
}

// Personal fields that nobody gave, each asked for by its own question.
absl::Status AskForChild(Context& context, Message& request) {
  for (const FieldDescriptor* field : FieldsOf(request)) {
    if (IsSet(request, *field)) continue;
    if (WayOf(*field) == Way::kText) {
      RUFAA_RETURN_IF_ERROR(AskFor(context, *field, /*required=*/false, request));
    } else if (WayOf(*field) == Way::kJsonOnly && !field->is_repeated()) {
      Message& part = *request.GetReflection()->MutableMessage(&request, field);
      for (const FieldDescriptor* inner : FieldsOf(part)) {
        if (WayOf(*inner) != Way::kText) continue;
        RUFAA_RETURN_IF_ERROR(AskFor(context, *inner, false, part));
      }
    }
  }
  return absl::OkStatus();
}

absl::Status Complete(Context& context, const FieldDescriptor& field, Message& request) {
  if (IsSet(request, field)) return absl::OkStatus();
  if (MayAskFor(context, field)) {
    RUFAA_RETURN_IF_ERROR(AskFor(context, field, /*required=*/true, request));
    if (IsSet(request, field)) return absl::OkStatus();
  }
  const std::string how = HasFlag(field) ? absl::StrCat("--", FlagNameOf(field)) : "--from";
  return UsageError(absl::StrCat(how, " is needed: ", DocOf(field)));
}

absl::Status CompleteRequired(Context& context, const RpcVerb& verb, Message& request) {
  const auto& type = *request.GetDescriptor();
  if (!verb.own_secret.empty() && !IsSet(request, *type.FindFieldByName(verb.arguments.at(0)))) {
    RUFAA_RETURN_IF_ERROR(Complete(context, *type.FindFieldByName(verb.own_secret), request));
  }
  for (const FieldDescriptor* field : FieldsOf(request)) {
    if (IsRequired(*field)) RUFAA_RETURN_IF_ERROR(Complete(context, *field, request));
  }
  return absl::OkStatus();
}

absl::Status Confirm(Context& context, const Args& args, const RpcVerb& verb,
                     const Message& request) {
  if (verb.confirm.empty() || args.Has("yes")) return absl::OkStatus();
  if (!context.MayAsk()) return UsageError(absl::StrCat(verb.confirm, " --yes confirms it"));
  const FieldDescriptor* code = request.GetDescriptor()->FindFieldByName(verb.arguments.at(0));
  RUFAA_ASSIGN_OR_RETURN(
      const std::string answer,
      Ask(absl::StrCat(verb.confirm, " Type ", code->name(), " again to go on: ")));
  if (answer == request.GetReflection()->GetString(request, code)) return absl::OkStatus();
  return absl::CancelledError("not confirmed; nothing was done");
}

}  // namespace

absl::Status FillRequest(Context& context, const Args& args, const RpcVerb& verb,
                         Message& request) {
  RUFAA_RETURN_IF_ERROR(CheckOnlyOne(args, request));
  const Reading reading = context.reading();
  for (const auto& [name, value] : verb.defaults) {
    RUFAA_RETURN_IF_ERROR(
        SetField(reading, *request.GetDescriptor()->FindFieldByName(name), {value}, request));
  }
  if (args.Has("from")) RUFAA_RETURN_IF_ERROR(FillFromJson(args.Get("from"), request));
  for (const FieldDescriptor* field : FieldsOf(request)) {
    RUFAA_RETURN_IF_ERROR(FillField(reading, args, *field, request));
  }
  if (const FieldDescriptor* id = request.GetDescriptor()->FindFieldByName("request_id");
      id != nullptr && !IsSet(request, *id)) {
    request.GetReflection()->SetString(&request, id, NewRequestId());
  }
  if (verb.asks_for_child && context.MayAsk() && !args.Has("from")) {
    RUFAA_RETURN_IF_ERROR(AskForChild(context, request));
  }
  if (const FieldDescriptor* agency = request.GetDescriptor()->FindFieldByName("agency");
      verb.own_agency && !IsSet(request, *agency)) {
    request.GetReflection()->SetString(&request, agency, context.session().agency);
  }
  RUFAA_RETURN_IF_ERROR(CompleteRequired(context, verb, request));
  return Confirm(context, args, verb, request);
}

}  // namespace rufaa::cli
