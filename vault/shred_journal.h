// The erasures, one child id per line, in a file beside the key store and not in it: whoever puts
// back an older key store brings back no child, since the journal is carried out again when the
// vault opens. Each line is authenticated under the county key, so a damaged journal is refused
// rather than half obeyed; a torn last line is an erasure that was never acknowledged.
//
// Not thread-safe.
#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace rufaa {

class ShredJournal {
 public:
  // `key` (32 bytes) must outlive the journal. A missing file is an empty journal.
  // STORE_DAMAGED if a line does not verify.
  static absl::StatusOr<ShredJournal> Open(const std::string& path, const unsigned char* key);
  // Whom the journal names, and nothing is made or mended: whoever keeps it may be writing.
  static absl::StatusOr<std::vector<std::string>> ReadChildren(const std::string& path,
                                                               const unsigned char* key);
  ~ShredJournal();
  ShredJournal(ShredJournal&& other) noexcept;
  ShredJournal(const ShredJournal&) = delete;
  ShredJournal& operator=(const ShredJournal&) = delete;

  const std::vector<std::string>& children() const { return children_; }

  // Durable when it returns OK. After a failure it may be tried again: what that left behind goes.
  absl::Status Append(absl::string_view child);

  // A copy, durable, into a new file.
  absl::Status CopyTo(const std::string& path) const;

 private:
  ShredJournal(int file, const unsigned char* key) : file_(file), key_(key) {}
  absl::Status Load(const std::string& text);
  absl::Status DropTornLine();
  std::string LineFor(absl::string_view child) const;

  int file_;
  const unsigned char* key_;
  size_t size_ = 0;  // Of the lines that are whole.
  std::vector<std::string> children_;
};

}  // namespace rufaa
