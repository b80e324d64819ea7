#include "services/audit/log_service.h"

#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "domain/base/refusal.h"
#include "domain/base/status_macros.h"
#include "eventlog/codec/event_codec.h"
#include "eventlog/record.h"
#include "services/rpc/command_convert.h"
#include "services/rpc/command_policy.h"
#include "services/rpc/pull_stream.h"

namespace rufaa::audit_log {
namespace {

// Large enough that the stream's own cost does not show, small enough to sit in a cache.
constexpr size_t kMessageBytes = size_t{256} << 10;
// How often a tail that waits looks for news, and for its reader.
constexpr absl::Duration kTailEvery = absl::Milliseconds(50);

// The log holds no name, but who did what: for oversight and for those who keep the hub running.
absl::Status CheckMayRead(const rpc::Call& call) {
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

std::string EventText(const NewEvent& event) {
  const absl::StatusOr<AnyEvent> decoded = DecodeEvent(event.type, event.payload);
  if (!decoded.ok()) return std::string(decoded.status().message());
  const auto escaped = [](std::string* out, const std::pair<std::string, std::string>& field) {
    absl::StrAppend(out, "\"", field.first, "\":\"");
    for (char c : field.second) {
      if (c == '"' || c == '\\') out->push_back('\\');
      out->push_back(static_cast<unsigned char>(c) < 0x20 ? ' ' : c);
    }
    out->push_back('"');
  };
  return absl::StrCat("{", absl::StrJoin(DescribeEvent(*decoded), ",", escaped), "}");
}

void Fill(const Commit& commit, v1::TailLogResponse* reply) {
  const Proposal& proposal = commit.proposal;
  reply->set_position(commit.position);
  RUFAA_SET_TIME(*reply, record_time, commit.recorded_at);
  RUFAA_SET_TIME(*reply, occur_time, proposal.occurred_at);
  *reply->mutable_actor() = rpc::ToProto(proposal.actor);
  reply->set_correlation(proposal.correlation);
  for (size_t i = 0; i < proposal.events.size(); ++i) {
    v1::TailedEvent& event = *reply->add_events();
    event.set_stream(proposal.events[i].stream);
    event.set_version(commit.versions[i]);
    event.set_event_type(proposal.events[i].type);
    event.set_json(EventText(proposal.events[i]));
  }
}

// One commit after another, as they come; no thread waits for them.
struct Tail : std::enable_shared_from_this<Tail> {
  Tail(rpc::CallPtr call, grpc::CallbackServerContext* context, uint64_t after)
      : call(std::move(call)), context(context), at(after) {}

  void Next(v1::TailLogResponse* reply, const std::function<void(absl::StatusOr<bool>)>& more) {
    bool found = false;
    const absl::Status read = call->county->log.Read(at, [&](const Commit& commit) {
      Fill(commit, reply);
      at = commit.position;
      found = true;
      return false;
    });
    if (!read.ok()) return more(read);
    if (found) return more(true);
    if (context->IsCancelled()) return more(false);
    call->host.timer().At(absl::Now() + kTailEvery,
                          [self = shared_from_this(), reply, more] { self->Next(reply, more); });
  }

  const rpc::CallPtr call;
  grpc::CallbackServerContext* const context;  // Lives until the stream is finished.
  uint64_t at;
};

}  // namespace

grpc::ServerWriteReactor<v1::ReadLogResponse>* LogService::ReadLog(
    grpc::CallbackServerContext* context, const v1::ReadLogRequest* request) {
  using Stream = rpc::PullStream<v1::ReadLogResponse>;
  return Stream::Start(
      host_, RUFAA_METHOD_NAME(ReadLog), context, *request,
      [after = request->after_position(),
       limit = request->limit_commits()](const rpc::CallPtr& call) -> absl::StatusOr<Stream::Next> {
        RUFAA_RETURN_IF_ERROR(CheckMayRead(*call));
        auto source = std::make_shared<ChunkSource>(call->county->log, after, limit);
        return Stream::Next([source](v1::ReadLogResponse* reply, const Stream::More& more) {
          more(source->Fill(reply));
        });
      });
}

grpc::ServerWriteReactor<v1::TailLogResponse>* LogService::TailLog(
    grpc::CallbackServerContext* context, const v1::TailLogRequest* request) {
  using Stream = rpc::PullStream<v1::TailLogResponse>;
  return Stream::Start(
      host_, RUFAA_METHOD_NAME(TailLog), context, *request,
      [context, after = request->after_position(),
       from_now = request->from_now()](const rpc::CallPtr& call) -> absl::StatusOr<Stream::Next> {
        RUFAA_RETURN_IF_ERROR(CheckMayRead(*call));
        auto tail =
            std::make_shared<Tail>(call, context, from_now ? call->county->log.Head() : after);
        return Stream::Next([tail](v1::TailLogResponse* reply, const Stream::More& more) {
          tail->Next(reply, more);
        });
      });
}

absl::Status LogService::GetHead(const rpc::Call& call, const v1::GetHeadRequest&,
                                 v1::GetHeadResponse* reply) {
  RUFAA_RETURN_IF_ERROR(CheckMayRead(call));
  reply->set_position(call.county->log.Head());
  RUFAA_ASSIGN_OR_RETURN(const MerkleHash root, call.county->log.Root(reply->position()));
  reply->set_root(std::string(BytesOf(root)));
  return absl::OkStatus();
}

absl::Status LogService::GetRoot(const rpc::Call& call, const v1::GetRootRequest& request,
                                 v1::GetRootResponse* reply) {
  RUFAA_RETURN_IF_ERROR(CheckMayRead(call));
  if (request.position() > call.county->log.Head()) {
    return Refuse(Reason::MALFORMED, {},
                  {{"field", "position"}, {"problem", "beyond the end of the log"}});
  }
  RUFAA_ASSIGN_OR_RETURN(const MerkleHash root, call.county->log.Root(request.position()));
  reply->set_root(std::string(BytesOf(root)));
  return absl::OkStatus();
}

absl::Status LogService::VerifyLog(const rpc::Call& call, const v1::VerifyLogRequest& request,
                                   v1::VerifyLogResponse* reply) {
  RUFAA_RETURN_IF_ERROR(CheckMayRead(call));
  CountyLog& log = call.county->log;
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
