// Who may sign in to one county: accounts and sessions, and the county log for what they may do.
#pragma once

#include <memory>
#include <mutex>
#include <string>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "eventlog/execute/executor.h"
#include "services/access/account_store.h"
#include "services/access/one_time_codes.h"
#include "services/access/passwords.h"
#include "services/access/session_table.h"
#include "services/access/throttle.h"
#include "services/rpc/caller.h"
#include "vault/secret_box.h"

namespace rufaa::access {

// Thread-safe.
class CountyAccess {
 public:
  // `executor` must outlive this. `secrets` wraps what the store keeps of one-time codes. `env` as
  // AccountStore::Open takes it.
  static absl::StatusOr<std::unique_ptr<CountyAccess>> Open(const std::string& path,
                                                            std::string county, Executor& executor,
                                                            SessionLimits limits, SecretBox secrets,
                                                            rocksdb::Env* env = nullptr);

  const std::string& county() const { return county_; }
  AccountStore& store() { return *store_; }
  SessionTable& sessions() { return *sessions_; }
  Throttle& throttle() { return throttle_; }
  OneTimeCodes& one_time_codes() { return one_time_codes_; }

  // Adds an account for an enrolled person, its password hashed already. LOGIN_NAME_TAKEN,
  // NOT_ENROLLED. Serialized: two of one name can't both be new.
  absl::Status CreateAccount(absl::string_view login_name, absl::string_view person,
                             absl::string_view password_hash, absl::Time now);

  // Does `act` to an account as it stands, and to no account anything else meanwhile: what it reads
  // and what it makes of that are one. `act` may put the account, and end or start its sessions.
  // NOT_FOUND_OR_NOT_YOURS.
  using Act = absl::FunctionRef<absl::Status(Account& account)>;
  absl::Status Change(absl::string_view login_name, Act act);
  // The same to an account whose holder gave the password that it had when it was `proven`: proving
  // takes a while. BAD_CREDENTIALS if it was closed meanwhile or has another password now.
  absl::Status ChangeProven(const Account& proven, Act act);

  // The caller of a session: agency and role as the county log has them now. UNAUTHENTICATED when
  // the person has left, or the agency has closed.
  absl::StatusOr<rpc::Caller> CallerOf(const Session& session);

 private:
  CountyAccess(std::string county, Executor& executor, std::unique_ptr<AccountStore> store,
               std::unique_ptr<SessionTable> sessions, SecretBox secrets);

  const std::string county_;
  Executor& executor_;
  const std::unique_ptr<AccountStore> store_;
  const std::unique_ptr<SessionTable> sessions_;
  OneTimeCodes one_time_codes_;
  Throttle throttle_;
  std::mutex change_mutex_;  // Accounts are read and written again under it.
};

}  // namespace rufaa::access
