#include "services/access/prove.h"

#include <utility>

#include "domain/base/refusal.h"

namespace rufaa::access {
namespace {

bool IsWrong(const absl::Status& status) {
  const absl::optional<Refusal> refusal = RefusalOf(status);
  return refusal && refusal->reason == Reason::BAD_CREDENTIALS;
}

absl::Status Judge(CountyAccess& county, const Proof& proof, const absl::StatusOr<bool>& same) {
  if (!same.ok()) return same.status();
  if (!*same) return Refuse(Reason::BAD_CREDENTIALS);
  return county.one_time_codes().Check(proof.login_name, proof.one_time_code, proof.now);
}

}  // namespace

void Prove(Passwords& passwords, CountyAccess& county, Proof proof,
           std::function<void(absl::Status)> done) {
  if (absl::Status wait = county.throttle().Check(proof.login_name, proof.now); !wait.ok()) {
    return done(wait);
  }
  std::string password = proof.password, hash = proof.password_hash;
  passwords.Verify(std::move(password), std::move(hash),
                   [&county, proof = std::move(proof),
                    done = std::move(done)](const absl::StatusOr<bool>& same) {
                     const absl::Status proven = Judge(county, proof, same);
                     if (IsWrong(proven)) county.throttle().Failed(proof.login_name, proof.now);
                     if (proven.ok()) county.throttle().Succeeded(proof.login_name);
                     done(proven);
                   });
}

}  // namespace rufaa::access
