// Commits one after another, as they come.
#pragma once

#include <grpcpp/server_context.h>

#include "rufaa/log/v1/log_service.pb.h"
#include "services/rpc/call.h"
#include "services/rpc/pull_stream.h"

namespace rufaa::audit_log {

// For a request without a purpose: of each commit what tells nothing of anybody, for whom
// `may_watch` lets through. With one: all of it, for oversight alone, each commit entered in the
// access book before it leaves; so is a refusal. Whoever signed out or lost the role meanwhile
// hears no more within rpc::kSessionMaxAge; a tail does not count as use of its session. `context`
// must outlive what is given. No thread waits for news.
using MayWatch = absl::Status (*)(const rpc::Call&);
rpc::PullStream<log::v1::TailLogResponse>::Next TailOf(const rpc::CallPtr& call,
                                                       grpc::CallbackServerContext* context,
                                                       const log::v1::TailLogRequest& request,
                                                       MayWatch may_watch);

}  // namespace rufaa::audit_log
