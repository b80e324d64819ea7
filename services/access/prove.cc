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
  // Of many tries sent at once those that stood in line learn nothing of theirs.
  if (absl::Status wait = county.throttle().Check(proof.tries, proof.now); !wait.ok()) return wait;
  if (!*same) return Refuse(Reason::BAD_CREDENTIALS);
  const auto codes = Throttle::Tries::OfCodes(proof.login_name);
  if (!proof.one_time_code.empty()) {
    if (absl::Status wait = county.throttle().Check(codes, proof.now); !wait.ok()) return wait;
  }
  const absl::Status right =
      county.one_time_codes().Check(proof.login_name, proof.one_time_code, proof.now);
  if (IsWrong(right)) county.throttle().Failed(codes, proof.now);
  if (right.ok()) county.throttle().Succeeded(codes);
  return right;
}

}  // namespace

void Prove(Passwords& passwords, CountyAccess& county, Proof proof,
           std::function<void(absl::Status)> done) {
  if (absl::Status wait = county.throttle().Check(proof.tries, proof.now); !wait.ok()) {
    return done(wait);
  }
  std::string password = proof.password, hash = proof.password_hash;
  const Passwords::Asker asker = proof.asker;
  passwords.Verify(asker, std::move(password), std::move(hash),
                   [&county, proof = std::move(proof),
                    done = std::move(done)](const absl::StatusOr<bool>& same) {
                     const absl::Status proven = Judge(county, proof, same);
                     if (IsWrong(proven)) county.throttle().Failed(proof.tries, proof.now);
                     if (proven.ok()) county.throttle().Succeeded(proof.tries);
                     done(proven);
                   });
}

}  // namespace rufaa::access
