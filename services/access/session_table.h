// The sessions of one county. A token is 256 random bits; only its hash is kept, so whoever reads
// the store can't sign in with what they find.
#pragma once

#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

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
  // `store` must outlive this. Takes up the sessions of before a restart, but none of an account
  // that is closed or not there.
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
  // What is to end has ended when these return, whatever they return: a failure is the store's,
  // which is told again with the next.
  absl::Status End(absl::string_view session_id);
  absl::Status EndAll(absl::string_view login_name);
  // Puts an account that was changed and ends its sessions but `keep` ("": none is kept). The store
  // has both or neither: a crash leaves no session that the change was to end.
  absl::Status PutAndEndAll(const Account& changed, absl::string_view keep);

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
  const Session* Find(absl::string_view session_id) const;
  // Those that are over: in memory, and then in the store with all that it failed to forget before.
  using Over = absl::FunctionRef<bool(const Session&)>;
  void ForgetHere(Over over);
  absl::Status Forget(Over over);
  absl::Status ForgetInStore();

  AccountStore& store_;
  const SessionLimits limits_;
  std::mutex mutex_;
  absl::flat_hash_map<std::string, Live> by_hash_;
  std::vector<std::string> ended_;  // Hashes of those that only the store may know still.
};

}  // namespace rufaa::access
