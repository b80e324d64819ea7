#include "services/hub/try_keys.h"

#include <algorithm>
#include <memory>
#include <set>
#include <utility>
#include <vector>

#include "domain/base/status_macros.h"
#include "eventlog/codec/event_codec.h"
#include "eventlog/log_directory.h"
#include "eventlog/log_store.h"
#include "eventlog/record.h"
#include "projections/casefile/sealed_fields.h"
#include "vault/keys_at_hand.h"

namespace rufaa::hub {
namespace {

// Of each end of the log.
constexpr size_t kTries = 4;
constexpr uint64_t kWindow = 500;          // Commits that are read at once.
constexpr uint64_t kCommitsMost = 20'000;  // Nothing sealed within them: then there is none to try.

struct Found {
  uint64_t position = 0;
  casefile::HeldSealed held;
};

// What the commits from `after` + 1 to `until` hold sealed, the oldest first.
absl::StatusOr<std::vector<Found>> SealedWithin(const LogStore& log, uint64_t after,
                                                uint64_t until) {
  std::vector<Found> all;
  Commit commit;
  const auto add = [&](absl::string_view chunk, uint64_t) -> absl::StatusOr<bool> {
    ChunkReader reader(chunk);
    while (reader.Next()) {
      RUFAA_RETURN_IF_ERROR(DecodeCommit(reader.record(), commit));
      if (commit.position <= after || commit.position > until) continue;
      for (const NewEvent& raw : commit.proposal.events) {
        const absl::StatusOr<AnyEvent> event = DecodeEvent(raw.type, raw.payload);
        if (absl::IsUnimplemented(event.status())) continue;  // A newer hub's, or the log's own.
        RUFAA_RETURN_IF_ERROR(event.status());
        for (casefile::HeldSealed& held : casefile::SealedOf(*event, raw.stream)) {
          all.push_back({commit.position, std::move(held)});
        }
      }
    }
    RUFAA_RETURN_IF_ERROR(reader.status());
    return true;
  };
  RUFAA_RETURN_IF_ERROR(log.ReadBlocks(after, until, add));
  return all;
}

class Trial {
 public:
  explicit Trial(KeysAtHand& keys) : keys_(keys) {}

  // From one end of the log towards the other.
  absl::Status Run(const LogStore& log, uint64_t head, bool newest_first) {
    size_t left = kTries;
    for (uint64_t done = 0; done < std::min(head, kCommitsMost) && left > 0; done += kWindow) {
      const uint64_t size = std::min(kWindow, head - done);
      const uint64_t after = newest_first ? head - done - size : done;
      RUFAA_ASSIGN_OR_RETURN(std::vector<Found> found, SealedWithin(log, after, after + size));
      if (newest_first) std::reverse(found.begin(), found.end());
      for (const Found& one : found) {
        if (left > 0 && Try(one)) --left;
      }
    }
    return absl::OkStatus();
  }

  KeysTried& tried() { return tried_; }

 private:
  // One of each child: its other values have the same key, or another of the same making.
  bool Try(const Found& one) {
    const std::string& child = one.held.sealed.child;
    if (keys_.Erased(child) || !children_.insert(child).second) return false;
    ++tried_.tried;
    const absl::Status opens = keys_.Try(one.held.sealed, one.held.place);
    if (opens.ok()) return true;
    if (tried_.failed++ == 0) {
      tried_.first_failed = one.position;
      tried_.why = std::string(opens.message());
    }
    return true;
  }

  KeysAtHand& keys_;
  std::set<std::string> children_;
  KeysTried tried_;
};

}  // namespace

absl::StatusOr<KeysTried> TryKeys(const CountyPaths& paths, const std::string& county, uid_t user) {
  // The log first: whatever it holds sealed then has its key in the store that is opened later.
  RUFAA_ASSIGN_OR_RETURN(const std::unique_ptr<LogStore> log,
                         LogStore::Open(LogDirectory::DbPath(paths.log), {.read_only = true}));
  RUFAA_ASSIGN_OR_RETURN(const LogTip tip, log->ReadTip());
  if (tip.position == 0) return KeysTried{};
  RUFAA_ASSIGN_OR_RETURN(const std::unique_ptr<KeysAtHand> keys,
                         KeysAtHand::Open(paths.vault, county, paths.key_file, user));
  Trial trial(*keys);
  RUFAA_RETURN_IF_ERROR(trial.Run(*log, tip.position, /*newest_first=*/true));
  RUFAA_RETURN_IF_ERROR(trial.Run(*log, tip.position, /*newest_first=*/false));
  return std::move(trial.tried());
}

}  // namespace rufaa::hub
