// The access book as a log of the same make as the county's (eventlog/embedded_log.h): a commit is
// an entry, many share a synced write, and every one is a leaf of the book's own Merkle tree. Its
// streams are the index: an entry stands in those of its person, its agency and each of its cases,
// and in "refused" if it was. So `rufaa log verify` proves entries and index alike.
#pragma once

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "eventlog/clock.h"
#include "eventlog/stored_log.h"
#include "rocksdb/env.h"
#include "vault/access_book.h"

namespace rufaa {

class StoredBook : public AccessBook {
 public:
  struct Options {
    std::string path;
    std::string county;
    Clock* clock = nullptr;       // As EmbeddedLog::Options.
    rocksdb::Env* env = nullptr;  // Likewise.
  };

  // Makes the folder if absent. Refuses as EmbeddedLog::Open; STORE_OF_ANOTHER_COUNTY for a folder
  // that holds a case book, too.
  static absl::StatusOr<std::unique_ptr<StoredBook>> Open(const Options& options);

  void Record(ReadEntry entry, Done done) override;
  absl::StatusOr<ReadsPage> Find(const ReadsQuery& query) override;

  // The log beneath: for proofs and copies.
  StoredLog& log() { return *log_; }

 private:
  explicit StoredBook(std::unique_ptr<StoredLog> log) : log_(std::move(log)) {}

  const std::unique_ptr<StoredLog> log_;
};

}  // namespace rufaa
