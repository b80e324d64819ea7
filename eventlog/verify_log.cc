#include "eventlog/verify_log.h"

#include <cerrno>
#include <cstring>
#include <memory>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "domain/base/refusal.h"
#include "domain/base/status_macros.h"
#include "eventlog/log_directory.h"
#include "eventlog/log_store.h"
#include "eventlog/record.h"
#include "eventlog/rule.h"

namespace rufaa {
namespace {

absl::Status Bad(absl::string_view what) { return Refuse(Reason::STORE_DAMAGED, what); }

class Verifier {
 public:
  Verifier(const LogStore& store, const VerifyOptions& options)
      : store_(store), options_(options) {}

  // OK when everything holds. Otherwise report().commits tells how far it did.
  absl::Status Run();
  VerifyReport& report() { return report_; }

 private:
  absl::Status CheckRecord(absl::string_view record);
  absl::Status CheckVersions();
  absl::Status CheckIndexes();
  absl::Status CheckTree(const MerkleHash& leaf);
  absl::Status CheckEnd();

  const LogStore& store_;
  const VerifyOptions& options_;
  VerifyReport report_;
  LogTip tip_;
  Commit commit_;
  absl::Time recorded_at_ = absl::InfinitePast();
  absl::flat_hash_map<std::string, uint64_t> versions_;
  MerkleFrontier frontier_;
  std::vector<MerkleHash> tile_;
};

absl::Status Verifier::Run() {
  RUFAA_ASSIGN_OR_RETURN(tip_, store_.ReadTip());
  RUFAA_RETURN_IF_ERROR(store_.ReadBlocks(
      0, tip_.position, [&](absl::string_view chunk, uint64_t last) -> absl::StatusOr<bool> {
        ChunkReader reader(chunk);
        while (report_.commits < options_.to_position && reader.Next()) {
          RUFAA_RETURN_IF_ERROR(CheckRecord(reader.record()));
        }
        RUFAA_RETURN_IF_ERROR(reader.status());
        if (report_.commits < last && report_.commits == options_.to_position) return false;
        if (report_.commits != last) return Bad("A block does not end where its key says.");
        if (options_.progress) options_.progress(last);
        return true;
      }));
  report_.root = frontier_.Root();
  // The tip's root and the indexes are of the whole.
  if (report_.commits < tip_.position) return absl::OkStatus();
  if (frontier_.Root() != tip_.root) return Bad("The root is not the one that was recorded.");
  return CheckEnd();
}

// Everything that one record can be held against; counted only when all of it holds.
absl::Status Verifier::CheckRecord(absl::string_view record) {
  RUFAA_RETURN_IF_ERROR(DecodeCommit(record, commit_));
  if (commit_.position != report_.commits + 1) return Bad("The position is not the next one.");
  if (EncodeCommit(commit_) != record) return Bad("The record is not in its one form.");
  if (commit_.recorded_at < recorded_at_) return Bad("Recorded before the commit ahead of it.");
  RUFAA_RETURN_IF_ERROR(CheckForm(commit_.proposal, EncodeProposal(commit_.proposal).size()));
  RUFAA_RETURN_IF_ERROR(CheckVersions());
  RUFAA_RETURN_IF_ERROR(CheckIndexes());
  RUFAA_RETURN_IF_ERROR(CheckTree(LeafHash(record)));
  recorded_at_ = commit_.recorded_at;
  ++report_.commits;
  report_.events += commit_.versions.size();
  return absl::OkStatus();
}

absl::Status Verifier::CheckVersions() {
  for (const Condition& condition : commit_.proposal.conditions) {
    const auto found = versions_.find(condition.stream);
    const uint64_t version = found == versions_.end() ? 0 : found->second;
    if (version != condition.version) return Bad("A condition did not hold when it was accepted.");
  }
  for (size_t i = 0; i < commit_.versions.size(); ++i) {
    if (++versions_[commit_.proposal.events[i].stream] != commit_.versions[i]) {
      return Bad("An event's version is not the next one of its stream.");
    }
  }
  return absl::OkStatus();
}

absl::Status Verifier::CheckIndexes() {
  const Proposal& proposal = commit_.proposal;
  RUFAA_ASSIGN_OR_RETURN(const std::optional<uint64_t> position,
                         store_.FindRequest(proposal.caller, proposal.request_id));
  if (position != commit_.position) return Bad("The request table does not name the commit.");
  for (size_t i = 0; i < commit_.versions.size(); ++i) {
    bool found = false;
    RUFAA_RETURN_IF_ERROR(
        store_.ReadPlaces(proposal.events[i].stream, commit_.versions[i] - 1,
                          [&](const LogStore::Place& place) -> absl::StatusOr<bool> {
                            found = place.version == commit_.versions[i] &&
                                    place.position == commit_.position && place.index == i;
                            return false;
                          }));
    if (!found) return Bad("The stream index does not name the commit.");
  }
  return absl::OkStatus();
}

// Leaf by leaf against the stored tiles, so that a record that was exchanged whole, checksum and
// all, is still named.
absl::Status Verifier::CheckTree(const MerkleHash& leaf) {
  const uint64_t index = frontier_.size();
  if (index % kTileLeaves == 0) {
    tile_.clear();
    // The last one is stored only once it is full.
    if (index + kTileLeaves <= tip_.position) {
      RUFAA_ASSIGN_OR_RETURN(tile_, store_.Tile(index / kTileLeaves));
    }
  }
  if (!tile_.empty() && tile_[index % kTileLeaves] != leaf) {
    return Bad("The record is not the one whose hash was taken.");
  }
  absl::Status nodes;
  frontier_.Append(leaf, [&](int level, uint64_t node, const MerkleHash& hash) {
    if (level < kTileLevel || !nodes.ok()) return;
    const absl::StatusOr<MerkleHash> stored = store_.Node(level, node);
    if (!stored.ok()) {
      nodes = stored.status();
    } else if (*stored != hash) {
      nodes = Bad("A node of the tree is not the hash of what is below it.");
    }
  });
  return nodes;
}

// Nothing more in the indexes than what the commits account for.
absl::Status Verifier::CheckEnd() {
  RUFAA_ASSIGN_OR_RETURN(const uint64_t events, store_.CountEvents());
  if (events != report_.events) return Bad("The stream index names events that are in no commit.");
  RUFAA_ASSIGN_OR_RETURN(const uint64_t requests, store_.CountRequests());
  if (requests != report_.commits) return Bad("The request table names requests of no commit.");
  return absl::OkStatus();
}

// RocksDB tells what the system said only in words.
bool Says(const absl::Status& status, int error) {
  return absl::StrContains(status.message(), std::strerror(error));
}

absl::Status NotToBeRead(const std::string& path) {
  return absl::InvalidArgumentError(absl::StrCat(path, " can't be read: ", std::strerror(EACCES)));
}

// A folder that is not there, or not ours to read, is the mistake of who named it. One that holds
// half of a log is a log that is damaged.
absl::Status CheckFolder(const std::string& path, rocksdb::Env* env) {
  const absl::Status manifest = LogDirectory::ReadManifest(path, env).status();
  if (Says(manifest, EACCES)) return NotToBeRead(path);
  const bool has_store = env->FileExists(LogDirectory::DbPath(path)).ok();
  if (manifest.ok()) return has_store ? manifest : Bad("The log's folder has lost its store.");
  if (!Says(manifest, ENOENT) && !Says(manifest, ENOTDIR)) return manifest;
  if (has_store) return Bad("The log's folder has lost its manifest.");
  return absl::NotFoundError(absl::StrCat(path, ": there is no log"));
}

// What is wrong, for people. The store's own words are for programmers, and hold the path of the
// file, which is of no use to who reads them on another machine.
std::string InWords(const absl::Status& damage) {
  const bool of_the_store = absl::StrContains(damage.message(), "Corruption:") ||
                            absl::StrContains(damage.message(), "IO error:") ||
                            absl::StrContains(damage.message(), "/");
  if (!of_the_store) return std::string(damage.message());
  return "What the disk holds is not what was written: a checksum of the store does not hold.";
}

}  // namespace

absl::StatusOr<VerifyReport> VerifyLog(const std::string& path, const VerifyOptions& options) {
  rocksdb::Env* env = options.env != nullptr ? options.env : rocksdb::Env::Default();
  RUFAA_RETURN_IF_ERROR(CheckFolder(path, env));
  const auto open = [&](bool salvage) {
    return LogStore::Open(LogDirectory::DbPath(path),
                          {.env = env, .read_only = true, .salvage = salvage});
  };
  absl::StatusOr<std::unique_ptr<LogStore>> store = open(false);
  absl::Status damage;
  if (!store.ok()) {
    if (Says(store.status(), EACCES)) return NotToBeRead(path);
    if (!absl::IsDataLoss(store.status())) return store.status();
    // What comes before the damage can still be read, and tells where it begins.
    damage = store.status();
    store = open(true);
    if (!store.ok()) return store.status();
  }
  Verifier verifier(**store, options);
  const absl::Status checked = verifier.Run();
  VerifyReport report = std::move(verifier.report());
  report.can_be_salvaged = !damage.ok() && checked.ok();
  if (!checked.ok()) damage = checked;
  if (!damage.ok()) {
    report.first_bad = report.commits + 1;
    report.reason = InWords(damage);
  }
  return report;
}

}  // namespace rufaa
