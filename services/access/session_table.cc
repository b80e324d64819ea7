#include "services/access/session_table.h"

#include <sodium.h>

#include <vector>

#include "absl/strings/escaping.h"
#include "domain/base/refusal.h"
#include "domain/base/status_macros.h"

namespace rufaa::access {
namespace {

constexpr size_t kTokenBytes = 32;
constexpr size_t kSessionIdBytes = 6;
// Use is written to the store this often at most; a restart may take a session to be this much
// longer idle than it was.
constexpr absl::Duration kWriteUseEvery = absl::Minutes(1);

std::string Random(size_t bytes) {
  std::string random(bytes, '\0');
  randombytes_buf(random.data(), random.size());
  return random;
}

// Of a random 256-bit token, so neither salt nor cost is needed.
std::string HashOf(absl::string_view token) {
  std::string hash(crypto_generichash_BYTES, '\0');
  crypto_generichash(reinterpret_cast<unsigned char*>(hash.data()), hash.size(),
                     reinterpret_cast<const unsigned char*>(token.data()), token.size(), nullptr,
                     0);
  return hash;
}

}  // namespace

absl::StatusOr<std::unique_ptr<SessionTable>> SessionTable::Open(AccountStore& store,
                                                                 SessionLimits limits) {
  auto table = std::unique_ptr<SessionTable>(new SessionTable(store, limits));
  RUFAA_ASSIGN_OR_RETURN(std::vector<AccountStore::StoredSession> stored, store.AllSessions());
  for (AccountStore::StoredSession& one : stored) {
    RUFAA_ASSIGN_OR_RETURN(const std::optional<Account> account,
                           store.FindAccount(one.session.login_name));
    if (!account.has_value() || account->disabled) {
      table->ended_.push_back(std::move(one.token_hash));
      continue;
    }
    const absl::Time used_at = one.session.used_at;
    table->by_hash_.emplace(std::move(one.token_hash), Live{std::move(one.session), used_at});
  }
  // They have ended whether or not the store hears of it now.
  table->ForgetInStore().IgnoreError();
  return table;
}

bool SessionTable::Ended(const Session& session, absl::Time now) const {
  return now - session.used_at > limits_.idle || now - session.created_at > limits_.absolute;
}

absl::StatusOr<SessionTable::Opened> SessionTable::Start(const Account& account, absl::Time now) {
  Opened opened{.token = absl::WebSafeBase64Escape(Random(kTokenBytes)),
                .session = {.session_id = absl::BytesToHexString(Random(kSessionIdBytes)),
                            .login_name = account.login_name,
                            .person = account.person,
                            .created_at = now,
                            .used_at = now,
                            .stepped_up_at = absl::UnixEpoch()}};
  const std::string hash = HashOf(opened.token);
  const std::lock_guard lock(mutex_);
  // A good time to forget what has ended meanwhile: nobody will ask for those tokens again.
  RUFAA_RETURN_IF_ERROR(Forget([&](const Session& other) { return Ended(other, now); }));
  RUFAA_RETURN_IF_ERROR(store_.PutSession(hash, opened.session, /*durable=*/true));
  by_hash_[hash] = {opened.session, now};
  return opened;
}

SessionTable::Live* SessionTable::FindLive(const std::string& token_hash, absl::Time now) {
  const auto found = by_hash_.find(token_hash);
  if (found == by_hash_.end()) return nullptr;
  if (!Ended(found->second.session, now)) return &found->second;
  // It stays ended whether or not the store hears of it now.
  by_hash_.erase(found);
  ended_.push_back(token_hash);
  ForgetInStore().IgnoreError();
  return nullptr;
}

std::optional<Session> SessionTable::Use(absl::string_view token, absl::Time now) {
  const std::string hash = HashOf(token);
  const std::lock_guard lock(mutex_);
  Live* const live = FindLive(hash, now);
  if (live == nullptr) return std::nullopt;
  live->session.used_at = std::max(live->session.used_at, now);
  if (now - live->written_at >= kWriteUseEvery &&
      store_.PutSession(hash, live->session, /*durable=*/false).ok()) {
    live->written_at = now;
  }
  return live->session;
}

std::optional<Session> SessionTable::Peek(absl::string_view token, absl::Time now) {
  const std::string hash = HashOf(token);
  const std::lock_guard lock(mutex_);
  const Live* const live = FindLive(hash, now);
  if (live == nullptr) return std::nullopt;
  return live->session;
}

absl::Status SessionTable::StepUp(absl::string_view session_id, absl::Time now) {
  const std::lock_guard lock(mutex_);
  for (auto& [hash, live] : by_hash_) {
    if (live.session.session_id != session_id) continue;
    live.session.stepped_up_at = now;
    return store_.PutSession(hash, live.session, /*durable=*/false);
  }
  return absl::OkStatus();
}

const Session* SessionTable::Find(absl::string_view session_id) const {
  for (const auto& [hash, live] : by_hash_) {
    if (live.session.session_id == session_id) return &live.session;
  }
  return nullptr;
}

absl::StatusOr<std::string> SessionTable::LoginNameOf(absl::string_view session_id) {
  const std::lock_guard lock(mutex_);
  const Session* session = Find(session_id);
  if (session == nullptr) return Refuse(Reason::UNAUTHENTICATED);
  return session->login_name;
}

absl::StatusOr<absl::Time> SessionTable::ExpireTimeOf(absl::string_view session_id) {
  const std::lock_guard lock(mutex_);
  const Session* session = Find(session_id);
  if (session == nullptr) return Refuse(Reason::UNAUTHENTICATED);
  return ExpireTime(*session);
}

absl::Status SessionTable::End(absl::string_view session_id) {
  const std::lock_guard lock(mutex_);
  return Forget([&](const Session& session) { return session.session_id == session_id; });
}

absl::Status SessionTable::EndAll(absl::string_view login_name) {
  const std::lock_guard lock(mutex_);
  return Forget([&](const Session& session) { return session.login_name == login_name; });
}

absl::Status SessionTable::PutAndEndAll(const Account& changed, absl::string_view keep) {
  const std::lock_guard lock(mutex_);
  ForgetHere([&](const Session& session) {
    return session.login_name == changed.login_name && session.session_id != keep;
  });
  RUFAA_RETURN_IF_ERROR(store_.PutAccount(changed, ended_));
  ended_.clear();
  return absl::OkStatus();
}

void SessionTable::ForgetHere(Over over) {
  for (auto at = by_hash_.begin(); at != by_hash_.end();) {
    const auto one = at++;
    if (!over(one->second.session)) continue;
    ended_.push_back(one->first);
    by_hash_.erase(one);
  }
}

absl::Status SessionTable::Forget(Over over) {
  ForgetHere(over);
  return ForgetInStore();
}

absl::Status SessionTable::ForgetInStore() {
  if (ended_.empty()) return absl::OkStatus();
  RUFAA_RETURN_IF_ERROR(store_.DeleteSessions(ended_));
  ended_.clear();
  return absl::OkStatus();
}

}  // namespace rufaa::access
