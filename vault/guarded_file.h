// A file that holds a secret, opened only if nobody but its owner may use it.
#pragma once

#include <sys/types.h>
#include <unistd.h>

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace rufaa {

class GuardedFile {
 public:
  // kRefused: the name must be the file's own. kFollowed: where those who keep secrets put links,
  // as Kubernetes does.
  enum class Links { kRefused, kFollowed };

  // KEY_FILE_UNUSABLE, with detail "problem" = missing | not_regular | mode | owner. `whose` file
  // it is, such as "County key". `user` is whom it must belong to, if not to root.
  static absl::StatusOr<GuardedFile> Open(const std::string& path, absl::string_view whose,
                                          Links links, uid_t user = geteuid());
  // The same refusal, for what is found wrong while reading.
  absl::Status Unusable(absl::string_view problem, absl::string_view told) const;

  GuardedFile(GuardedFile&& other) noexcept;
  GuardedFile& operator=(GuardedFile&&) = delete;
  ~GuardedFile();

  int descriptor() const { return descriptor_; }

 private:
  GuardedFile(int descriptor, std::string path, std::string whose);

  int descriptor_;
  std::string path_, whose_;
};

}  // namespace rufaa
