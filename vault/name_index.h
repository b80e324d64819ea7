// Which children a name may mean: the token rows of the key store. A token is a keyed hash over
// phonetic names, birth year and sex, cut so short that it names a bucket of children: a stolen
// store gives no names back.
//
// Thread-safe. Who destroys a child's rows keeps others from adding it meanwhile.
#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "vault/key_store.h"
#include "vault/vault.h"

namespace rufaa {

class NameIndex {
 public:
  // `store` and `key` (32 bytes) must outlive it.
  NameIndex(KeyStore& store, const unsigned char* key) : store_(store), key_(key) {}

  absl::Status Add(absl::string_view child, const Vault::Likeness& likeness);

  // Sorted, each once.
  absl::StatusOr<std::vector<std::string>> Matches(const Vault::Likeness& likeness) const;

  // Every row that names `child`.
  absl::StatusOr<std::vector<std::string>> RowsOf(absl::string_view child) const;

 private:
  std::string Token(const Vault::Likeness& likeness, absl::string_view year) const;

  KeyStore& store_;
  const unsigned char* const key_;
};

}  // namespace rufaa
