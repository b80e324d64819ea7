// The calls that keep accounts: opened, closed, given a password or one-time codes.
#include "services/access/access_service.h"

#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "domain/base/refusal.h"
#include "domain/base/status_macros.h"
#include "services/access/prove.h"
#include "services/rpc/door.h"

namespace rufaa::access {
namespace {

// Whether a person may keep the county's accounts.
absl::Status CheckAdmin(const rpc::Call& call) {
  return call.caller.role == Role::kCountyAdmin ? absl::OkStatus() : Refuse(Reason::NOT_PERMITTED);
}

Passwords::Asker AskerOf(const rpc::Call& call) {
  return Passwords::Asker::InSession(call.caller.session_id);
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

// Ends all sessions of the account but `keep`.
absl::Status PutPassword(CountyAccess& county, Account& account, std::string hash,
                         absl::string_view keep) {
  account.password_hash = std::move(hash);
  return county.sessions().PutAndEndAll(account, keep);
}

}  // namespace

void AccessService::Enter(const rpc::CallPtr& call, absl::string_view person,
                          const absl::Status& outcome, const rpc::Done& done,
                          std::function<void()> act) {
  const rpc::Sought sought{.about = person.empty() ? "" : absl::StrCat("person/", person),
                           .position = call->county->log.Head()};
  rpc::AnswerEntered(call, sought, outcome,
                     [done, act = std::move(act)](const absl::Status& entered) {
                       if (!entered.ok()) return done(entered);
                       act();
                     });
}

void AccessService::Administer(const rpc::CallPtr& call, const std::string& login_name,
                               const rpc::Done& done,
                               std::function<void(const std::string& person)> act) {
  const absl::StatusOr<std::optional<Account>> found =
      CountyOf(*call).store().FindAccount(login_name);
  if (!found.ok()) return done(found.status());
  const std::string person = found->has_value() ? (*found)->person : "";
  absl::Status outcome = CheckAdmin(*call);
  if (outcome.ok() && !found->has_value()) outcome = Refuse(Reason::NOT_FOUND_OR_NOT_YOURS);
  Enter(call, person, outcome, done, [person, act = std::move(act)] { act(person); });
}

void AccessService::CreateAccount(const rpc::CallPtr& call, const v1::CreateAccountRequest& request,
                                  v1::CreateAccountResponse* reply, const rpc::Done& done) {
  if (absl::Status weak = Passwords::CheckStrength(request.password(), request.login_name());
      !weak.ok()) {
    return done(weak);
  }
  const auto make = [call, this, &request, reply, done](const absl::StatusOr<std::string>& hash) {
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
  };
  Enter(call, request.person(), CheckAdmin(*call), done, [this, call, &request, make] {
    passwords_.Hash(AskerOf(*call), request.password(), make);
  });
}

void AccessService::SetPassword(const rpc::CallPtr& call, const v1::SetPasswordRequest& request,
                                v1::SetPasswordResponse*, const rpc::Done& done) {
  const absl::StatusOr<Account> account = OwnAccount(*call);
  if (!account.ok()) return done(account.status());
  const bool own = request.login_name().empty() || request.login_name() == account->login_name;
  const std::string& name = own ? account->login_name : request.login_name();
  if (absl::Status weak = Passwords::CheckStrength(request.new_password(), name); !weak.ok()) {
    return done(weak);
  }
  if (own) return SetOwnPassword(call, *account, request, done);
  Administer(call, name, done, [this, call, &request, done](const std::string& person) {
    passwords_.Hash(AskerOf(*call), request.new_password(),
                    [this, call, &request, person, done](absl::StatusOr<std::string> hash) {
                      if (!hash.ok()) return done(hash.status());
                      CountyAccess& county = CountyOf(*call);
                      const absl::Status set =
                          county.Change(request.login_name(), [&](Account& account) {
                            return PutPassword(county, account, *std::move(hash), /*keep=*/"");
                          });
                      ForgetPerson(county.county(), person);
                      done(set);
                    });
  });
}

void AccessService::SetOwnPassword(const rpc::CallPtr& call, const Account& account,
                                   const v1::SetPasswordRequest& request, const rpc::Done& done) {
  CountyAccess& county = CountyOf(*call);
  const auto tries = Throttle::Tries::InSession(call->caller.session_id);
  if (absl::Status wait = county.throttle().Check(tries, call->now); !wait.ok()) return done(wait);
  const auto set = [this, call, &county, account, done](absl::StatusOr<std::string> hash) {
    if (!hash.ok()) return done(hash.status());
    const absl::Status put = county.ChangeProven(account, [&](Account& now) {
      return PutPassword(county, now, *std::move(hash), call->caller.session_id);
    });
    ForgetPerson(county.county(), account.person);
    done(put);
  };
  passwords_.Verify(
      AskerOf(*call), request.old_password(), account.password_hash,
      [this, call, &county, &request, tries, set, done](const absl::StatusOr<bool>& same) {
        if (!same.ok()) return done(same.status());
        const absl::Status wait = county.throttle().Check(tries, call->now);
        if (!wait.ok()) return done(wait);
        if (*same) return passwords_.Hash(AskerOf(*call), request.new_password(), set);
        county.throttle().Failed(tries, call->now);
        done(Refuse(Reason::BAD_CREDENTIALS));
      });
}

void AccessService::DisableAccount(const rpc::CallPtr& call,
                                   const v1::DisableAccountRequest& request,
                                   v1::DisableAccountResponse* reply, const rpc::Done& done) {
  Administer(call, request.login_name(), done,
             [this, call, &request, reply, done](const std::string& person) {
               const absl::Status closed = Disable(*call, request.login_name(), reply);
               ForgetPerson(call->county->id, person);
               done(closed);
             });
}

absl::Status AccessService::Disable(const rpc::Call& call, const std::string& login_name,
                                    v1::DisableAccountResponse* reply) {
  CountyAccess& county = CountyOf(call);
  return county.Change(login_name, [&](Account& account) -> absl::Status {
    account.disabled = true;
    RUFAA_RETURN_IF_ERROR(county.sessions().PutAndEndAll(account, /*keep=*/""));
    RUFAA_ASSIGN_OR_RETURN(*reply->mutable_account(), ToProto(county, account));
    return absl::OkStatus();
  });
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
    return RemoveAsAdmin(call, request.login_name(), done);
  }
  Proof proof{.tries = Throttle::Tries::InSession(call->caller.session_id),
              .asker = AskerOf(*call),
              .login_name = account->login_name,
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

// A phone that is lost may have been taken: whoever has it is signed out, too, and first, so that
// no failure leaves them in.
void AccessService::RemoveAsAdmin(const rpc::CallPtr& call, const std::string& login_name,
                                  const rpc::Done& done) {
  Administer(call, login_name, done, [this, call, &login_name, done](const std::string& person) {
    CountyAccess& county = CountyOf(*call);
    const absl::Status removed = county.Change(login_name, [&](Account&) -> absl::Status {
      RUFAA_RETURN_IF_ERROR(county.sessions().EndAll(login_name));
      return county.one_time_codes().Remove(login_name);
    });
    ForgetPerson(county.county(), person);
    done(removed);
  });
}

}  // namespace rufaa::access
