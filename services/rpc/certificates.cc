#include "services/rpc/certificates.h"

#include <openssl/pem.h>
#include <openssl/x509.h>

#include <cstdio>
#include <ctime>
#include <memory>
#include <utility>

#include "absl/strings/str_cat.h"

namespace rufaa::rpc {
namespace {

// Time for whoever renews by hand.
constexpr absl::Duration kSoon = absl::Hours(14 * 24);

constexpr absl::Duration kToldAgainAfter = absl::Hours(24);

std::string UseOf(Shown shown) { return shown == Shown::kToPeers ? "peers" : "browsers"; }

}  // namespace

absl::StatusOr<absl::Time> CertificateEnd(const std::string& file) {
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> opened(std::fopen(file.c_str(), "re"),
                                                               std::fclose);
  const std::unique_ptr<X509, void (*)(X509*)> certificate(
      opened == nullptr ? nullptr : PEM_read_X509(opened.get(), nullptr, nullptr, nullptr),
      X509_free);
  std::tm end{};
  if (certificate == nullptr || ASN1_TIME_to_tm(X509_get0_notAfter(certificate.get()), &end) != 1) {
    return absl::FailedPreconditionError(
        absl::StrCat("The file ", file, " holds no certificate, or can't be read by this user."));
  }
  return absl::FromTM(end, absl::UTCTimeZone());
}

std::string WhyRenew(absl::Time end, absl::Time now) {
  if (end > now + kSoon) return "";
  return absl::StrCat(end > now ? "expires on " : "has expired on ",
                      absl::FormatTime("%Y-%m-%d %H:%M UTC", end, absl::UTCTimeZone()));
}

std::unique_ptr<CertificateWatch> CertificateWatch::Start(const std::string& file, Shown shown,
                                                          Log& log, Metrics& metrics, Clock& clock,
                                                          absl::Duration every) {
  if (file.empty()) return nullptr;
  std::unique_ptr<CertificateWatch> watch(new CertificateWatch(file, shown, log, clock));
  metrics.SetGauge("rufaa_certificate_expires_seconds",
                   "When this process's own certificate ends, as Unix time; 0: there is none.",
                   {{"use", UseOf(shown)}}, [file, shown, at_start = watch->end_at_start_] {
                     const absl::StatusOr<absl::Time> end =
                         shown == Shown::kToPeers ? CertificateEnd(file) : at_start;
                     return end.ok() ? static_cast<double>(absl::ToUnixSeconds(*end)) : 0.0;
                   });
  watch->LookEach(every);
  return watch;
}

CertificateWatch::CertificateWatch(const std::string& file, Shown shown, Log& log, Clock& clock)
    : file_(file), shown_(shown), log_(log), clock_(clock), end_at_start_(CertificateEnd(file)) {}

void CertificateWatch::LookEach(absl::Duration every) {
  Look();
  timer_.After(every, [this, every] { LookEach(every); });
}

std::string CertificateWatch::Problem(absl::Time now) const {
  const absl::StatusOr<absl::Time> in_file = CertificateEnd(file_);
  const absl::StatusOr<absl::Time>& end = shown_ == Shown::kToPeers ? in_file : end_at_start_;
  if (!end.ok()) return std::string(end.status().message());
  const std::string why = WhyRenew(*end, now);
  const bool renewed = in_file.ok() && *in_file > *end;
  return !why.empty() && renewed ? absl::StrCat(why, "; a newer one is there, for the next start")
                                 : why;
}

void CertificateWatch::Look() {
  const absl::Time now = clock_.Now();
  std::string problem = Problem(now);
  // A clock that was put back keeps nobody from hearing of it.
  const bool told_today = now >= told_at_ && now - told_at_ < kToldAgainAfter;
  if (!problem.empty() && (problem != told_ || !told_today)) {
    log_.Write(Level::kWarning, "certificate to be renewed",
               {{"file", file_}, {"use", UseOf(shown_)}, {"problem", problem}});
    told_at_ = now;
  }
  told_ = std::move(problem);
}

}  // namespace rufaa::rpc
