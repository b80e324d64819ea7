#include "vault/county_key.h"

#include <fcntl.h>
#include <sodium.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "domain/base/check.h"
#include "domain/base/status_macros.h"
#include "vault/durable_file.h"
#include "vault/guarded_file.h"
#include "vault/keyed_hash.h"

namespace rufaa {
namespace {

constexpr size_t kFileBytesMax = 256;

void Derive(unsigned char* out, absl::string_view use, const unsigned char* root) {
  KeyedHashInto(out, SecretKeys::kKeyBytes, use, root);
}

absl::Status WriteNewKey(const std::string& path) {
  const int file =
      open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, S_IRUSR | S_IWUSR);
  if (file < 0) return absl::ErrnoToStatus(errno, absl::StrCat("can't make ", path));
  SecretKeys root(1), text(kFileBytesMax / SecretKeys::kKeyBytes);
  randombytes_buf(root[0], SecretKeys::kKeyBytes);
  char* line = reinterpret_cast<char*>(text[0]);
  sodium_bin2base64(line, kFileBytesMax, root[0], SecretKeys::kKeyBytes,
                    sodium_base64_VARIANT_ORIGINAL);
  const size_t length = absl::string_view(line).size();
  line[length] = '\n';
  absl::Status written = WriteAll(file, absl::string_view(line, length + 1), path);
  close(file);
  return written;
}

}  // namespace

SecretKeys::SecretKeys(size_t count) {
  RUFAA_CHECK(sodium_init() >= 0);
  bytes_ = static_cast<unsigned char*>(sodium_allocarray(count, kKeyBytes));
  RUFAA_CHECK(bytes_ != nullptr);
}

SecretKeys::~SecretKeys() { sodium_free(bytes_); }

SecretKeys::SecretKeys(SecretKeys&& other) noexcept
    : bytes_(std::exchange(other.bytes_, nullptr)) {}

CountyKey::CountyKey(const unsigned char* root) : keys_(4) {
  Derive(keys_[0], "rufaa/v1/wrap", root);
  Derive(keys_[1], "rufaa/v1/search", root);
  Derive(keys_[2], "rufaa/v1/journal", root);
  Derive(keys_[3], "rufaa/v1/derive", root);
  unsigned char mark[SecretKeys::kKeyBytes];
  Derive(mark, "rufaa/v1/fingerprint", root);
  fingerprint_ = absl::BytesToHexString(absl::string_view(reinterpret_cast<const char*>(mark), 16));
}

absl::StatusOr<CountyKey> CountyKey::Read(const std::string& path, uid_t user) {
  RUFAA_ASSIGN_OR_RETURN(const GuardedFile file,
                         GuardedFile::Open(path, "County key", GuardedFile::Links::kRefused, user));
  SecretKeys text(kFileBytesMax / SecretKeys::kKeyBytes);
  const ssize_t size = read(file.descriptor(), text[0], kFileBytesMax);
  if (size < 0) return file.Unusable("missing", "it can't be read");
  const absl::string_view line = absl::StripAsciiWhitespace(
      absl::string_view(reinterpret_cast<const char*>(text[0]), static_cast<size_t>(size)));
  SecretKeys root(1);
  size_t decoded = 0;
  if (sodium_base642bin(root[0], SecretKeys::kKeyBytes, line.data(), line.size(), nullptr, &decoded,
                        nullptr, sodium_base64_VARIANT_ORIGINAL) != 0 ||
      decoded != SecretKeys::kKeyBytes) {
    return file.Unusable("not_a_key", "it does not hold 32 bytes in base64");
  }
  return CountyKey(root[0]);
}

absl::Status GenerateCountyKeyFile(const std::string& path) {
  // A key cut short would bar every later start: it is whole before it has its name.
  const std::string draft = absl::StrCat(path, ".new.", getpid());
  absl::Status status = WriteNewKey(draft);
  if (status.ok() && link(draft.c_str(), path.c_str()) != 0) {
    status = errno == EEXIST ? absl::AlreadyExistsError(absl::StrCat("There is already ", path))
                             : absl::ErrnoToStatus(errno, absl::StrCat("can't make ", path));
  }
  unlink(draft.c_str());
  return status.ok() ? SyncFolderOf(path) : status;
}

}  // namespace rufaa
