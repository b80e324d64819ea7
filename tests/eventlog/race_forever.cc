// race_forever BROKERS REPLICAS TOPIC FOLDER NAME CLIENTS STREAMS [SETTING=VALUE…]: opens a
// county's topic, with these further settings of librdkafka, and lets so many clients race for the
// versions of so many streams, against each other and whoever else does the same, until SIGTERM.
// Writes to standard output each request that was acknowledged, in one write: 16 bytes of
// request_id, 8 of position. What its clients would know.
#include <unistd.h>

#include <atomic>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <random>
#include <thread>

#include "absl/strings/numbers.h"
#include "absl/strings/str_split.h"
#include "eventlog/kafka/kafka_log.h"
#include "tests/eventlog/fixtures.h"

namespace rufaa {
namespace {

std::atomic<bool> ended{false};

class Client {
 public:
  Client(KafkaLog& log, std::string name, uint64_t streams)
      : log_(log), name_(std::move(name)), streams_(streams) {}

  void Run() {
    while (!ended) {
      const std::string request_id = NewRequestId();
      while (!ended && !Try(request_id)) {
        // Losers try again after a while that differs, or they would lose again together.
        log_.WaitBeyond(log_.Head() + 1 + random_() % 4, absl::Milliseconds(1 + random_() % 20));
      }
    }
  }

 private:
  // Never used before, by this process or one that was killed.
  std::string NewRequestId() {
    std::string id(16, '\0');
    for (size_t i = 0; i < id.size(); i += 4) {
      const uint32_t part = device_();
      std::memcpy(&id[i], &part, 4);
    }
    return id;
  }

  std::string AnyStream() { return absl::StrCat("case/", random_() % streams_); }

  // Nothing is read of a log that has stopped by itself, and there is nothing more to race for.
  uint64_t VersionOf(const std::string& stream) {
    const absl::StatusOr<uint64_t> version = log_.Version(stream);
    if (version.ok()) return *version;
    std::fprintf(stderr, "stopped: %s\n", version.status().ToString().c_str());
    _exit(5);
  }

  // Decides anew, on what is known now. True once it is acknowledged.
  bool Try(const std::string& request_id) {
    const std::string stream = AnyStream();
    Proposal proposal = Propose(0, stream, VersionOf(stream));
    proposal.caller = name_;
    proposal.request_id = request_id;
    proposal.digest = DigestOf(request_id);
    if (const std::string other = AnyStream(); other != stream && random_() % 4 == 0) {
      proposal.conditions.push_back({.stream = other, .version = VersionOf(other)});
      proposal.events.push_back({.stream = other, .type = "case.noted", .payload = ""});
    }
    const absl::StatusOr<Receipt> receipt = log_.AppendAndWait(std::move(proposal));
    if (!receipt.ok()) {
      if (!absl::IsAborted(receipt.status()) && !absl::IsUnavailable(receipt.status())) {
        std::fprintf(stderr, "%s: %s\n", name_.c_str(), receipt.status().ToString().c_str());
        _exit(3);
      }
      return false;
    }
    char told[24];
    std::memcpy(told, request_id.data(), 16);
    std::memcpy(told + 16, &receipt->position, 8);
    if (write(STDOUT_FILENO, told, sizeof(told)) != sizeof(told)) _exit(4);
    return true;
  }

  KafkaLog& log_;
  const std::string name_;
  const uint64_t streams_;
  std::random_device device_;
  std::minstd_rand random_{device_()};
};

int Race(int argc, char** argv) {
  uint64_t replicas = 0, clients = 0, streams = 0;
  if (!absl::SimpleAtoi(argv[2], &replicas) || !absl::SimpleAtoi(argv[6], &clients) ||
      !absl::SimpleAtoi(argv[7], &streams)) {
    return 2;
  }
  std::signal(SIGTERM, [](int) { ended = true; });
  KafkaLog::Options options;
  options.path = argv[4];
  options.county = "mombasa";
  options.topic = {argv[1], argv[3], {}};
  for (int i = 8; i < argc; ++i) {
    options.topic.client.push_back(absl::StrSplit(argv[i], absl::MaxSplits('=', 1)));
  }
  options.topic_options = {.replicas = static_cast<int>(replicas),
                           .min_insync_replicas = static_cast<int>(replicas + 1) / 2};
  options.answer_within = absl::Seconds(5);
  options.open_within = absl::Seconds(60);
  const auto log = KafkaLog::Open(options);
  if (!log.ok()) {
    std::fprintf(stderr, "%s: %s\n", argv[5], log.status().ToString().c_str());
    return 1;
  }
  std::vector<std::thread> threads;
  for (uint64_t i = 0; i < clients; ++i) {
    threads.emplace_back([&] { Client(**log, argv[5], streams).Run(); });
  }
  for (std::thread& thread : threads) thread.join();
  return 0;
}

}  // namespace
}  // namespace rufaa

int main(int argc, char** argv) { return argc >= 8 ? rufaa::Race(argc, argv) : 2; }
