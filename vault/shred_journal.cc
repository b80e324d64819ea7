#include "vault/shred_journal.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "domain/base/refusal.h"
#include "domain/base/status_macros.h"
#include "vault/durable_file.h"
#include "vault/keyed_hash.h"

namespace rufaa {
namespace {

constexpr size_t kMacBytes = 16;
constexpr absl::string_view kWhat = "the erasure journal";

absl::StatusOr<std::string> ReadAll(int file) {
  std::string text;
  char chunk[4096];
  while (true) {
    const ssize_t size = read(file, chunk, sizeof(chunk));
    if (size < 0 && errno == EINTR) continue;
    if (size < 0) return absl::ErrnoToStatus(errno, "can't read the erasure journal");
    if (size == 0) return text;
    text.append(chunk, static_cast<size_t>(size));
  }
}

}  // namespace

absl::StatusOr<ShredJournal> ShredJournal::Open(const std::string& path, const unsigned char* key) {
  const int file = open(path.c_str(), O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, S_IRUSR | S_IWUSR);
  if (file < 0) return absl::ErrnoToStatus(errno, "can't open the erasure journal");
  ShredJournal journal(file, key);
  RUFAA_RETURN_IF_ERROR(SyncFolderOf(path));
  RUFAA_ASSIGN_OR_RETURN(const std::string text, ReadAll(file));
  RUFAA_RETURN_IF_ERROR(journal.Load(text));
  RUFAA_RETURN_IF_ERROR(journal.DropTornLine());
  return journal;
}

absl::StatusOr<std::vector<std::string>> ShredJournal::ReadChildren(const std::string& path,
                                                                    const unsigned char* key) {
  const int file = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0 && errno == ENOENT) return std::vector<std::string>();
  if (file < 0) return absl::ErrnoToStatus(errno, "can't open the erasure journal");
  ShredJournal journal(file, key);
  RUFAA_ASSIGN_OR_RETURN(const std::string text, ReadAll(file));
  RUFAA_RETURN_IF_ERROR(journal.Load(text));
  return std::move(journal.children_);
}

ShredJournal::~ShredJournal() {
  if (file_ >= 0) close(file_);
}

ShredJournal::ShredJournal(ShredJournal&& other) noexcept
    : file_(std::exchange(other.file_, -1)),
      key_(other.key_),
      size_(other.size_),
      children_(std::move(other.children_)) {}

std::string ShredJournal::LineFor(absl::string_view child) const {
  return absl::StrCat(child, " ", absl::BytesToHexString(KeyedHash(kMacBytes, child, key_)), "\n");
}

absl::Status ShredJournal::Load(const std::string& text) {
  size_t at = 0;
  while (at < text.size()) {
    const size_t end = text.find('\n', at);
    if (end == std::string::npos) break;  // Torn: it was never acknowledged.
    const std::string line = text.substr(at, end + 1 - at);
    const std::string child = line.substr(0, line.find(' '));
    if (LineFor(child) != line) {
      return Refuse(Reason::STORE_DAMAGED, "The erasure journal does not verify.",
                    {{"line", std::to_string(children_.size() + 1)}});
    }
    children_.push_back(child);
    at = end + 1;
  }
  size_ = at;
  return absl::OkStatus();
}

absl::Status ShredJournal::DropTornLine() {
  if (ftruncate(file_, static_cast<off_t>(size_)) == 0) return absl::OkStatus();
  return absl::ErrnoToStatus(errno, "can't drop the erasure journal's torn last line");
}

absl::Status ShredJournal::Append(absl::string_view child) {
  // Of an append that failed: a line behind half a line would make the whole journal unreadable.
  RUFAA_RETURN_IF_ERROR(DropTornLine());
  const std::string line = LineFor(child);
  RUFAA_RETURN_IF_ERROR(WriteAll(file_, line, kWhat));
  size_ += line.size();
  children_.emplace_back(child);
  return absl::OkStatus();
}

absl::Status ShredJournal::CopyTo(const std::string& path) const {
  const int copy = open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR);
  if (copy < 0) return absl::ErrnoToStatus(errno, "can't make the copy of the erasure journal");
  std::string text;
  for (const std::string& child : children_) text += LineFor(child);
  absl::Status written = WriteAll(copy, text, kWhat);
  close(copy);
  RUFAA_RETURN_IF_ERROR(written);
  return SyncFolderOf(path);
}

}  // namespace rufaa
