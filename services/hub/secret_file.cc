#include "services/hub/secret_file.h"

#include <sys/stat.h>
#include <unistd.h>

#include "domain/base/status_macros.h"
#include "vault/guarded_file.h"

namespace rufaa::hub {
namespace {

constexpr size_t kBytesMax = 64 << 10;

uid_t UserOf(const std::string& path, SecretOwner owner) {
  struct stat found;
  if (owner == SecretOwner::kThisAccount || stat(path.c_str(), &found) != 0) return geteuid();
  return found.st_uid;
}

}  // namespace

absl::StatusOr<std::string> ReadSecretFile(const std::string& path, absl::string_view whose,
                                           SecretOwner owner) {
  RUFAA_ASSIGN_OR_RETURN(
      const GuardedFile file,
      GuardedFile::Open(path, whose, GuardedFile::Links::kFollowed, UserOf(path, owner)));
  std::string text(kBytesMax + 1, '\0');
  size_t size = 0;
  for (ssize_t more = 1; more > 0 && size < text.size(); size += static_cast<size_t>(more)) {
    more = read(file.descriptor(), text.data() + size, text.size() - size);
    if (more < 0) return file.Unusable("missing", "it can't be read");
  }
  if (size > kBytesMax) return file.Unusable("too_large", "no secret is as large as that");
  text.resize(size);
  return text;
}

}  // namespace rufaa::hub
