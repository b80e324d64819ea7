#include "projections/runner/view_runner.h"

#include <algorithm>
#include <future>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "domain/base/check.h"
#include "domain/base/refusal.h"
#include "domain/base/status_macros.h"

namespace rufaa {

namespace {

std::string TableName(const View& view) { return absl::StrCat(view.name(), ".v", view.version()); }

// A second name for the same version, when a rebuild finds the first one in use.
std::string OtherTableName(const View& view) { return absl::StrCat(TableName(view), ".b"); }

bool IsOfThisVersion(const View& view, absl::string_view table) {
  return table == TableName(view) || table == OtherTableName(view);
}

std::chrono::system_clock::time_point ToWait(absl::Time deadline) {
  // A condition variable can't be told to wait for ever by a time point that does not overflow.
  return absl::ToChronoTime(std::min(deadline, absl::Now() + absl::Hours(24)));
}

}  // namespace

absl::string_view Name(ViewState state) {
  switch (state) {
    case ViewState::kFollowing:
      return "following";
    case ViewState::kCatchingUp:
      return "catching up";
    case ViewState::kBuildingBeside:
      return "building beside";
    case ViewState::kFailed:
      return "failed";
  }
  return "";
}

ViewRunner::ViewRunner(const ViewRunnerOptions& options, CountyLog& log,
                       std::unique_ptr<ViewStore> store)
    : options_(options),
      log_(log),
      store_(std::move(store)),
      opened_at_(log.Head()),
      waiters_([this](size_t index) { return PositionOf(index); }) {}

ViewRunner::~ViewRunner() { Stop(); }

absl::StatusOr<std::unique_ptr<ViewRunner>> ViewRunner::Open(
    const ViewRunnerOptions& options, CountyLog& log, std::vector<std::unique_ptr<View>> views) {
  RUFAA_ASSIGN_OR_RETURN(std::unique_ptr<ViewStore> store, ViewStore::Open(options.store));
  auto runner = std::unique_ptr<ViewRunner>(new ViewRunner(options, log, std::move(store)));
  for (std::unique_ptr<View>& view : views) {
    RUFAA_RETURN_IF_ERROR(runner->AddView(std::move(view)));
  }
  RUFAA_RETURN_IF_ERROR(runner->DropForgottenTables());
  return runner;
}

absl::Status ViewRunner::AddView(std::unique_ptr<View> view) {
  auto slot = std::make_unique<Slot>();
  slot->view = std::move(view);
  const View& fold = *slot->view;
  RUFAA_ASSIGN_OR_RETURN(std::optional<std::string> serving, store_->ServingTable(fold.name()));
  const std::vector<std::string> tables = store_->TableNames();
  if (serving && std::find(tables.begin(), tables.end(), *serving) == tables.end()) serving.reset();
  if (!serving) {
    serving = TableName(fold);
    RUFAA_RETURN_IF_ERROR(store_->SetServingTable(fold.name(), *serving));
  }
  RUFAA_ASSIGN_OR_RETURN(slot->serving, store_->OpenTable(*serving));
  if (slot->serving->position() > log_.Head()) {
    // Not made anew in silence: what the log has lost may have been told to somebody.
    return Refuse(
        Reason::STORE_DAMAGED,
        absl::StrCat("The view ", fold.name(), " is as of position ", slot->serving->position(),
                     ", but the log ends at ", log_.Head(),
                     ": it has lost its end, or is an older copy. Restore a backup, or put the log "
                     "back that was there. To go on without what is lost, remove ",
                     options_.store.path, "."),
        {{"view", std::string(fold.name())}, {"position", absl::StrCat(log_.Head())}});
  }
  if (IsOfThisVersion(fold, *serving)) {
    slot->live = std::make_unique<ViewFolder>(fold, slot->serving, options_.cache_bytes);
  } else {
    // A build that was under way when the process ended goes on where it was.
    RUFAA_ASSIGN_OR_RETURN(slot->building, store_->OpenTable(TableName(fold)));
  }
  slots_.push_back(std::move(slot));
  return absl::OkStatus();
}

// Of views that are gone, of versions that were replaced, of rebuilds that did not finish.
absl::Status ViewRunner::DropForgottenTables() {
  for (const std::string& table : store_->TableNames()) {
    const bool used = std::any_of(slots_.begin(), slots_.end(), [&](const auto& slot) {
      return slot->serving->name() == table || (slot->building && slot->building->name() == table);
    });
    if (!used) RUFAA_RETURN_IF_ERROR(store_->DropTable(table));
  }
  return absl::OkStatus();
}

ViewRunner::Slot* ViewRunner::Find(absl::string_view view) const {
  for (const auto& slot : slots_) {
    if (slot->view->name() == view) return slot.get();
  }
  return nullptr;
}

uint64_t ViewRunner::PositionOf(size_t index) const {
  std::lock_guard lock(mutex_);
  return slots_[index]->serving->position();
}

uint64_t ViewRunner::Position(absl::string_view view) const {
  const Slot* slot = Find(view);
  if (slot == nullptr) return 0;
  std::lock_guard lock(mutex_);
  return slot->serving->position();
}

absl::StatusOr<std::unique_ptr<ViewSnapshot>> ViewRunner::Snapshot(absl::string_view view) const {
  const Slot* slot = Find(view);
  if (slot == nullptr) return absl::NotFoundError(absl::StrCat("no view is named ", view));
  std::shared_ptr<ViewTable> table;
  {
    std::lock_guard lock(mutex_);
    table = slot->live != nullptr ? slot->serving : slot->building;
    if (slot->live == nullptr || table->position() < opened_at_) {
      return Refuse(Reason::NOT_CAUGHT_UP,
                    absl::StrCat("The view ", view, " is being made: ", table->position(), " of ",
                                 std::max(opened_at_, log_.Head()), "."),
                    {{"view", std::string(view)}, {"position", absl::StrCat(table->position())}});
    }
  }
  return ViewTable::Snapshot(std::move(table));
}

absl::Status ViewRunner::Health() const {
  if (!store_->damaged()) return absl::OkStatus();
  return absl::UnavailableError("rows are damaged; a new start makes them anew");
}

absl::Status ViewRunner::WaitFor(absl::string_view view, uint64_t position, absl::Time deadline) {
  // Shared, because the waker may still be inside the promise when the waiter has seen it.
  auto reached = std::make_shared<std::promise<absl::Status>>();
  std::future<absl::Status> future = reached->get_future();
  const uint64_t id =
      CallWhen(view, position, [reached](absl::Status status) { reached->set_value(status); });
  if (future.wait_until(ToWait(deadline)) != std::future_status::ready && Cancel(id)) {
    return Refuse(Reason::NOT_CAUGHT_UP, {},
                  {{"view", std::string(view)}, {"position", absl::StrCat(Position(view))}});
  }
  return future.get();
}

absl::Status ViewRunner::WaitForAll(uint64_t position, absl::Time deadline) {
  for (const auto& slot : slots_) {
    RUFAA_RETURN_IF_ERROR(WaitFor(slot->view->name(), position, deadline));
  }
  return absl::OkStatus();
}

uint64_t ViewRunner::CallWhen(absl::string_view view, uint64_t position,
                              PositionWaiters::Done done) {
  for (size_t i = 0; i < slots_.size(); ++i) {
    if (slots_[i]->view->name() == view) return waiters_.Add(i, position, std::move(done));
  }
  done(absl::NotFoundError(absl::StrCat("no view is named ", view)));
  return 0;
}

bool ViewRunner::Cancel(uint64_t id) { return waiters_.Cancel(id); }

std::vector<ViewStatus> ViewRunner::Status() const {
  const uint64_t head = log_.Head();
  std::lock_guard lock(mutex_);
  std::vector<ViewStatus> all;
  for (const auto& slot : slots_) {
    ViewStatus& one = all.emplace_back();
    one.view = std::string(slot->view->name());
    one.version = slot->view->version();
    one.table = slot->serving->name();
    one.followed = slot->live != nullptr;
    one.position = slot->serving->position();
    one.lag = head - std::min(head, one.position);
    one.problem = slot->fold_problem.empty() ? slot->build_problem : slot->fold_problem;
    if (slot->building) one.building_position = slot->building->position();
    // A view that an older fold made does not advance but by its new build.
    if (!slot->fold_problem.empty() || (!slot->live && !slot->build_problem.empty())) {
      one.state = ViewState::kFailed;
    } else if (slot->building) {
      one.state = ViewState::kBuildingBeside;
    } else if (catching_up_) {
      one.state = ViewState::kCatchingUp;
    }
  }
  return all;
}

absl::Status ViewRunner::Rebuild(absl::string_view view) {
  Slot* slot = Find(view);
  if (slot == nullptr) return absl::NotFoundError(absl::StrCat("no view is named ", view));
  std::lock_guard lock(mutex_);
  if (slot->building != nullptr) return absl::OkStatus();  // It is being done.
  const std::string first = TableName(*slot->view);
  RUFAA_ASSIGN_OR_RETURN(
      slot->building,
      store_->OpenTable(slot->serving->name() == first ? OtherTableName(*slot->view) : first));
  changed_.notify_all();
  return absl::OkStatus();
}

absl::Status ViewRunner::WaitForRebuilds(absl::Time deadline) {
  std::unique_lock lock(mutex_);
  const bool done = changed_.wait_until(lock, ToWait(deadline), [&] {
    return std::none_of(slots_.begin(), slots_.end(),
                        [](const auto& slot) { return slot->building != nullptr; });
  });
  return done ? absl::OkStatus() : Refuse(Reason::NOT_CAUGHT_UP);
}

}  // namespace rufaa
