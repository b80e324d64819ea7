// Keeps a county's views up with its log. Each commit is decoded once, folded into every view, and
// its rows written with the position they are as of in one batch. A view whose version was bumped
// is built beside the old one from position zero, then takes its place. Rows of another fold, or
// from before the log's end as it was at the opening, answer nobody: of half a log they say
// something wrong.
//
// Thread-safe. Threads run only between Start() and Stop().
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "eventlog/county_log.h"
#include "projections/core/view.h"
#include "projections/runner/catch_up.h"
#include "projections/runner/position_waiters.h"
#include "projections/runner/view_folder.h"
#include "projections/store/view_store.h"

namespace rufaa {

struct ViewRunnerOptions {
  ViewStoreOptions store;
  size_t batch_commits = 1000;                  // Of one write while following the log.
  size_t cache_bytes = size_t{8} << 20;         // Of one view, while following.
  uint64_t catch_up_lag = 20'000;               // Further behind than this: CatchUp().
  size_t build_cache_bytes = size_t{48} << 20;  // Of one view, while catching up.
  CatchUpOptions catch_up;
};

enum class ViewState {
  kFollowing,
  kCatchingUp,      // Serves rows that are far behind the log.
  kBuildingBeside,  // A new build grows; serves the old one, if the same fold made that.
  kFailed,          // Serves what it has; `problem` says why it does not advance.
};
absl::string_view Name(ViewState state);

struct ViewStatus {
  std::string view;
  uint32_t version = 0;  // Of the fold in this program.
  std::string table;     // The build that is served.
  // Whether that build goes on with the log. Another fold's stands still, wherever it is, until the
  // new one takes its place; lag and position alone don't tell.
  bool followed = true;
  ViewState state = ViewState::kFollowing;
  uint64_t position = 0;
  uint64_t lag = 0;
  uint64_t building_position = 0;  // Of the new build, while kBuildingBeside.
  // Why it does not advance (kFailed), or why its new build does not; "": nothing is wrong with it.
  // Views fold together: when one can't, the others stand still with it, and are behind.
  std::string problem;
};

class ViewRunner {
 public:
  // `log` must outlive this. Reads what is on disk; folds nothing yet.
  static absl::StatusOr<std::unique_ptr<ViewRunner>> Open(const ViewRunnerOptions& options,
                                                          CountyLog& log,
                                                          std::vector<std::unique_ptr<View>> views);
  ~ViewRunner();  // Stops.

  void Start();
  void Stop();

  // Folds up to the log's head on this thread. Not between Start() and Stop().
  absl::Status FoldToHead();

  // The view as it is served now. NOT_FOUND for a name that no view has; NOT_CAUGHT_UP until it has
  // once come to where the log ended when this was opened.
  absl::StatusOr<std::unique_ptr<ViewSnapshot>> Snapshot(absl::string_view view) const;
  uint64_t Position(absl::string_view view) const;

  // Waits until `view` is served as of `position` or later. NOT_CAUGHT_UP at `deadline`.
  absl::Status WaitFor(absl::string_view view, uint64_t position, absl::Time deadline);
  // The same for every view.
  absl::Status WaitForAll(uint64_t position, absl::Time deadline);
  // The same without a thread; see PositionWaiters. The caller keeps the deadline, with Cancel.
  uint64_t CallWhen(absl::string_view view, uint64_t position, PositionWaiters::Done done);
  bool Cancel(uint64_t id);

  std::vector<ViewStatus> Status() const;
  // Whether the rows were found damaged at the opening, and are made anew.
  bool recreated() const { return store_->recreated(); }
  // UNAVAILABLE once rows were found damaged since: opening it anew makes them anew.
  absl::Status Health() const;

  // Builds `view` anew from position zero beside the served build, then switches. Returns at once;
  // Status() shows the progress, WaitForRebuilds waits for the end.
  absl::Status Rebuild(absl::string_view view);
  // Waits until no view is being built beside. NOT_CAUGHT_UP at `deadline`.
  absl::Status WaitForRebuilds(absl::Time deadline);

 private:
  struct Slot {
    std::unique_ptr<View> view;
    std::shared_ptr<ViewTable> serving;   // Guarded by mutex_.
    std::unique_ptr<ViewFolder> live;     // Folds into `serving`; none if an older fold made that.
    std::shared_ptr<ViewTable> building;  // Guarded by mutex_; none: no rebuild under way.
    // Guarded by mutex_: why it does not advance, and why its new build does not.
    std::string fold_problem, build_problem;
  };

  ViewRunner(const ViewRunnerOptions& options, CountyLog& log, std::unique_ptr<ViewStore> store);
  absl::Status AddView(std::unique_ptr<View> view);
  absl::Status DropForgottenTables();
  Slot* Find(absl::string_view view) const;
  uint64_t PositionOf(size_t index) const;

  void Follow();
  // On failure `culprit` is the one view that it is the fault of, if it is.
  absl::Status FollowOnce(uint64_t head, const Slot*& culprit);
  absl::Status CatchUpLive(uint64_t head);
  absl::Status WriteBatch(const std::vector<DecodedCommit>& batch, const Slot*& culprit);
  void Build();
  Slot* NextToBuild();
  absl::Status BuildBeside(Slot& slot);
  absl::Status SwitchTo(Slot& slot, std::unique_ptr<ViewFolder> folder);
  void SetFoldProblem(const absl::Status& status, const Slot* culprit);
  void SetBuildProblem(Slot& slot, const absl::Status& status);
  bool PauseUnlessStopping(absl::Duration pause);

  const ViewRunnerOptions options_;
  CountyLog& log_;
  const std::unique_ptr<ViewStore> store_;
  const uint64_t opened_at_;  // Where the log ended.
  std::vector<std::unique_ptr<Slot>> slots_;
  PositionWaiters waiters_;

  std::mutex fold_mutex_;  // Held while live folders fold, and for a switch. Before mutex_.
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  bool catching_up_ = false;
  std::atomic<bool> stopping_{false};
  std::thread follower_, builder_;
};

}  // namespace rufaa
