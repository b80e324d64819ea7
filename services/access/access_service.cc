#include "services/access/access_service.h"

#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "domain/base/refusal.h"
#include "domain/base/status_macros.h"

namespace rufaa::access {
namespace {

constexpr absl::Duration kStepUpLasts = absl::Minutes(5);

// Whether a person may keep the county's accounts.
absl::Status CheckAdmin(const rpc::Call& call) {
  return call.caller.role == Role::kCountyAdmin ? absl::OkStatus() : Refuse(Reason::NOT_PERMITTED);
}

v1::Account ToProto(const Account& account) {
  v1::Account proto;
  proto.set_login_name(account.login_name);
  proto.set_person(account.person);
  proto.set_disabled(account.disabled);
  *proto.mutable_create_time() = rpc::ToProto(account.created_at);
  return proto;
}

// A token tells its county, so that any process that serves several finds the right one.
std::string BoundToken(const std::string& county, const std::string& token) {
  return absl::StrCat(county, ".", token);
}

}  // namespace

CountyAccess* AccessService::Find(absl::string_view county) const {
  if (county.empty() && counties_.size() == 1) return counties_.begin()->second;
  const auto found = counties_.find(std::string(county));
  return found == counties_.end() ? nullptr : found->second;
}

grpc::ServerUnaryReactor* AccessService::SignIn(grpc::CallbackServerContext* context,
                                                const v1::SignInRequest* request,
                                                v1::SignInResponse* reply) {
  return rpc::Unary(host_, RUFAA_METHOD_NAME(SignIn), rpc::Session::kNone, context, request, reply,
                    [this](rpc::CallPtr call, const v1::SignInRequest& asked,
                           v1::SignInResponse* answer, rpc::Done done) {
                      CountyAccess* county = Find(asked.county());
                      // Like a wrong password: which counties are served is nobody's business.
                      if (county == nullptr) return done(Refuse(Reason::BAD_CREDENTIALS));
                      SignInTo(*county, *call, asked, answer, std::move(done));
                    });
}

void AccessService::SignInTo(CountyAccess& county, const rpc::Call& call,
                             const v1::SignInRequest& request, v1::SignInResponse* reply,
                             rpc::Done done) {
  const absl::Time now = call.now;
  if (absl::Status wait = county.throttle().Check(request.login_name(), now); !wait.ok()) {
    return done(wait);
  }
  absl::StatusOr<std::optional<Account>> found = county.store().FindAccount(request.login_name());
  if (!found.ok()) return done(found.status());
  // An unknown name and a closed account take as long as a wrong password, and answer the same.
  const bool open = found->has_value() && !(*found)->disabled;
  Account account = open ? **std::move(found) : Account{};
  std::string hash = account.password_hash;
  passwords_.Verify(
      request.password(), std::move(hash),
      [&county, now, account = std::move(account), name = request.login_name(), reply,
       done = std::move(done)](absl::StatusOr<bool> same) {
        if (!same.ok()) return done(same.status());
        if (!*same) {
          county.throttle().Failed(name, now);
          return done(Refuse(Reason::BAD_CREDENTIALS));
        }
        county.throttle().Succeeded(name);
        absl::StatusOr<SessionTable::Opened> opened = county.sessions().Start(account, now);
        if (!opened.ok()) return done(opened.status());
        absl::StatusOr<rpc::Caller> caller = county.CallerOf(opened->session);
        // Who has left may know the password still.
        if (!caller.ok()) return done(Refuse(Reason::BAD_CREDENTIALS));
        reply->set_token(BoundToken(county.county(), opened->token));
        *reply->mutable_caller() = rpc::ToProto(*caller);
        *reply->mutable_expire_time() = rpc::ToProto(county.sessions().ExpireTime(opened->session));
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
  RUFAA_RETURN_IF_ERROR(CountyOf(call).sessions().End(call.caller.session_id));
  ForgetSession(call.caller.session_id);
  return absl::OkStatus();
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
  if (absl::Status wait = county.throttle().Check(account->login_name, call->now); !wait.ok()) {
    return done(wait);
  }
  passwords_.Verify(request.password(), account->password_hash,
                    [this, call, &county, name = account->login_name, reply,
                     done = std::move(done)](absl::StatusOr<bool> same) {
                      if (!same.ok()) return done(same.status());
                      if (!*same) {
                        county.throttle().Failed(name, call->now);
                        return done(Refuse(Reason::BAD_CREDENTIALS));
                      }
                      county.throttle().Succeeded(name);
                      const absl::Status stepped =
                          county.sessions().StepUp(call->caller.session_id, call->now);
                      ForgetSession(call->caller.session_id);
                      *reply->mutable_expire_time() = rpc::ToProto(call->now + kStepUpLasts);
                      done(stepped);
                    });
}

absl::Status AccessService::WhoAmI(const rpc::Call& call, const v1::WhoAmIRequest&,
                                   v1::WhoAmIResponse* reply) {
  *reply->mutable_caller() = rpc::ToProto(call.caller);
  RUFAA_ASSIGN_OR_RETURN(const absl::Time expires,
                         CountyOf(call).sessions().ExpireTimeOf(call.caller.session_id));
  *reply->mutable_expire_time() = rpc::ToProto(expires);
  reply->set_hub_version(RUFAA_VERSION);
  return absl::OkStatus();
}

void AccessService::CreateAccount(rpc::CallPtr call, const v1::CreateAccountRequest& request,
                                  v1::CreateAccountResponse* reply, rpc::Done done) {
  if (absl::Status admin = CheckAdmin(*call); !admin.ok()) return done(admin);
  if (absl::Status weak = Passwords::CheckStrength(request.password(), request.login_name());
      !weak.ok()) {
    return done(weak);
  }
  passwords_.Hash(request.password(), [this, call, &request, reply,
                                       done = std::move(done)](absl::StatusOr<std::string> hash) {
    if (!hash.ok()) return done(hash.status());
    CountyAccess& county = CountyOf(*call);
    if (absl::Status made =
            county.CreateAccount(request.login_name(), request.person(), *hash, call->now);
        !made.ok()) {
      return done(made);
    }
    *reply->mutable_account() = ToProto({.login_name = request.login_name(),
                                         .person = request.person(),
                                         .password_hash = {},
                                         .created_at = call->now});
    done(absl::OkStatus());
  });
}

void AccessService::SetPassword(rpc::CallPtr call, const v1::SetPasswordRequest& request,
                                v1::SetPasswordResponse*, rpc::Done done) {
  CountyAccess& county = CountyOf(*call);
  absl::StatusOr<Account> account = OwnAccount(*call);
  if (!account.ok()) return done(account.status());
  const bool own = request.login_name().empty() || request.login_name() == account->login_name;
  if (!own) {
    if (absl::Status admin = CheckAdmin(*call); !admin.ok()) return done(admin);
    absl::StatusOr<std::optional<Account>> other = county.store().FindAccount(request.login_name());
    if (!other.ok()) return done(other.status());
    if (!other->has_value()) return done(Refuse(Reason::NOT_FOUND_OR_NOT_YOURS));
    account = **std::move(other);
  }
  if (absl::Status weak = Passwords::CheckStrength(request.new_password(), account->login_name);
      !weak.ok()) {
    return done(weak);
  }
  const auto set = [this, call, &county, &request, account = *account, own, done]() {
    passwords_.Hash(request.new_password(), [this, call, &county, account, own,
                                             done](absl::StatusOr<std::string> hash) mutable {
      if (!hash.ok()) return done(hash.status());
      account.password_hash = *std::move(hash);
      if (absl::Status put = county.store().PutAccount(account); !put.ok()) return done(put);
      const std::string keep = own ? call->caller.session_id : "";
      const absl::Status ended = county.sessions().EndAll(account.login_name, keep);
      ForgetPerson(county.county(), account.person);
      done(ended);
    });
  };
  if (!own) return set();
  if (absl::Status wait = county.throttle().Check(account->login_name, call->now); !wait.ok()) {
    return done(wait);
  }
  passwords_.Verify(
      request.old_password(), account->password_hash,
      [&county, call, name = account->login_name, set, done](absl::StatusOr<bool> same) {
        if (!same.ok()) return done(same.status());
        if (*same) return set();
        county.throttle().Failed(name, call->now);
        done(Refuse(Reason::BAD_CREDENTIALS));
      });
}

absl::Status AccessService::DisableAccount(const rpc::Call& call,
                                           const v1::DisableAccountRequest& request,
                                           v1::DisableAccountResponse* reply) {
  RUFAA_RETURN_IF_ERROR(CheckAdmin(call));
  CountyAccess& county = CountyOf(call);
  RUFAA_ASSIGN_OR_RETURN(std::optional<Account> account,
                         county.store().FindAccount(request.login_name()));
  if (!account.has_value()) return Refuse(Reason::NOT_FOUND_OR_NOT_YOURS);
  account->disabled = true;
  RUFAA_RETURN_IF_ERROR(county.store().PutAccount(*account));
  RUFAA_RETURN_IF_ERROR(county.sessions().EndAll(account->login_name, ""));
  ForgetPerson(county.county(), account->person);
  *reply->mutable_account() = ToProto(*account);
  return absl::OkStatus();
}

absl::Status AccessService::ListAccounts(const rpc::Call& call,
                                         const v1::ListAccountsRequest& request,
                                         v1::ListAccountsResponse* reply) {
  RUFAA_RETURN_IF_ERROR(CheckAdmin(call));
  RUFAA_ASSIGN_OR_RETURN(const int page_size, rpc::PageSize(request.page_size()));
  const std::string scope = absl::StrCat("accounts/", call.county->id);
  RUFAA_ASSIGN_OR_RETURN(const std::string after,
                         call.county->page_tokens.Read(scope, request.page_token()));
  RUFAA_ASSIGN_OR_RETURN(const std::vector<Account> accounts,
                         CountyOf(call).store().ListAccounts(after, page_size + 1));
  for (size_t i = 0; i < accounts.size() && i < static_cast<size_t>(page_size); ++i) {
    *reply->add_accounts() = ToProto(accounts[i]);
  }
  if (accounts.size() > static_cast<size_t>(page_size)) {
    reply->set_next_page_token(
        call.county->page_tokens.Make(scope, accounts[page_size - 1].login_name));
  }
  return absl::OkStatus();
}

}  // namespace rufaa::access
