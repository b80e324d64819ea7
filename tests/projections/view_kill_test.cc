// kill -9 in the middle of folding: every view is a fold of the log up to where it says it is, and
// goes on from there.
#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>

#include <random>

#include "projections/core/replay.h"
#include "tests/projections/killed_views.h"

namespace rufaa {
namespace {

constexpr int kKills = 40;

// The log's head that the folding process told of last, when it was killed `delay` after so many
// `tellings`: a telling by itself finds it at one and the same point of its work.
uint64_t FoldUntilKilled(const std::string& folder, uint64_t head, int tellings,
                         absl::Duration delay) {
  const char* bin = std::getenv("RUFAA_BIN");
  EXPECT_NE(bin, nullptr) << "RUFAA_BIN names the folder of the built programs";
  const std::string program = absl::StrCat(bin, "/fold_forever"), from = absl::StrCat(head);
  int ends[2];
  EXPECT_EQ(pipe2(ends, O_CLOEXEC), 0);
  const pid_t child = fork();
  if (child == 0) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    dup2(ends[1], STDOUT_FILENO);
    execl(program.c_str(), program.c_str(), folder.c_str(), from.c_str(), nullptr);
    _exit(127);
  }
  close(ends[1]);
  bool killed = false;
  while (read(ends[0], &head, sizeof(head)) == sizeof(head)) {
    if (killed || --tellings > 0) continue;
    for (const absl::Time until = absl::Now() + delay; absl::Now() < until;) continue;
    kill(child, SIGKILL);
    killed = true;
  }
  close(ends[0]);
  int status = 0;
  waitpid(child, &status, 0);
  EXPECT_TRUE(WIFSIGNALED(status)) << "ended by itself with status " << status;
  return head;
}

TEST(ViewsKilled, AreAFoldOfTheLogWheneverTheyAreKilled) {
  TestFolder folder;
  HistoryWithoutTime history;
  std::mt19937 random(9);
  uint64_t head = 20;
  int behind = 0;
  for (int round = 0; round < kKills; ++round) {
    SCOPED_TRACE(absl::StrCat("kill ", round));
    head =
        FoldUntilKilled(folder.path(), head, 1 + random() % 8, absl::Microseconds(random() % 4000));
    // What was appended after the last telling may have been folded, too.
    history.Grow(head += 5);
    ASSERT_TRUE(ViewRunner::Open(OptionsAt(folder.path()), history.log(), AllViews()).ok());
    // Beneath the runner, which shows nobody what is behind.
    const auto store = ViewStore::Open(OptionsAt(folder.path()).store);
    ASSERT_TRUE(store.ok()) << store.status();
    for (const std::unique_ptr<View>& view : AllViews()) {
      const auto table = (*store)->OpenTable(**(*store)->ServingTable(view->name()));
      ASSERT_TRUE(table.ok()) << table.status();
      absl::StatusOr<std::unique_ptr<ViewSnapshot>> rows = ViewTable::Snapshot(*table);
      ASSERT_TRUE(rows.ok()) << rows.status();
      behind += (*rows)->position() < head;
      EXPECT_EQ(*Digest(**rows), *Digest(**Replay(history.log(), *view, (*rows)->position())))
          << view->name() << " as of " << (*rows)->position();
    }
  }
  EXPECT_GT(behind, 0) << "never killed in the middle of anything";
}

}  // namespace
}  // namespace rufaa
