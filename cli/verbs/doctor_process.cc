// What `rufaa doctor` asks a process of this machine, where its metrics are, and sees of its
// folder.
#include <netdb.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <set>
#include <system_error>
#include <utility>

#include "absl/cleanup/cleanup.h"
#include "absl/status/statusor.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "absl/time/time.h"
#include "cli/verbs/doctor.h"
#include "domain/base/status_macros.h"

namespace rufaa::cli {
namespace {

namespace fs = std::filesystem;

using State = Finding::State;

constexpr absl::Duration kAnswerWithin = absl::Seconds(3);
constexpr size_t kAnswerBytesMost = size_t{4} << 20;

absl::Status Unanswered(absl::string_view what) {
  return absl::DeadlineExceededError(absl::StrCat("does not answer: ", what));
}

// A connection to "HOST:PORT", or "PORT" of the loopback. UNAVAILABLE where nobody listens.
absl::StatusOr<int> Connect(const std::string& address) {
  std::pair<std::string, std::string> place = {"127.0.0.1", address};
  if (const size_t colon = address.rfind(':'); colon != std::string::npos) {
    place = {address.substr(0, colon), address.substr(colon + 1)};
  }
  absl::string_view host = place.first;
  if (absl::ConsumePrefix(&host, "[")) absl::ConsumeSuffix(&host, "]");
  addrinfo hints = {};
  hints.ai_socktype = SOCK_STREAM;
  addrinfo* found = nullptr;
  const int unknown = getaddrinfo(std::string(host).c_str(), place.second.c_str(), &hints, &found);
  if (unknown != 0) return Unanswered(gai_strerror(unknown));
  const absl::Cleanup free_found = [found] { freeaddrinfo(found); };
  const int fd = socket(found->ai_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (fd < 0) return Unanswered(std::strerror(errno));
  const timeval wait = absl::ToTimeval(kAnswerWithin);
  setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &wait, sizeof(wait));  // Of connecting, too.
  setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &wait, sizeof(wait));
  if (connect(fd, found->ai_addr, found->ai_addrlen) == 0) return fd;
  const int error = errno;
  close(fd);
  if (error == ECONNREFUSED) return absl::UnavailableError("nobody listens");
  return Unanswered(std::strerror(error));
}

struct Answer {
  bool ok;  // Status 200.
  std::string body;
};

absl::StatusOr<Answer> Get(const std::string& address, absl::string_view path) {
  RUFAA_ASSIGN_OR_RETURN(const int fd, Connect(address));
  const absl::Cleanup close_fd = [fd] { close(fd); };
  const std::string request = absl::StrCat("GET ", path, " HTTP/1.1\r\nHost: hub\r\n\r\n");
  if (send(fd, request.data(), request.size(), MSG_NOSIGNAL) < 0) {
    return Unanswered(std::strerror(errno));
  }
  std::string text;
  char piece[16384];
  while (text.size() < kAnswerBytesMost) {
    const ssize_t got = recv(fd, piece, sizeof(piece), 0);
    if (got < 0) return Unanswered(std::strerror(errno));
    if (got == 0) break;
    text.append(piece, static_cast<size_t>(got));
  }
  const size_t head = text.find("\r\n\r\n");
  if (head == std::string::npos) return Unanswered("what listens there speaks no HTTP");
  return Answer{.ok = absl::StartsWith(text, "HTTP/1.1 200"), .body = text.substr(head + 4)};
}

// By its gauge: rufaa_publisher_up{county="001"} 0.
void CheckPublishing(const std::string& metrics, std::vector<Finding>& findings) {
  for (absl::string_view line : absl::StrSplit(metrics, '\n')) {
    if (!absl::ConsumePrefix(&line, "rufaa_publisher_up{county=\"")) continue;
    const std::pair<std::string, std::string> parts = absl::StrSplit(line, absl::MaxSplits('"', 1));
    const bool up = absl::EndsWith(parts.second, " 1");
    findings.push_back({absl::StrCat("public events of ", parts.first),
                        up ? State::kOk : State::kProblem, up ? "published" : "not published",
                        up ? ""
                           : "its journal says why: brokers that are away are waited for; a topic "
                             "that was refused is corrected as it says there, and this process "
                             "started again (docs/public-events.md)"});
  }
}

// What is in `folder`, as far as that can be looked at: processes end meanwhile, and what those of
// others have open is for root to see.
std::vector<fs::path> EntriesOf(const fs::path& folder) {
  std::vector<fs::path> entries;
  std::error_code error;
  for (fs::directory_iterator at(folder, error); !error && at != fs::directory_iterator();
       at.increment(error)) {
    entries.push_back(at->path());
  }
  return entries;
}

// "001/log", where `link`, of a file that is open, says that it was the lock of a store below
// `folder`, and was removed; else "". A store has its lock open for as long as it is open itself.
std::string RemovedStore(absl::string_view link, absl::string_view folder) {
  const bool is_removed_lock = absl::ConsumeSuffix(&link, "/lock (deleted)") ||
                               absl::ConsumeSuffix(&link, "/LOCK (deleted)");
  if (!is_removed_lock || !absl::ConsumePrefix(&link, folder)) return "";
  absl::ConsumeSuffix(&link, "/db");  // A part of a log.
  return std::string(link);
}

// Whether it serves makes no difference: it does for long out of what is in no folder any more, and
// another folder may have that name by now. By Linux's own table of who has what open.
bool CheckRemoved(const std::string& check, const std::string& data,
                  std::vector<Finding>& findings) {
  bool whole = true;
  std::error_code ignored;
  const std::string folder = fs::weakly_canonical(fs::absolute(data, ignored), ignored) / "";
  if (folder.empty()) return true;
  for (const fs::path& process : EntriesOf("/proc")) {
    if (!absl::ascii_isdigit(process.filename().native().front())) continue;  // Such as "self".
    std::set<std::string> removed;
    for (const fs::path& open : EntriesOf(process / "fd")) {
      const std::string store = RemovedStore(fs::read_symlink(open, ignored).string(), folder);
      if (!store.empty()) removed.insert(store);
    }
    if (removed.empty()) continue;
    whole = false;
    findings.push_back(
        {check, State::kProblem,
         absl::StrCat("process ", process.filename().string(), " goes on in what was removed from ",
                      data, ": ", absl::StrJoin(removed, ", ")),
         "what it has open is gone when it ends. Views, and a log that brokers keep, it makes anew "
         "once it is started again; for anything else leave it running, copy what is left out of "
         "/proc/PID/fd, and restore the newest backup"});
  }
  return whole;
}

// False where nobody listens at `metrics`.
bool CheckRunning(const std::string& check, const std::string& metrics, const std::string& data,
                  std::vector<Finding>& findings) {
  const bool whole = CheckRemoved(check, data, findings);
  if (metrics.empty() || metrics == "off") return true;
  const absl::StatusOr<Answer> ready = Get(metrics, "/readyz");
  if (absl::IsUnavailable(ready.status())) return false;
  if (!ready.ok()) {
    findings.push_back({check, State::kProblem, std::string(ready.status().message()),
                        "look at its journal; start it anew where it hangs"});
    return true;
  }
  if (!ready->ok) {
    findings.push_back({check, State::kProblem,
                        std::string(absl::StripAsciiWhitespace(ready->body)),
                        "while views catch up, wait; else see its journal"});
  } else if (whole) {
    findings.push_back({check, State::kOk, "serves", ""});
  }
  const absl::StatusOr<Answer> told = Get(metrics, "/metrics");
  if (told.ok()) CheckPublishing(told->body, findings);
  return true;
}

}  // namespace

void CheckHubProcess(const Settings& settings, std::vector<Finding>& findings) {
  // Where nobody listens it may run elsewhere, or have no metrics: whether it runs, its port tells.
  (void)CheckRunning("process of rufaa serve", settings.Text("serve.metrics"),
                     settings.Text("serve.data"), findings);
}

void CheckProcess(const std::string& whose, const std::string& metrics, const std::string& data,
                  std::vector<Finding>& findings) {
  std::error_code ignored;
  const bool has_data = !data.empty() && fs::exists(data, ignored);
  if (has_data) {
    Finding disk = CheckDisk(data);
    disk.check = absl::StrCat("disk of ", whose);
    if (disk.state != State::kOk) findings.push_back(std::move(disk));
  }
  const std::string check = absl::StrCat("process of ", whose);
  if (CheckRunning(check, metrics, data, findings)) return;
  // All machines may have the files of all services.
  if (!has_data && !data.empty()) return;
  findings.push_back({check, State::kWarning, absl::StrCat("nobody listens at ", metrics),
                      "where it is to run on this machine, start it: its journal says why it "
                      "ended"});
}

}  // namespace rufaa::cli
