#include "services/gateway/static_site.h"

#include <openssl/sha.h>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/gateway/connect_call.h"

namespace rufaa::gateway {
namespace {

namespace fs = std::filesystem;

constexpr size_t kMostBytes = size_t{64} << 20;
constexpr absl::string_view kIndex = "/index.html";
constexpr absl::string_view kHashedFolder = "/assets/";
constexpr size_t kTagBytes = 16;

constexpr std::pair<absl::string_view, absl::string_view> kTypes[] = {
    {".css", "text/css; charset=utf-8"},
    {".html", "text/html; charset=utf-8"},
    {".ico", "image/x-icon"},
    {".js", "text/javascript; charset=utf-8"},
    {".json", "application/json"},
    {".map", "application/json"},
    {".png", "image/png"},
    {".svg", "image/svg+xml"},
    {".txt", "text/plain; charset=utf-8"},
    {".webmanifest", "application/manifest+json"},
    {".webp", "image/webp"},
    {".woff2", "font/woff2"},
};

std::string TypeOf(absl::string_view path) {
  for (const auto& [ending, type] : kTypes) {
    if (absl::EndsWith(path, ending)) return std::string(type);
  }
  return "application/octet-stream";
}

std::string CacheOf(absl::string_view path) {
  if (absl::StartsWith(path, kHashedFolder)) return "public, max-age=31536000, immutable";
  return absl::EndsWith(path, ".html") ? "no-store" : "no-cache";
}

std::string TagOf(absl::string_view bytes) {
  unsigned char digest[SHA256_DIGEST_LENGTH];
  SHA256(reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(), digest);
  return absl::BytesToHexString({reinterpret_cast<const char*>(digest), kTagBytes});
}

absl::StatusOr<std::string> ReadFile(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::stringstream bytes;
  bytes << in.rdbuf();
  if (!in) return absl::InvalidArgumentError(absl::StrCat(path.string(), " can't be read"));
  return bytes.str();
}

// A place within the console, "/work/new": no file's name, and nothing like "/pkg.Service/Method".
bool IsPlace(absl::string_view path) { return !absl::StrContains(path, '.'); }

HttpResponse NotFound() {
  HttpResponse response{.status = 404, .headers = {}, .body = "Not found.\n"};
  response.headers.Add("Content-Type", "text/plain; charset=utf-8");
  return response;
}

}  // namespace

absl::StatusOr<StaticSite> StaticSite::Load(const std::string& folder) {
  std::error_code error;
  absl::flat_hash_map<std::string, std::string> read;
  size_t total = 0;
  for (fs::recursive_directory_iterator entry(folder, error), end; !error && entry != end;
       entry.increment(error)) {
    std::error_code none;
    if (!entry->is_regular_file(none)) continue;
    absl::StatusOr<std::string> bytes = ReadFile(entry->path());
    if (!bytes.ok()) return bytes.status();
    total += bytes->size();
    if (total > kMostBytes) {
      return absl::InvalidArgumentError(absl::StrCat(folder, " is too large for a console"));
    }
    read["/" + entry->path().lexically_relative(folder).generic_string()] = *std::move(bytes);
  }
  if (error || !read.contains(kIndex)) {
    return absl::InvalidArgumentError(
        absl::StrCat(folder, " is no built console: it has no index.html that can be read"));
  }
  const auto beside = [&](const std::string& path, const char* ending) {
    const auto found = read.find(path + ending);
    using Shared = std::shared_ptr<const std::string>;
    return found == read.end() ? Shared() : std::make_shared<const std::string>(found->second);
  };
  StaticSite site;
  for (const auto& [path, bytes] : read) {
    const bool variant = (absl::EndsWith(path, ".gz") || absl::EndsWith(path, ".br")) &&
                         read.contains(path.substr(0, path.size() - 3));
    if (variant) continue;
    site.files_[path] = {.bytes = std::make_shared<const std::string>(bytes),
                         .gzip = beside(path, ".gz"),
                         .brotli = beside(path, ".br"),
                         .type = TypeOf(path),
                         .etag = TagOf(bytes),
                         .cache = CacheOf(path)};
  }
  return site;
}

const StaticSite::File* StaticSite::Find(absl::string_view path) const {
  auto found = files_.find(path);
  if (found == files_.end() && IsPlace(path)) found = files_.find(kIndex);
  return found == files_.end() ? nullptr : &found->second;
}

HttpResponse StaticSite::Answer(const HttpRequest& request) const {
  const File* file = Find(request.path);
  if (file == nullptr) return NotFound();
  HttpResponse response;
  const absl::string_view accepted = request.headers.Get("accept-encoding");
  absl::string_view encoding;
  std::shared_ptr<const std::string> bytes = file->bytes;
  if (file->brotli != nullptr && Accepts(accepted, "br")) {
    encoding = "br";
    bytes = file->brotli;
  } else if (file->gzip != nullptr && Accepts(accepted, "gzip")) {
    encoding = "gzip";
    bytes = file->gzip;
  }
  // Another representation needs another tag.
  const std::string tag =
      absl::StrCat("\"", file->etag, encoding.empty() ? "" : "-", encoding, "\"");
  response.headers.Add("Cache-Control", file->cache);
  response.headers.Add("ETag", tag);
  response.headers.Add("Vary", "Accept-Encoding");
  if (absl::StrContains(request.headers.Get("if-none-match"), tag)) {
    response.status = 304;
    return response;
  }
  response.headers.Add("Content-Type", file->type);
  if (!encoding.empty()) response.headers.Add("Content-Encoding", encoding);
  response.shared_body = std::move(bytes);
  return response;
}

}  // namespace rufaa::gateway
