#include "bench/log_bench.h"

#include <sys/resource.h>

#include <algorithm>
#include <condition_variable>
#include <fstream>
#include <mutex>
#include <random>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "domain/base/status_macros.h"
#include "eventlog/embedded_log.h"
#include "eventlog/record.h"

namespace rufaa {
namespace {

using nlohmann::json;

double Seconds(absl::Time since) { return absl::ToDoubleSeconds(absl::Now() - since); }

double ProcessorSeconds() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  const auto seconds = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
  };
  return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

uint64_t ResidentBytes() {
  std::ifstream statm("/proc/self/statm");
  uint64_t pages = 0, resident = 0;
  statm >> pages >> resident;
  return resident * 4096;
}

// A proposer's window: at most so many commits unanswered.
class Window {
 public:
  explicit Window(size_t size) : size_(size) {}

  void Enter(size_t count) {
    std::unique_lock lock(mutex_);
    left_.wait(lock, [&] { return inside_ + count <= size_; });
    inside_ += count;
  }

  void Leave(bool ok) {
    const std::lock_guard lock(mutex_);
    --inside_;
    if (!ok) ++failed_;
    // Woken for a good many at once: a wake for each would measure the waking.
    if (inside_ == 0 || inside_ == size_ / 2) left_.notify_one();
  }

  uint64_t WaitUntilEmpty() {
    std::unique_lock lock(mutex_);
    left_.wait(lock, [&] { return inside_ == 0; });
    return failed_;
  }

 private:
  const size_t size_;
  std::mutex mutex_;
  std::condition_variable left_;
  size_t inside_ = 0;
  uint64_t failed_ = 0;
};

std::string RandomBytes(std::mt19937_64& random, size_t size) {
  std::string bytes;
  while (bytes.size() < size) {
    const uint64_t word = random();
    bytes.append(reinterpret_cast<const char*>(&word), 8);
  }
  bytes.resize(size);
  return bytes;
}

// One proposer of several: its own streams, so that it knows their versions.
uint64_t ProposeAll(CountyLog& log, const LogBenchOptions& options, int proposer) {
  const uint64_t proposers = static_cast<uint64_t>(options.proposers);
  const uint64_t streams = options.streams / proposers;
  std::mt19937_64 random(static_cast<uint64_t>(proposer) + 1);
  std::vector<uint64_t> versions(streams, 0);
  const std::string noise = RandomBytes(random, 1 << 20);
  Window window(options.in_flight / proposers);
  const uint64_t step = options.in_flight / proposers / 2;
  for (uint64_t n = 0; n < options.commits / proposers; ++n) {
    if (n % step == 0) window.Enter(step);
    const uint64_t stream = random() % streams;
    Proposal proposal;
    proposal.caller = "p-7f3kq2m9";
    proposal.request_id = RandomBytes(random, 16);
    proposal.digest.assign(noise, random() % (noise.size() - 32), 32);
    std::string name = absl::StrCat("case/MSA-", proposer, "-", stream);
    proposal.conditions.push_back({.stream = name, .version = versions[stream]++});
    proposal.events.push_back({.stream = std::move(name), .type = "case.noted", .payload = ""});
    // Ciphertext does not compress, so neither does this.
    proposal.events[0].payload.assign(noise, random() % (noise.size() - options.payload_bytes),
                                      options.payload_bytes);
    proposal.actor = {.person = "p-7f3kq2m9", .agency = "a-22", .desk = "d-1", .role = "officer"};
    proposal.occurred_at = absl::Now();
    log.Append(std::move(proposal),
               [&window](const absl::StatusOr<Receipt>& receipt) { window.Leave(receipt.ok()); });
  }
  // The last step may not have been entered in full.
  const uint64_t surplus = (step - options.commits / proposers % step) % step;
  for (uint64_t n = 0; n < surplus; ++n) window.Leave(true);
  return window.WaitUntilEmpty();
}

absl::StatusOr<json> BenchAppend(CountyLog& log, const LogBenchOptions& options) {
  std::vector<std::thread> proposers;
  proposers.reserve(static_cast<size_t>(options.proposers));
  std::vector<uint64_t> failed(static_cast<size_t>(options.proposers), 0);
  const absl::Time start = absl::Now();
  const double processor_start = ProcessorSeconds();
  for (int i = 0; i < options.proposers; ++i) {
    proposers.emplace_back(
        [&, i] { failed[static_cast<size_t>(i)] = ProposeAll(log, options, i); });
  }
  for (std::thread& proposer : proposers) proposer.join();
  const double seconds = Seconds(start);
  for (uint64_t count : failed) {
    if (count > 0) return absl::InternalError(absl::StrCat(count, " commits failed"));
  }
  return json{{"commits_per_second", static_cast<double>(log.Head()) / seconds},
              // Proposers, flushes and compactions included: what a commit costs on a busy machine.
              {"processor_us_per_commit",
               (ProcessorSeconds() - processor_start) * 1e6 / static_cast<double>(log.Head())},
              {"in_flight", options.in_flight},
              {"proposers", options.proposers}};
}

absl::StatusOr<json> BenchOneByOne(CountyLog& log) {
  std::vector<double> micros;
  for (uint64_t n = 0; n < 2000; ++n) {
    Proposal proposal;
    proposal.caller = "one-by-one";
    proposal.request_id = absl::StrCat(100'000'000'000'0000 + n);
    proposal.request_id.resize(16, '0');
    proposal.digest = std::string(32, 'd');
    proposal.events = {{"case/one", "case.noted", std::string(300, 'x')}};
    const absl::Time start = absl::Now();
    RUFAA_RETURN_IF_ERROR(log.AppendAndWait(std::move(proposal)).status());
    micros.push_back(Seconds(start) * 1e6);
  }
  std::sort(micros.begin(), micros.end());
  return json{{"p50_us", micros[micros.size() / 2]}, {"p99_us", micros[micros.size() * 99 / 100]}};
}

absl::StatusOr<json> BenchRead(CountyLog& log) {
  uint64_t events = 0, bytes = 0;
  absl::Time start = absl::Now();
  RUFAA_RETURN_IF_ERROR(log.Read(0, [&](const Commit& commit) {
    events += commit.proposal.events.size();
    return true;
  }));
  const double read = Seconds(start);
  start = absl::Now();
  RUFAA_RETURN_IF_ERROR(log.ReadChunks(0, [&](absl::string_view chunk, uint64_t, uint64_t) {
    bytes += chunk.size();
    return true;
  }));
  const double chunks = Seconds(start);
  return json{{"events_per_second", static_cast<double>(events) / read},
              {"chunk_events_per_second", static_cast<double>(events) / chunks},
              {"chunk_mb_per_second", static_cast<double>(bytes) / chunks / 1e6}};
}

absl::StatusOr<json> BenchStreams(CountyLog& log, const LogBenchOptions& options) {
  std::mt19937_64 random(7);
  uint64_t events = 0;
  const absl::Time start = absl::Now();
  constexpr int kReads = 2000;
  for (int i = 0; i < kReads; ++i) {
    const std::string stream = absl::StrCat(
        "case/MSA-0-", random() % (options.streams / static_cast<uint64_t>(options.proposers)));
    RUFAA_RETURN_IF_ERROR(log.ReadStream(stream, 0, [&](const RecordedEvent&) {
      ++events;
      return true;
    }));
  }
  const double seconds = Seconds(start);
  const absl::Time roots = absl::Now();
  for (int i = 0; i < kReads; ++i) {
    RUFAA_RETURN_IF_ERROR(log.Root(random() % log.Head()).status());
  }
  return json{{"reads_per_second", kReads / seconds},
              {"events_per_second", static_cast<double>(events) / seconds},
              {"roots_per_second", kReads / Seconds(roots)}};
}

}  // namespace

absl::StatusOr<json> BenchLog(const LogBenchOptions& options) {
  const EmbeddedLog::Options log_options{.path = options.folder, .county = "mombasa"};
  json result;
  {
    RUFAA_ASSIGN_OR_RETURN(const std::unique_ptr<EmbeddedLog> log, EmbeddedLog::Open(log_options));
    RUFAA_ASSIGN_OR_RETURN(result["append"], BenchAppend(*log, options));
    result["resident_bytes_after_append"] = ResidentBytes();
    result["log_memory_bytes"] = log->ReadStats().memory_bytes;
  }
  const absl::Time start = absl::Now();
  RUFAA_ASSIGN_OR_RETURN(const std::unique_ptr<EmbeddedLog> log, EmbeddedLog::Open(log_options));
  result["start_ms"] = Seconds(start) * 1e3;
  RUFAA_ASSIGN_OR_RETURN(result["read"], BenchRead(*log));
  RUFAA_ASSIGN_OR_RETURN(result["stream"], BenchStreams(*log, options));
  result["disk_bytes_per_event"] =
      static_cast<double>(log->ReadStats().disk_bytes) / static_cast<double>(log->Head());
  RUFAA_ASSIGN_OR_RETURN(result["one_by_one"], BenchOneByOne(*log));
  return result;
}

}  // namespace rufaa
