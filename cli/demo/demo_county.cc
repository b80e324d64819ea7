#include "cli/demo/demo_county.h"

#include <fcntl.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <memory>
#include <system_error>
#include <utility>

#include "absl/strings/str_cat.h"
#include "cli/demo/copy_log.h"
#include "cli/demo/county_plan.h"
#include "cli/serve/demo_mark.h"
#include "domain/base/check.h"
#include "domain/base/refusal.h"
#include "domain/base/status_macros.h"
#include "eventlog/memory_log.h"
#include "services/hub/open_county.h"

namespace rufaa::demo {
namespace {

namespace fs = std::filesystem;

absl::Status FileError(const std::string& path, const std::error_code& error) {
  return absl::UnavailableError(absl::StrCat(path, ": ", error.message()));
}

// 75 bits, readable aloud.
std::string NewPassword() {
  static constexpr char kAlphabet[] = "23456789abcdefghjkmnpqrstuvwxyz";
  unsigned char bytes[15];
  RUFAA_CHECK(getrandom(bytes, sizeof(bytes), 0) == sizeof(bytes));
  std::string password = "demo";
  for (size_t i = 0; i < sizeof(bytes); ++i) {
    if (i % 5 == 0) password.push_back('-');
    password.push_back(kAlphabet[bytes[i] % 31]);
  }
  return password;
}

absl::Status WriteSecret(const std::string& path, const std::string& text) {
  const int fd = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (fd < 0) return absl::UnavailableError(absl::StrCat(path, ": can't be made"));
  const std::string line = text + "\n";
  const bool written = ::write(fd, line.data(), line.size()) == static_cast<ssize_t>(line.size()) &&
                       ::fsync(fd) == 0;
  ::close(fd);
  return written ? absl::OkStatus() : absl::UnavailableError(absl::StrCat(path, ": not written"));
}

absl::StatusOr<std::string> ReadSecret(const std::string& path) {
  std::ifstream file(path);
  std::string line;
  if (std::getline(file, line)) return line;
  return Refuse(Reason::NOT_A_DEMO, {}, {{"file", path}});
}

absl::Status OpenAccounts(hub::OpenCounty& county, const DemoOptions& options,
                          const std::string& password) {
  const access::Passwords passwords(options.password_cost, 1);
  // One password, so one hash: the dear part is done once.
  RUFAA_ASSIGN_OR_RETURN(const std::string hash, passwords.HashNow(password));
  for (const PlannedPerson& person : DemoPlan().people) {
    RUFAA_RETURN_IF_ERROR(
        county.access().CreateAccount(person.login, person.id, hash, options.seed.now));
  }
  return absl::OkStatus();
}

absl::Status MakeIn(const std::string& data_dir, const DemoOptions& options,
                    const std::string& password, const std::function<bool(int)>& go_on) {
  ReplayClock replay;
  RUFAA_ASSIGN_OR_RETURN(const std::unique_ptr<hub::OpenCounty> county,
                         hub::OpenCounty::Open({.data_dir = data_dir,
                                                .county = DemoPlan().county,
                                                .key_dir = options.key_dir,
                                                .make_key = true,
                                                .session_limits = {},
                                                .clock = &replay}));
  SimClock clock(FoundingTime(options.seed.now));
  MemoryLog told(&clock);
  RUFAA_RETURN_IF_ERROR(Seed(told, county->vault(), clock, options.seed, go_on).status());
  RUFAA_RETURN_IF_ERROR(CopyLog(told, county->log(), replay));
  RUFAA_RETURN_IF_ERROR(OpenAccounts(*county, options, password));
  return WriteSecret(absl::StrCat(data_dir, "/", DemoPlan().county, "/", cli::kDemoPasswordFile),
                     password);
}

}  // namespace

absl::StatusOr<DemoCounty> PrepareDemo(const DemoOptions& options,
                                       const std::function<bool(int)>& go_on) {
  const std::string folder = absl::StrCat(options.data_dir, "/", DemoPlan().county);
  std::error_code error;
  if (fs::exists(folder, error)) {
    // Only a demo has the file; nothing of the county itself is touched to find out.
    RUFAA_ASSIGN_OR_RETURN(std::string password,
                           ReadSecret(absl::StrCat(folder, "/", cli::kDemoPasswordFile)));
    return DemoCounty{std::move(password), false};
  }
  const std::string beside = absl::StrCat(options.data_dir, "/.seeding");
  fs::remove_all(beside, error);  // Of a start that was interrupted.
  if (error) return FileError(beside, error);
  fs::create_directories(beside, error);
  if (error) return FileError(beside, error);
  DemoCounty made{NewPassword(), true};
  RUFAA_RETURN_IF_ERROR(MakeIn(beside, options, made.password, go_on));
  fs::rename(absl::StrCat(beside, "/", DemoPlan().county), folder, error);
  if (error) return FileError(folder, error);
  fs::remove_all(beside, error);
  return made;
}

}  // namespace rufaa::demo
