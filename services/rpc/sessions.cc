#include "services/rpc/sessions.h"

#include <grpcpp/client_context.h>

#include "absl/hash/hash.h"
#include "domain/base/refusal.h"
#include "services/rpc/status.h"
#include "services/rpc/trace.h"

namespace rufaa::rpc {
namespace {

struct Asking {
  grpc::ClientContext context;
  access::v1::ResolveSessionRequest request;
  access::v1::ResolveSessionResponse response;
  uint64_t changes;  // When it was asked.
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

void Sessions::Remember(const std::string& token, const Caller& caller, uint64_t changes) {
  Shard& shard = ShardOf(token);
  const std::lock_guard lock(shard.mutex);
  if (changes_ != changes) return;
  // Rarely reached: forgetting all costs each session one question.
  if (shard.by_token.size() >= kMaxPerShard) shard.by_token.clear();
  shard.by_token[token] = {caller, clock_.Now()};
}

void Sessions::ForgetIf(absl::FunctionRef<bool(const Caller&)> changed) {
  ++changes_;  // First: what is remembered until then is found below.
  for (Shard& shard : shards_) {
    const std::lock_guard lock(shard.mutex);
    absl::erase_if(shard.by_token, [&](const auto& entry) { return changed(entry.second.caller); });
  }
}

std::optional<Caller> Sessions::Remembered(const std::string& token) {
  Shard& shard = ShardOf(token);
  const std::lock_guard lock(shard.mutex);
  const auto known = shard.by_token.find(token);
  if (known == shard.by_token.end()) return std::nullopt;
  if (IsWithin(kSessionMaxAge, known->second.at, clock_.Now())) {
    Caller caller = known->second.caller;
    caller.remembered = true;
    return caller;
  }
  shard.by_token.erase(known);
  return std::nullopt;
}

void Sessions::Resolve(const Question& question, Done done) {
  if (!question.anew) {
    if (std::optional<Caller> known = Remembered(question.token)) return done(*std::move(known));
  }
  if (stub_ == nullptr) return done(Refuse(Reason::ACCESS_UNAVAILABLE));
  auto asking = std::make_shared<Asking>();
  asking->request.set_token(question.token);
  asking->request.set_passive(question.passive);
  asking->context.set_deadline(absl::ToChronoTime(question.deadline));
  asking->context.AddMetadata(kTraceParent, question.traceparent);
  asking->changes = changes_;
  stub_->async()->ResolveSession(&asking->context, &asking->request, &asking->response,
                                 [this, asking, done = std::move(done)](grpc::Status status) {
                                   if (!status.ok()) return done(RefusalOr(FromGrpc(status)));
                                   const Caller caller = FromProto(asking->response.caller());
                                   // What was only looked at must not pass for a use in the next
                                   // seconds.
                                   if (!asking->request.passive())
                                     Remember(asking->request.token(), caller, asking->changes);
                                   done(caller);
                                 });
}

}  // namespace rufaa::rpc
