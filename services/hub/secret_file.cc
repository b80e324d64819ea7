#include "services/hub/secret_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "absl/strings/str_cat.h"
#include "domain/base/refusal.h"

namespace rufaa::hub {
namespace {

constexpr size_t kBytesMax = 64 << 10;

class File {
 public:
  explicit File(const std::string& path) : descriptor_(open(path.c_str(), O_RDONLY | O_CLOEXEC)) {}
  ~File() {
    if (descriptor_ >= 0) close(descriptor_);
  }
  File(const File&) = delete;
  File& operator=(const File&) = delete;
  int get() const { return descriptor_; }

 private:
  const int descriptor_;
};

}  // namespace

// Looks at the open descriptor, not at the path, so that nobody can swap the file in between.
absl::StatusOr<std::string> ReadSecretFile(const std::string& path, absl::string_view whose) {
  const auto unusable = [&](absl::string_view problem, absl::string_view told) {
    return Refuse(Reason::KEY_FILE_UNUSABLE, absl::StrCat(whose, " file ", path, ": ", told, "."),
                  {{"file", path}, {"problem", std::string(problem)}});
  };
  const File file(path);
  struct stat found;
  if (file.get() < 0 || fstat(file.get(), &found) != 0 || !S_ISREG(found.st_mode)) {
    return unusable("missing", "there is none, or it can't be opened");
  }
  if ((found.st_mode & (S_IRWXG | S_IRWXO)) != 0) {
    return unusable("mode", "others than its owner may use it; set its mode to 0600");
  }
  if (found.st_uid != geteuid() && found.st_uid != 0) {
    return unusable("owner", "it belongs to another user than the hub's");
  }
  std::string text(kBytesMax + 1, '\0');
  size_t size = 0;
  for (ssize_t more = 1; more > 0 && size < text.size(); size += static_cast<size_t>(more)) {
    more = read(file.get(), text.data() + size, text.size() - size);
    if (more < 0) return unusable("missing", "it can't be read");
  }
  if (size > kBytesMax) return unusable("too_large", "no secret is as large as that");
  text.resize(size);
  return text;
}

}  // namespace rufaa::hub
