#include "cli/session/session_store.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "cli/app/exit_code.h"
#include "domain/base/status_macros.h"

namespace rufaa::cli {
namespace {

absl::Status SystemError(absl::string_view what, const std::string& path) {
  return absl::UnknownError(absl::StrCat(what, " ", path, ": ", std::strerror(errno)));
}

// A profile becomes a file name.
bool IsProfileName(absl::string_view name) {
  if (name.empty() || name.size() > 64 || name[0] == '.') return false;
  for (const char c : name) {
    if (!absl::ascii_isalnum(c) && c != '.' && c != '-' && c != '_') return false;
  }
  return true;
}

absl::Status WriteAll(int fd, absl::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = write(fd, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return absl::ErrnoToStatus(errno, "write");
    bytes.remove_prefix(static_cast<size_t>(written));
  }
  return absl::OkStatus();
}

absl::Status NotSignedIn(absl::string_view profile) {
  return absl::UnauthenticatedError(absl::StrCat("not signed in as profile '", profile,
                                                 "': `rufaa login --profile ", profile, "` first"));
}

}  // namespace

absl::StatusOr<SessionStore> SessionStore::Open() {
  std::string base;
  if (const char* state = std::getenv("XDG_STATE_HOME"); state != nullptr && *state != '\0') {
    base = state;
  } else if (const char* home = std::getenv("HOME"); home != nullptr && *home != '\0') {
    base = absl::StrCat(home, "/.local/state");
  } else {
    return absl::UnknownError("neither XDG_STATE_HOME nor HOME is set: nowhere to keep a session");
  }
  return SessionStore(base + "/rufaa/sessions");
}

absl::StatusOr<std::string> SessionStore::PathOf(absl::string_view profile) const {
  if (!IsProfileName(profile)) {
    return UsageError(absl::StrCat("'", profile,
                                   "' is no profile name: at most 64 letters, digits, '.', '-', "
                                   "'_'"));
  }
  return absl::StrCat(folder_, "/", profile, ".json");
}

absl::StatusOr<Session> SessionStore::Read(absl::string_view profile) const {
  RUFAA_ASSIGN_OR_RETURN(const std::string path, PathOf(profile));
  struct stat info;
  if (stat(path.c_str(), &info) != 0) return NotSignedIn(profile);
  if ((info.st_mode & 077) != 0 || info.st_uid != geteuid()) {
    return absl::UnauthenticatedError(
        absl::StrCat(path, " is not yours alone: remove it and sign in again"));
  }
  std::ifstream in(path);
  const nlohmann::json json = nlohmann::json::parse(in, nullptr, /*allow_exceptions=*/false);
  if (!json.is_object()) return NotSignedIn(profile);
  const auto text = [&json](const char* key) {
    const auto found = json.find(key);
    return found != json.end() && found->is_string() ? found->get<std::string>() : std::string();
  };
  Session session{.server = text("server"),
                  .county = text("county"),
                  .token = text("token"),
                  .person = text("person"),
                  .agency = text("agency"),
                  .role = text("role")};
  const auto revision = json.find("revision");
  if (revision != json.end() && revision->is_number_unsigned()) {
    session.revision = revision->get<uint64_t>();
  }
  return session;
}

absl::Status SessionStore::Write(absl::string_view profile, const Session& session) const {
  RUFAA_ASSIGN_OR_RETURN(const std::string path, PathOf(profile));
  std::error_code error;
  std::filesystem::create_directories(folder_, error);
  if (error || chmod(folder_.c_str(), 0700) != 0) return SystemError("can't make", folder_);
  const nlohmann::json json = {{"server", session.server},    {"county", session.county},
                               {"token", session.token},      {"person", session.person},
                               {"agency", session.agency},    {"role", session.role},
                               {"revision", session.revision}};
  const std::string fresh = absl::StrCat(path, ".", getpid());
  const int fd = open(fresh.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (fd < 0) return SystemError("can't write", fresh);
  absl::Status written = WriteAll(fd, json.dump() + "\n");
  close(fd);
  if (written.ok() && std::rename(fresh.c_str(), path.c_str()) != 0) {
    written = SystemError("can't write", path);
  }
  if (!written.ok()) unlink(fresh.c_str());
  return written;
}

absl::Status SessionStore::Remove(absl::string_view profile) const {
  RUFAA_ASSIGN_OR_RETURN(const std::string path, PathOf(profile));
  if (unlink(path.c_str()) != 0 && errno != ENOENT) return SystemError("can't remove", path);
  return absl::OkStatus();
}

}  // namespace rufaa::cli
