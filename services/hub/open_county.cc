#include "services/hub/open_county.h"

#include <sys/stat.h>

#include <filesystem>
#include <system_error>
#include <vector>

#include "absl/strings/str_cat.h"
#include "domain/base/refusal.h"
#include "domain/base/status_macros.h"
#include "domain/codes/codes.h"
#include "domain/directory/directory.h"
#include "eventlog/log_directory.h"
#include "services/hub/no_keys.h"
#include "services/rpc/remote_book.h"
#include "services/rpc/remote_vault.h"
#include "vault/county_key.h"
#include "vault/durable_file.h"
#include "vault/secret_box.h"

namespace rufaa::hub {
namespace {

// What may not be looked at is there: opening it says what is wrong.
bool Exists(const std::string& path) {
  std::error_code error;
  return std::filesystem::exists(path, error) || error;
}

absl::Status MakeKeyIfNew(const CountyPaths& paths) {
  if (Exists(paths.key_file)) return absl::OkStatus();
  // A vault without its key: leave it to Vault::Open to refuse.
  if (Exists(paths.vault)) return absl::OkStatus();
  RUFAA_RETURN_IF_ERROR(MakeFolder(std::filesystem::path(paths.key_file).parent_path().string()));
  return GenerateCountyKeyFile(paths.key_file);
}

// Where RocksDB finds none, it makes a new store, over what is left of the old one.
bool Holds(const std::string& store) { return Exists(store + "/CURRENT"); }

std::string DbOf(const std::string& log) { return LogDirectory::DbPath(log); }

// That this is a new county, and not one whose disk is away. Before anything is made. A log that
// Kafka orders is not hidden by a disk.
absl::Status CheckLogThere(const CountyOptions& options, const CountyPaths& paths) {
  if (options.kafka.has_value() || Holds(DbOf(paths.log))) return absl::OkStatus();
  const bool was_there = Holds(paths.vault) || Holds(paths.access) || Holds(DbOf(paths.reads));
  const bool keeps_keys = options.vault_keeper == nullptr && !options.keyless;
  if (!was_there) {
    if (options.make_key || !keeps_keys) return absl::OkStatus();
    RUFAA_RETURN_IF_ERROR(CountyKey::Read(paths.key_file).status());
    if (options.founds) return absl::OkStatus();
  }
  return Refuse(Reason::STORE_MISSING,
                absl::StrCat("There is no log in ", paths.log,
                             ", but a key or stores of its county are there: mount the disk of the "
                             "data directory, or restore a backup. Only a start that is asked to "
                             "(--make-keys, --admin-file) begins a new county."),
                {{"folder", paths.log}});
}

absl::Status CheckStore(const std::string& folder, const std::string& db) {
  if (Holds(db) || Exists(folder + kBeginAnew)) return absl::OkStatus();
  return Refuse(Reason::STORE_MISSING,
                absl::StrCat("There is nothing in ", folder,
                             ", but the county's log has commits: mount its disk, or put it back "
                             "from a backup. Where it is lost for good, make an empty file ",
                             folder, kBeginAnew, ", and it is begun anew."),
                {{"folder", folder}});
}

// Of a county that is there: an empty store in the place of one that was lost would pass for it.
absl::Status CheckStoresThere(const CountyOptions& options, const CountyPaths& paths) {
  if (options.keyless) return absl::OkStatus();
  if (options.vault_keeper == nullptr) {
    RUFAA_RETURN_IF_ERROR(CheckStore(paths.vault, paths.vault));
    RUFAA_RETURN_IF_ERROR(CheckStore(paths.reads, DbOf(paths.reads)));
  }
  return options.keeps_accounts ? CheckStore(paths.access, paths.access) : absl::OkStatus();
}

// Each store syncs what is in its own folder, but not that the folder is there.
absl::Status KeepStores(const CountyPaths& paths) {
  for (const std::string& store : {paths.log, DbOf(paths.log), DbOf(paths.reads)}) {
    if (Exists(store)) RUFAA_RETURN_IF_ERROR(SyncFolderOf(store));
  }
  return absl::OkStatus();
}

// Or the next loss would pass, too.
void ForgetWhatBeganAnew(const CountyPaths& paths) {
  for (const std::string& folder : {paths.vault, paths.reads, paths.access}) {
    std::error_code ignored;
    std::filesystem::remove(folder + kBeginAnew, ignored);
  }
}

}  // namespace

absl::Status MakeFolder(const std::string& path) {
  namespace fs = std::filesystem;
  std::error_code error;
  std::vector<std::string> made;  // This one, and what is made above it.
  for (fs::path at(path); !at.empty() && !fs::exists(at, error); at = at.parent_path()) {
    made.push_back(at.string());
  }
  fs::create_directories(path, error);
  if (error) return absl::UnavailableError(absl::StrCat(path, ": ", error.message()));
  if (!made.empty() && ::chmod(path.c_str(), 0700) != 0) {
    return absl::UnavailableError(absl::StrCat(path, ": can't set its mode"));
  }
  for (const std::string& name : made) RUFAA_RETURN_IF_ERROR(SyncFolderOf(name));
  return absl::OkStatus();
}

CountyPaths::CountyPaths(const CountyOptions& options)
    : folder(absl::StrCat(options.data_dir, "/", options.county)),
      log(folder + "/log"),
      reads(folder + "/reads"),
      views(folder + "/views"),
      vault(folder + "/vault"),
      access(folder + "/access"),
      key_file(options.key_dir.empty()
                   ? folder + "/keys/county.key"
                   : absl::StrCat(options.key_dir, "/", options.county, ".key")) {}

absl::StatusOr<std::unique_ptr<OpenCounty>> OpenCounty::Open(const CountyOptions& options) {
  const CountyPaths paths(options);
  RUFAA_RETURN_IF_ERROR(CheckLogThere(options, paths));
  RUFAA_RETURN_IF_ERROR(MakeFolder(paths.folder));
  auto county = std::unique_ptr<OpenCounty>(new OpenCounty(options.county, paths));
  RUFAA_ASSIGN_OR_RETURN(county->log_, OpenLog(paths.log, options.county, options.clock,
                                               options.kafka, options.on_progress, options.env));
  county->opened_at_ = county->log_->Head();
  if (county->opened_at_ > 0) RUFAA_RETURN_IF_ERROR(CheckStoresThere(options, paths));
  const bool keeps_keys = options.vault_keeper == nullptr && !options.keyless;
  if (options.make_key && keeps_keys) RUFAA_RETURN_IF_ERROR(MakeKeyIfNew(paths));
  if (options.keyless) {
    county->vault_ = NoVault();
  } else if (keeps_keys) {
    RUFAA_ASSIGN_OR_RETURN(county->vault_,
                           Vault::Open(paths.vault, options.county, paths.key_file, options.env));
  } else {
    county->vault_ = rpc::RemoteVault(options.vault_keeper, options.county);
  }
  RUFAA_RETURN_IF_ERROR(county->OpenBook(options, paths));
  county->aggregates_ = std::make_unique<Aggregates>(*county->log_, options.cached_streams);
  const bool asks_keeper = !keeps_keys && !options.keyless;
  county->executor_ = std::make_unique<Executor>(*county->aggregates_,
                                                 asks_keeper ? Decides::kApart : Decides::kHere);
  ViewRunnerOptions view_options;
  view_options.store.path = paths.views;
  view_options.store.env = options.env;
  RUFAA_ASSIGN_OR_RETURN(county->views_, ViewRunner::Open(view_options, *county->log_, HubViews()));
  if (options.keeps_accounts && !options.keyless) {
    RUFAA_ASSIGN_OR_RETURN(const std::string key, county->vault_->DeriveKey("one-time-codes"));
    RUFAA_ASSIGN_OR_RETURN(
        county->access_,
        access::CountyAccess::Open(paths.access, options.county, *county->executor_,
                                   options.session_limits, SecretBox(key), options.env));
  }
  RUFAA_RETURN_IF_ERROR(KeepStores(paths));
  ForgetWhatBeganAnew(paths);
  return county;
}

// Stands beside the keys, so that nothing is opened that it does not hold.
absl::Status OpenCounty::OpenBook(const CountyOptions& options, const CountyPaths& paths) {
  if (options.keyless) {
    book_ = NoBook();
    reader_ = MakeRecordedReader(*book_, *vault_);
    return absl::OkStatus();
  }
  if (options.vault_keeper != nullptr) {
    book_ = rpc::RemoteBook(options.vault_keeper, options.county);
    reader_ = rpc::RemoteReader(options.vault_keeper, options.county);
    return absl::OkStatus();
  }
  RUFAA_ASSIGN_OR_RETURN(std::unique_ptr<StoredBook> book,
                         StoredBook::Open({.path = paths.reads,
                                           .county = options.county,
                                           .clock = options.clock,
                                           .env = options.env}));
  reads_ = &book->log();
  book_ = std::move(book);
  reader_ = MakeRecordedReader(*book_, *vault_);
  return absl::OkStatus();
}

OpenCounty::~OpenCounty() {
  // Decisions read the views.
  if (executor_ != nullptr) executor_->StopWorkers();
  if (views_ != nullptr) views_->Stop();
  access_.reset();
  views_.reset();
  // Each answers what it was given before anything that the answers need goes away: what the book
  // has entered, the reader opens.
  book_.reset();
  reader_.reset();
  log_.reset();
}

absl::StatusOr<rpc::CountyRuntime> OpenCounty::Runtime(const Rules& rules) {
  RUFAA_ASSIGN_OR_RETURN(const Folded<directory::County> founded,
                         aggregates_->Load<directory::County>(CountyStream()));
  RUFAA_ASSIGN_OR_RETURN(std::string page_key, vault_->DeriveKey("page-tokens"));
  RUFAA_ASSIGN_OR_RETURN(std::string digest_key, vault_->DeriveKey("request-digests"));
  // A county of before they were checked may have been founded with a third.
  const std::string letters = founded.state->prefix.empty()
                                  ? std::string(kMombasaLetters)
                                  : founded.state->prefix.substr(0, kMombasaLetters.size());
  return rpc::CountyRuntime{.id = id_,
                            .code_letters = letters,
                            .log = *log_,
                            .executor = *executor_,
                            .views = *views_,
                            .vault = *vault_,
                            .reader = *reader_,
                            .book = *book_,
                            .rules = rules,
                            .page_tokens = rpc::PageTokens(std::move(page_key)),
                            .request_digests = rpc::RequestDigests(std::move(digest_key))};
}

}  // namespace rufaa::hub
