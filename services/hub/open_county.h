// A county's folder, opened: log, views, keys, accounts. One process at a time has it open.
//
//   DATA/<county>/log     the county log: the truth
//   DATA/<county>/reads   the access book: who saw what
//   DATA/<county>/views   rows made from it; may be thrown away
//   DATA/<county>/vault   sealed children's keys, wrapped by the county key
//   DATA/<county>/access  accounts and sessions
//   DATA/<county>/keys/county.key, or KEYS/<county>.key: the county key
#pragma once

#include <grpcpp/channel.h>

#include <functional>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "eventlog/clock.h"
#include "eventlog/execute/executor.h"
#include "projections/runner/view_runner.h"
#include "services/access/county_access.h"
#include "services/hub/open_log.h"
#include "services/rpc/county.h"
#include "vault/recorded_reader.h"
#include "vault/stored_book.h"
#include "vault/vault.h"

namespace rocksdb {
class Env;
}  // namespace rocksdb

namespace rufaa::hub {

struct CountyOptions {
  std::string data_dir;
  std::string county;   // "001"
  std::string key_dir;  // "": DATA/<county>/keys/county.key.
  // Makes the county key if there is none and nothing was ever sealed. A key that is lost must
  // never be replaced in silence.
  bool make_key = false;
  // As make_key, of a county whose key is there already: it may be begun by this start.
  bool founds = false;
  access::SessionLimits session_limits;
  Clock* clock = nullptr;  // nullptr: the machine's.
  size_t cached_streams = 20'000;
  std::optional<KafkaPlace> kafka = std::nullopt;  // Absent: the log is this process's own.
  // Told now and then how far the topic was read while it is being opened.
  std::function<void(uint64_t offset, uint64_t end)> on_progress = nullptr;
  // Of the process that keeps the county's keys; nullptr: this one does.
  std::shared_ptr<grpc::Channel> vault_keeper = nullptr;
  bool keeps_accounts = true;  // Else another process does.
  // Seals and opens nothing, and knows nobody: needs no key, and keeps neither keys nor accounts,
  // whatever the above says.
  bool keyless = false;
  rocksdb::Env* env = nullptr;  // The disk of all of it. Must outlive it; nullptr: the machine's.
};

// Where the county's parts are, whether or not they exist yet.
struct CountyPaths {
  explicit CountyPaths(const CountyOptions& options);
  std::string folder, log, reads, views, vault, access, key_file;
};

// Makes a county's folder, unless it is there: into which only the hub's own user may look, and
// which a power cut leaves there, with all above it that was made for it.
absl::Status MakeFolder(const std::string& path);

// Beside the folder of a store, by its name.
inline constexpr char kBeginAnew[] = ".begin-anew";

class OpenCounty {
 public:
  // Makes what is absent, of a county that is begun now; of one that was there, only views, and a
  // log that Kafka orders. Refuses, plainly: in use, of another county, of a newer version, keys
  // missing or readable by others, and STORE_MISSING, with nothing made, where log, keys, accounts
  // or access book are gone. What is lost for good is begun anew where a file says so, once:
  // vault.begin-anew, reads.begin-anew, access.begin-anew.
  static absl::StatusOr<std::unique_ptr<OpenCounty>> Open(const CountyOptions& options);
  ~OpenCounty();

  const std::string& id() const { return id_; }
  const std::string& key_file() const { return key_file_; }
  const std::string& log_folder() const { return log_folder_; }
  StoredLog& log() { return *log_; }
  // The log's last position when it was opened: what was there before this process.
  uint64_t opened_at() const { return opened_at_; }
  Vault& vault() { return *vault_; }
  AccessBook& book() { return *book_; }
  RecordedReader& reader() { return *reader_; }
  // The book's own log, where this process keeps it, and the keys.
  bool keeps_keys() const { return reads_ != nullptr; }
  StoredLog& reads() { return *reads_; }
  Executor& executor() { return *executor_; }
  ViewRunner& views() { return *views_; }
  bool keeps_accounts() const { return access_ != nullptr; }
  access::CountyAccess& access() { return *access_; }  // Where it keeps them.

  // What services are given. Once the county is founded: codes begin with its letters. What
  // `rules` refer to outlives the services.
  absl::StatusOr<rpc::CountyRuntime> Runtime(const Rules& rules = {});

 private:
  absl::Status OpenBook(const CountyOptions& options, const CountyPaths& paths);
  OpenCounty(std::string id, const CountyPaths& paths)
      : id_(std::move(id)), key_file_(paths.key_file), log_folder_(paths.log) {}

  const std::string id_;
  const std::string key_file_;
  const std::string log_folder_;
  std::unique_ptr<StoredLog> log_;
  uint64_t opened_at_ = 0;
  std::unique_ptr<Vault> vault_;
  std::unique_ptr<AccessBook> book_;
  StoredLog* reads_ = nullptr;  // Of book_.
  std::unique_ptr<RecordedReader> reader_;
  std::unique_ptr<Aggregates> aggregates_;
  std::unique_ptr<Executor> executor_;
  std::unique_ptr<ViewRunner> views_;
  std::unique_ptr<access::CountyAccess> access_;
};

// Every view that the services read: the projections, and the directory's own.
std::vector<std::unique_ptr<View>> HubViews();

}  // namespace rufaa::hub
