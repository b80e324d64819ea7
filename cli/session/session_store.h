// Sessions that outlive a command: one file per profile, mode 0600, in a folder of mode 0700, so
// that `rufaa --profile chv` and `rufaa --profile officer` are two people in one shell.
#pragma once

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace rufaa::cli {

struct Session {
  std::string server = {};  // The token is sent to no other.
  std::string county = {};
  std::string token = {};
  std::string person = {}, agency = {},
              role = {};  // For messages only; the hub decides who the caller is.
  // The newest log position this session has seen: reads ask for at least it, so that people read
  // back what they have written.
  uint64_t revision = 0;
};

class SessionStore {
 public:
  // $XDG_STATE_HOME/rufaa/sessions, or ~/.local/state/rufaa/sessions.
  static absl::StatusOr<SessionStore> Open();

  // UNAUTHENTICATED where `profile` has no session, or its file can be read by others.
  absl::StatusOr<Session> Read(absl::string_view profile) const;
  // Whole or not at all: a reader sees the old file or the new one.
  absl::Status Write(absl::string_view profile, const Session& session) const;
  // No error where there is none.
  absl::Status Remove(absl::string_view profile) const;

  const std::string& folder() const { return folder_; }

 private:
  explicit SessionStore(std::string folder) : folder_(std::move(folder)) {}
  absl::StatusOr<std::string> PathOf(absl::string_view profile) const;
  std::string folder_;
};

}  // namespace rufaa::cli
