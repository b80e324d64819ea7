#include "services/audit/log_service.h"

#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "domain/base/refusal.h"
#include "domain/base/status_macros.h"
#include "eventlog/record.h"
#include "services/audit/log_tail.h"
#include "services/audit/trail.h"
#include "services/rpc/command_policy.h"
#include "services/rpc/door.h"
#include "services/rpc/pull_stream.h"

namespace rufaa::audit_log {
namespace {

// Large enough that the stream's own cost does not show, small enough to sit in a cache.
constexpr size_t kMessageBytes = size_t{256} << 10;
// That the log goes on, and that it holds: for oversight and for those who keep the hub running.
// What it says of a child is for oversight alone.
absl::Status CheckMayWatch(const rpc::Call& call) {
  const Acting by = call.caller.ToActing(call.now, call.now);
  const rpc::Standing standing = rpc::NoStanding(by);
  const rpc::Right administer{policy::Part::kDirectory, policy::Action::kAdminister};
  const rpc::Right audit{policy::Part::kAudit, policy::Action::kRead};
  if (rpc::CheckMay(call, standing, administer).ok()) return absl::OkStatus();
  return rpc::CheckMay(call, standing, audit);
}

// Whole chunks of stored records, one message after another.
class ChunkSource {
 public:
  ChunkSource(CountyLog& log, uint64_t after, uint64_t limit)
      : log_(log),
        at_(after),
        end_(limit == 0 ? log.Head() : std::min(log.Head(), after + limit)) {}

  // False at the end.
  absl::StatusOr<bool> Fill(v1::ReadLogResponse* reply) {
    if (at_ >= end_) return false;
    std::string& bytes = *reply->mutable_chunk();
    bytes.reserve(kMessageBytes);
    RUFAA_RETURN_IF_ERROR(
        log_.ReadChunks(at_, [&](absl::string_view chunk, uint64_t first, uint64_t last) {
          if (reply->first_position() == 0) reply->set_first_position(first);
          bytes.append(chunk.data(), chunk.size());
          reply->set_last_position(last);
          return bytes.size() < kMessageBytes && last < end_;
        }));
    if (reply->last_position() <= at_) return false;
    at_ = reply->last_position();
    return true;
  }

 private:
  CountyLog& log_;
  uint64_t at_;
  const uint64_t end_;
};

// Raw records, which are of every case: the read is entered before the first of them leaves.
class Records {
 public:
  using More = rpc::PullStream<v1::ReadLogResponse>::More;

  Records(rpc::CallPtr call, common::v1::Purpose purpose, uint64_t after, uint64_t limit)
      : call_(std::move(call)),
        sought_{.purpose = purpose,
                .about = absl::StrCat("log/", after),
                .position = call_->county->log.Head()},
        chunks_(call_->county->log, after, limit) {}

  void Next(v1::ReadLogResponse* reply, const More& more) {
    if (entered_) return more(chunks_.Fill(reply));
    entered_ = true;
    const absl::Status may = audit_service::CheckMayAudit(*call_, sought_.purpose);
    const absl::StatusOr<bool> first = may.ok() ? chunks_.Fill(reply) : may;
    rpc::AnswerEntered(call_, sought_, first.status(), [first, more](const absl::Status& entered) {
      entered.ok() ? more(first) : more(entered);
    });
  }

 private:
  const rpc::CallPtr call_;
  const rpc::Sought sought_;
  ChunkSource chunks_;
  bool entered_ = false;
};

}  // namespace

grpc::ServerWriteReactor<v1::ReadLogResponse>* LogService::ReadLog(
    grpc::CallbackServerContext* context, const v1::ReadLogRequest* request) {
  using Stream = rpc::PullStream<v1::ReadLogResponse>;
  return Stream::Start(
      host_, RUFAA_METHOD_NAME(ReadLog), context, *request,
      [after = request->after_position(), limit = request->limit_commits(),
       purpose = request->purpose()](const rpc::CallPtr& call) -> absl::StatusOr<Stream::Next> {
        auto records = std::make_shared<Records>(call, purpose, after, limit);
        return Stream::Next([records](v1::ReadLogResponse* reply, const Stream::More& more) {
          records->Next(reply, more);
        });
      });
}

grpc::ServerWriteReactor<v1::TailLogResponse>* LogService::TailLog(
    grpc::CallbackServerContext* context, const v1::TailLogRequest* request) {
  using Stream = rpc::PullStream<v1::TailLogResponse>;
  return Stream::Start(
      host_, RUFAA_METHOD_NAME(TailLog), context, *request,
      [context, request = *request](const rpc::CallPtr& call) -> absl::StatusOr<Stream::Next> {
        return TailOf(call, context, request, CheckMayWatch);
      });
}

absl::Status LogService::GetHead(const rpc::Call& call, const v1::GetHeadRequest&,
                                 v1::GetHeadResponse* reply) {
  RUFAA_RETURN_IF_ERROR(CheckMayWatch(call));
  reply->set_position(call.county->log.Head());
  RUFAA_ASSIGN_OR_RETURN(const MerkleHash root, call.county->log.Root(reply->position()));
  reply->set_root(std::string(BytesOf(root)));
  if (reply->position() == 0) return absl::OkStatus();
  RUFAA_ASSIGN_OR_RETURN(const absl::Time recorded_at,
                         call.county->log.RecordedAt(reply->position()));
  *reply->mutable_record_time() = rpc::ToProto(recorded_at);
  return absl::OkStatus();
}

absl::Status LogService::GetRoot(const rpc::Call& call, const v1::GetRootRequest& request,
                                 v1::GetRootResponse* reply) {
  RUFAA_RETURN_IF_ERROR(CheckMayWatch(call));
  if (request.position() > call.county->log.Head()) {
    return audit_service::BeyondTheEnd("position");
  }
  RUFAA_ASSIGN_OR_RETURN(const MerkleHash root, call.county->log.Root(request.position()));
  reply->set_root(std::string(BytesOf(root)));
  return absl::OkStatus();
}

absl::Status LogService::VerifyLog(const rpc::Call& call, const v1::VerifyLogRequest& request,
                                   v1::VerifyLogResponse* reply) {
  RUFAA_RETURN_IF_ERROR(CheckMayWatch(call));
  CountyLog& log = call.county->log;
  if (request.to_position() > log.Head()) return audit_service::BeyondTheEnd("to_position");
  const uint64_t to = request.to_position() == 0 ? log.Head() : request.to_position();
  MerkleFrontier tree;
  std::string problem;
  const absl::Status read = log.ReadChunks(0, [&](absl::string_view chunk, uint64_t, uint64_t) {
    ChunkReader reader(chunk);
    while (problem.empty() && tree.size() < to && reader.Next()) {
      const absl::StatusOr<uint64_t> position = PositionOf(reader.record());
      if (!position.ok() || *position != tree.size() + 1) {
        problem = "a record is not the one that belongs here";
        break;
      }
      tree.Append(LeafHash(reader.record()));
    }
    if (problem.empty() && !reader.status().ok()) problem = "a record's checksum differs";
    return problem.empty() && tree.size() < to;
  });
  if (problem.empty() && !read.ok()) problem = "a record can't be read";
  if (problem.empty() && tree.size() < to) problem = "the log ends too early";
  reply->set_commits(tree.size());
  reply->set_root(std::string(BytesOf(tree.Root())));
  if (problem.empty()) {
    RUFAA_ASSIGN_OR_RETURN(const MerkleHash root, log.Root(to));
    if (root != tree.Root()) problem = "the tree over the records is not the one that was kept";
  }
  reply->set_whole(problem.empty());
  if (!problem.empty()) {
    reply->set_first_bad_position(tree.size() + 1);
    reply->set_problem(problem);
  }
  return absl::OkStatus();
}

}  // namespace rufaa::audit_log
