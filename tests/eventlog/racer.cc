#include "tests/eventlog/racer.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstring>

#include "domain/base/check.h"

namespace rufaa {
namespace {

constexpr std::chrono::seconds kWithin(90);

}  // namespace

Racer::Racer(const KafkaCluster& cluster, std::string topic, std::string name, int clients,
             int streams, const KafkaSettings& settings)
    : name_(std::move(name)) {
  const char* bin = std::getenv("RUFAA_BIN");
  RUFAA_CHECK(bin != nullptr);  // RUFAA_BIN names the folder of the built programs.
  words_ = {absl::StrCat(bin, "/race_forever"),
            cluster.brokers(),
            absl::StrCat(cluster.nodes()),
            std::move(topic),
            folder_.path(),
            name_,
            absl::StrCat(clients),
            absl::StrCat(streams)};
  for (const auto& [key, value] : settings) words_.push_back(absl::StrCat(key, "=", value));
}

Racer::~Racer() { Kill(); }

void Racer::Start() {
  RUFAA_CHECK(pid_ == 0);
  int ends[2];
  RUFAA_CHECK(pipe2(ends, O_CLOEXEC) == 0);
  std::vector<char*> argv;
  for (std::string& word : words_) argv.push_back(word.data());
  argv.push_back(nullptr);
  const pid_t parent = getpid();
  pid_ = fork();
  if (pid_ == 0) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != parent) _exit(1);
    dup2(ends[1], STDOUT_FILENO);
    execv(argv[0], argv.data());
    _exit(127);
  }
  close(ends[1]);
  {
    const std::lock_guard lock(mutex_);
    ended_ = false;
  }
  reader_ = std::thread([this, fd = ends[0]] { ReadAll(fd); });
}

void Racer::ReadAll(int fd) {
  char told[24];
  while (read(fd, told, sizeof(told)) == sizeof(told)) {
    uint64_t position = 0;
    std::memcpy(&position, told + 16, 8);
    const std::lock_guard lock(mutex_);
    acknowledged_.push_back(
        {.caller = name_, .request_id = std::string(told, 16), .position = position});
    grown_.notify_all();
  }
  close(fd);
  const std::lock_guard lock(mutex_);
  ended_ = true;
  grown_.notify_all();
}

int Racer::Reap() {
  reader_.join();
  int status = 0;
  waitpid(pid_, &status, 0);
  pid_ = 0;
  return status;
}

void Racer::Kill() {
  if (pid_ == 0) return;
  kill(pid_, SIGKILL);
  const int status = Reap();
  EXPECT_TRUE(WIFSIGNALED(status)) << name_ << " ended by itself with status " << status;
}

void Racer::Finish() {
  kill(pid_, SIGTERM);
  EXPECT_EQ(Reap(), 0) << name_;
}

void Racer::Freeze() {
  kill(pid_, SIGSTOP);
  RUFAA_CHECK(waitpid(pid_, nullptr, WUNTRACED) == pid_);  // It stands still.
}

void Racer::Thaw() { kill(pid_, SIGCONT); }

size_t Racer::count() {
  const std::lock_guard lock(mutex_);
  return acknowledged_.size();
}

bool Racer::WaitForMore(size_t more) {
  std::unique_lock lock(mutex_);
  const size_t wanted = acknowledged_.size() + more;
  grown_.wait_for(lock, kWithin, [&] { return acknowledged_.size() >= wanted || ended_; });
  return acknowledged_.size() >= wanted;
}

std::vector<Acknowledged> Racer::acknowledged() {
  const std::lock_guard lock(mutex_);
  return acknowledged_;
}

}  // namespace rufaa
