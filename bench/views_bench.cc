// How fast views are built from zero, and read: JSON on standard output.
//   views_bench [events] [folder] [view]   of each view and all, of one, or (all) of all alone
#include <sys/resource.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <string>
#include <thread>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "domain/base/check.h"
#include "eventlog/memory_log.h"
#include "projections/all_views.h"
#include "projections/board/reader.h"
#include "projections/runner/view_runner.h"
#include "projections/worklist/reader.h"
#include "tests/support/random_history.h"

namespace rufaa {
namespace {

uint64_t FillLog(CountyLog& log, RandomHistory& history, uint64_t events) {
  uint64_t done = 0;
  while (done < events) {
    Proposal proposal = history.Next();
    done += proposal.events.size();
    log.Append(std::move(proposal),
               [](absl::StatusOr<Receipt> receipt) { RUFAA_CHECK(receipt.ok()); });
  }
  return done;
}

uint64_t BytesIn(const std::string& folder) {
  uint64_t bytes = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    if (entry.is_regular_file()) bytes += entry.file_size();
  }
  return bytes;
}

uint64_t ResidentBytes() {
  std::ifstream statm("/proc/self/statm");
  uint64_t size = 0, resident = 0;
  statm >> size >> resident;
  return resident * 4096;
}

double CpuSeconds() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  auto seconds = [](const timeval& t) { return double(t.tv_sec) + double(t.tv_usec) / 1e6; };
  return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

struct Timed {
  double wall, cpu;
};

template <class Work>
Timed Time(Work&& work) {
  const absl::Time start = absl::Now();
  const double cpu = CpuSeconds();
  work();
  return {absl::ToDoubleSeconds(absl::Now() - start), CpuSeconds() - cpu};
}

std::unique_ptr<ViewRunner> OpenOn(const std::string& folder, CountyLog& log,
                                   std::vector<std::unique_ptr<View>> views) {
  ViewRunnerOptions options;
  options.store.path = folder;
  absl::StatusOr<std::unique_ptr<ViewRunner>> runner =
      ViewRunner::Open(options, log, std::move(views));
  RUFAA_CHECK(runner.ok());
  return *std::move(runner);
}

// Milliseconds at the median and the 99th percentile.
template <class Read>
nlohmann::json Percentiles(int reads, Read&& read) {
  std::vector<double> ms;
  ms.reserve(static_cast<size_t>(reads));
  for (int i = 0; i < reads; ++i) ms.push_back(Time([&] { read(i); }).wall * 1e3);
  std::sort(ms.begin(), ms.end());
  return {{"p50_ms", ms[ms.size() / 2]}, {"p99_ms", ms[ms.size() * 99 / 100]}};
}

void Run(uint64_t events, const std::string& folder, absl::string_view only) {
  std::filesystem::remove_all(folder);
  MemoryLog log;
  RandomHistory history(
      {.agencies = 94, .offices = 6, .cases_at_once = static_cast<int>(events / 60)});
  events = FillLog(log, history, events);
  nlohmann::json out = {{"events", events},
                        {"commits", log.Head()},
                        {"cores", std::thread::hardware_concurrency()},
                        {"resident_with_log_bytes", ResidentBytes()}};
  std::vector<std::unique_ptr<View>> views = AllViews();
  for (std::unique_ptr<View>& view : views) {
    const std::string name(view->name());
    if (!only.empty() && name != only) continue;
    std::vector<std::unique_ptr<View>> one;
    one.push_back(std::move(view));
    auto runner = OpenOn(absl::StrCat(folder, "/", name), log, std::move(one));
    const Timed build = Time([&] { RUFAA_CHECK(runner->FoldToHead().ok()); });
    out["alone"][name] = {{"seconds", build.wall},
                          {"cpu_seconds", build.cpu},
                          {"disk_bytes_per_event",
                           double(BytesIn(absl::StrCat(folder, "/", name))) / double(events)}};
  }
  if (!only.empty() && only != "all") {
    std::printf("%s\n", out.dump(2).c_str());
    return;
  }
  auto runner = OpenOn(folder + "/all", log, AllViews());
  const Timed build = Time([&] { RUFAA_CHECK(runner->FoldToHead().ok()); });
  out["all"] = {{"seconds", build.wall},
                {"cpu_seconds", build.cpu},
                {"events_per_second", double(events) / build.wall},
                {"disk_bytes_per_event", double(BytesIn(folder + "/all")) / double(events)},
                {"resident_bytes", ResidentBytes()}};
  out["inbox_page"] = Percentiles(2000, [&](int i) {
    auto view = runner->Snapshot("worklist");
    worklist::PageQuery query;
    query.agency = absl::StrCat("ag-helper-", i % 94);
    query.now = history.now();
    RUFAA_CHECK(worklist::ReadPage(**view, query).ok());
  });
  out["board"] = Percentiles(200, [&](int) {
    auto view = runner->Snapshot("board");
    RUFAA_CHECK(board::ReadBoard(**view, {.now = history.now()}).ok());
  });
  std::printf("%s\n", out.dump(2).c_str());
  runner.reset();
  std::filesystem::remove_all(folder);
}

}  // namespace
}  // namespace rufaa

int main(int argc, char** argv) {
  uint64_t events = 1'000'000;
  if (argc > 1 && !absl::SimpleAtoi(argv[1], &events)) return 64;
  const std::string folder =
      argc > 2 ? argv[2] : (std::filesystem::temp_directory_path() / "rufaa-views-bench").string();
  rufaa::Run(events, folder, argc > 3 ? argv[3] : "");
  return 0;
}
