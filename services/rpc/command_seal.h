// Seals the personal fields of one command before its decision sees them. A decision may be made
// again after a lost race: what was sealed once is kept, so that it costs no second key use, unless
// it belongs to another compartment by then.
//
// Not thread-safe: one command, one thread at a time.
#pragma once

#include <map>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "domain/base/sealed.h"
#include "vault/vault.h"

namespace rufaa::rpc {

// Where a sealed value stands: stream, event type and field. It opens nowhere else.
std::string SealPlace(absl::string_view stream, absl::string_view event_type,
                      absl::string_view field);

class Sealer {
 public:
  // `vault` must outlive this.
  explicit Sealer(Vault& vault) : vault_(vault) {}

  // An empty text is an empty Sealed: nothing was said.
  absl::StatusOr<Sealed> Seal(absl::string_view child, Compartment compartment,
                              absl::string_view place, absl::string_view text);

  Vault& vault() { return vault_; }

 private:
  Vault& vault_;
  std::map<std::string, Sealed> by_place_;
};

}  // namespace rufaa::rpc
