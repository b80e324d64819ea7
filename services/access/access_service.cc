#include "services/access/access_service.h"

#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "domain/base/refusal.h"
#include "domain/base/status_macros.h"
#include "services/access/prove.h"
#include "services/rpc/source.h"

namespace rufaa::access {
namespace {

// A token tells its county, so that any process that serves several finds the right one.
std::string BoundToken(const std::string& county, const std::string& token) {
  return absl::StrCat(county, ".", token);
}

}  // namespace

AccessService::AccessService(rpc::Host& host, Passwords& passwords)
    : host_(host), passwords_(passwords) {}
AccessService::~AccessService() = default;

CountyAccess* AccessService::Find(absl::string_view county) const {
  if (county.empty() && counties_.size() == 1) return counties_.begin()->second;
  const auto found = counties_.find(std::string(county));
  return found == counties_.end() ? nullptr : found->second;
}

grpc::ServerUnaryReactor* AccessService::SignIn(grpc::CallbackServerContext* context,
                                                const v1::SignInRequest* request,
                                                v1::SignInResponse* reply) {
  return rpc::Unary(
      host_, RUFAA_METHOD_NAME(SignIn), rpc::Session::kNone, context, request, reply,
      [this, source = rpc::SourceOf(*context)](rpc::CallPtr call, const v1::SignInRequest& asked,
                                               v1::SignInResponse* answer, rpc::Done done) {
        CountyAccess* county = Find(asked.county());
        // Like a wrong password: which counties are served is nobody's business.
        if (county == nullptr) return done(Refuse(Reason::BAD_CREDENTIALS));
        SignInTo(*county, *call, source, asked, answer, std::move(done));
      });
}

void AccessService::SignInTo(CountyAccess& county, const rpc::Call& call, const std::string& source,
                             const v1::SignInRequest& request, v1::SignInResponse* reply,
                             rpc::Done done) {
  const absl::Time now = call.now;
  absl::StatusOr<std::optional<Account>> found = county.store().FindAccount(request.login_name());
  if (!found.ok()) return done(found.status());
  // An unknown name and a closed account take as long as a wrong password, and answer the same.
  const bool open = found->has_value() && !(*found)->disabled;
  Account account = open ? **std::move(found) : Account{};
  Proof proof{.tries = Throttle::Tries::FromSource(request.login_name(), source),
              .asker = Passwords::Asker::FromSource(source),
              .login_name = request.login_name(),
              .password_hash = account.password_hash,
              .password = request.password(),
              .one_time_code = request.one_time_code(),
              .now = now};
  Prove(passwords_, county, std::move(proof),
        [&county, now, account = std::move(account), reply,
         done = std::move(done)](const absl::Status& proven) {
          if (!proven.ok()) return done(proven);
          absl::StatusOr<SessionTable::Opened> opened;
          // Whoever closes the account now ends this session, too.
          const absl::Status started = county.ChangeProven(account, [&](Account&) {
            opened = county.sessions().Start(account, now);
            return opened.status();
          });
          if (!started.ok()) return done(started);
          absl::StatusOr<rpc::Caller> caller = county.CallerOf(opened->session);
          // Who has left may know the password still. Any other end is the hub's own: told as a
          // wrong password, a damaged log would have everybody look for a mistake in what they
          // typed.
          if (absl::IsUnauthenticated(caller.status())) {
            return done(Refuse(Reason::BAD_CREDENTIALS));
          }
          if (!caller.ok()) return done(caller.status());
          reply->set_token(BoundToken(county.county(), opened->token));
          *reply->mutable_caller() = rpc::ToProto(*caller);
          *reply->mutable_expire_time() =
              rpc::ToProto(county.sessions().ExpireTime(opened->session));
          done(absl::OkStatus());
        });
}

grpc::ServerUnaryReactor* AccessService::ResolveSession(grpc::CallbackServerContext* context,
                                                        const v1::ResolveSessionRequest* request,
                                                        v1::ResolveSessionResponse* reply) {
  return rpc::Unary(host_, RUFAA_METHOD_NAME(ResolveSession), rpc::Session::kNone, context, request,
                    reply,
                    [this](const rpc::CallPtr& call, const v1::ResolveSessionRequest& asked,
                           v1::ResolveSessionResponse* answer,
                           const rpc::Done& done) { done(Resolve(*call, asked, answer)); });
}

absl::Status AccessService::Resolve(const rpc::Call& call, const v1::ResolveSessionRequest& request,
                                    v1::ResolveSessionResponse* reply) {
  const std::pair<std::string, std::string> parts =
      absl::StrSplit(request.token(), absl::MaxSplits('.', 1));
  CountyAccess* county = parts.first.empty() ? nullptr : Find(parts.first);
  if (county == nullptr) return Refuse(Reason::UNAUTHENTICATED);
  SessionTable& sessions = county->sessions();
  const std::optional<Session> session = request.passive() ? sessions.Peek(parts.second, call.now)
                                                           : sessions.Use(parts.second, call.now);
  if (!session.has_value()) return Refuse(Reason::UNAUTHENTICATED);
  RUFAA_ASSIGN_OR_RETURN(const rpc::Caller caller, county->CallerOf(*session));
  *reply->mutable_caller() = rpc::ToProto(caller);
  *reply->mutable_expire_time() = rpc::ToProto(sessions.ExpireTime(*session));
  return absl::OkStatus();
}

void AccessService::ForgetSession(absl::string_view session_id) {
  host_.sessions().ForgetIf(
      [&](const rpc::Caller& caller) { return caller.session_id == session_id; });
}

void AccessService::ForgetPerson(absl::string_view county, absl::string_view person) {
  host_.sessions().ForgetIf([&](const rpc::Caller& caller) {
    return caller.county == county && caller.person == person;
  });
}

absl::Status AccessService::SignOut(const rpc::Call& call, const v1::SignOutRequest&,
                                    v1::SignOutResponse*) {
  absl::Status ended = CountyOf(call).sessions().End(call.caller.session_id);
  ForgetSession(call.caller.session_id);
  return ended;
}

absl::StatusOr<Account> AccessService::OwnAccount(const rpc::Call& call) const {
  CountyAccess& county = CountyOf(call);
  RUFAA_ASSIGN_OR_RETURN(const std::string login_name,
                         county.sessions().LoginNameOf(call.caller.session_id));
  RUFAA_ASSIGN_OR_RETURN(std::optional<Account> account, county.store().FindAccount(login_name));
  if (!account.has_value()) return Refuse(Reason::UNAUTHENTICATED);
  return *std::move(account);
}

void AccessService::StepUp(rpc::CallPtr call, const v1::StepUpRequest& request,
                           v1::StepUpResponse* reply, rpc::Done done) {
  absl::StatusOr<Account> account = OwnAccount(*call);
  if (!account.ok()) return done(account.status());
  CountyAccess& county = CountyOf(*call);
  Proof proof{.tries = Throttle::Tries::InSession(call->caller.session_id),
              .asker = Passwords::Asker::InSession(call->caller.session_id),
              .login_name = account->login_name,
              .password_hash = account->password_hash,
              .password = request.password(),
              .one_time_code = request.one_time_code(),
              .now = call->now};
  Prove(passwords_, county, std::move(proof),
        [this, call, &county, account = *account, reply,
         done = std::move(done)](const absl::Status& proven) {
          if (!proven.ok()) return done(proven);
          const absl::Status stepped = county.ChangeProven(account, [&](Account&) {
            return county.sessions().StepUp(call->caller.session_id, call->now);
          });
          if (!stepped.ok()) return done(stepped);
          ForgetSession(call->caller.session_id);
          *reply->mutable_expire_time() = rpc::ToProto(call->now + rpc::kStepUpLasts);
          done(absl::OkStatus());
        });
}

absl::Status AccessService::WhoAmI(const rpc::Call& call, const v1::WhoAmIRequest&,
                                   v1::WhoAmIResponse* reply) {
  *reply->mutable_caller() = rpc::ToProto(call.caller);
  RUFAA_ASSIGN_OR_RETURN(const absl::Time expires,
                         CountyOf(call).sessions().ExpireTimeOf(call.caller.session_id));
  *reply->mutable_expire_time() = rpc::ToProto(expires);
  reply->set_hub_version(RUFAA_VERSION);
  RUFAA_ASSIGN_OR_RETURN(const Account account, OwnAccount(call));
  RUFAA_ASSIGN_OR_RETURN(const bool codes,
                         CountyOf(call).one_time_codes().AreSet(account.login_name));
  reply->set_one_time_code_set(codes);
  return absl::OkStatus();
}

}  // namespace rufaa::access
