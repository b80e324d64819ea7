// The calls that keep accounts: opened, closed, given a password or one-time codes.
#include "services/access/access_service.h"

#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "domain/base/refusal.h"
#include "domain/base/status_macros.h"
#include "services/access/prove.h"

namespace rufaa::access {
namespace {

// Whether a person may keep the county's accounts.
absl::Status CheckAdmin(const rpc::Call& call) {
  return call.caller.role == Role::kCountyAdmin ? absl::OkStatus() : Refuse(Reason::NOT_PERMITTED);
}

absl::StatusOr<v1::Account> ToProto(CountyAccess& county, const Account& account) {
  v1::Account proto;
  proto.set_login_name(account.login_name);
  proto.set_person(account.person);
  proto.set_disabled(account.disabled);
  *proto.mutable_create_time() = rpc::ToProto(account.created_at);
  RUFAA_ASSIGN_OR_RETURN(const bool codes, county.one_time_codes().AreSet(account.login_name));
  proto.set_one_time_code_set(codes);
  return proto;
}

}  // namespace

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
    absl::StatusOr<v1::Account> account = ToProto(county, {.login_name = request.login_name(),
                                                           .person = request.person(),
                                                           .password_hash = {},
                                                           .created_at = call->now});
    if (!account.ok()) return done(account.status());
    *reply->mutable_account() = *std::move(account);
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
                                             done](absl::StatusOr<std::string> hash) {
      if (!hash.ok()) return done(hash.status());
      const auto put = [&](Account& now) -> absl::Status {
        now.password_hash = *std::move(hash);
        RUFAA_RETURN_IF_ERROR(county.store().PutAccount(now));
        return county.sessions().EndAll(now.login_name, own ? call->caller.session_id : "");
      };
      const absl::Status done_so =
          own ? county.ChangeProven(account, put) : county.Change(account.login_name, put);
      ForgetPerson(county.county(), account.person);
      done(done_so);
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
  Account closed;
  RUFAA_RETURN_IF_ERROR(county.Change(request.login_name(), [&](Account& account) -> absl::Status {
    account.disabled = true;
    RUFAA_RETURN_IF_ERROR(county.store().PutAccount(account));
    closed = account;
    return county.sessions().EndAll(account.login_name, "");
  }));
  ForgetPerson(county.county(), closed.person);
  RUFAA_ASSIGN_OR_RETURN(*reply->mutable_account(), ToProto(county, closed));
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
    RUFAA_ASSIGN_OR_RETURN(*reply->add_accounts(), ToProto(CountyOf(call), accounts[i]));
  }
  if (accounts.size() > static_cast<size_t>(page_size)) {
    reply->set_next_page_token(
        call.county->page_tokens.Make(scope, accounts[page_size - 1].login_name));
  }
  return absl::OkStatus();
}

absl::Status AccessService::BeginOneTimeCode(const rpc::Call& call,
                                             const v1::BeginOneTimeCodeRequest&,
                                             v1::BeginOneTimeCodeResponse* reply) {
  // Or an unguarded screen could be given a phone of its own.
  if (!call.caller.SteppedUp(call.now)) return Refuse(Reason::STEP_UP_REQUIRED);
  OneTimeCodes::Begun begun;
  RUFAA_RETURN_IF_ERROR(ChangeOwn(call, [&](Account& account) -> absl::Status {
    RUFAA_ASSIGN_OR_RETURN(begun, CountyOf(call).one_time_codes().Begin(account.login_name));
    return absl::OkStatus();
  }));
  reply->set_secret(std::move(begun.secret));
  reply->set_uri(std::move(begun.uri));
  return absl::OkStatus();
}

absl::Status AccessService::ConfirmOneTimeCode(const rpc::Call& call,
                                               const v1::ConfirmOneTimeCodeRequest& request,
                                               v1::ConfirmOneTimeCodeResponse*) {
  return ChangeOwn(call, [&](Account& account) {
    return CountyOf(call).one_time_codes().Confirm(account.login_name, request.one_time_code(),
                                                   call.now);
  });
}

// Whoever signed the caller out before, or does it later, has them set no codes after.
absl::Status AccessService::ChangeOwn(const rpc::Call& call, CountyAccess::Act act) {
  SessionTable& sessions = CountyOf(call).sessions();
  RUFAA_ASSIGN_OR_RETURN(const std::string name, sessions.LoginNameOf(call.caller.session_id));
  return CountyOf(call).Change(name, [&](Account& account) -> absl::Status {
    RUFAA_RETURN_IF_ERROR(sessions.LoginNameOf(call.caller.session_id).status());
    return act(account);
  });
}

void AccessService::RemoveOneTimeCode(const rpc::CallPtr& call,
                                      const v1::RemoveOneTimeCodeRequest& request,
                                      v1::RemoveOneTimeCodeResponse*, const rpc::Done& done) {
  CountyAccess& county = CountyOf(*call);
  absl::StatusOr<Account> account = OwnAccount(*call);
  if (!account.ok()) return done(account.status());
  if (!request.login_name().empty() && request.login_name() != account->login_name) {
    return done(RemoveAsAdmin(*call, request.login_name()));
  }
  Proof proof{.login_name = account->login_name,
              .password_hash = account->password_hash,
              .password = request.password(),
              .one_time_code = request.one_time_code(),
              .now = call->now};
  Prove(passwords_, county, std::move(proof),
        [&county, account = *account, done](const absl::Status& proven) {
          if (!proven.ok()) return done(proven);
          done(county.ChangeProven(account, [&](Account& now) {
            return county.one_time_codes().Remove(now.login_name);
          }));
        });
}

// A phone that is lost may have been taken: whoever has it is signed out, too.
absl::Status AccessService::RemoveAsAdmin(const rpc::Call& call, const std::string& login_name) {
  RUFAA_RETURN_IF_ERROR(CheckAdmin(call));
  CountyAccess& county = CountyOf(call);
  std::string person;
  RUFAA_RETURN_IF_ERROR(county.Change(login_name, [&](Account& account) -> absl::Status {
    person = account.person;
    RUFAA_RETURN_IF_ERROR(county.one_time_codes().Remove(login_name));
    return county.sessions().EndAll(login_name, "");
  }));
  ForgetPerson(county.county(), person);
  return absl::OkStatus();
}

}  // namespace rufaa::access
