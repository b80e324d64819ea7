#include "vault/guarded_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <utility>

#include "absl/strings/str_cat.h"
#include "domain/base/refusal.h"

namespace rufaa {

GuardedFile::GuardedFile(int descriptor, std::string path, std::string whose)
    : descriptor_(descriptor), path_(std::move(path)), whose_(std::move(whose)) {}

GuardedFile::GuardedFile(GuardedFile&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, -1)),
      path_(std::move(other.path_)),
      whose_(std::move(other.whose_)) {}

GuardedFile::~GuardedFile() {
  if (descriptor_ >= 0) close(descriptor_);
}

absl::Status GuardedFile::Unusable(absl::string_view problem, absl::string_view told) const {
  return Refuse(Reason::KEY_FILE_UNUSABLE, absl::StrCat(whose_, " file ", path_, ": ", told, "."),
                {{"problem", std::string(problem)}, {"path", path_}});
}

// Looks at the open descriptor, not at the path, so that nobody can swap the file in between.
absl::StatusOr<GuardedFile> GuardedFile::Open(const std::string& path, absl::string_view whose,
                                              Links links, uid_t user) {
  const int no_links = links == Links::kRefused ? O_NOFOLLOW : 0;
  const int descriptor = open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | no_links);
  const int why = errno;
  GuardedFile file(descriptor, path, std::string(whose));
  if (descriptor < 0) {
    if (why == ELOOP) return file.Unusable("not_regular", "it is a link, not a plain file");
    return file.Unusable("missing", why == ENOENT ? "there is none" : "it can't be opened");
  }
  struct stat found;
  if (fstat(file.descriptor_, &found) != 0) {
    return file.Unusable("missing", "it can't be looked at");
  }
  if (!S_ISREG(found.st_mode)) return file.Unusable("not_regular", "it is not a plain file");
  if ((found.st_mode & (S_IRWXG | S_IRWXO)) != 0) {
    return file.Unusable("mode", "others than its owner may use it; set its mode to 0600");
  }
  if (found.st_uid != user && found.st_uid != 0) {
    return file.Unusable("owner", "it belongs to another user than the hub's");
  }
  return file;
}

}  // namespace rufaa
