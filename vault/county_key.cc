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
#include "domain/base/refusal.h"

namespace rufaa {
namespace {

constexpr size_t kFileBytesMax = 256;

absl::Status Unusable(const std::string& path, absl::string_view problem, absl::string_view told) {
  return Refuse(Reason::KEY_FILE_UNUSABLE, absl::StrCat("County key file ", path, ": ", told, "."),
                {{"problem", std::string(problem)}, {"path", path}});
}

class File {
 public:
  explicit File(int descriptor) : descriptor_(descriptor) {}
  ~File() {
    if (descriptor_ >= 0) close(descriptor_);
  }
  File(const File&) = delete;
  File& operator=(const File&) = delete;
  int get() const { return descriptor_; }

 private:
  const int descriptor_;
};

// Looks at the open descriptor, not at the path, so that nobody can swap the file in between.
absl::Status CheckGuarded(const File& file, const std::string& path) {
  struct stat found;
  if (fstat(file.get(), &found) != 0) return Unusable(path, "missing", "it can't be looked at");
  if (!S_ISREG(found.st_mode)) return Unusable(path, "not_regular", "it is not a plain file");
  if ((found.st_mode & 077) != 0) {
    return Unusable(path, "mode", "others than its owner may use it; set its mode to 0600");
  }
  if (found.st_uid != geteuid() && found.st_uid != 0) {
    return Unusable(path, "owner", "it belongs to another user than the hub's");
  }
  return absl::OkStatus();
}

void Derive(unsigned char* out, absl::string_view use, const unsigned char* root) {
  RUFAA_CHECK(crypto_generichash(out, SecretKeys::kKeyBytes,
                                 reinterpret_cast<const unsigned char*>(use.data()), use.size(),
                                 root, SecretKeys::kKeyBytes) == 0);
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

absl::StatusOr<CountyKey> CountyKey::Read(const std::string& path) {
  const File file(open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK));
  if (file.get() < 0) {
    if (errno == ELOOP) return Unusable(path, "not_regular", "it is a link, not a plain file");
    return Unusable(path, "missing", errno == ENOENT ? "there is none" : "it can't be opened");
  }
  if (absl::Status guarded = CheckGuarded(file, path); !guarded.ok()) return guarded;

  SecretKeys text(kFileBytesMax / SecretKeys::kKeyBytes);
  const ssize_t size = read(file.get(), text[0], kFileBytesMax);
  if (size < 0) return Unusable(path, "missing", "it can't be read");
  const absl::string_view line = absl::StripAsciiWhitespace(
      absl::string_view(reinterpret_cast<const char*>(text[0]), static_cast<size_t>(size)));
  SecretKeys root(1);
  size_t decoded = 0;
  if (sodium_base642bin(root[0], SecretKeys::kKeyBytes, line.data(), line.size(), nullptr, &decoded,
                        nullptr, sodium_base64_VARIANT_ORIGINAL) != 0 ||
      decoded != SecretKeys::kKeyBytes) {
    return Unusable(path, "not_a_key", "it does not hold 32 bytes in base64");
  }
  return CountyKey(root[0]);
}

absl::Status GenerateCountyKeyFile(const std::string& path) {
  const File file(
      open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, S_IRUSR | S_IWUSR));
  if (file.get() < 0) {
    if (errno == EEXIST) return absl::AlreadyExistsError(absl::StrCat("There is already ", path));
    return absl::ErrnoToStatus(errno, absl::StrCat("can't make ", path));
  }
  SecretKeys root(1), text(kFileBytesMax / SecretKeys::kKeyBytes);
  randombytes_buf(root[0], SecretKeys::kKeyBytes);
  char* line = reinterpret_cast<char*>(text[0]);
  sodium_bin2base64(line, kFileBytesMax, root[0], SecretKeys::kKeyBytes,
                    sodium_base64_VARIANT_ORIGINAL);
  const size_t length = absl::string_view(line).size();
  line[length] = '\n';
  if (write(file.get(), line, length + 1) != static_cast<ssize_t>(length + 1) ||
      fsync(file.get()) != 0) {
    return absl::ErrnoToStatus(errno, absl::StrCat("can't write ", path));
  }
  return absl::OkStatus();
}

}  // namespace rufaa
