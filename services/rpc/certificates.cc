#include "services/rpc/certificates.h"

#include <openssl/pem.h>
#include <openssl/x509.h>

#include <cstdio>
#include <ctime>
#include <memory>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"

namespace rufaa::rpc {
namespace {

// Time for whoever renews by hand.
constexpr absl::Duration kSoon = absl::Hours(14 * 24);

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

void WatchCertificate(const std::string& file, Shown shown, Log& log, Metrics& metrics) {
  if (file.empty()) return;
  const std::string use = shown == Shown::kToPeers ? "peers" : "browsers";
  const absl::StatusOr<absl::Time> end = CertificateEnd(file);
  const std::string problem =
      end.ok() ? WhyRenew(*end, absl::Now()) : std::string(end.status().message());
  if (!problem.empty()) {
    log.Write(Level::kWarning, "certificate to be renewed",
              {{"file", file}, {"use", use}, {"problem", problem}});
  }
  metrics.SetGauge("rufaa_certificate_expires_seconds",
                   "When this process's own certificate ends, as Unix time; 0: there is none.",
                   {{"use", use}}, [file, shown, end] {
                     const absl::StatusOr<absl::Time> now =
                         shown == Shown::kToPeers ? CertificateEnd(file) : end;
                     return now.ok() ? static_cast<double>(absl::ToUnixSeconds(*now)) : 0.0;
                   });
}

}  // namespace rufaa::rpc
