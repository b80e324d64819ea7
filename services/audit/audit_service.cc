#include "services/audit/audit_service.h"

#include <algorithm>
#include <utility>

#include "eventlog/steady_time.h"
#include "projections/calendar/calendar.h"
#include "projections/casefile/casefile.h"
#include "projections/trail/trail.h"
#include "services/audit/trail.h"

namespace rufaa::audit_service {

void AuditService::GetTrail(const rpc::CallPtr& call, const v1::GetTrailRequest& request,
                            v1::GetTrailResponse* reply, const rpc::Done& done) {
  rpc::WhenViewsAt(call, trail::kName, request.min_revision(),
                   [call, &request, reply, done](absl::Status ready) {
                     if (!ready.ok()) return done(ready);
                     rpc::Sought sought{.purpose = request.purpose()};
                     const absl::Status read = ReadTrail(*call, request, reply, sought);
                     rpc::AnswerEntered(call, sought, read, done);
                   });
}

namespace {

// Calls `then` once the log shows all that anybody had appended when the call came, if a position
// is asked for that it does not show yet: another process may have told the caller of it.
void WhenLogHas(const rpc::CallPtr& call, uint64_t position, rpc::Done then) {
  CountyLog& log = call->county->log;
  if (position <= log.Head()) return then(absl::OkStatus());
  log.WhenCurrent(SteadyNow(), std::move(then));
}

// Once all views that the past is read from are as of the moment: they must be whole as far as
// that.
void WhenPastIsWhole(const rpc::CallPtr& call, uint64_t moment, rpc::Done then) {
  rpc::WhenViewsAt(call, trail::kName, moment,
                   [call, moment, then = std::move(then)](const absl::Status& ready) {
                     if (!ready.ok()) return then(ready);
                     rpc::WhenViewsAt(call, casefile::kName, moment,
                                      [call, moment, then](const absl::Status& held) {
                                        if (!held.ok()) return then(held);
                                        rpc::WhenViewsAt(call, calendar::kName, moment, then);
                                      });
                   });
}

}  // namespace

void AuditService::GetAsOf(const rpc::CallPtr& call, const v1::GetAsOfRequest& request,
                           v1::GetAsOfResponse* reply, const rpc::Done& done) {
  WhenLogHas(call, request.as_of_position(), [call, &request, reply, done](absl::Status current) {
    if (!current.ok()) return done(current);
    const absl::StatusOr<uint64_t> moment = MomentOf(*call, request);
    const auto answer = [call, &request, moment, reply, done](const absl::Status& ready) {
      if (!ready.ok()) return done(ready);
      rpc::Sought sought{.purpose = request.purpose()};
      const absl::Status read = ReadAsOf(*call, request, moment, reply, sought);
      rpc::AnswerEntered(call, sought, read, done);
    };
    WhenPastIsWhole(call, moment.value_or(0), answer);
  });
}

void AuditService::ListReads(const rpc::CallPtr& call, const v1::ListReadsRequest& request,
                             v1::ListReadsResponse* reply, const rpc::Done& done) {
  // A page of the book is waited for, which another process may keep.
  call->county->executor.RunAsDecision([call, &request, reply, done] {
    rpc::Sought sought{.purpose = request.purpose()};
    const absl::Status read = ReadReads(*call, request, reply, sought);
    rpc::AnswerEntered(call, sought, read, done);
  });
}

void AuditService::GetProof(const rpc::CallPtr& call, const v1::GetProofRequest& request,
                            v1::GetProofResponse* reply, const rpc::Done& done) {
  WhenLogHas(call, std::max(request.position(), request.since_size()),
             [call, &request, reply, done](const absl::Status& current) {
               if (!current.ok()) return done(current);
               rpc::Sought sought{.purpose = request.purpose()};
               const absl::Status read = ReadProof(*call, request, reply, sought);
               rpc::AnswerEntered(call, sought, read, done);
             });
}

}  // namespace rufaa::audit_service
