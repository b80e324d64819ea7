// In place of vault and access book where a process has no use of either: whatever is asked of them
// is refused, so nothing is sealed, opened or read by mistake.
#pragma once

#include <memory>

#include "vault/access_book.h"
#include "vault/vault.h"

namespace rufaa::hub {

// VAULT_UNAVAILABLE to all, but for keys that are derived: each is a new one, by chance, so that
// what is made with it counts nowhere else. Nobody was erased.
std::unique_ptr<Vault> NoVault();

// ACCESS_BOOK_UNAVAILABLE to all.
std::unique_ptr<AccessBook> NoBook();

}  // namespace rufaa::hub
