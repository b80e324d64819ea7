// kill -9 in a loop, under load: nothing acknowledged is lost, nothing is applied twice, and
// history is never rewritten.
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>

#include <random>
#include <set>

#include "eventlog/verify_log.h"
#include "tests/eventlog/killed_log.h"

namespace rufaa {
namespace {

constexpr int kKills = 24;

class Killed : public ::testing::Test {
 protected:
  void SetUp() override {
    const char* bin = std::getenv("RUFAA_BIN");
    ASSERT_NE(bin, nullptr) << "RUFAA_BIN names the folder of the built programs";
    program_ = absl::StrCat(bin, "/append_forever");
  }

  // Lets a process append from request `first` on; kills it, without warning, once it has
  // acknowledged so many. Gives every request that it acknowledged.
  std::set<uint64_t> AppendUntilKilled(uint64_t first, size_t acknowledged_before_kill) {
    int ends[2];
    EXPECT_EQ(pipe2(ends, O_CLOEXEC), 0);
    const std::string first_text = absl::StrCat(first);
    const pid_t child = fork();
    if (child == 0) {
      prctl(PR_SET_PDEATHSIG, SIGKILL);
      dup2(ends[1], STDOUT_FILENO);
      execl(program_.c_str(), program_.c_str(), folder_.path().c_str(), first_text.c_str(),
            nullptr);
      _exit(127);
    }
    close(ends[1]);
    std::set<uint64_t> acknowledged;
    uint64_t request = 0;
    bool killed = false;
    while (read(ends[0], &request, sizeof(request)) == sizeof(request)) {
      acknowledged.insert(request);
      if (killed || acknowledged.size() < acknowledged_before_kill) continue;
      kill(child, SIGKILL);
      killed = true;  // Whatever still stands in the pipe was acknowledged too.
    }
    close(ends[0]);
    int status = 0;
    waitpid(child, &status, 0);
    EXPECT_TRUE(WIFSIGNALED(status)) << "ended by itself with status " << status;
    return acknowledged;
  }

  std::string program_;
  TempFolder folder_;
};

TEST_F(Killed, LosesNothingAcknowledgedAndDoublesNothing) {
  std::mt19937 random(11);
  std::set<uint64_t> acknowledged;
  uint64_t next = 1;
  std::vector<std::pair<uint64_t, MerkleHash>> roots;
  for (int round = 0; round < kKills; ++round) {
    SCOPED_TRACE(absl::StrCat("kill ", round));
    const std::set<uint64_t> now = AppendUntilKilled(next, 1 + random() % 4000);
    ASSERT_FALSE(now.empty());
    acknowledged.insert(now.begin(), now.end());

    const auto log = EmbeddedLog::Open({.path = folder_.path(), .county = "mombasa"});
    ASSERT_TRUE(log.ok()) << log.status();
    std::set<uint64_t> applied;
    for (const Commit& commit : ReadAll(**log)) {
      const uint64_t request = std::stoull(commit.proposal.request_id);
      EXPECT_TRUE(applied.insert(request).second) << "request " << request << " applied twice";
    }
    for (uint64_t request : acknowledged) {
      ASSERT_EQ(applied.count(request), 1u) << "request " << request << " lost";
    }
    for (const auto& [position, root] : roots) EXPECT_EQ(*(*log)->Root(position), root);

    // What was never acknowledged is offered again, as its client would: applied once, or found to
    // have been.
    const uint64_t last = *applied.rbegin();
    for (uint64_t request = last < 600 ? 1 : last - 600; request <= last + 5; ++request) {
      const absl::StatusOr<Receipt> receipt = (*log)->AppendAndWait(NthRequest(request));
      ASSERT_TRUE(receipt.ok()) << receipt.status();
      EXPECT_EQ(receipt->repeated, applied.count(request) == 1);
      acknowledged.insert(request);
    }
    next = last + 6;
    roots.emplace_back((*log)->Head(), *(*log)->Root((*log)->Head()));
  }
  const absl::StatusOr<VerifyReport> report = VerifyLog(folder_.path(), {});
  ASSERT_TRUE(report.ok());
  EXPECT_TRUE(report->ok()) << *report->first_bad << ": " << report->reason;
  EXPECT_GE(report->commits, acknowledged.size());
}

}  // namespace
}  // namespace rufaa
