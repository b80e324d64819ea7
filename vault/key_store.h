// The wrapped data keys and the search tokens, in a RocksDB of their own. Rows:
//
//   meta/county, meta/key, meta/format   whose store this is
//   key/<child>/<compartment>            key id, nonce, wrapped data key
//   token/<2 bytes><child>               who may be meant by a name
//   tokens/<child>/<2 bytes>             the same by child, so that an erasure finds them
//   erased/<child>                       in case the journal is lost
//
// Every write is synced. Thread-safe.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace rocksdb {
class DB;
class Env;
}  // namespace rocksdb

namespace rufaa {

class StoreWrites;

class KeyStore {
 public:
  using Rows = std::vector<std::pair<std::string, std::string>>;

  // Makes the store if there is none; else it must be of this county and this key fingerprint.
  // STORE_DAMAGED where something that was acknowledged can't be read. `env` must outlive it;
  // nullptr: the machine's.
  static absl::StatusOr<std::unique_ptr<KeyStore>> Open(const std::string& path,
                                                        absl::string_view county,
                                                        absl::string_view key_fingerprint,
                                                        rocksdb::Env* env = nullptr);
  // The same store as it is now, also while another process has it. It takes no write, and what is
  // no store of ours yet is STORE_MISSING.
  static absl::StatusOr<std::unique_ptr<KeyStore>> OpenReadOnly(const std::string& path,
                                                                absl::string_view county,
                                                                absl::string_view key_fingerprint);
  ~KeyStore();

  absl::StatusOr<std::optional<std::string>> Get(absl::string_view row) const;
  // Durable when it returns OK. STORE_FULL, as of Destroy, while the disk has no room to spare.
  absl::Status Put(const Rows& rows);
  absl::StatusOr<Rows> Scan(absl::string_view prefix) const;

  // Deletes in a way that leaves no bytes behind in the store's files: the write-ahead log that
  // held them is retired and the tables are rewritten without them.
  absl::Status Destroy(const std::vector<std::string>& rows);

  // OK, or why it takes no write any more until it is opened anew. A full disk is no such reason.
  absl::Status Health() const;

  absl::Status Checkpoint(const std::string& path) const;

 private:
  explicit KeyStore(std::unique_ptr<rocksdb::DB> db);
  absl::Status CheckOwner(absl::string_view format, absl::string_view county,
                          absl::string_view key_fingerprint);

  const std::unique_ptr<rocksdb::DB> db_;
  const std::unique_ptr<StoreWrites> writes_;  // To db_.
};

}  // namespace rufaa
