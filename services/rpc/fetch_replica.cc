#include "services/rpc/fetch_replica.h"

#include <fcntl.h>
#include <grpcpp/client_context.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "domain/base/status_macros.h"
#include "rufaa/replica/v1/replica_service.grpc.pb.h"
#include "services/rpc/status.h"
#include "vault/durable_file.h"

namespace rufaa::rpc {
namespace {

namespace v1 = replica::v1;

// A county of many years over a slow network; a peer that falls silent is noticed long before, by
// the channel's keepalive.
constexpr absl::Duration kCopiedWithin = absl::Hours(2);
constexpr uint64_t kShowEvery = uint64_t{16} << 20;

// The file that is being written. All of them are synced together, once the last has come.
class File {
 public:
  ~File() { Close(); }
  absl::Status Open(const std::string& path) {
    Close();
    std::error_code error;
    std::filesystem::create_directories(std::filesystem::path(path).parent_path(), error);
    fd_ = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    return fd_ < 0 ? absl::ErrnoToStatus(errno, path) : absl::OkStatus();
  }
  absl::Status Write(absl::string_view bytes) { return WriteUnsynced(fd_, bytes, "the copy"); }

 private:
  void Close() {
    if (fd_ >= 0) ::close(fd_);
    fd_ = -1;
  }

  int fd_ = -1;
};

// A path below the folder, and nothing else, whatever the peer says.
bool IsBelow(absl::string_view file) {
  return !file.empty() && file[0] != '/' && !absl::StrContains(file, "..");
}

absl::StatusOr<uint64_t> Receive(grpc::ClientReader<v1::CopyResponse>& reader,
                                 const std::string& folder,
                                 const std::function<void(uint64_t)>& show) {
  File file;
  v1::CopyResponse response;
  uint64_t bytes = 0, shown = 0;
  while (reader.Read(&response)) {
    if (response.complete()) return response.position();
    if (!response.file().empty()) {
      if (!IsBelow(response.file())) return absl::DataLossError("a peer names a file elsewhere");
      RUFAA_RETURN_IF_ERROR(file.Open(absl::StrCat(folder, "/", response.file())));
    }
    RUFAA_RETURN_IF_ERROR(file.Write(response.bytes()));
    bytes += response.bytes().size();
    if (bytes - shown >= kShowEvery) show(shown = bytes);
  }
  return absl::UnavailableError("the copy broke off");
}

// Every later start takes what has the folder's name for whole: so it is, on the disk, before it
// has it.
absl::Status PutInPlace(const std::string& aside, const std::string& folder) {
  RUFAA_RETURN_IF_ERROR(SyncTree(aside));
  std::error_code error;
  std::filesystem::rename(aside, folder, error);
  if (error) return absl::UnavailableError(absl::StrCat(folder, ": ", error.message()));
  return SyncFolderOf(folder);
}

}  // namespace

absl::StatusOr<uint64_t> FetchReplica(
    const std::shared_ptr<grpc::Channel>& peer, const std::string& county,
    const std::string& folder, const std::function<absl::Status(const std::string&)>& prepare,
    const std::function<void(uint64_t bytes)>& show) {
  const std::string aside = folder + ".arriving";
  std::error_code error;
  std::filesystem::remove_all(aside, error);
  grpc::ClientContext context;
  context.set_deadline(absl::ToChronoTime(absl::Now() + kCopiedWithin));
  v1::CopyRequest request;
  request.set_county(county);
  const std::unique_ptr<v1::ReplicaService::Stub> stub = v1::ReplicaService::NewStub(peer);
  const auto reader = stub->Copy(&context, request);
  absl::StatusOr<uint64_t> position = Receive(*reader, aside, show);
  if (!position.ok()) context.TryCancel();
  const grpc::Status answer = reader->Finish();
  if (position.ok()) {
    absl::Status placed = prepare(aside);
    if (placed.ok()) placed = PutInPlace(aside, folder);
    if (placed.ok()) return position;
    position = placed;
  } else if (absl::IsUnavailable(position.status()) && !answer.ok()) {
    position = FromGrpc(answer);
  }
  std::filesystem::remove_all(aside, error);
  return position.status();
}

}  // namespace rufaa::rpc
