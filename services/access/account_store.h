// Accounts and sessions of one county, in a RocksDB of their own: apart from the log, which knows
// people by pseudonym only and is for ever. Holds no passwords and no tokens, only hashes of them,
// and the secrets of one-time codes wrapped.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "domain/base/fields.h"

namespace rocksdb {
class DB;
class Env;
class WriteBatch;
}  // namespace rocksdb

namespace rufaa {
class StoreWrites;
}  // namespace rufaa

namespace rufaa::access {

struct Account {
  std::string login_name;
  std::string person;
  std::string password_hash;  // Argon2id, with its salt and cost.
  bool disabled = false;
  absl::Time created_at;

  template <class Self, class Visitor>
  static void Fields(Self& self, Visitor&& visit) {
    visit(1, "login_name", self.login_name);
    visit(2, "person", self.person);
    visit(3, "password_hash", self.password_hash);
    visit(4, "disabled", self.disabled);
    visit(5, "created_at", self.created_at);
  }
};

struct Session {
  std::string session_id;  // For people and logs; tells nothing of the token.
  std::string login_name;
  std::string person;
  absl::Time created_at;
  absl::Time used_at;
  absl::Time stepped_up_at;  // The epoch: never.

  template <class Self, class Visitor>
  static void Fields(Self& self, Visitor&& visit) {
    visit(1, "session_id", self.session_id);
    visit(2, "login_name", self.login_name);
    visit(3, "person", self.person);
    visit(4, "created_at", self.created_at);
    visit(5, "used_at", self.used_at);
    visit(6, "stepped_up_at", self.stepped_up_at);
  }
};

// Of an account that has one-time codes, or whose holder is setting them up.
struct OneTimeCode {
  std::string wrapped;     // The secret (vault/secret_box.h).
  bool confirmed = false;  // Until then sign-in does not ask.
  uint64_t used_step = 0;  // Codes of this step and before it open nothing any more.

  template <class Self, class Visitor>
  static void Fields(Self& self, Visitor&& visit) {
    visit(1, "wrapped", self.wrapped);
    visit(2, "confirmed", self.confirmed);
    visit(3, "used_step", self.used_step);
  }
};

// Thread-safe.
class AccountStore {
 public:
  // Makes the folder if absent. STORE_IN_USE when another hub has it open; STORE_DAMAGED where
  // something that was acknowledged can't be read. `env` must outlive the store; nullptr: the
  // machine's.
  static absl::StatusOr<std::unique_ptr<AccountStore>> Open(const std::string& path,
                                                            rocksdb::Env* env = nullptr);
  ~AccountStore();

  absl::StatusOr<std::optional<Account>> FindAccount(absl::string_view login_name) const;
  // Durable when it returns, and with it, in one write, that the sessions with these hashes ended.
  absl::Status PutAccount(const Account& account,
                          const std::vector<std::string>& ended_sessions = {});
  // By login name, those after `after`; at most `limit`.
  absl::StatusOr<std::vector<Account>> ListAccounts(absl::string_view after, size_t limit) const;

  absl::StatusOr<std::optional<OneTimeCode>> FindOneTimeCode(absl::string_view login_name) const;
  // Both durable when they return.
  absl::Status PutOneTimeCode(absl::string_view login_name, const OneTimeCode& code);
  absl::Status DeleteOneTimeCode(absl::string_view login_name);

  // Sessions by the hash of their token.
  struct StoredSession {
    std::string token_hash;
    Session session;
  };
  absl::StatusOr<std::vector<StoredSession>> AllSessions() const;
  absl::Status PutSession(absl::string_view token_hash, const Session& session, bool durable);
  // All or none; durable when it returns.
  absl::Status DeleteSessions(const std::vector<std::string>& token_hashes);

  // OK, or why it takes no write any more until it is opened anew. A full disk is no such reason.
  absl::Status Health() const;

  // A consistent copy for a backup, into `path` (must not exist).
  absl::Status Checkpoint(const std::string& path);

 private:
  explicit AccountStore(std::unique_ptr<rocksdb::DB> db);
  absl::Status Put(const std::string& key, const std::string& value, bool durable);
  absl::Status Write(rocksdb::WriteBatch& batch);  // Durably.
  template <class T>
  absl::StatusOr<std::optional<T>> Find(const std::string& key) const;

  const std::unique_ptr<rocksdb::DB> db_;
  const std::unique_ptr<StoreWrites> writes_;  // To db_.
};

}  // namespace rufaa::access
