// A process that races for versions (race_forever), as the test that runs it sees it: what it
// acknowledged, and how it is stopped, by force or by asking. Ends with the test.
#pragma once

#include <sys/types.h>

#include <condition_variable>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "tests/eventlog/topic_checker.h"
#include "tests/support/kafka_cluster.h"

namespace rufaa {

class Racer {
 public:
  // `settings` are further ones of its librdkafka.
  Racer(const KafkaCluster& cluster, std::string topic, std::string name, int clients, int streams,
        const KafkaSettings& settings = {});
  ~Racer();

  // Begins the process, on the folder that it had.
  void Start();
  void Kill();    // kill -9, and everything it had acknowledged is known
  void Freeze();  // SIGSTOP
  void Thaw();
  // Asks it to end: what its clients wait for is answered first.
  void Finish();

  const std::string& folder() const { return folder_.path(); }

  // So many acknowledged by all of its processes, and so many more than now. False if it ended by
  // itself, or too long went by.
  size_t count();
  bool WaitForMore(size_t more);
  std::vector<Acknowledged> acknowledged();

 private:
  void ReadAll(int fd);
  int Reap();

  TempFolder folder_;
  std::vector<std::string> words_;
  std::string name_;
  pid_t pid_ = 0;
  std::thread reader_;
  std::mutex mutex_;
  std::condition_variable grown_;
  std::vector<Acknowledged> acknowledged_;
  bool ended_ = false;
};

}  // namespace rufaa
