// Seals and opens personal data (docs/privacy.md): one random data key per (child, compartment),
// XChaCha20-Poly1305, keys wrapped by the county key and kept in a store of their own, apart from
// the log. Destroying a child's keys erases the child everywhere, and no proof breaks.
//
// Thread-safe. A sealed value is bound to where it stands: `place` (stream, event type and field,
// joined by '/') is authenticated with it, so ciphertext moved elsewhere does not open.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "domain/base/sealed.h"

namespace rocksdb {
class Env;
}  // namespace rocksdb

namespace rufaa {

class Vault {
 public:
  // Opens the key store in folder `path` (made if absent) with the county key in `county_key_file`.
  // Erasures are remembered in the file `path` + ".erased", which a restore leaves in place, and
  // are carried out again here; on a full disk at the next opening, the child being out of reach
  // meanwhile. `env` must outlive the vault; nullptr: the machine's.
  //
  // Refuses, plainly: KEY_FILE_UNUSABLE; WRONG_COUNTY_KEY; STORE_OF_ANOTHER_COUNTY; STORE_IN_USE;
  // STORE_DAMAGED.
  static absl::StatusOr<std::unique_ptr<Vault>> Open(const std::string& path,
                                                     absl::string_view county,
                                                     const std::string& county_key_file,
                                                     rocksdb::Env* env = nullptr);
  virtual ~Vault() = default;

  // Makes the child's keys at their first use, and none anew; they are durable before this returns.
  // ERASED once the child was erased; MALFORMED if `child` is no child id.
  virtual absl::StatusOr<Sealed> Seal(absl::string_view child, Compartment compartment,
                                      absl::string_view place, absl::string_view plaintext) = 0;

  // ERASED when the keys are gone; DATA_LOSS when the value was altered or stands elsewhere.
  virtual absl::StatusOr<std::string> Open(const Sealed& sealed, absl::string_view place) = 0;

  // Destroys every key and search token of `child`, durably, and remembers the erasure so that a
  // restored older backup erases again. Idempotent.
  virtual absl::Status Erase(absl::string_view child) = 0;
  virtual bool Erased(absl::string_view child) const = 0;

  // Search by name: a keyed, truncated hash over phonetic names, birth year and sex. `Index` adds
  // the child under its token, `Matches` gives children who may be the same: never a record, and
  // by design not only true ones. A birth year one off, or not known (0), still matches.
  struct Likeness {
    std::string first_name, surname;
    int birth_year = 0;
    std::string sex;  // CPIMS code: SMAL, SFEM, SINT.
  };
  virtual absl::Status Index(absl::string_view child, const Likeness& likeness) = 0;
  virtual absl::StatusOr<std::vector<std::string>> Matches(const Likeness& likeness) = 0;

  // A key of 32 bytes for one use ("page-tokens"), the same for every process that asks this vault
  // or one with the same county key. It opens nothing that is sealed.
  virtual absl::StatusOr<std::string> DeriveKey(absl::string_view use) = 0;

  // A consistent copy of the key store for a backup, into folder `path` (must not exist), and of
  // the erasures into `path` + ".erased". Keep it apart from the log's backup.
  virtual absl::Status Checkpoint(const std::string& path) = 0;

  // OK, or why the keys of this process take no change any more until it is started anew. OK where
  // another keeps them.
  virtual absl::Status Health() const { return absl::OkStatus(); }
};

}  // namespace rufaa
