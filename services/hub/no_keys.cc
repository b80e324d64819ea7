#include "services/hub/no_keys.h"

#include <openssl/rand.h>

#include "domain/base/check.h"
#include "domain/base/refusal.h"

namespace rufaa::hub {
namespace {

constexpr size_t kKeyBytes = 32;

class NoVaultImpl : public Vault {
 public:
  absl::StatusOr<Sealed> Seal(absl::string_view, Compartment, absl::string_view,
                              absl::string_view) override {
    return Refused();
  }
  absl::StatusOr<std::string> Open(const Sealed&, absl::string_view) override { return Refused(); }
  absl::Status Erase(absl::string_view) override { return Refused(); }
  bool Erased(absl::string_view) const override { return false; }
  absl::Status Index(absl::string_view, const Likeness&) override { return Refused(); }
  absl::StatusOr<std::vector<std::string>> Matches(const Likeness&) override { return Refused(); }
  absl::StatusOr<std::string> DeriveKey(absl::string_view) override {
    std::string key(kKeyBytes, '\0');
    RUFAA_CHECK(RAND_bytes(reinterpret_cast<unsigned char*>(key.data()), kKeyBytes) == 1);
    return key;
  }
  absl::Status Checkpoint(const std::string&) override { return Refused(); }

 private:
  static absl::Status Refused() {
    return Refuse(Reason::VAULT_UNAVAILABLE, "This process holds no keys.");
  }
};

class NoBookImpl : public AccessBook {
 public:
  void Record(ReadEntry, Done done) override { done(Refused()); }
  absl::StatusOr<ReadsPage> Find(const ReadsQuery&) override { return Refused(); }

 private:
  static absl::Status Refused() {
    return Refuse(Reason::ACCESS_BOOK_UNAVAILABLE, "This process has no access book.");
  }
};

}  // namespace

std::unique_ptr<Vault> NoVault() { return std::make_unique<NoVaultImpl>(); }

std::unique_ptr<AccessBook> NoBook() { return std::make_unique<NoBookImpl>(); }

}  // namespace rufaa::hub
