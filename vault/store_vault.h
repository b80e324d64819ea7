// The vault over a key store, a county key and an erasure journal.
#pragma once

#include <array>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "vault/county_key.h"
#include "vault/key_cache.h"
#include "vault/key_store.h"
#include "vault/name_index.h"
#include "vault/shred_journal.h"
#include "vault/vault.h"

namespace rufaa {

class StoreVault : public Vault {
 public:
  StoreVault(absl::string_view county, std::string path, CountyKey county_key,
             std::unique_ptr<KeyStore> store);

  // Reads the journal and carries out again what an older store has forgotten.
  absl::Status Replay();
  // Of a store that is only looked at: who was erased, and nothing is carried out or written.
  absl::Status LearnErased();

  absl::StatusOr<Sealed> Seal(absl::string_view child, Compartment compartment,
                              absl::string_view place, absl::string_view plaintext) override;
  absl::StatusOr<std::string> Open(const Sealed& sealed, absl::string_view place) override;
  absl::Status Erase(absl::string_view child) override;
  bool Erased(absl::string_view child) const override;
  absl::Status Index(absl::string_view child, const Likeness& likeness) override;
  absl::StatusOr<std::vector<std::string>> Matches(const Likeness& likeness) override;
  absl::StatusOr<std::string> DeriveKey(absl::string_view use) override;
  absl::Status Checkpoint(const std::string& path) override;
  absl::Status Health() const override { return store_->Health(); }

 private:
  struct DataKey;

  absl::Status Find(absl::string_view child, Compartment compartment, DataKey& key);
  absl::Status FindOrMake(absl::string_view child, Compartment compartment, DataKey& key);
  absl::Status MakeKeys(absl::string_view child);
  absl::Status Unwrap(absl::string_view child, Compartment compartment, absl::string_view wrapped,
                      DataKey& key) const;
  absl::Status DestroyRows(absl::string_view child);
  std::mutex& MakingOf(absl::string_view child);

  const std::string county_;
  const std::string path_;
  const CountyKey county_key_;
  const std::unique_ptr<KeyStore> store_;
  NameIndex names_;  // In store_.

  // Held while a child's keys and tokens are made or destroyed, so that an erasure can't miss one
  // that is just being made. Striped: keys of different children are made side by side, and RocksDB
  // syncs them together.
  std::array<std::mutex, 16> making_;

  mutable std::mutex mutex_;  // Guards what follows; never held over a disk write.
  KeyCache cache_;
  absl::flat_hash_set<std::string> erased_;

  std::mutex journal_mutex_;
  std::unique_ptr<ShredJournal> journal_;
};

}  // namespace rufaa
