// rufaa_bench: every figure of docs/performance.md, beside the machine's limits of the same run, as
// JSON. `--quick` is a tenth of the size, for trying it out; its figures are marked so.

#include <unistd.h>

#include <CLI/CLI.hpp>
#include <filesystem>
#include <iostream>
#include <set>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "bench/bench_county.h"
#include "bench/big_county.h"
#include "bench/command_bench.h"
#include "bench/echo_bench.h"
#include "bench/log_bench.h"
#include "bench/machine.h"
#include "bench/read_bench.h"
#include "bench/start_bench.h"

namespace rufaa::bench {
namespace {

struct Options {
  std::string folder;
  std::string rufaa;
  std::set<std::string> only;
  bool quick = false;

  bool Wants(const std::string& part) const { return only.empty() || only.count(part) > 0; }
  uint64_t Size(uint64_t full) const { return quick ? full / 10 : full; }
};

void Progress(absl::string_view what) { std::cerr << "bench: " << what << "\n"; }

nlohmann::json Log(const Options& options) {
  Progress("the log, in process");
  LogBenchOptions log;
  log.folder = options.folder + "/log";
  log.commits = options.Size(log.commits);
  absl::StatusOr<nlohmann::json> measured = BenchLog(log);
  RUFAA_CHECK(measured.ok());
  return *measured;
}

nlohmann::json Commands(const Options& options, const EchoServer& echo) {
  Progress("durable commands through gRPC");
  BenchCounty county(options.folder + "/commands");
  CommandBenchOptions commands;
  commands.streams = options.Size(commands.streams);
  commands.calls = options.Size(commands.calls);
  return BenchCommands(county, echo, commands);
}

nlohmann::json CaseFile(const Options& options) {
  Progress("a case file");
  BenchCounty county(options.folder + "/case-file");
  return BenchCaseFile(county);
}

// Everything that is asked of a county of this size.
nlohmann::json Big(const Options& options, const EchoServer& echo, uint64_t referrals) {
  const std::string folder = absl::StrCat(options.folder, "/big-", referrals);
  const BigCounty size{.referrals = referrals};
  nlohmann::json json;
  json["referrals"] = referrals;
  json["events"] = size.Events();
  Progress(absl::StrCat("a county of ", referrals, " open referrals"));
  RUFAA_CHECK(FillBigCounty(folder, size).ok());
  const absl::Time start = absl::Now();
  {
    BenchCounty county(folder);
    const double seconds = absl::ToDoubleSeconds(absl::Now() - start);
    json["views"]["build_s"] = seconds;
    json["views"]["events_per_second"] = static_cast<double>(size.Events()) / seconds;
    // Built once, read for years: what building leaves to merge is not what is measured.
    json["views"]["at_rest_after_s"] = absl::ToDoubleSeconds(WaitUntilAtRest());
    json["inbox"] = BenchInbox(county, echo, BigAgency(50));
    json["board"] = BenchBoard(county);
    json["log_stream"] = BenchLogStream(county);
  }
  json["start"] = BenchStart(options.rufaa, folder, size.Events());
  std::filesystem::remove_all(folder);
  return json;
}

// A county to be looked at by other means: how the console bears it (web/measure.sh).
int MakeCounty(const std::string& folder, uint64_t referrals) {
  Progress(absl::StrCat("a county of ", referrals, " open referrals, in ", folder));
  RUFAA_CHECK(FillBigCounty(folder, {.referrals = referrals}).ok());
  BenchCounty county(folder);
  county.SignUp("desk", BigAgency(50), "agency_desk");
  county.SignUp("committee", BigAgency(kCommittee), "committee");
  std::cout << "desk and committee sign in with " << kPassword << "\n";
  return 0;
}

int Run(const Options& options) {
  nlohmann::json json;
  json["machine"] = Machine();
  json["quick"] = options.quick;
  const EchoServer echo;
  if (options.Wants("limits")) json["limits"] = *BenchLogLimits(options.folder);
  if (options.Wants("log")) json["log"] = Log(options);
  if (options.Wants("commands")) json["commands"] = Commands(options, echo);
  if (options.Wants("case-file")) json["case_file"] = CaseFile(options);
  if (options.Wants("big")) {
    json["small_county"] = Big(options, echo, 10'000);
    // 285,000 referrals are a million events.
    json["million_events"] = Big(options, echo, options.Size(285'600));
    json["big_county"] = Big(options, echo, options.Size(1'000'000));
    json["inbox_p50_of_small"] = json["big_county"]["inbox"]["inbox"]["p50_us"].get<double>() /
                                 json["small_county"]["inbox"]["inbox"]["p50_us"].get<double>();
  }
  std::cout << json.dump(2) << "\n";
  return 0;
}

}  // namespace
}  // namespace rufaa::bench

int main(int argc, char** argv) {
  CLI::App app("Measures the hub beside this machine's limits; prints JSON.");
  rufaa::bench::Options options;
  options.folder = std::filesystem::temp_directory_path() / absl::StrCat("rufaa-bench-", getpid());
  options.rufaa = std::filesystem::read_symlink("/proc/self/exe").parent_path() / "rufaa";
  app.add_option("--folder", options.folder, "where to put data; removed at the end");
  app.add_option("--only", options.only, "parts: limits, log, commands, case-file, big");
  app.add_flag("--quick", options.quick, "a tenth of the size");
  std::string county;
  uint64_t referrals = 1'000'000;
  app.add_option("--make-county", county, "only make a large county in this new folder");
  app.add_option("--referrals", referrals, "of that county, all open");
  CLI11_PARSE(app, argc, argv);
  if (!county.empty()) return rufaa::bench::MakeCounty(county, referrals);
  std::filesystem::create_directories(options.folder);
  const int code = rufaa::bench::Run(options);
  std::filesystem::remove_all(options.folder);
  return code;
}
