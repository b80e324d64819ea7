#include "cli/app/context.h"

#include <unistd.h>

#include <cstdlib>
#include <iostream>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "cli/message/time_text.h"
#include "cli/session/input.h"
#include "domain/base/check.h"
#include "domain/base/status_macros.h"
#include "rufaa/access/v1/access_service.pb.h"
#include "rufaa/audit/v1/audit_service.pb.h"
#include "rufaa/casework/v1/casework_service.pb.h"
#include "rufaa/committee/v1/committee_service.pb.h"
#include "rufaa/directory/v1/directory_service.pb.h"
#include "rufaa/log/v1/log_service.pb.h"
#include "rufaa/referral/v1/referral_service.pb.h"
#include "rufaa/view/v1/view_service.pb.h"

namespace rufaa::cli {
namespace {

using google::protobuf::Message;
using google::protobuf::MethodDescriptor;

bool RefusesColor() {
  const char* no_color = std::getenv("NO_COLOR");  // https://no-color.org
  const char* terminal = std::getenv("TERM");
  return (no_color != nullptr && *no_color != '\0') ||
         (terminal != nullptr && absl::string_view(terminal) == "dumb");
}

// The linker keeps a proto's descriptors only if something of it is used; calls are made by name.
void KeepDescriptors() {
  static const void* const kept[] = {
      access::v1::WhoAmIRequest::descriptor(),        audit::v1::GetTrailRequest::descriptor(),
      casework::v1::GetCaseRequest::descriptor(),     committee::v1::GetBoardRequest::descriptor(),
      directory::v1::ListOffersRequest::descriptor(), log::v1::GetHeadRequest::descriptor(),
      referral::v1::GetReferralRequest::descriptor(), view::v1::ListViewsRequest::descriptor(),
  };
  RUFAA_CHECK(kept[0] != nullptr);
}

}  // namespace

const MethodDescriptor& MethodNamed(absl::string_view method) {
  KeepDescriptors();
  const std::pair<std::string, std::string> parts = absl::StrSplit(method, '.');
  std::string service = parts.first;
  service[0] = absl::ascii_toupper(service[0]);
  const MethodDescriptor* found =
      google::protobuf::DescriptorPool::generated_pool()->FindMethodByName(
          absl::StrCat("rufaa.", parts.first, ".v1.", service, "Service.", parts.second));
  RUFAA_CHECK(found != nullptr);
  return *found;
}

Context::Context(const App& app, Settings settings)
    : app_(app),
      settings_(std::move(settings)),
      printer_(settings_, isatty(STDOUT_FILENO) == 1, RefusesColor(), std::cout, std::cerr) {}

bool Context::MayAsk() const { return CanAsk() && !settings_.Switch("no_input"); }

absl::Status Context::Reach() {
  if (connection_ != nullptr) return absl::OkStatus();
  RUFAA_ASSIGN_OR_RETURN(const ServerAddress server,
                         ReadServerAddress(settings_.Text("server"), settings_.Text("ca"),
                                           settings_.Switch("insecure")));
  connection_ = std::make_unique<Connection>(server);
  printer_.Detail(absl::StrCat("trace ", connection_->trace_id()));
  connection_->set_on_old([this](absl::Duration age) { WarnOfAge(age); });
  return absl::OkStatus();
}

// Once is enough for all pages of a list.
void Context::WarnOfAge(absl::Duration age) {
  if (std::exchange(told_of_age_, true)) return;
  printer_.Note(absl::StrCat("as of ", ShowTime(absl::Now() - age, printer_.zone()),
                             ": the hub's log does not answer, and what came since is not shown"));
}

Connection& Context::connection() {
  RUFAA_CHECK(connection_ != nullptr);
  return *connection_;
}

absl::Status Context::SignIn() {
  if (signed_in_) return absl::OkStatus();
  const std::string& profile = settings_.Text("profile");
  RUFAA_ASSIGN_OR_RETURN(const SessionStore store, SessionStore::Open());
  RUFAA_ASSIGN_OR_RETURN(Session session, store.Read(profile));
  if (session.server != settings_.Text("server")) {
    return absl::UnauthenticatedError(
        absl::StrCat("profile '", profile, "' is signed in at ", session.server, ", not at ",
                     settings_.Text("server"), ": sign in there, or name another --profile"));
  }
  RUFAA_RETURN_IF_ERROR(Reach());
  session_ = std::move(session);
  connection().set_token(session_.token);
  signed_in_ = true;
  return absl::OkStatus();
}

absl::Status Context::KeepSession(const Session& session) {
  RUFAA_RETURN_IF_ERROR(Reach());
  RUFAA_ASSIGN_OR_RETURN(const SessionStore store, SessionStore::Open());
  session_ = session;
  signed_in_ = !session.token.empty();
  connection().set_token(session.token);
  const std::string& profile = settings_.Text("profile");
  return signed_in_ ? store.Write(profile, session) : store.Remove(profile);
}

absl::Status Context::Send(absl::Duration timeout, absl::string_view method, const Message& request,
                           Message& reply) {
  RUFAA_RETURN_IF_ERROR(CheckTexts(request));
  RUFAA_RETURN_IF_ERROR(Reach());
  return connection().Call(
      MethodNamed(method), request, reply, timeout, [this](const absl::Status& status) {
        printer_.Detail(absl::StrCat("trying again: ", absl::string_view(status.message())));
      });
}

absl::Status Context::CallUnsigned(absl::string_view method, const Message& request,
                                   Message& reply) {
  return Send(settings_.Duration("timeout"), method, request, reply);
}

absl::Status Context::Call(absl::string_view method, const Message& request, Message& reply) {
  return CallWithin(settings_.Duration("timeout"), method, request, reply);
}

absl::Status Context::CallWithin(absl::Duration timeout, absl::string_view method,
                                 const Message& request, Message& reply) {
  RUFAA_RETURN_IF_ERROR(SignIn());
  RUFAA_RETURN_IF_ERROR(Send(timeout, method, request, reply));
  Remember(reply);
  return absl::OkStatus();
}

void Context::Remember(const Message& reply) {
  const auto* field = reply.GetDescriptor()->FindFieldByName("revision");
  if (field == nullptr) return;
  const uint64_t revision = reply.GetReflection()->GetUInt64(reply, field);
  if (revision <= session_.revision) return;
  session_.revision = revision;
  const absl::StatusOr<SessionStore> store = SessionStore::Open();
  const absl::Status kept =
      store.ok() ? store->Write(settings_.Text("profile"), session_) : store.status();
  // The call itself went well; only the next read may be a moment behind.
  if (!kept.ok()) printer_.Note(absl::StrCat("the session was not updated: ", kept.message()));
}

Progress Context::NewProgress(std::string what, uint64_t total) const {
  return Progress(std::move(what), total, isatty(STDERR_FILENO) == 1, settings_.Switch("quiet"),
                  std::cerr, absl::Now());
}

}  // namespace rufaa::cli
