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
#include "vault/phonetic.h"

namespace rufaa {
namespace {

// Keys of some 13,000 children in 2 MB of locked memory; the rest are unwrapped when asked for.
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
  unsigned char hash[kKeyIdBytes];
  RUFAA_CHECK(crypto_generichash(hash, sizeof(hash),
                                 reinterpret_cast<const unsigned char*>("rufaa/v1/key-id"), 15, key,
                                 SecretKeys::kKeyBytes) == 0);
  return absl::WebSafeBase64Escape(
      absl::string_view(reinterpret_cast<const char*>(hash), sizeof(hash)));
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

// All compartments in one synced write: most children need three at once.
absl::Status StoreVault::MakeKeys(absl::string_view child) {
  KeyStore::Rows rows;
  for (const Compartment compartment : kCompartments) {
    SecretKeys key(1);
    randombytes_buf(key[0], SecretKeys::kKeyBytes);
    const aead::Box box = aead::Encrypt(
        absl::string_view(reinterpret_cast<const char*>(key[0]), SecretKeys::kKeyBytes),
        WrapBinding(county_, child, compartment), county_key_.wrapping());
    rows.emplace_back(KeyRow(child, compartment), box.nonce + box.ciphertext);
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
  std::vector<std::string> doomed;
  for (const Compartment compartment : kCompartments) doomed.push_back(KeyRow(child, compartment));
  RUFAA_ASSIGN_OR_RETURN(const KeyStore::Rows tokens,
                         store_->Scan(absl::StrCat("tokens/", child, "/")));
  for (const auto& [row, token] : tokens) {
    doomed.push_back(row);
    doomed.push_back(absl::StrCat("token/", token, child));
  }
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

// Names sorted, since given name and surname are often told the other way round.
std::string StoreVault::Token(const Likeness& likeness, absl::string_view year) const {
  std::string names[] = {Phonetic(likeness.first_name), Phonetic(likeness.surname)};
  std::sort(std::begin(names), std::end(names));
  const std::string likeness_bytes = aead::Bind({names[0], names[1], year, likeness.sex});
  unsigned char hash[crypto_generichash_BYTES_MIN];
  RUFAA_CHECK(crypto_generichash(
                  hash, sizeof(hash), reinterpret_cast<const unsigned char*>(likeness_bytes.data()),
                  likeness_bytes.size(), county_key_.searching(), SecretKeys::kKeyBytes) == 0);
  // 16 bits: a token names a bucket of children, so a stolen store gives no names back.
  return std::string(reinterpret_cast<const char*>(hash), 2);
}

absl::Status StoreVault::Index(absl::string_view child, const Likeness& likeness) {
  RUFAA_RETURN_IF_ERROR(CheckChildId(child));
  std::lock_guard making(MakingOf(child));
  if (Erased(child)) return Refuse(Reason::ERASED);
  const std::string year =
      likeness.birth_year == 0 ? "unknown" : std::to_string(likeness.birth_year);
  KeyStore::Rows rows;
  for (const absl::string_view under : {absl::string_view(year), absl::string_view("any")}) {
    const std::string token = Token(likeness, under);
    rows.emplace_back(absl::StrCat("token/", token, child), std::string(child));
    rows.emplace_back(absl::StrCat("tokens/", child, "/", token), token);
  }
  return store_->Put(rows);
}

absl::StatusOr<std::vector<std::string>> StoreVault::Matches(const Likeness& likeness) {
  std::vector<std::string> years = {"any"};
  if (likeness.birth_year != 0) {
    years = {"unknown", std::to_string(likeness.birth_year - 1),
             std::to_string(likeness.birth_year), std::to_string(likeness.birth_year + 1)};
  }
  std::vector<std::string> children;
  for (const std::string& year : years) {
    RUFAA_ASSIGN_OR_RETURN(const KeyStore::Rows rows,
                           store_->Scan(absl::StrCat("token/", Token(likeness, year))));
    for (const auto& [row, child] : rows) children.push_back(child);
  }
  std::sort(children.begin(), children.end());
  children.erase(std::unique(children.begin(), children.end()), children.end());
  return children;
}

absl::StatusOr<std::string> StoreVault::DeriveKey(absl::string_view use) {
  std::string key(SecretKeys::kKeyBytes, '\0');
  crypto_generichash(reinterpret_cast<unsigned char*>(key.data()), key.size(),
                     reinterpret_cast<const unsigned char*>(use.data()), use.size(),
                     county_key_.deriving(), SecretKeys::kKeyBytes);
  return key;
}

absl::Status StoreVault::Checkpoint(const std::string& path) {
  RUFAA_RETURN_IF_ERROR(store_->Checkpoint(path));
  std::lock_guard lock(journal_mutex_);
  return journal_->CopyTo(path + ".erased");
}

}  // namespace rufaa
