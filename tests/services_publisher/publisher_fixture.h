// A broker, a topic of its own for each test, and publishers of counties.
#pragma once

#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <memory>
#include <string>
#include <vector>

#include "services/publisher/publisher.h"
#include "tests/services_publisher/published_county.h"
#include "tests/support/kafka_cluster.h"
#include "tests/support/raw_topic.h"

namespace rufaa {

class PublisherTest : public ::testing::Test {
 protected:
  // What a publisher is given, and it.
  struct Running {
    Running(CountyLog& log, const publisher::PublisherOptions& options)
        : publisher({log, clock, messages, metrics}, options) {}
    SystemClock clock;
    const std::unique_ptr<std::FILE, int (*)(std::FILE*)> lines{std::tmpfile(), std::fclose};
    rpc::Log messages{fileno(lines.get()), rpc::Level::kInfo};
    rpc::Metrics metrics;
    publisher::Publisher publisher;
  };

  // What it has told in the log so far.
  static std::string Told(Running& running) {
    running.messages.Flush();
    std::string text(1 << 16, '\0');
    const ssize_t n = ::pread(fileno(running.lines.get()), text.data(), text.size(), 0);
    text.resize(static_cast<size_t>(std::max<ssize_t>(n, 0)));
    return text;
  }

  std::unique_ptr<Running> Run(CountyLog& log, const std::string& county = "001") {
    publisher::PublisherOptions options = Options();
    options.county = county;
    return RunWith(log, options);
  }
  static std::unique_ptr<Running> RunWith(CountyLog& log,
                                          const publisher::PublisherOptions& options) {
    auto running = std::make_unique<Running>(log, options);
    running->publisher.Start();
    return running;
  }

  publisher::PublisherOptions Options() {
    return {.county = "001",
            .place = {.brokers = cluster_.brokers(),
                      .topic = topic_.name,
                      .replicas = 1,
                      .min_insync_replicas = 1},
            .patience = absl::Milliseconds(500),
            .retry_after = absl::Milliseconds(50),
            .away_after = absl::Seconds(1)};
  }

  // Until all that is public of `log` stands in the topic, as this publisher says.
  static ::testing::AssertionResult WaitUntilPublished(Running& running, CountyLog& log) {
    for (int i = 0; i < 600; ++i) {
      if (running.publisher.published_through() >= log.Head()) {
        return ::testing::AssertionSuccess();
      }
      log.WaitBeyond(log.Head(), absl::Milliseconds(100));
    }
    return ::testing::AssertionFailure()
           << "published up to " << running.publisher.published_through() << " of " << log.Head()
           << ": " << running.publisher.Settled(absl::InfinitePast());
  }

  // What it is refused for.
  static absl::Status WhyRefused(Running& running) {
    absl::Status how = running.publisher.Settled(absl::Now() + absl::Seconds(60));
    for (int i = 0; i < 100 && absl::IsUnavailable(how); ++i) {
      how = running.publisher.Settled(absl::Now() + absl::Seconds(1));
    }
    return how;
  }

  static std::string NewTopic() {
    static int made = 0;
    return absl::StrCat("rufaa.public.test-", ++made);
  }

  KafkaCluster& cluster_ = KafkaCluster::Shared(1);
  const KafkaTopic topic_ = cluster_.Topic(NewTopic());
};

// The value of a metric without its labels.
inline double MetricOf(rpc::Metrics& metrics, absl::string_view name) {
  const std::string text = metrics.RenderText();
  const size_t at = text.find(absl::StrCat("\n", name, "{"));
  if (at == std::string::npos) return -1;
  return std::stod(text.substr(text.find("} ", at) + 2));
}

}  // namespace rufaa
