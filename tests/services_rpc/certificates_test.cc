// A certificate that ends is told before it shuts anybody out.
#include "services/rpc/certificates.h"

#include <gmock/gmock.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>

#include "absl/time/clock.h"
#include "tests/eventlog/fixtures.h"
#include "tests/support/certificate.h"

namespace rufaa::rpc {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

constexpr absl::Duration kDay = absl::Hours(24);

class Certificates : public testing::Test {
 protected:
  void SetUp() override { clock_.Set(absl::Now()); }
  void Make(absl::Duration left) { MakeCertificate(file_, folder_.path() + "/key.pem", left); }

  // What the log was told since it was asked.
  std::string Told() {
    log_.Flush();
    std::string text(1 << 16, '\0');
    text.resize(static_cast<size_t>(
        std::max<ssize_t>(0, ::pread(fileno(lines_.get()), text.data(), text.size(), read_))));
    read_ += static_cast<off_t>(text.size());
    return text;
  }
  // Looks only when it is told to, but for the first time.
  std::unique_ptr<CertificateWatch> Watch(Shown shown, absl::Duration every = absl::Hours(1)) {
    return CertificateWatch::Start(file_, shown, log_, metrics_, clock_, every);
  }
  std::string Gauge(const std::string& use) const {
    return CertificateGauge(metrics_.RenderText(), use);
  }
  std::string EndOfFile() const {
    return std::to_string(absl::ToUnixSeconds(CertificateEnd(file_).value()));
  }

  const TempFolder folder_;
  const std::string file_ = folder_.path() + "/cert.pem";
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> lines_{std::tmpfile(), std::fclose};
  off_t read_ = 0;
  Log log_{fileno(lines_.get()), Level::kInfo};
  Metrics metrics_;
  ManualClock clock_;
};

TEST_F(Certificates, OneThatEndsSoonOrHasEndedIsWarnedOf) {
  Make(kDay * 15);
  Watch(Shown::kToPeers);
  EXPECT_THAT(Told(), IsEmpty());
  Make(kDay * 13);
  Watch(Shown::kToPeers);
  EXPECT_THAT(Told(), AllOf(HasSubstr("\"level\":\"warn"), HasSubstr("\"problem\":\"expires on "),
                            HasSubstr(file_)));
  Make(-absl::Hours(1));
  Watch(Shown::kToBrowsers);
  EXPECT_THAT(Told(), HasSubstr("has expired on "));
}

TEST_F(Certificates, ItIsWarnedOfAgainEachDayUntilItIsRenewed) {
  Make(kDay * 15);
  const auto watch = Watch(Shown::kToPeers);
  clock_.Advance(kDay * 2);
  watch->Look();
  EXPECT_THAT(Told(), HasSubstr("expires on ")) << "of a process that started long before";
  clock_.Advance(absl::Hours(23));
  watch->Look();
  EXPECT_THAT(Told(), IsEmpty()) << "once a day is enough";
  clock_.Advance(absl::Hours(1));
  watch->Look();
  EXPECT_THAT(Told(), HasSubstr("expires on "));
  clock_.Advance(-kDay * 2);
  watch->Look();
  EXPECT_THAT(Told(), HasSubstr("expires on ")) << "the clock was put back";
  Make(kDay * 90);
  clock_.Advance(kDay * 3);
  watch->Look();
  EXPECT_THAT(Told(), IsEmpty());
}

TEST_F(Certificates, ARenewalThatBringsOneThatEndsSoonIsWarnedOfAtOnce) {
  Make(kDay * 13);
  const auto watch = Watch(Shown::kToPeers);
  Told();
  Make(kDay * 12);
  watch->Look();
  EXPECT_THAT(Told(), HasSubstr("expires on "));
}

TEST_F(Certificates, BrowsersSeeTheOneOfTheStartWhateverTheFileHolds) {
  Make(kDay * 13);
  const auto watch = Watch(Shown::kToBrowsers);
  EXPECT_THAT(Told(), Not(HasSubstr("newer one")));
  Make(kDay * 90);
  clock_.Advance(kDay);
  watch->Look();
  EXPECT_THAT(Told(), AllOf(HasSubstr("expires on "), HasSubstr("a newer one is there")));
}

TEST_F(Certificates, ItIsLookedAtWithoutBeingAsked) {
  Make(kDay * 15);
  const auto watch = Watch(Shown::kToPeers, absl::Milliseconds(1));
  EXPECT_THAT(Told(), IsEmpty());
  clock_.Advance(kDay * 2);
  while (Told().empty()) {
  }
}

TEST_F(Certificates, ItsEndIsAMetricToTheSecondAndFollowsARenewal) {
  Make(kDay);
  Watch(Shown::kToPeers);
  Watch(Shown::kToBrowsers);
  const std::string first = EndOfFile();
  EXPECT_EQ(Gauge("peers"), first);
  EXPECT_EQ(Gauge("browsers"), first);
  Make(kDay * 400);
  EXPECT_EQ(Gauge("peers"), EndOfFile());
  EXPECT_EQ(Gauge("browsers"), first) << "which is shown until the next start";
}

TEST_F(Certificates, AFileThatHoldsNoneIsTold) {
  Watch(Shown::kToPeers);
  EXPECT_THAT(Told(), HasSubstr("holds no certificate"));
  EXPECT_EQ(Gauge("peers"), "0");
}

}  // namespace
}  // namespace rufaa::rpc
