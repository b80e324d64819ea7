#include "eventlog/store_look.h"

#include <cstdint>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"

namespace rufaa {
namespace {

// A look takes milliseconds, or the second that replaying full write-ahead logs takes; a store
// changes every few seconds while much is written.
constexpr int kLooks = 10;

// The same as long as no table and no write-ahead log was added or taken away: each such change is
// appended to the manifest, before the files go, or begins another one.
std::string Moment(rocksdb::Env& env, const std::string& path) {
  std::string current;
  if (!rocksdb::ReadFileToString(&env, path + "/CURRENT", &current).ok()) return "";
  uint64_t size = 0;
  const std::string manifest = absl::StrCat(path, "/", absl::StripSuffix(current, "\n"));
  if (!env.GetFileSize(manifest, &size).ok()) return "";
  return absl::StrCat(current, size);
}

}  // namespace

absl::Status LookAtOneMoment(rocksdb::Env& env, const std::string& path,
                             absl::FunctionRef<void()> look) {
  std::string before = Moment(env, path);
  for (int looks = 0; looks < kLooks; ++looks) {
    look();
    std::string after = Moment(env, path);
    if (after == before) return absl::OkStatus();
    before = std::move(after);
  }
  return absl::UnavailableError(absl::StrCat(
      path, " is being written to faster than it can be looked at. Ask again a little later."));
}

}  // namespace rufaa
