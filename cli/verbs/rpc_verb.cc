#include "cli/verbs/rpc_verb.h"

#include <algorithm>
#include <memory>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "cli/app/exit_code.h"
#include "cli/message/fields.h"
#include "cli/message/proto_docs.h"
#include "cli/verbs/pages.h"
#include "domain/base/status_macros.h"

namespace rufaa::cli {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::MethodDescriptor;

constexpr int kDefaultLimit = 50;

std::unique_ptr<Message> NewMessage(const Descriptor& type) {
  return std::unique_ptr<Message>(
      google::protobuf::MessageFactory::generated_factory()->GetPrototype(&type)->New());
}

bool Changes(const Descriptor& request) { return request.FindFieldByName("request_id") != nullptr; }

bool Pages(const Descriptor& request) { return request.FindFieldByName("page_token") != nullptr; }

bool TakesPersonalData(const Descriptor& request) {
  for (int i = 0; i < request.field_count(); ++i) {
    const Way way = WayOf(*request.field(i));
    if (way == Way::kText || way == Way::kJsonOnly) return true;
  }
  return false;
}

std::vector<std::string> ArgumentsOf(const RpcVerb& verb, const Descriptor& request) {
  if (!verb.arguments.empty()) return verb.arguments;
  for (const char* code : {"case_code", "referral_code"}) {
    const FieldDescriptor* field = request.FindFieldByName(code);
    if (field != nullptr && IsRequired(*field)) return {code};
  }
  return {};
}

void AddFlags(const Descriptor& request, const RpcVerb& verb, Verb& made) {
  const auto is_of = [](const std::vector<std::string>& names, const FieldDescriptor& field) {
    return std::find(names.begin(), names.end(), field.name()) != names.end();
  };
  for (int i = 0; i < request.field_count(); ++i) {
    const FieldDescriptor& field = *request.field(i);
    if (is_of(verb.arguments, field) || is_of(verb.hidden, field) || !HasFlag(field)) continue;
    made.flags.push_back(FlagOf(field));
    // The client makes the request_id; everything else that is required must be given.
    if (IsRequired(field) && WayOf(field) != Way::kRequestId) {
      absl::StrAppend(&made.flags.back().help, " (needed)");
    }
  }
  if (Changes(request) || TakesPersonalData(request)) {
    made.flags.push_back(
        {.name = "from", .help = "the request as JSON, personal data included", .value = "FILE"});
  }
  if (Pages(request)) {
    made.flags.push_back({.name = "limit", .help = "at most so many rows (50)", .value = "NUMBER"});
    made.flags.push_back({.name = "all", .help = "every row"});
  }
}

// Reads see at least what this session has written.
void AskForNewest(const Context& context, Message& request) {
  const FieldDescriptor* field = request.GetDescriptor()->FindFieldByName("min_revision");
  if (field == nullptr || request.GetReflection()->HasField(request, field)) return;
  request.GetReflection()->SetUInt64(&request, field, context.session().revision);
}

std::string TextOf(const Message& message, const char* name) {
  return message.GetReflection()->GetString(message,
                                            message.GetDescriptor()->FindFieldByName(name));
}

absl::Status CallPaged(Context& context, const RpcVerb& verb, const Args& args, Message& request,
                       Message& reply) {
  int64_t limit = args.Has("all") ? INT64_MAX : kDefaultLimit;
  if (args.Has("limit") && (!absl::SimpleAtoi(args.Get("limit"), &limit) || limit < 1)) {
    return UsageError(absl::StrCat("--limit: '", args.Get("limit"), "' is not a number above 0"));
  }
  const auto call = [&](const Message& asked, Message& page) {
    return context.Call(verb.method, asked, page);
  };
  RUFAA_ASSIGN_OR_RETURN(const bool more, TurnPages(limit, call, request, reply));
  if (more) context.printer().Note("there are more: --all, or --limit N");
  return absl::OkStatus();
}

void TellHowItWent(Context& context, const Message& reply) {
  const FieldDescriptor* repeated = reply.GetDescriptor()->FindFieldByName("repeated_request");
  if (repeated != nullptr && reply.GetReflection()->GetBool(reply, repeated)) {
    context.printer().Note("this request was applied before; nothing was written now");
  }
}

}  // namespace

Verb MakeVerb(const RpcVerb& rpc) {
  RpcVerb verb = rpc;
  const MethodDescriptor& method = MethodNamed(verb.method);
  const Descriptor& request = *method.input_type();
  verb.arguments = ArgumentsOf(verb, request);
  Verb made{.group = verb.group,
            .name = verb.name,
            .help = verb.help.empty() ? DocOf(method) : verb.help,
            .run = {}};
  for (const std::string& name : verb.arguments) {
    const FieldDescriptor& field = *request.FindFieldByName(name);
    made.arguments.push_back({name, DocOf(field), IsRequired(field) && !verb.own_agency});
  }
  AddFlags(request, verb, made);
  if (!verb.confirm.empty()) {
    made.flags.push_back({.name = "yes", .help = "do not ask for confirmation"});
  }
  made.run = [verb](Context& context, const Args& args) { return RunRpc(context, args, verb); };
  return made;
}

void AddRpcVerbs(App& app, const std::vector<RpcVerb>& verbs) {
  for (const RpcVerb& verb : verbs) app.Add(MakeVerb(verb));
}

absl::Status RunRpc(Context& context, const Args& args, const RpcVerb& verb) {
  const MethodDescriptor& method = MethodNamed(verb.method);
  const std::unique_ptr<Message> request = NewMessage(*method.input_type());
  const std::unique_ptr<Message> reply = NewMessage(*method.output_type());
  RUFAA_RETURN_IF_ERROR(context.printer().CanShow(*method.output_type()));
  // First of all: nobody should type a long answer only to hear that they are not signed in.
  RUFAA_RETURN_IF_ERROR(context.SignIn());
  RUFAA_RETURN_IF_ERROR(FillRequest(context, args, verb, *request));
  AskForNewest(context, *request);
  const bool changes = Changes(*method.input_type());
  const std::string id = changes ? TextOf(*request, "request_id") : std::string();
  if (changes) context.printer().Detail("request " + id);
  if (Pages(*method.input_type())) {
    RUFAA_RETURN_IF_ERROR(CallPaged(context, verb, args, *request, *reply));
  } else if (absl::Status called = context.Call(verb.method, *request, *reply); !called.ok()) {
    return changes ? OfRequest(id, std::move(called)) : called;
  }
  TellHowItWent(context, *reply);
  context.printer().Show(*reply, {.columns = verb.columns, .brief = changes});
  return absl::OkStatus();
}

}  // namespace rufaa::cli
