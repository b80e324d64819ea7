// A vault that one can look through: sealed values are plain text and the same every time, so that
// a test can compare whole histories.
#pragma once

#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "domain/base/refusal.h"
#include "vault/vault.h"

namespace rufaa {

class GlassVault : public Vault {
 public:
  absl::StatusOr<Sealed> Seal(absl::string_view child, Compartment compartment,
                              absl::string_view place, absl::string_view plaintext) override {
    return Sealed{.child = std::string(child),
                  .compartment = compartment,
                  .key_id = "glass",
                  .nonce = std::string(24, '0'),
                  .ciphertext = absl::StrCat(place, "=", plaintext)};
  }
  absl::StatusOr<std::string> Open(const Sealed& sealed, absl::string_view place) override {
    return sealed.ciphertext.substr(place.size() + 1);
  }
  absl::Status Erase(absl::string_view child) override {
    erased_.insert(std::string(child));
    return absl::OkStatus();
  }
  bool Erased(absl::string_view child) const override {
    return erased_.count(std::string(child)) > 0;
  }
  absl::Status Index(absl::string_view child, const Likeness&) override {
    indexed.emplace_back(child);
    return absl::OkStatus();
  }
  absl::StatusOr<std::vector<std::string>> Matches(const Likeness&) override {
    return std::vector<std::string>();
  }
  absl::StatusOr<std::string> DeriveKey(absl::string_view use) override {
    return std::string(32, use.empty() ? 'k' : use[0]);
  }
  absl::Status Checkpoint(const std::string&) override { return absl::OkStatus(); }

  std::vector<std::string> indexed;

 private:
  std::set<std::string> erased_;
};

}  // namespace rufaa
