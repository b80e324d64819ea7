// Publishes a county of the folder to the topic, and dies in the middle of it: so many microseconds
// after it has read so many batches from the log, without a chance to tidy up.
//   publish_and_die FOLDER BROKERS TOPIC BATCHES MICROSECONDS
#include <sys/time.h>
#include <unistd.h>

#include <atomic>
#include <cstdio>
#include <cstdlib>

#include "eventlog/embedded_log.h"
#include "services/publisher/publisher.h"

namespace rufaa {
namespace {

class MortalLog : public CountyLog {
 public:
  MortalLog(CountyLog& log, int reads, int microseconds)
      : log_(log), reads_(reads), microseconds_(microseconds) {}

  absl::Status Read(uint64_t after, ShowCommit show) override {
    const absl::Status read = log_.Read(after, show);
    // SIGALRM ends a process that did not ask for it, at once.
    const itimerval death{.it_interval = {}, .it_value = {.tv_sec = 0, .tv_usec = microseconds_}};
    if (--reads_ == 0) setitimer(ITIMER_REAL, &death, nullptr);
    return read;
  }
  void Append(Proposal proposal, Done done) override { log_.Append(std::move(proposal), done); }
  absl::StatusOr<std::optional<Receipt>> Find(absl::string_view caller,
                                              absl::string_view request_id,
                                              absl::string_view digest) override {
    return log_.Find(caller, request_id, digest);
  }
  absl::StatusOr<uint64_t> Version(absl::string_view stream) override {
    return log_.Version(stream);
  }
  absl::Status ReadStream(absl::string_view stream, uint64_t after, ShowEvent show) override {
    return log_.ReadStream(stream, after, show);
  }
  absl::Status ReadChunks(uint64_t after, ShowChunk show) override {
    return log_.ReadChunks(after, show);
  }
  uint64_t Head() const override { return log_.Head(); }
  uint64_t WaitBeyond(uint64_t after, absl::Duration timeout) override {
    return log_.WaitBeyond(after, timeout);
  }
  absl::StatusOr<MerkleHash> Root(uint64_t position) override { return log_.Root(position); }
  absl::StatusOr<MerkleProof> ProveInclusion(uint64_t position, uint64_t size) override {
    return log_.ProveInclusion(position, size);
  }
  absl::StatusOr<MerkleProof> ProveConsistency(uint64_t from, uint64_t to) override {
    return log_.ProveConsistency(from, to);
  }

 private:
  CountyLog& log_;
  std::atomic<int> reads_;
  const int microseconds_;
};

int PublishAndDie(char** argv) {
  const auto log = EmbeddedLog::Open({.path = argv[1], .county = "001"});
  if (!log.ok()) {
    std::fprintf(stderr, "%s\n", std::string(log.status().message()).c_str());
    return 1;
  }
  MortalLog mortal(**log, std::atoi(argv[4]), std::atoi(argv[5]));
  SystemClock clock;
  rpc::Log messages(2, rpc::Level::kOff);
  rpc::Metrics metrics;
  publisher::Publisher publisher(
      {mortal, clock, messages, metrics},
      {.county = "001",
       .place = {.brokers = argv[2], .topic = argv[3], .replicas = 1, .min_insync_replicas = 1}});
  publisher.Start();
  for (;;) pause();
}

}  // namespace
}  // namespace rufaa

int main(int argc, char** argv) { return argc == 6 ? rufaa::PublishAndDie(argv) : 2; }
