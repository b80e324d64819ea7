// fold_forever FOLDER HEAD: opens the views in FOLDER on a history of HEAD commits and follows it
// as it grows, until it is killed. Writes the log's head to standard output, eight bytes each time.
#include <unistd.h>

#include <cstdio>

#include "absl/strings/numbers.h"
#include "tests/projections/killed_views.h"

int main(int argc, char** argv) {
  uint64_t head = 0;
  if (argc != 3 || !absl::SimpleAtoi(argv[2], &head)) return 2;
  rufaa::HistoryWithoutTime history;
  history.Grow(head);
  auto runner =
      rufaa::ViewRunner::Open(rufaa::OptionsAt(argv[1]), history.log(), rufaa::AllViews());
  if (!runner.ok()) {
    std::fprintf(stderr, "%s\n", runner.status().ToString().c_str());
    return 1;
  }
  (*runner)->Start();
  for (;;) {
    head += 5;
    history.Grow(head);
    if (write(STDOUT_FILENO, &head, sizeof(head)) != sizeof(head)) return 3;
    // So that it is folding, and not far behind, when it is killed.
    if (!(*runner)->WaitForAll(head - 5, absl::Now() + absl::Minutes(1)).ok()) return 4;
  }
}
