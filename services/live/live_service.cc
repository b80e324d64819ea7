#include "services/live/live_service.h"

#include <memory>
#include <utility>

#include "services/live/news.h"
#include "services/rpc/pull_stream.h"
#include "services/rpc/unary.h"

namespace rufaa::live_service {
namespace {

using Stream = rpc::PullStream<v1::WatchResponse>;

// How often a watch that waits looks for news and for its reader: what people take for at once.
constexpr absl::Duration kLookEvery = absl::Milliseconds(500);
constexpr absl::Duration kHeartbeat = absl::Seconds(20);
constexpr absl::Duration kLasts = absl::Minutes(5);
// Another instance may have told of commits that this one has yet to read: so many, and no longer.
constexpr uint64_t kBehind = 1000;
constexpr absl::Duration kCatchesUp = absl::Seconds(5);
// As long as a session is remembered anyway.
constexpr absl::Duration kAdmitEvery = rpc::kSessionMaxAge;

// One caller's stream; no thread waits for it.
class OneWatch : public std::enable_shared_from_this<OneWatch> {
 public:
  OneWatch(rpc::CallPtr call, grpc::CallbackServerContext* context, uint64_t after)
      : context_(context), opened_at_(call->now), admitted_at_(call->now), call_(std::move(call)) {
    told_.position = after == 0 ? Reached(*call_) : after;
  }

  // Answers when there is something to say, or nothing was said for too long.
  void Next(v1::WatchResponse* reply, const Stream::More& more) {
    const absl::Time now = call_->host.clock().Now();
    if (context_->IsCancelled() || !rpc::IsWithin(kLasts, opened_at_, now)) return more(false);
    if (rpc::IsWithin(kAdmitEvery, admitted_at_, now)) return Look(now, reply, more);
    // Whoever signed out, sat idle, or was given another role, must not go on hearing.
    rpc::Admit(call_->host, call_->method, *context_, rpc::Session::kPassive,
               [self = shared_from_this(), now, reply, more](absl::StatusOr<rpc::CallPtr> call) {
                 if (!call.ok()) return more(call.status());
                 self->call_ = *std::move(call);
                 self->admitted_at_ = now;
                 self->Look(now, reply, more);
               });
  }

 private:
  void Look(absl::Time now, v1::WatchResponse* reply, const Stream::More& more) {
    const uint64_t reached = Reached(*call_);
    const bool will_come = reached < told_.position && told_.position - reached <= kBehind &&
                           rpc::IsWithin(kCatchesUp, opened_at_, now);
    if (will_come) return LookLater(reply, more);
    const bool silent = !rpc::IsWithin(kHeartbeat, told_at_, now);
    // Counts change with the hour, too: looked at with every heartbeat, else with every commit.
    if (silent || reached != told_.position) {
      rpc::Call as_of_now = *call_;
      as_of_now.now = now;
      reply->Clear();
      rpc::Sought shown;
      const absl::StatusOr<bool> news = TellNews(as_of_now, told_, reply, shown);
      if (!news.ok()) return more(news.status());
      rpc::NoteShown(as_of_now, shown);
      if (*news || silent) {
        told_at_ = now;
        return more(true);
      }
    }
    LookLater(reply, more);
  }

  void LookLater(v1::WatchResponse* reply, const Stream::More& more) {
    call_->host.timer().After(
        kLookEvery, [self = shared_from_this(), reply, more] { self->Next(reply, more); });
  }

  grpc::CallbackServerContext* const context_;  // Lives until the stream is finished.
  const absl::Time opened_at_;
  absl::Time admitted_at_;
  absl::Time told_at_ = absl::InfinitePast();
  rpc::CallPtr call_;
  Told told_;
};

}  // namespace

grpc::ServerWriteReactor<v1::WatchResponse>* LiveService::Watch(
    grpc::CallbackServerContext* context, const v1::WatchRequest* request) {
  return Stream::Start(
      host_, RUFAA_METHOD_NAME(Watch), context, *request,
      [context, after = request->after_position()](
          const rpc::CallPtr& call) -> absl::StatusOr<Stream::Next> {
        auto watch = std::make_shared<OneWatch>(call, context, after);
        return Stream::Next([watch](v1::WatchResponse* reply, const Stream::More& more) {
          watch->Next(reply, more);
        });
      },
      rpc::Session::kPassive);
}

}  // namespace rufaa::live_service
