// What `rufaa doctor` looks at in a data directory.
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <filesystem>

#include "absl/strings/str_cat.h"
#include "cli/verbs/doctor.h"
#include "domain/base/refusal.h"
#include "eventlog/log_directory.h"
#include "services/hub/open_county.h"
#include "services/hub/try_keys.h"
#include "vault/guarded_file.h"

namespace rufaa::cli {
namespace {

using State = Finding::State;

constexpr double kFreeShareMin = 0.1;
constexpr uint64_t kFreeBytesMin = uint64_t{1} << 30;

// Whose folder it is: the hub's.
uid_t AccountOf(const hub::CountyPaths& paths) {
  struct stat folder;
  return stat(paths.folder.c_str(), &folder) == 0 ? folder.st_uid : geteuid();
}

// By the hub's own rule, and for the account whose folder it is: root may look, too.
Finding CheckKeyFile(const std::string& county, const hub::CountyPaths& paths) {
  const std::string check = absl::StrCat("key of ", county);
  const absl::StatusOr<GuardedFile> key = GuardedFile::Open(
      paths.key_file, "County key", GuardedFile::Links::kRefused, AccountOf(paths));
  if (key.ok()) return {check, State::kOk, paths.key_file, ""};
  return {check, State::kProblem, std::string(key.status().message()),
          "look as the hub's account; a key must be its own file, or root's, of mode 0600 or 0400, "
          "and one that is lost comes from its own backup, never from a new one"};
}

Finding CheckLogFolder(const std::string& county, const std::string& path) {
  const std::string check = absl::StrCat("log of ", county);
  const absl::StatusOr<LogManifest> manifest =
      LogDirectory::ReadManifest(path, rocksdb::Env::Default());
  if (!manifest.ok()) {
    return {check, State::kProblem, std::string(manifest.status().message()),
            "compare --data and --county with the running hub's"};
  }
  const std::string found =
      absl::StrCat("format ", manifest->format, ", county ", manifest->county);
  if (manifest->county != county) {
    return {check, State::kProblem, found, "the folder is another county's: correct --data"};
  }
  if (manifest->format > kLogDirectoryFormat) {
    return {check, State::kProblem, found, "written by a newer version: install that one"};
  }
  return {check, State::kOk, found, ""};
}

// That the key is a key, and the log a log, says not that they belong together: a key store put
// back from an old backup opens nothing of the children who came since.
Finding CheckSealed(const std::string& county, const hub::CountyPaths& paths) {
  const std::string check = absl::StrCat("sealed of ", county);
  const absl::StatusOr<hub::KeysTried> keys = hub::TryKeys(paths, county, AccountOf(paths));
  if (!keys.ok()) {
    const absl::optional<Refusal> refusal = RefusalOf(keys.status());
    const std::string found(keys.status().message());
    if (refusal) {
      return {check, State::kProblem, found, std::string(InfoOf(refusal->reason).remedy)};
    }
    return {check, State::kWarning, found, "look again in a minute, as the hub's account"};
  }
  if (keys->tried == 0) return {check, State::kOk, "nothing to try the keys on", ""};
  if (keys->failed == 0) {
    return {check, State::kOk, absl::StrCat(keys->tried, " tried, all open"), ""};
  }
  return {
      check, State::kProblem,
      absl::StrCat(keys->failed, " of ", keys->tried, " tried do not open, the first at position ",
                   keys->first_failed, ": ", keys->why),
      "the key store is older than the log, or was begun anew: stop the hub, and put back the one "
      "of the newest backup, beside the newest vault.erased; of whom no backup has the keys, "
      "nothing can be opened"};
}

}  // namespace

Finding CheckDisk(const std::string& folder) {
  struct statvfs disk;
  if (statvfs(folder.c_str(), &disk) != 0) {
    return {"disk", State::kWarning, absl::StrCat(folder, " can't be looked at"),
            "run as the hub's user, on the hub's machine, with its --data"};
  }
  const uint64_t free_bytes = uint64_t{disk.f_bavail} * disk.f_frsize;
  const double share = static_cast<double>(disk.f_bavail) / static_cast<double>(disk.f_blocks);
  const std::string found =
      absl::StrCat(free_bytes >> 20, " MiB free, ", static_cast<int>(share * 100), "%");
  if (free_bytes >= kFreeBytesMin && share >= kFreeShareMin) {
    return {"disk", State::kOk, found, ""};
  }
  return {"disk", free_bytes < kFreeBytesMin / 4 ? State::kProblem : State::kWarning, found,
          "make room: with a full disk the hub refuses every write"};
}

void CheckData(const Settings& settings, std::vector<Finding>& findings) {
  const std::string& folder = settings.Text("serve.data");
  std::error_code error;
  if (!std::filesystem::exists(folder, error)) {
    findings.push_back({"data", State::kWarning, absl::StrCat(folder, " is not on this machine"),
                        "on the hub's machine, give its --data"});
    return;
  }
  findings.push_back(CheckDisk(folder));
  for (const std::string& county : settings.List("serve.counties")) {
    const hub::CountyPaths paths({.data_dir = folder,
                                  .county = county,
                                  .key_dir = settings.Text("serve.key_dir"),
                                  .session_limits = {}});
    const Finding key = CheckKeyFile(county, paths);
    const Finding log = CheckLogFolder(county, paths.log);
    findings.insert(findings.end(), {key, log});
    if (key.state == State::kOk && log.state == State::kOk) {
      findings.push_back(CheckSealed(county, paths));
    }
  }
}

}  // namespace rufaa::cli
