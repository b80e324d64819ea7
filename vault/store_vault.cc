#include "vault/store_vault.h"

#include <sodium.h>

#include <algorithm>
#include <cstring>
#include <optional>
#include <utility>

#include "absl/hash/hash.h"
#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "domain/base/check.h"
#include "domain/base/refusal.h"
#include "domain/base/status_macros.h"
#include "vault/aead.h"
#include "vault/keyed_hash.h"

namespace rufaa {
namespace {

// Keys of some 10,900 children in 2 MB of locked memory; the rest are unwrapped when asked for.
constexpr size_t kCachedKeys = 65'535;
constexpr size_t kKeyIdBytes = 16;
constexpr Compartment kCompartments[] = {Compartment::kIdentity, Compartment::kNarrative,
                                         Compartment::kLocation, Compartment::kMedical,
                                         Compartment::kJustice,  Compartment::kReply};

absl::Status CheckChildId(absl::string_view child) {
  const bool plain = std::all_of(child.begin(), child.end(), [](char c) {
    return absl::ascii_isalnum(c) || c == '-' || c == '_';
  });
  if (!child.empty() && child.size() <= 64 && plain) return absl::OkStatus();
  return Refuse(Reason::MALFORMED, "This is no child id.", {{"field", "child"}});
}

std::string KeyRow(absl::string_view child, Compartment compartment) {
  return absl::StrCat("key/", child, "/", Name(compartment));
}

// A hash of the key names it. XChaCha20-Poly1305 does not commit to its key: a ciphertext can be
// crafted to open under two. Since the id is checked against the key at each unwrapping, and is
// authenticated with each value, a value opens under the one key it was sealed with or under none.
std::string KeyIdOf(const unsigned char* key) {
  return absl::WebSafeBase64Escape(KeyedHash(kKeyIdBytes, "rufaa/v1/key-id", key));
}

std::string WrapBinding(absl::string_view county, absl::string_view child,
                        Compartment compartment) {
  return aead::Bind({"wrap", county, child, Name(compartment)});
}

std::string ValueBinding(absl::string_view county, absl::string_view child, Compartment compartment,
                         absl::string_view key_id, absl::string_view place) {
  return aead::Bind({"value", county, child, Name(compartment), key_id, place});
}

}  // namespace

// On the stack of the one call that uses it, and wiped at its end.
struct StoreVault::DataKey {
  unsigned char bytes[SecretKeys::kKeyBytes];
  std::string id;

  ~DataKey() { sodium_memzero(bytes, sizeof(bytes)); }
};

absl::StatusOr<std::unique_ptr<Vault>> Vault::Open(const std::string& path,
                                                   absl::string_view county,
                                                   const std::string& county_key_file,
                                                   rocksdb::Env* env) {
  RUFAA_ASSIGN_OR_RETURN(CountyKey county_key, CountyKey::Read(county_key_file));
  RUFAA_ASSIGN_OR_RETURN(std::unique_ptr<KeyStore> store,
                         KeyStore::Open(path, county, county_key.fingerprint(), env));
  auto vault = std::make_unique<StoreVault>(county, path, std::move(county_key), std::move(store));
  RUFAA_RETURN_IF_ERROR(vault->Replay());
  return vault;
}

StoreVault::StoreVault(absl::string_view county, std::string path, CountyKey county_key,
                       std::unique_ptr<KeyStore> store)
    : county_(county),
      path_(std::move(path)),
      county_key_(std::move(county_key)),
      store_(std::move(store)),
      names_(*store_, county_key_.searching()),
      cache_(kCachedKeys) {}

absl::Status StoreVault::Replay() {
  RUFAA_ASSIGN_OR_RETURN(ShredJournal journal,
                         ShredJournal::Open(path_ + ".erased", county_key_.journal()));
  journal_ = std::make_unique<ShredJournal>(std::move(journal));
  erased_.insert(journal_->children().begin(), journal_->children().end());
  for (const std::string& child : journal_->children()) {
    RUFAA_ASSIGN_OR_RETURN(const auto known, store_->Get(absl::StrCat("erased/", child)));
    if (known) continue;
    // A hub that does not start because its disk is full could not say so to anybody.
    const absl::Status destroyed = DestroyRows(child);
    if (!absl::IsResourceExhausted(destroyed)) RUFAA_RETURN_IF_ERROR(destroyed);
  }
  RUFAA_ASSIGN_OR_RETURN(const KeyStore::Rows known, store_->Scan("erased/"));
  for (const auto& [row, value] : known) {
    const std::string child = row.substr(row.find('/') + 1);
    if (erased_.insert(child).second) RUFAA_RETURN_IF_ERROR(journal_->Append(child));
  }
  return absl::OkStatus();
}

absl::Status StoreVault::LearnErased() {
  RUFAA_ASSIGN_OR_RETURN(const std::vector<std::string> children,
                         ShredJournal::ReadChildren(path_ + ".erased", county_key_.journal()));
  erased_.insert(children.begin(), children.end());
  RUFAA_ASSIGN_OR_RETURN(const KeyStore::Rows known, store_->Scan("erased/"));
  for (const auto& [row, value] : known) erased_.insert(row.substr(row.find('/') + 1));
  return absl::OkStatus();
}

absl::Status StoreVault::Unwrap(absl::string_view child, Compartment compartment,
                                absl::string_view wrapped, DataKey& key) const {
  std::optional<std::string> bytes;
  if (wrapped.size() > aead::kNonceBytes) {
    bytes = aead::Decrypt(wrapped.substr(0, aead::kNonceBytes), wrapped.substr(aead::kNonceBytes),
                          WrapBinding(county_, child, compartment), county_key_.wrapping());
  }
  if (!bytes || bytes->size() != sizeof(key.bytes)) {
    return Refuse(Reason::STORE_DAMAGED, "A data key does not unwrap.");
  }
  std::memcpy(key.bytes, bytes->data(), sizeof(key.bytes));
  sodium_memzero(bytes->data(), bytes->size());
  key.id = KeyIdOf(key.bytes);
  return absl::OkStatus();
}

// NOT_FOUND, a failure and not a refusal, when the child has no key there.
absl::Status StoreVault::Find(absl::string_view child, Compartment compartment, DataKey& key) {
  const std::string row = KeyRow(child, compartment);
  {
    std::lock_guard lock(mutex_);
    if (erased_.contains(child)) return Refuse(Reason::ERASED);
    if (const KeyCache::Found found = cache_.Get(row); found.key != nullptr) {
      std::memcpy(key.bytes, found.key, sizeof(key.bytes));
      key.id = *found.key_id;
      return absl::OkStatus();
    }
  }
  RUFAA_ASSIGN_OR_RETURN(const auto wrapped, store_->Get(row));
  if (!wrapped) return absl::NotFoundError("no data key");
  RUFAA_RETURN_IF_ERROR(Unwrap(child, compartment, *wrapped, key));
  std::lock_guard lock(mutex_);
  if (erased_.contains(child)) return Refuse(Reason::ERASED);
  cache_.Put(row, key.id, key.bytes);
  return absl::OkStatus();
}

// All compartments in one synced write: most children need three at once. A key that is there is
// never replaced: whatever it sealed would be lost for good. One may be missing among others, such
// as that of a compartment that is newer than the child's keys.
absl::Status StoreVault::MakeKeys(absl::string_view child) {
  KeyStore::Rows rows;
  for (const Compartment compartment : kCompartments) {
    std::string row = KeyRow(child, compartment);
    RUFAA_ASSIGN_OR_RETURN(const auto there, store_->Get(row));
    if (there) continue;
    SecretKeys key(1);
    randombytes_buf(key[0], SecretKeys::kKeyBytes);
    const aead::Box box = aead::Encrypt(
        absl::string_view(reinterpret_cast<const char*>(key[0]), SecretKeys::kKeyBytes),
        WrapBinding(county_, child, compartment), county_key_.wrapping());
    rows.emplace_back(std::move(row), box.nonce + box.ciphertext);
  }
  return store_->Put(rows);
}

absl::Status StoreVault::FindOrMake(absl::string_view child, Compartment compartment,
                                    DataKey& key) {
  absl::Status found = Find(child, compartment, key);
  if (!absl::IsNotFound(found)) return found;
  std::lock_guard making(MakingOf(child));
  found = Find(child, compartment, key);
  if (!absl::IsNotFound(found)) return found;
  RUFAA_RETURN_IF_ERROR(MakeKeys(child));
  return Find(child, compartment, key);
}

std::mutex& StoreVault::MakingOf(absl::string_view child) {
  return making_[absl::HashOf(child) % making_.size()];
}

absl::StatusOr<Sealed> StoreVault::Seal(absl::string_view child, Compartment compartment,
                                        absl::string_view place, absl::string_view plaintext) {
  RUFAA_CHECK(compartment != Compartment::kNone);
  RUFAA_RETURN_IF_ERROR(CheckChildId(child));
  DataKey key;
  RUFAA_RETURN_IF_ERROR(FindOrMake(child, compartment, key));
  aead::Box box =
      aead::Encrypt(plaintext, ValueBinding(county_, child, compartment, key.id, place), key.bytes);
  return Sealed{.child = std::string(child),
                .compartment = compartment,
                .key_id = key.id,
                .nonce = std::move(box.nonce),
                .ciphertext = std::move(box.ciphertext)};
}

absl::StatusOr<std::string> StoreVault::Open(const Sealed& sealed, absl::string_view place) {
  DataKey key;
  const absl::Status found = Find(sealed.child, sealed.compartment, key);
  if (absl::IsNotFound(found)) return absl::DataLossError("the key of a sealed value is missing");
  RUFAA_RETURN_IF_ERROR(found);
  if (key.id != sealed.key_id) return absl::DataLossError("a sealed value names another key");
  std::optional<std::string> plaintext = aead::Decrypt(
      sealed.nonce, sealed.ciphertext,
      ValueBinding(county_, sealed.child, sealed.compartment, key.id, place), key.bytes);
  if (!plaintext) return absl::DataLossError("a sealed value was altered or stands elsewhere");
  return *std::move(plaintext);
}

absl::Status StoreVault::DestroyRows(absl::string_view child) {
  RUFAA_ASSIGN_OR_RETURN(std::vector<std::string> doomed, names_.RowsOf(child));
  for (const Compartment compartment : kCompartments) doomed.push_back(KeyRow(child, compartment));
  RUFAA_RETURN_IF_ERROR(store_->Destroy(doomed));
  // Only now: after a crash in between, opening the vault destroys once more.
  return store_->Put({{absl::StrCat("erased/", child), ""}});
}

absl::Status StoreVault::Erase(absl::string_view child) {
  RUFAA_RETURN_IF_ERROR(CheckChildId(child));
  std::lock_guard making(MakingOf(child));
  {
    // The journal first: once it holds the child, a crash at any point still erases.
    std::lock_guard lock(journal_mutex_);
    if (!Erased(child)) RUFAA_RETURN_IF_ERROR(journal_->Append(child));
  }
  {
    std::lock_guard lock(mutex_);
    erased_.insert(std::string(child));
    for (const Compartment compartment : kCompartments) cache_.Drop(KeyRow(child, compartment));
  }
  // Whoever follows the log asks again for every child ever erased, at each of its starts.
  RUFAA_ASSIGN_OR_RETURN(const auto done, store_->Get(absl::StrCat("erased/", child)));
  return done ? absl::OkStatus() : DestroyRows(child);
}

bool StoreVault::Erased(absl::string_view child) const {
  std::lock_guard lock(mutex_);
  return erased_.contains(child);
}

absl::Status StoreVault::Index(absl::string_view child, const Likeness& likeness) {
  RUFAA_RETURN_IF_ERROR(CheckChildId(child));
  std::lock_guard making(MakingOf(child));
  if (Erased(child)) return Refuse(Reason::ERASED);
  return names_.Add(child, likeness);
}

absl::StatusOr<std::vector<std::string>> StoreVault::Matches(const Likeness& likeness) {
  return names_.Matches(likeness);
}

absl::StatusOr<std::string> StoreVault::DeriveKey(absl::string_view use) {
  return KeyedHash(SecretKeys::kKeyBytes, use, county_key_.deriving());
}

absl::Status StoreVault::Checkpoint(const std::string& path) {
  RUFAA_RETURN_IF_ERROR(store_->Checkpoint(path));
  std::lock_guard lock(journal_mutex_);
  return journal_->CopyTo(path + ".erased");
}

}  // namespace rufaa
