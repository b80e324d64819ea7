#include "services/ops/file_list.h"

#include <openssl/evp.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <map>
#include <memory>
#include <system_error>

#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "domain/base/check.h"
#include "domain/base/status_macros.h"

namespace rufaa::ops {
namespace {

namespace fs = std::filesystem;

absl::StatusOr<std::string> HashFile(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return CanNotRead(path, errno);
  const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> hash(EVP_MD_CTX_new(),
                                                                     &EVP_MD_CTX_free);
  RUFAA_CHECK(hash != nullptr && EVP_DigestInit_ex(hash.get(), EVP_sha256(), nullptr) == 1);
  std::array<char, 1 << 16> block;
  while (file.read(block.data(), block.size()) || file.gcount() > 0) {
    RUFAA_CHECK(EVP_DigestUpdate(hash.get(), block.data(), static_cast<size_t>(file.gcount())) ==
                1);
  }
  if (file.bad()) return absl::DataLossError(absl::StrCat(path, ": can't be read to its end"));
  std::string digest(32, '\0');
  RUFAA_CHECK(EVP_DigestFinal_ex(hash.get(), reinterpret_cast<unsigned char*>(digest.data()),
                                 nullptr) == 1);
  return absl::BytesToHexString(digest);
}

bool SaysOnlyToItself(const std::string& name) {
  return name == "LOG" || absl::StartsWith(name, "LOG.old") || absl::EqualsIgnoreCase(name, "lock");
}

}  // namespace

absl::Status CanNotRead(const std::string& path, int error) {
  const std::string what = absl::StrCat(path, " can't be read: ", std::strerror(error));
  if (error == ENOENT || error == ENOTDIR) return absl::NotFoundError(what);
  // Its bytes may be whole: who reads them is the wrong account.
  if (error == EACCES || error == EPERM) return absl::InvalidArgumentError(what);
  return absl::DataLossError(what);
}

absl::StatusOr<std::vector<FileEntry>> ListFiles(const std::string& folder,
                                                 const std::string& except) {
  std::error_code error;
  std::vector<FileEntry> files;
  fs::recursive_directory_iterator walk(folder, error);
  for (; !error && walk != fs::end(walk); walk.increment(error)) {
    if (!walk->is_regular_file(error) || error) continue;
    const std::string path = fs::relative(walk->path(), folder, error).string();
    if (path == except || SaysOnlyToItself(walk->path().filename().string())) continue;
    RUFAA_ASSIGN_OR_RETURN(std::string sha256, HashFile(walk->path().string()));
    files.push_back({path, walk->file_size(error), std::move(sha256)});
  }
  if (error) return CanNotRead(folder, error.value());
  std::sort(files.begin(), files.end(),
            [](const FileEntry& a, const FileEntry& b) { return a.path < b.path; });
  return files;
}

absl::Status CheckFiles(const std::string& folder, const std::vector<FileEntry>& listed,
                        const std::string& except) {
  RUFAA_ASSIGN_OR_RETURN(const std::vector<FileEntry> found, ListFiles(folder, except));
  std::map<std::string, FileEntry> by_path;
  for (const FileEntry& file : found) by_path[file.path] = file;
  for (const FileEntry& file : listed) {
    const auto it = by_path.find(file.path);
    if (it == by_path.end()) return absl::DataLossError(absl::StrCat(file.path, ": is missing"));
    if (it->second != file) {
      return absl::DataLossError(absl::StrCat(file.path, ": is not what was written"));
    }
    by_path.erase(it);
  }
  if (by_path.empty()) return absl::OkStatus();
  return absl::DataLossError(absl::StrCat(by_path.begin()->first, ": was not in the backup"));
}

}  // namespace rufaa::ops
