#include "services/access/county_access.h"

#include <utility>

#include "domain/access/person.h"
#include "domain/base/refusal.h"
#include "domain/base/status_macros.h"
#include "domain/directory/directory.h"

namespace rufaa::access {

absl::StatusOr<std::unique_ptr<CountyAccess>> CountyAccess::Open(
    const std::string& path, std::string county, Executor& executor, SessionLimits limits,
    SecretBox secrets, rocksdb::Env* env) {
  RUFAA_ASSIGN_OR_RETURN(std::unique_ptr<AccountStore> store, AccountStore::Open(path, env));
  RUFAA_ASSIGN_OR_RETURN(std::unique_ptr<SessionTable> sessions,
                         SessionTable::Open(*store, limits));
  return std::unique_ptr<CountyAccess>(new CountyAccess(
      std::move(county), executor, std::move(store), std::move(sessions), std::move(secrets)));
}

CountyAccess::CountyAccess(std::string county, Executor& executor,
                           std::unique_ptr<AccountStore> store,
                           std::unique_ptr<SessionTable> sessions, SecretBox secrets)
    : county_(std::move(county)),
      executor_(executor),
      store_(std::move(store)),
      sessions_(std::move(sessions)),
      one_time_codes_(county_, *store_, std::move(secrets)) {}

absl::Status CountyAccess::CreateAccount(absl::string_view login_name, absl::string_view person,
                                         absl::string_view password_hash, absl::Time now) {
  RUFAA_ASSIGN_OR_RETURN(const Folded<Person> enrolled,
                         executor_.aggregates().Load<Person>(PersonStream(person)));
  if (enrolled.state->id.empty() || enrolled.state->left) return Refuse(Reason::NOT_ENROLLED);
  const std::lock_guard lock(change_mutex_);
  RUFAA_ASSIGN_OR_RETURN(const std::optional<Account> taken, store_->FindAccount(login_name));
  if (taken.has_value()) return Refuse(Reason::LOGIN_NAME_TAKEN);
  return store_->PutAccount({.login_name = std::string(login_name),
                             .person = std::string(person),
                             .password_hash = std::string(password_hash),
                             .disabled = false,
                             .created_at = now});
}

absl::Status CountyAccess::Change(absl::string_view login_name, Act act) {
  const std::lock_guard lock(change_mutex_);
  RUFAA_ASSIGN_OR_RETURN(std::optional<Account> account, store_->FindAccount(login_name));
  if (!account.has_value()) return Refuse(Reason::NOT_FOUND_OR_NOT_YOURS);
  return act(*account);
}

absl::Status CountyAccess::ChangeProven(const Account& proven, Act act) {
  return Change(proven.login_name, [&](Account& account) {
    if (account.disabled || account.password_hash != proven.password_hash) {
      return Refuse(Reason::BAD_CREDENTIALS);
    }
    return act(account);
  });
}

absl::StatusOr<rpc::Caller> CountyAccess::CallerOf(const Session& session) {
  Aggregates& aggregates = executor_.aggregates();
  RUFAA_ASSIGN_OR_RETURN(const Folded<Person> person,
                         aggregates.Load<Person>(PersonStream(session.person)));
  if (person.state->id.empty() || person.state->left) return Refuse(Reason::UNAUTHENTICATED);
  RUFAA_ASSIGN_OR_RETURN(const Folded<directory::Agency> agency,
                         aggregates.Load<directory::Agency>(AgencyStream(person.state->agency)));
  // With the agency all who worked for it are out: nobody is retired one by one.
  if (agency.state->closed_at) return Refuse(Reason::UNAUTHENTICATED);
  const std::vector<std::string>& works_in = agency.state->subcounties;
  rpc::Caller caller{.person = session.person,
                     .agency = person.state->agency,
                     .agency_kind = agency.state->kind,
                     .desk = person.state->desk,
                     .role = RoleNamed(person.state->role).value_or(Role::kNone),
                     .county = county_,
                     .subcounty = works_in.size() == 1 ? works_in.front() : std::string(),
                     .session_id = session.session_id};
  if (session.stepped_up_at != absl::UnixEpoch()) caller.stepped_up_at = session.stepped_up_at;
  return caller;
}

}  // namespace rufaa::access
