#include "services/replica/replica_service.h"

#include <atomic>
#include <filesystem>
#include <fstream>
#include <memory>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "domain/base/refusal.h"
#include "domain/base/status_macros.h"
#include "services/rpc/peers.h"
#include "services/rpc/pull_stream.h"
#include "services/rpc/unary.h"

namespace rufaa::replica_service {
namespace {

using Stream = rpc::PullStream<v1::CopyResponse>;

constexpr size_t kBytesAtOnce = 256 << 10;

// Beside the log's own folder, whose name such a folder's begins with.
constexpr absl::string_view kAside = ".copy-";

// What a process that was killed while it sent has left: links that keep deleted files on the disk.
void RemoveLeftCopies(const std::string& log_folder) {
  const std::filesystem::path log(log_folder);
  const std::string prefix = absl::StrCat(log.filename().string(), kAside);
  std::vector<std::filesystem::path> left;
  std::error_code error;
  for (std::filesystem::directory_iterator at(log.parent_path(), error), end; !error && at != end;
       at.increment(error)) {
    if (absl::StartsWith(at->path().filename().string(), prefix)) left.push_back(at->path());
  }
  for (const std::filesystem::path& folder : left) std::filesystem::remove_all(folder, error);
}

// The files below `folder`.
absl::StatusOr<std::vector<std::string>> FilesOf(const std::string& folder) {
  std::vector<std::string> files;
  std::error_code error;
  for (std::filesystem::recursive_directory_iterator at(folder, error), end; !error && at != end;
       at.increment(error)) {
    if (at->is_regular_file(error)) files.push_back(at->path().string());
    if (error) break;
  }
  if (error) return absl::UnavailableError(absl::StrCat("the copy: ", error.message()));
  return files;
}

// A checkpoint on its way out; most of its files are links to the log's own, so it costs no room.
class Sending {
 public:
  static absl::StatusOr<std::shared_ptr<Sending>> Begin(const ReplicaService::Source& source) {
    static std::atomic<int> number{0};
    const std::string folder = absl::StrCat(source.folder, kAside, number++);
    auto sending = std::shared_ptr<Sending>(new Sending(folder, source.log->Head()));
    RUFAA_RETURN_IF_ERROR(source.log->Checkpoint(folder));
    RUFAA_ASSIGN_OR_RETURN(sending->files_, FilesOf(folder));
    return sending;
  }
  ~Sending() {
    std::error_code error;
    std::filesystem::remove_all(folder_, error);
  }

  absl::StatusOr<bool> Next(v1::CopyResponse* reply) {
    if (complete_) return false;
    if (!in_.is_open()) {
      if (next_ == files_.size()) {
        reply->set_complete(complete_ = true);
        reply->set_position(position_);
        return true;
      }
      const std::string& path = files_[next_++];
      in_.open(path, std::ios::binary);
      // An empty one in its place would pass for the whole.
      if (!in_.is_open()) return absl::UnavailableError("a file of the copy can't be opened");
      reply->set_file(path.substr(folder_.size() + 1));
    }
    std::string& bytes = *reply->mutable_bytes();
    bytes.resize(kBytesAtOnce);
    in_.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    bytes.resize(static_cast<size_t>(in_.gcount()));
    if (in_.bad()) return absl::UnavailableError("a file of the copy can't be read");
    if (in_.eof()) in_ = std::ifstream();
    return true;
  }

 private:
  Sending(std::string folder, uint64_t position)
      : folder_(std::move(folder)), position_(position) {}

  const std::string folder_;
  const uint64_t position_;  // The copy holds at least this much.
  std::vector<std::string> files_;
  size_t next_ = 0;
  std::ifstream in_;
  bool complete_ = false;
};

}  // namespace

ReplicaService::ReplicaService(rpc::Host& host, std::string kind,
                               std::map<std::string, Source, std::less<>> sources)
    : host_(host), kind_(std::move(kind)), sources_(std::move(sources)) {
  for (const auto& [county, source] : sources_) RemoveLeftCopies(source.folder);
}

grpc::ServerWriteReactor<v1::CopyResponse>* ReplicaService::Copy(
    grpc::CallbackServerContext* context, const v1::CopyRequest* request) {
  return Stream::Start(
      host_, RUFAA_METHOD_NAME(Copy), context, *request,
      [this, county = request->county(), caller = rpc::CallingService(*context)](
          const rpc::CallPtr&) -> absl::StatusOr<Stream::Next> {
        // In clear all are on this machine's loopback, and nobody says who they are.
        if (!caller.empty() && caller != kind_) return Refuse(Reason::NOT_PERMITTED);
        const auto source = sources_.find(county);
        if (source == sources_.end()) {
          return Refuse(Reason::HUB_UNAVAILABLE, "This process does not serve that county.",
                        {{"county", county}});
        }
        RUFAA_ASSIGN_OR_RETURN(std::shared_ptr<Sending> sending, Sending::Begin(source->second));
        return Stream::Next([sending](v1::CopyResponse* reply, const Stream::More& more) {
          more(sending->Next(reply));
        });
      },
      rpc::Session::kNone);
}

}  // namespace rufaa::replica_service
