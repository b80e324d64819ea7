#include "eventlog/store_lock.h"

#include <cerrno>
#include <cstring>
#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "domain/base/refusal.h"

namespace rufaa {
namespace {

bool HeldHere(absl::string_view words) {
  return absl::StrContains(words, "lock hold by current process");
}

bool HeldByAnother(absl::string_view words) {
  return absl::StrContains(words, "While lock file") &&
         absl::EndsWith(words, std::strerror(EAGAIN));
}

bool IsOfTheLock(absl::string_view words) {
  return absl::StrContains(words, "While lock file") ||
         absl::StrContains(words, "while open a file for lock");
}

}  // namespace

absl::Status CheckLock(const rocksdb::Status& opened) {
  if (opened.ok() || opened.IsNoSpace()) return absl::OkStatus();
  const std::string words = opened.ToString();
  if (HeldHere(words) || HeldByAnother(words)) return Refuse(Reason::STORE_IN_USE);
  if (!IsOfTheLock(words)) return absl::OkStatus();
  return absl::InternalError(
      absl::StrCat("A store's lock file can't be taken: ", words,
                   ". It must be a plain file, in a folder that the hub's user may write to."));
}

}  // namespace rufaa
