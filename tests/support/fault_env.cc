#include "tests/support/fault_env.h"

#include <cerrno>
#include <utility>

namespace rufaa {
namespace {

using rocksdb::FileOptions;
using rocksdb::FSDirectory;
using rocksdb::FSWritableFile;
using rocksdb::IODebugContext;
using rocksdb::IOOptions;
using rocksdb::IOStatus;
using rocksdb::Slice;

bool IsWriteAheadLog(const std::string& name) {
  return name.size() > 4 && name.substr(name.size() - 4) == ".log";
}

}  // namespace

struct Faults {
  std::atomic<bool> disk_is_full{false};
  std::atomic<bool> syncs_fail{false};
  std::atomic<uint64_t> reported_free_bytes{uint64_t{1} << 40};
  std::atomic<uint64_t> failed_appends{0};
  std::atomic<uint64_t> failed_syncs{0};
  std::atomic<uint64_t> writes{0};
};

class FaultFile : public rocksdb::FSWritableFileOwnerWrapper {
 public:
  FaultFile(std::unique_ptr<FSWritableFile> file, std::string name, Faults& faults)
      : FSWritableFileOwnerWrapper(std::move(file)), name_(std::move(name)), faults_(faults) {}

  IOStatus Append(const Slice& data, const IOOptions& options, IODebugContext* debug) override {
    ++faults_.writes;
    if (faults_.disk_is_full) return NoSpace();
    return FSWritableFileOwnerWrapper::Append(data, options, debug);
  }
  IOStatus Append(const Slice& data, const IOOptions& options,
                  const rocksdb::DataVerificationInfo& verification,
                  IODebugContext* debug) override {
    ++faults_.writes;
    if (faults_.disk_is_full) return NoSpace();
    return FSWritableFileOwnerWrapper::Append(data, options, verification, debug);
  }
  IOStatus Sync(const IOOptions& options, IODebugContext* debug) override {
    ++faults_.writes;
    if (SyncFails()) return FailedSync();
    return FSWritableFileOwnerWrapper::Sync(options, debug);
  }
  IOStatus Fsync(const IOOptions& options, IODebugContext* debug) override {
    ++faults_.writes;
    if (SyncFails()) return FailedSync();
    return FSWritableFileOwnerWrapper::Fsync(options, debug);
  }

 private:
  bool SyncFails() const { return faults_.syncs_fail && IsWriteAheadLog(name_); }

  // In the words of RocksDB's own file system, which the log goes by.
  IOStatus NoSpace() {
    ++faults_.failed_appends;
    return IOStatus::NoSpace("While appending to file: " + name_, "No space left on device");
  }
  IOStatus FailedSync() {
    ++faults_.failed_syncs;
    return IOStatus::IOError("While fdatasync: " + name_, "Input/output error");
  }

  const std::string name_;
  Faults& faults_;
};

class FaultFileSystem : public rocksdb::FileSystemWrapper {
 public:
  FaultFileSystem() : FileSystemWrapper(rocksdb::FileSystem::Default()) {}

  const char* Name() const override { return "rufaa.FaultFileSystem"; }

  IOStatus NewWritableFile(const std::string& name, const FileOptions& options,
                           std::unique_ptr<FSWritableFile>* file, IODebugContext* debug) override {
    std::unique_ptr<FSWritableFile> inner;
    const IOStatus opened = target()->NewWritableFile(name, options, &inner, debug);
    if (opened.ok()) *file = std::make_unique<FaultFile>(std::move(inner), name, faults);
    return opened;
  }

  IOStatus GetFreeSpace(const std::string&, const IOOptions&, uint64_t* free,
                        IODebugContext*) override {
    *free = faults.reported_free_bytes;
    return IOStatus::OK();
  }

  Faults faults;
};

FaultEnv::FaultEnv()
    : file_system_(std::make_shared<FaultFileSystem>()),
      env_(rocksdb::NewCompositeEnv(file_system_)) {}
FaultEnv::~FaultEnv() = default;

void FaultEnv::FillDisk() { file_system_->faults.disk_is_full = true; }
void FaultEnv::EmptyDisk() { file_system_->faults.disk_is_full = false; }
void FaultEnv::ReportFreeBytes(uint64_t bytes) { file_system_->faults.reported_free_bytes = bytes; }
void FaultEnv::FailSyncs(bool fail) { file_system_->faults.syncs_fail = fail; }
uint64_t FaultEnv::failed_appends() const { return file_system_->faults.failed_appends; }
uint64_t FaultEnv::failed_syncs() const { return file_system_->faults.failed_syncs; }
uint64_t FaultEnv::writes() const { return file_system_->faults.writes; }

}  // namespace rufaa
