#include "services/access/one_time_codes.h"

#include <sodium.h>

#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "domain/base/refusal.h"
#include "domain/base/status_macros.h"
#include "services/access/one_time_code.h"

namespace rufaa::access {
namespace {

std::string PlaceOf(absl::string_view login_name) {
  return absl::StrCat("access/one-time-code/", login_name);
}

}  // namespace

absl::StatusOr<bool> OneTimeCodes::AreSet(absl::string_view login_name) const {
  RUFAA_ASSIGN_OR_RETURN(const std::optional<OneTimeCode> stored,
                         store_.FindOneTimeCode(login_name));
  return stored.has_value() && stored->confirmed;
}

absl::StatusOr<OneTimeCodes::Begun> OneTimeCodes::Begin(absl::string_view login_name) {
  std::string secret(kCodeSecretBytes, '\0');
  randombytes_buf(secret.data(), secret.size());
  const std::lock_guard lock(mutex_);
  RUFAA_ASSIGN_OR_RETURN(const std::optional<OneTimeCode> stored,
                         store_.FindOneTimeCode(login_name));
  if (stored.has_value() && stored->confirmed) return Refuse(Reason::ALREADY_DONE);
  RUFAA_RETURN_IF_ERROR(store_.PutOneTimeCode(
      login_name,
      {.wrapped = box_.Wrap(secret, PlaceOf(login_name)), .confirmed = false, .used_step = 0}));
  const std::string typed = Base32(secret);
  const std::string issuer = absl::StrCat("Rufaa%20", county_);
  return Begun{.secret = typed,
               .uri = absl::StrCat("otpauth://totp/", issuer, ":", login_name, "?secret=", typed,
                                   "&issuer=", issuer, "&algorithm=SHA1&digits=6&period=30")};
}

absl::Status OneTimeCodes::Take(absl::string_view login_name, OneTimeCode stored,
                                absl::string_view code, absl::Time now) {
  RUFAA_ASSIGN_OR_RETURN(const std::string secret,
                         box_.Unwrap(stored.wrapped, PlaceOf(login_name)));
  const std::optional<uint64_t> step = FindCodeStep(secret, code, now, stored.used_step);
  if (!step) return Refuse(Reason::BAD_CREDENTIALS);
  stored.confirmed = true;
  stored.used_step = *step;
  return store_.PutOneTimeCode(login_name, stored);
}

absl::Status OneTimeCodes::Confirm(absl::string_view login_name, absl::string_view code,
                                   absl::Time now) {
  const std::lock_guard lock(mutex_);
  RUFAA_ASSIGN_OR_RETURN(std::optional<OneTimeCode> stored, store_.FindOneTimeCode(login_name));
  if (!stored.has_value() || stored->confirmed) {
    return Refuse(Reason::NOT_ALLOWED_IN_STATE, "No secret waits to be confirmed.");
  }
  return Take(login_name, *std::move(stored), code, now);
}

absl::Status OneTimeCodes::Check(absl::string_view login_name, absl::string_view code,
                                 absl::Time now) {
  const std::lock_guard lock(mutex_);
  RUFAA_ASSIGN_OR_RETURN(std::optional<OneTimeCode> stored, store_.FindOneTimeCode(login_name));
  if (!stored.has_value() || !stored->confirmed) return absl::OkStatus();
  if (code.empty()) return Refuse(Reason::ONE_TIME_CODE_NEEDED);
  return Take(login_name, *std::move(stored), code, now);
}

absl::Status OneTimeCodes::Remove(absl::string_view login_name) {
  const std::lock_guard lock(mutex_);
  return store_.DeleteOneTimeCode(login_name);
}

}  // namespace rufaa::access
