// The keys of a county, tried from outside: beside a hub that runs, or of one that is stopped.
// Writes nothing, and shows nobody what a sealed value says: only whether it would open. So it is
// no read that the access book knows.
//
// Thread-compatible.
#pragma once

#include <sys/types.h>

#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "domain/base/sealed.h"

namespace rufaa {

class StoreVault;

class KeysAtHand {
 public:
  // Of the key store in folder `path`, as it is now; `user` is whom the key file must belong to, if
  // not to root. Refuses as Vault::Open does, but for STORE_IN_USE; STORE_MISSING where there is no
  // store.
  static absl::StatusOr<std::unique_ptr<KeysAtHand>> Open(const std::string& path,
                                                          absl::string_view county,
                                                          const std::string& county_key_file,
                                                          uid_t user);
  ~KeysAtHand();

  bool Erased(absl::string_view child) const;

  // OK if the value would open, else why not, as Vault::Open says it.
  absl::Status Try(const Sealed& sealed, absl::string_view place);

 private:
  explicit KeysAtHand(std::unique_ptr<StoreVault> vault);

  const std::unique_ptr<StoreVault> vault_;
};

}  // namespace rufaa
