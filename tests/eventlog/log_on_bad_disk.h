// An embedded log on a disk that can fail, and what a test does to it.
#pragma once

#include <fstream>
#include <functional>

#include "eventlog/log_directory.h"
#include "eventlog/verify_log.h"
#include "tests/eventlog/fixtures.h"
#include "tests/support/fault_env.h"

namespace rufaa {

class LogOnBadDisk : public ::testing::Test {
 protected:
  absl::StatusOr<std::unique_ptr<EmbeddedLog>> TryOpen(const std::string& county = "mombasa",
                                                       bool salvage = false) {
    return EmbeddedLog::Open({.path = folder_.path(),
                              .county = county,
                              .clock = &clock_,
                              .env = disk_.env(),
                              .salvage = salvage});
  }

  void Open() {
    log_.reset();
    absl::StatusOr<std::unique_ptr<EmbeddedLog>> opened = TryOpen();
    ASSERT_TRUE(opened.ok()) << opened.status();
    log_ = *std::move(opened);
  }

  // Commits `from` … `to`, each an event of a stream of ten.
  void AppendRange(uint64_t from, uint64_t to) {
    for (uint64_t n = from; n <= to; ++n) {
      const absl::StatusOr<Receipt> receipt = log_->AppendAndWait(Nth(n));
      ASSERT_TRUE(receipt.ok()) << receipt.status();
      ASSERT_EQ(receipt->position, n);
    }
  }

  static Proposal Nth(uint64_t n) {
    return Propose(n, absl::StrCat("case/", n % 10), (n - 1) / 10, absl::StrCat("payload-", n));
  }

  VerifyReport Verify() {
    const absl::StatusOr<VerifyReport> report = VerifyLog(folder_.path(), {.env = disk_.env()});
    EXPECT_TRUE(report.ok()) << report.status();
    return report.value_or(VerifyReport{});
  }

  // The write-ahead log that is being written: the one with the highest number.
  std::filesystem::path LiveWal() const {
    std::filesystem::path newest;
    for (const auto& entry :
         std::filesystem::directory_iterator(LogDirectory::DbPath(folder_.path()))) {
      if (entry.path().extension() != ".log") continue;
      if (newest.empty() || entry.path().filename() > newest.filename()) newest = entry.path();
    }
    return newest;
  }

  // As a killed process leaves it: copied while the log is open, then put in its place.
  void CrashAndKeep(const std::function<void()>& harm) {
    TempFolder copy;
    const std::filesystem::path image = std::filesystem::path(copy.path()) / "image";
    std::filesystem::copy(folder_.path(), image, std::filesystem::copy_options::recursive);
    log_.reset();
    std::filesystem::remove_all(folder_.path());
    std::filesystem::copy(image, folder_.path(), std::filesystem::copy_options::recursive);
    harm();
  }

  static void Flip(const std::filesystem::path& file, uint64_t at) {
    std::fstream bytes(file, std::ios::in | std::ios::out | std::ios::binary);
    bytes.seekg(static_cast<std::streamoff>(at));
    const char flipped = static_cast<char>(bytes.get() ^ 0x20);
    bytes.seekp(static_cast<std::streamoff>(at));
    bytes.put(flipped);
  }

  static uint64_t Find(const std::filesystem::path& file, const std::string& text) {
    std::ifstream in(file, std::ios::binary);
    const std::string bytes((std::istreambuf_iterator<char>(in)), {});
    return bytes.find(text);
  }

  ManualClock clock_;
  FaultEnv disk_;
  TempFolder folder_;
  std::unique_ptr<EmbeddedLog> log_;
};

}  // namespace rufaa
