// How many referrals stand in each of a caller's worklists, the same where they are counted and
// where news of them is told.
#pragma once

#include <cstdint>
#include <utility>

#include "absl/status/statusor.h"
#include "domain/base/status_macros.h"
#include "projections/worklist/reader.h"
#include "rufaa/referral/v1/referral_service.pb.h"
#include "services/rpc/call.h"

namespace rufaa::rpc {

// What the agency sends is for who works its cases: GetReferral refuses it to others.
inline bool ReceivedOnly(const Call& call) { return !WorksCases(call.caller.role); }

// Adds a count for each queue, drafts apart, and answers the position as of which they are true.
template <class Reply>
absl::StatusOr<uint64_t> AddWorklistCounts(const Call& call, const ViewSnapshot& worklists,
                                           Reply& reply) {
  namespace v1 = referral::v1;
  RUFAA_ASSIGN_OR_RETURN(const worklist::ListCounts counts,
                         worklist::ReadCounts(worklists, call.caller.agency, call.now,
                                              worklist::kSoon, ReceivedOnly(call)));
  const std::pair<v1::Queue, uint64_t> all[] = {
      {v1::QUEUE_NEW, counts.fresh},         {v1::QUEUE_OVERDUE, counts.overdue},
      {v1::QUEUE_DUE_SOON, counts.due_soon}, {v1::QUEUE_WAITING_ON_OTHERS, counts.waiting},
      {v1::QUEUE_OUTBOX, counts.outbox},     {v1::QUEUE_ENDED, counts.ended},
      {v1::QUEUE_INBOX, counts.inbox},       {v1::QUEUE_TO_ANSWER, counts.to_answer}};
  for (const auto& [queue, count] : all) {
    v1::WorklistCount& out = *reply.add_counts();
    out.set_queue(queue);
    out.set_count(static_cast<uint32_t>(count));
  }
  return counts.position;
}

}  // namespace rufaa::rpc
