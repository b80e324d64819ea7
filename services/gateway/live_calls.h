// The gRPC calls that are under way for requests, so that a stop can end them all and wait.
#pragma once

#include <grpcpp/client_context.h>

#include <condition_variable>
#include <mutex>
#include <unordered_set>

namespace rufaa::gateway {

// Thread-safe.
class LiveCalls {
 public:
  // `context` must stay until Remove. After CancelAll it is cancelled at once.
  void Add(grpc::ClientContext* context) {
    const std::lock_guard lock(mutex_);
    contexts_.insert(context);
    if (cancelled_) context->TryCancel();
  }
  void Remove(grpc::ClientContext* context) {
    const std::lock_guard lock(mutex_);
    contexts_.erase(context);
    changed_.notify_all();
  }

  void CancelAll() {
    const std::lock_guard lock(mutex_);
    cancelled_ = true;
    for (grpc::ClientContext* context : contexts_) context->TryCancel();
  }
  void WaitUntilNone() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return contexts_.empty(); });
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::unordered_set<grpc::ClientContext*> contexts_;
  bool cancelled_ = false;
};

}  // namespace rufaa::gateway
