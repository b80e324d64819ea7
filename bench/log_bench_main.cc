// log_bench [commits [in_flight [proposers]]]: prints one JSON object.
#include <cstdlib>
#include <filesystem>
#include <iostream>

#include "absl/strings/numbers.h"
#include "bench/log_bench.h"

int main(int argc, char** argv) {
  rufaa::LogBenchOptions options;
  if (argc > 1 && !absl::SimpleAtoi(argv[1], &options.commits)) return EXIT_FAILURE;
  if (argc > 2 && !absl::SimpleAtoi(argv[2], &options.in_flight)) return EXIT_FAILURE;
  if (argc > 3 && !absl::SimpleAtoi(argv[3], &options.proposers)) return EXIT_FAILURE;
  std::string pattern = (std::filesystem::temp_directory_path() / "rufaa-bench-XXXXXX").string();
  if (mkdtemp(pattern.data()) == nullptr) return EXIT_FAILURE;
  options.folder = pattern + "/log";
  nlohmann::json report;
  int exit_code = EXIT_SUCCESS;
  const auto add = [&](const char* name, const absl::StatusOr<nlohmann::json>& result) {
    if (result.ok()) {
      report[name] = *result;
    } else {
      std::cerr << name << ": " << result.status() << "\n";
      exit_code = EXIT_FAILURE;
    }
  };
  add("limits", rufaa::BenchLogLimits(pattern));
  add("log", rufaa::BenchLog(options));
  std::cout << report.dump(2) << "\n";
  std::error_code ignored;
  std::filesystem::remove_all(pattern, ignored);
  return exit_code;
}
