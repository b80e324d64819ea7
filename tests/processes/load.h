// People at work while a hub of processes is being hurt: each sends one command after the other
// until it is told what became of it, under one request_id, and reads what it wrote: of casework,
// referral and directory, all of which must know of it.
#pragma once

#include <grpcpp/channel.h>

#include <atomic>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "tests/eventlog/topic_checker.h"

namespace rufaa {

struct Worker {
  std::string person, token;
};

class Load {
 public:
  // All work on one case that they share, and on one new case each time.
  Load(std::shared_ptr<grpc::Channel> gateway, std::vector<Worker> workers,
       std::string shared_case);
  ~Load() { Stop(); }

  // Ends when everybody was told of their last command. What was acknowledged, in no order.
  std::vector<Acknowledged> Stop();

  uint64_t acknowledged() const { return acknowledged_; }
  // Answers of "can't now", after which the same command was sent again.
  uint64_t sent_again() const { return sent_again_; }
  // Until so many more were acknowledged; false when that takes minutes.
  bool WaitForMore(uint64_t count) const;

 private:
  void Work(const Worker& worker, std::vector<Acknowledged>& acknowledged);

  const std::shared_ptr<grpc::Channel> gateway_;
  const std::string shared_case_;
  std::atomic<bool> stop_{false};
  std::atomic<uint64_t> acknowledged_{0}, sent_again_{0};
  mutable std::mutex mutex_;
  mutable std::condition_variable more_;
  std::vector<std::vector<Acknowledged>> results_;
  std::vector<std::thread> threads_;
};

}  // namespace rufaa
