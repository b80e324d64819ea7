// A certificate that ends is told before it shuts anybody out.
#include "services/rpc/certificates.h"

#include <gmock/gmock.h>
#include <unistd.h>

#include <filesystem>

#include "absl/time/clock.h"
#include "tests/eventlog/fixtures.h"
#include "tests/support/certificate.h"

namespace rufaa::rpc {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::IsEmpty;

class Certificates : public testing::Test {
 protected:
  void Make(absl::Duration left) { MakeCertificate(file_, folder_.path() + "/key.pem", left); }

  // What the log is told of the file as it stands.
  std::string Told(Shown shown) {
    const std::unique_ptr<std::FILE, int (*)(std::FILE*)> lines(std::tmpfile(), std::fclose);
    {
      Log log(fileno(lines.get()), Level::kInfo);
      WatchCertificate(file_, shown, log, metrics_);
    }
    std::string text(1 << 16, '\0');
    text.resize(static_cast<size_t>(::pread(fileno(lines.get()), text.data(), text.size(), 0)));
    return text;
  }
  std::string Gauge(const std::string& use) const {
    return CertificateGauge(metrics_.RenderText(), use);
  }
  std::string EndOfFile() const {
    return std::to_string(absl::ToUnixSeconds(CertificateEnd(file_).value()));
  }

  const TempFolder folder_;
  const std::string file_ = folder_.path() + "/cert.pem";
  Metrics metrics_;
};

TEST_F(Certificates, OneThatEndsSoonOrHasEndedIsWarnedOf) {
  Make(absl::Hours(15 * 24));
  EXPECT_THAT(Told(Shown::kToPeers), IsEmpty());
  Make(absl::Hours(13 * 24));
  EXPECT_THAT(Told(Shown::kToPeers),
              AllOf(HasSubstr("\"level\":\"warn"), HasSubstr("\"problem\":\"expires on "),
                    HasSubstr(file_)));
  Make(-absl::Hours(1));
  EXPECT_THAT(Told(Shown::kToBrowsers), HasSubstr("has expired on "));
}

TEST_F(Certificates, ItsEndIsAMetricToTheSecondAndFollowsARenewal) {
  Make(absl::Hours(24));
  Told(Shown::kToPeers);
  Told(Shown::kToBrowsers);
  const std::string first = EndOfFile();
  EXPECT_EQ(Gauge("peers"), first);
  EXPECT_EQ(Gauge("browsers"), first);
  Make(absl::Hours(9000));
  EXPECT_EQ(Gauge("peers"), EndOfFile());
  EXPECT_EQ(Gauge("browsers"), first) << "which is shown until the next start";
}

TEST_F(Certificates, AFileThatHoldsNoneIsTold) {
  EXPECT_THAT(Told(Shown::kToPeers), HasSubstr("holds no certificate"));
  EXPECT_EQ(Gauge("peers"), "0");
}

}  // namespace
}  // namespace rufaa::rpc
