// What the log's tests are made of: a clock that is told the time, proposals, and logs to be
// tested.
#pragma once

#include <gtest/gtest.h>
#include <unistd.h>

#include <atomic>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "domain/base/refusal.h"
#include "eventlog/clock.h"
#include "eventlog/county_log.h"
#include "eventlog/embedded_log.h"
#include "eventlog/memory_log.h"

namespace rufaa {

inline absl::Time Noon() { return absl::FromUnixMicros(1'700'000'000'000'000); }

class ManualClock : public Clock {
 public:
  absl::Time Now() override { return absl::FromUnixMicros(now_us_.load()); }
  void Set(absl::Time now) { now_us_ = absl::ToUnixMicros(now); }
  void Advance(absl::Duration by) { now_us_ += absl::ToInt64Microseconds(by); }

 private:
  std::atomic<int64_t> now_us_{absl::ToUnixMicros(Noon())};
};

inline std::string RequestId(uint64_t n) {
  std::string id = absl::StrCat(n);
  id.insert(0, 16 - id.size(), '0');
  return id;
}

inline std::string DigestOf(absl::string_view body) { return std::string(BytesOf(Sha256(body))); }

// A proposal of one event on `stream`, decided at `version`.
inline Proposal Propose(uint64_t request, const std::string& stream, uint64_t version,
                        const std::string& payload = "payload") {
  Proposal proposal;
  proposal.caller = "p-amina";
  proposal.request_id = RequestId(request);
  proposal.digest = DigestOf(absl::StrCat(stream, version, payload));
  proposal.conditions = {{.stream = stream, .version = version}};
  proposal.events = {{.stream = stream, .type = "case.noted", .payload = payload}};
  proposal.actor = {.person = "p-amina", .agency = "a-1", .desk = "d-1", .role = "officer"};
  proposal.authority = "consent/1";
  proposal.occurred_at = Noon() - absl::Hours(1);
  proposal.correlation = "trace";
  return proposal;
}

inline std::vector<Commit> ReadAll(CountyLog& log, uint64_t after = 0) {
  std::vector<Commit> commits;
  const absl::Status read = log.Read(after, [&](const Commit& commit) {
    commits.push_back(commit);
    return true;
  });
  EXPECT_TRUE(read.ok()) << read;
  return commits;
}

inline ::testing::AssertionResult RefusedWith(const absl::Status& status, Reason reason) {
  const absl::optional<Refusal> refusal = RefusalOf(status);
  if (refusal.has_value() && refusal->reason == reason) return ::testing::AssertionSuccess();
  return ::testing::AssertionFailure() << "wanted " << InfoOf(reason).name << ", got " << status;
}

// A folder that goes when the test does.
class TempFolder {
 public:
  TempFolder() {
    std::string pattern = (std::filesystem::temp_directory_path() / "rufaa-log-XXXXXX").string();
    EXPECT_NE(mkdtemp(pattern.data()), nullptr);
    path_ = pattern;
  }
  ~TempFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

// A log and what is needed to end and reopen it.
class LogUnderTest {
 public:
  virtual ~LogUnderTest() = default;
  virtual CountyLog& log() = 0;
  // Ends the log and opens it again. False when this kind keeps nothing.
  virtual bool Restart() = 0;
  // Whether recorded_at is by the clock that was given. Otherwise it is by one that nobody here
  // sets, a broker's.
  virtual bool KeepsGivenTime() const { return true; }
};

struct LogKind {
  std::string name;
  std::unique_ptr<LogUnderTest> (*make)(Clock& clock);
};

class MemoryLogUnderTest : public LogUnderTest {
 public:
  explicit MemoryLogUnderTest(Clock& clock) : log_(&clock) {}
  CountyLog& log() override { return log_; }
  bool Restart() override { return false; }

 private:
  MemoryLog log_;
};

class EmbeddedLogUnderTest : public LogUnderTest {
 public:
  explicit EmbeddedLogUnderTest(Clock& clock) : clock_(clock) { Reopen(); }
  CountyLog& log() override { return *log_; }
  bool Restart() override {
    Reopen();
    return true;
  }

 private:
  void Reopen() {
    log_.reset();
    absl::StatusOr<std::unique_ptr<EmbeddedLog>> opened =
        EmbeddedLog::Open({.path = folder_.path(), .county = "mombasa", .clock = &clock_});
    ASSERT_TRUE(opened.ok()) << opened.status();
    log_ = *std::move(opened);
  }

  Clock& clock_;
  TempFolder folder_;
  std::unique_ptr<EmbeddedLog> log_;
};

template <class Kind>
LogKind KindOf(const std::string& name) {
  return {name, [](Clock& clock) -> std::unique_ptr<LogUnderTest> {
            return std::make_unique<Kind>(clock);
          }};
}

}  // namespace rufaa
