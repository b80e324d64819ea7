// The built console: files of one folder, read into memory once, so that a request can name nothing
// else and never waits for a disk.
#pragma once

#include <memory>
#include <string>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/gateway/http.h"

namespace rufaa::gateway {

class StaticSite {
 public:
  // No file at all: every answer is 404.
  StaticSite() = default;
  // Everything under `folder`, which must hold index.html. NAME.gz and NAME.br beside NAME are the
  // same file, compressed. INVALID_ARGUMENT when it is no such folder, or too large.
  static absl::StatusOr<StaticSite> Load(const std::string& folder);

  // Of a GET or HEAD. A path that is no file and has no extension is a place within the console:
  // index.html. Files under /assets/ have a hash in their name and are kept for ever.
  HttpResponse Answer(const HttpRequest& request) const;

 private:
  struct File {
    std::shared_ptr<const std::string> bytes, gzip, brotli;  // The last two may be nullptr.
    std::string type, etag;
    std::string cache;  // Cache-Control.
  };
  const File* Find(absl::string_view path) const;

  absl::flat_hash_map<std::string, File> files_;  // "/index.html"
};

}  // namespace rufaa::gateway
