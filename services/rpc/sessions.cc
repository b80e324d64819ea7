#include "services/rpc/sessions.h"

#include <grpcpp/client_context.h>

#include "absl/hash/hash.h"
#include "domain/base/refusal.h"
#include "services/rpc/status.h"
#include "services/rpc/trace.h"

namespace rufaa::rpc {
namespace {

struct Question {
  grpc::ClientContext context;
  access::v1::ResolveSessionRequest request;
  access::v1::ResolveSessionResponse response;
};

// What access itself says, or that it could not be asked.
absl::Status RefusalOr(const absl::Status& status) {
  const bool ours = RefusalOf(status).has_value() || absl::IsDeadlineExceeded(status);
  return ours ? status : Refuse(Reason::ACCESS_UNAVAILABLE);
}

}  // namespace

void Sessions::Connect(std::shared_ptr<grpc::Channel> access) {
  stub_ = access::v1::AccessService::NewStub(std::move(access));
}

Sessions::Shard& Sessions::ShardOf(const std::string& token) {
  return shards_[absl::HashOf(token) % kShards];
}

void Sessions::Remember(const std::string& token, const Caller& caller) {
  Shard& shard = ShardOf(token);
  const std::lock_guard lock(shard.mutex);
  // Rarely reached: forgetting all costs each session one question.
  if (shard.by_token.size() >= kMaxPerShard) shard.by_token.clear();
  shard.by_token[token] = {caller, clock_.Now()};
}

void Sessions::ForgetIf(absl::FunctionRef<bool(const Caller&)> changed) {
  for (Shard& shard : shards_) {
    const std::lock_guard lock(shard.mutex);
    absl::erase_if(shard.by_token, [&](const auto& entry) { return changed(entry.second.caller); });
  }
}

void Sessions::Resolve(const std::string& token, absl::Time deadline, absl::string_view traceparent,
                       Done done) {
  {
    Shard& shard = ShardOf(token);
    std::unique_lock lock(shard.mutex);
    if (const auto known = shard.by_token.find(token); known != shard.by_token.end()) {
      const absl::Duration age = clock_.Now() - known->second.at;
      if (age >= absl::ZeroDuration() && age < kSessionMaxAge) {
        const Caller caller = known->second.caller;
        lock.unlock();
        done(caller);
        return;
      }
      shard.by_token.erase(known);
    }
  }
  if (stub_ == nullptr) return done(Refuse(Reason::ACCESS_UNAVAILABLE));
  auto question = std::make_shared<Question>();
  question->request.set_token(token);
  question->context.set_deadline(absl::ToChronoTime(deadline));
  question->context.AddMetadata(kTraceParent, std::string(traceparent));
  stub_->async()->ResolveSession(&question->context, &question->request, &question->response,
                                 [this, question, done = std::move(done)](grpc::Status status) {
                                   if (!status.ok()) return done(RefusalOr(FromGrpc(status)));
                                   const Caller caller = FromProto(question->response.caller());
                                   Remember(question->request.token(), caller);
                                   done(caller);
                                 });
}

}  // namespace rufaa::rpc
