#include "vault/keys_at_hand.h"

#include <sodium.h>

#include <filesystem>
#include <system_error>
#include <utility>

#include "absl/strings/str_cat.h"
#include "domain/base/refusal.h"
#include "domain/base/status_macros.h"
#include "vault/county_key.h"
#include "vault/key_store.h"
#include "vault/store_vault.h"

namespace rufaa {

absl::StatusOr<std::unique_ptr<KeysAtHand>> KeysAtHand::Open(const std::string& path,
                                                             absl::string_view county,
                                                             const std::string& county_key_file,
                                                             uid_t user) {
  RUFAA_ASSIGN_OR_RETURN(CountyKey county_key, CountyKey::Read(county_key_file, user));
  std::error_code error;
  if (!std::filesystem::exists(path + "/CURRENT", error) && !error) {
    return Refuse(Reason::STORE_MISSING, absl::StrCat("There are no keys in ", path, "."),
                  {{"folder", path}});
  }
  RUFAA_ASSIGN_OR_RETURN(std::unique_ptr<KeyStore> store,
                         KeyStore::OpenReadOnly(path, county, county_key.fingerprint()));
  auto vault = std::make_unique<StoreVault>(county, path, std::move(county_key), std::move(store));
  // After the store: a child that is erased just now is known as erased, or still has its keys.
  RUFAA_RETURN_IF_ERROR(vault->LearnErased());
  return std::unique_ptr<KeysAtHand>(new KeysAtHand(std::move(vault)));
}

KeysAtHand::KeysAtHand(std::unique_ptr<StoreVault> vault) : vault_(std::move(vault)) {}
KeysAtHand::~KeysAtHand() = default;

bool KeysAtHand::Erased(absl::string_view child) const { return vault_->Erased(child); }

absl::Status KeysAtHand::Try(const Sealed& sealed, absl::string_view place) {
  absl::StatusOr<std::string> opened = vault_->Open(sealed, place);
  if (opened.ok()) sodium_memzero(opened->data(), opened->size());
  return opened.status();
}

}  // namespace rufaa
