#include <optional>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "cli/app/exit_code.h"
#include "cli/message/time_text.h"
#include "cli/session/input.h"
#include "cli/verbs/rpc_verb.h"
#include "cli/verbs/verbs.h"
#include "domain/base/refusal.h"
#include "domain/base/status_macros.h"
#include "rufaa/access/v1/access_service.pb.h"

namespace rufaa::cli {
namespace {

const Flag& PasswordFile() {
  static const auto* const flag = new Flag{
      .name = "password-file", .help = "the password's file; - is standard input", .value = "FILE"};
  return *flag;
}

// From the file that was named; else asked for; else the first line of standard input.
absl::StatusOr<std::string> PasswordOf(Context& context, const Args& args) {
  if (args.Has("password-file")) return ReadInputLine(args.Get("password-file"));
  if (context.settings().Switch("no_input")) {
    return UsageError("--password-file is needed with --no-input");
  }
  if (CanType()) return AskSecret("Password: ");
  std::optional<std::string> line = ReadTypedLine();
  if (line) return *std::move(line);
  return UsageError("no password on standard input; --password-file says where it stands");
}

const Flag& CodeFlag() {
  static const auto* const flag =
      new Flag{.name = "code", .help = "the one-time code; asked for if needed", .value = "DIGITS"};
  return *flag;
}

bool NeedsCode(const absl::Status& status) {
  const absl::optional<Refusal> refusal = RefusalOf(status);
  return refusal && refusal->reason == Reason::ONE_TIME_CODE_NEEDED;
}

// Calls with the code that was given; asks for one where the hub says that the account has them.
template <class Request, class Call>
absl::Status CallWithCode(Context& context, const Args& args, Request& request, Call call) {
  request.set_one_time_code(args.Get("code"));
  absl::Status status = call();
  if (!NeedsCode(status) || !context.MayAsk()) return status;
  RUFAA_ASSIGN_OR_RETURN(const std::string code, Ask("One-time code: "));
  request.set_one_time_code(code);
  return call();
}

absl::Status Login(Context& context, const Args& args) {
  RUFAA_RETURN_IF_ERROR(context.Reach());
  access::v1::SignInRequest request;
  request.set_county(context.settings().Text("county"));
  if (args.Has("login_name")) {
    request.set_login_name(args.Get("login_name"));
  } else if (context.MayAsk()) {
    RUFAA_ASSIGN_OR_RETURN(const std::string name, Ask("Login name: "));
    request.set_login_name(name);
  } else {
    return UsageError("whose login? `rufaa login NAME`");
  }
  RUFAA_ASSIGN_OR_RETURN(const std::string password, PasswordOf(context, args));
  request.set_password(password);
  access::v1::SignInResponse reply;
  RUFAA_RETURN_IF_ERROR(CallWithCode(context, args, request, [&] {
    return context.CallUnsigned("access.SignIn", request, reply);
  }));
  const access::v1::Caller& caller = reply.caller();
  RUFAA_RETURN_IF_ERROR(context.KeepSession({.server = context.settings().Text("server"),
                                             .county = caller.county(),
                                             .token = reply.token(),
                                             .person = caller.person(),
                                             .agency = caller.agency(),
                                             .role = caller.role()}));
  const absl::Time end = absl::FromUnixSeconds(reply.expire_time().seconds());
  context.printer().Note(absl::StrCat("Signed in as ", caller.person(), ", ", caller.role(), " at ",
                                      caller.agency(), ", until ",
                                      ShowTime(end, context.printer().zone()), "."));
  return absl::OkStatus();
}

absl::Status Logout(Context& context, const Args&) {
  RUFAA_RETURN_IF_ERROR(context.SignIn());
  access::v1::SignOutResponse reply;
  const absl::Status told = context.Call("access.SignOut", access::v1::SignOutRequest(), reply);
  // The token goes whatever the hub says; that it may live on there, the caller must know.
  RUFAA_RETURN_IF_ERROR(context.KeepSession({}));
  return absl::IsUnauthenticated(told) ? absl::OkStatus() : told;
}

absl::Status StepUp(Context& context, const Args& args) {
  RUFAA_RETURN_IF_ERROR(context.SignIn());
  access::v1::StepUpRequest request;
  RUFAA_ASSIGN_OR_RETURN(const std::string password, PasswordOf(context, args));
  request.set_password(password);
  access::v1::StepUpResponse reply;
  RUFAA_RETURN_IF_ERROR(CallWithCode(
      context, args, request, [&] { return context.Call("access.StepUp", request, reply); }));
  const absl::Time end = absl::FromUnixSeconds(reply.expire_time().seconds());
  context.printer().Note(
      absl::StrCat("Stepped up until ", ShowTime(end, context.printer().zone()), "."));
  return absl::OkStatus();
}

absl::Status BeginCodes(Context& context) {
  access::v1::BeginOneTimeCodeResponse reply;
  RUFAA_RETURN_IF_ERROR(
      context.Call("access.BeginOneTimeCode", access::v1::BeginOneTimeCodeRequest(), reply));
  context.printer().Show(reply);
  context.printer().Note(
      "Put it into your authenticator, then `rufaa account one-time-code confirm`.");
  return absl::OkStatus();
}

absl::Status ConfirmCodes(Context& context, const Args& args) {
  access::v1::ConfirmOneTimeCodeRequest request;
  request.set_one_time_code(args.Get("code"));
  if (request.one_time_code().empty()) {
    if (!context.MayAsk()) return UsageError("--code is needed: the digits shown now");
    RUFAA_ASSIGN_OR_RETURN(*request.mutable_one_time_code(), Ask("One-time code: "));
  }
  access::v1::ConfirmOneTimeCodeResponse reply;
  RUFAA_RETURN_IF_ERROR(context.Call("access.ConfirmOneTimeCode", request, reply));
  context.printer().Note("From now on you sign in with password and code.");
  return absl::OkStatus();
}

absl::Status RemoveCodes(Context& context, const Args& args) {
  access::v1::RemoveOneTimeCodeRequest request;
  request.set_login_name(args.Get("login-name"));
  if (request.login_name().empty()) {
    RUFAA_ASSIGN_OR_RETURN(*request.mutable_password(), PasswordOf(context, args));
  }
  access::v1::RemoveOneTimeCodeResponse reply;
  RUFAA_RETURN_IF_ERROR(CallWithCode(context, args, request, [&] {
    return context.Call("access.RemoveOneTimeCode", request, reply);
  }));
  context.printer().Note("The account signs in with its password alone.");
  return absl::OkStatus();
}

absl::Status OneTimeCode(Context& context, const Args& args) {
  RUFAA_RETURN_IF_ERROR(context.SignIn());
  const std::string what = args.Get("what");
  if (what == "begin") return BeginCodes(context);
  if (what == "confirm") return ConfirmCodes(context, args);
  if (what == "remove") return RemoveCodes(context, args);
  return UsageError(absl::StrCat("'", what, "': begin, confirm or remove?"));
}

}  // namespace

void AddSessionVerbs(App& app) {
  app.Add({.group = "",
           .name = "login",
           .help = "Sign in; the session is kept for --profile until logout.",
           .arguments = {{"login_name", "the account's login name; asked for if left out", false}},
           .flags = {PasswordFile(), CodeFlag()},
           .run = Login});
  app.Add({.group = "", .name = "logout", .help = "End the session of --profile.", .run = Logout});
  app.Add({.group = "",
           .name = "stepup",
           .help = "Prove yourself once more: for five minutes you may do what asks for it.",
           .flags = {PasswordFile(), CodeFlag()},
           .run = StepUp});
  app.AddGroup("account", "Accounts of enrolled people.");
  AddRpcVerbs(app, {
                       {"", "whoami", "access.WhoAmI"},
                       {"account", "create", "access.CreateAccount", {"login_name", "person"}},
                       {.group = "account",
                        .name = "password",
                        .method = "access.SetPassword",
                        .arguments = {"login_name"},
                        .own_secret = "old_password"},
                       {"account", "disable", "access.DisableAccount", {"login_name"}},
                       {"account", "list", "access.ListAccounts"},
                   });
  app.Add({.group = "account",
           .name = "one-time-code",
           .help = "A second factor for your own sign-in: codes of an authenticator.",
           .arguments = {{"what", "begin, confirm or remove"}},
           .flags = {CodeFlag(),
                     PasswordFile(),
                     {.name = "login-name",
                      .help = "remove: whose phone is lost, as county administrator",
                      .value = "NAME"}},
           .run = OneTimeCode});
}

}  // namespace rufaa::cli
