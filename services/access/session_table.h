// The sessions of one county. A token is 256 random bits; only its hash is kept, so whoever reads
// the store can't sign in with what they find.
#pragma once

#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "absl/container/flat_hash_map.h"
#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "services/access/account_store.h"

namespace rufaa::access {

struct SessionLimits {
  absl::Duration idle = absl::Minutes(15);
  absl::Duration absolute = absl::Hours(10);
};

// Thread-safe.
class SessionTable {
 public:
  // `store` must outlive this. Takes up the sessions of before a restart.
  static absl::StatusOr<std::unique_ptr<SessionTable>> Open(AccountStore& store,
                                                            SessionLimits limits);

  struct Opened {
    std::string token;
    Session session;
  };
  absl::StatusOr<Opened> Start(const Account& account, absl::Time now);

  // The session of `token`, used now; nullopt when there is none or it has ended.
  std::optional<Session> Use(absl::string_view token, absl::Time now);
  // The same, without counting as use: a page left open must not keep its session alive.
  std::optional<Session> Peek(absl::string_view token, absl::Time now);
  // No such session (any more) is no error: what was asked for is so.
  absl::Status StepUp(absl::string_view session_id, absl::Time now);
  absl::Status End(absl::string_view session_id);
  // Ends all sessions of an account but `keep` ("": none is kept).
  absl::Status EndAll(absl::string_view login_name, absl::string_view keep);

  // UNAUTHENTICATED when the session has ended meanwhile.
  absl::StatusOr<std::string> LoginNameOf(absl::string_view session_id);
  absl::StatusOr<absl::Time> ExpireTimeOf(absl::string_view session_id);

  absl::Time ExpireTime(const Session& session) const {
    return session.created_at + limits_.absolute;
  }

 private:
  struct Live {
    Session session;
    absl::Time written_at;  // When used_at was last put into the store.
  };
  SessionTable(AccountStore& store, SessionLimits limits) : store_(store), limits_(limits) {}
  bool Ended(const Session& session, absl::Time now) const;
  // With mutex_ held. nullptr as Use says.
  Live* FindLive(const std::string& token_hash, absl::Time now);
  absl::Status Forget(const std::string& token_hash);
  const Session* Find(absl::string_view session_id) const;
  absl::Status ForgetIf(absl::FunctionRef<bool(const Session&)> over);

  AccountStore& store_;
  const SessionLimits limits_;
  std::mutex mutex_;
  absl::flat_hash_map<std::string, Live> by_hash_;
};

}  // namespace rufaa::access
