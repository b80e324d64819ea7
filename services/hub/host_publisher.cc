#include "services/hub/host_publisher.h"

#include <utility>

#include "absl/strings/match.h"
#include "absl/time/clock.h"
#include "domain/base/status_macros.h"
#include "services/publisher/publisher.h"

namespace rufaa::hub {
namespace {

// What is asked of brokers at the start is known by then, if any answers.
constexpr absl::Duration kSettledWithin = absl::Seconds(10);

class HostedPublisher : public HostedService {
 public:
  explicit HostedPublisher(const HostingParts& parts) : named_(parts.named) {
    if (parts.public_place == nullptr) return;
    for (const auto& [id, county] : parts.host.counties()) {
      publishers_.push_back(std::make_unique<publisher::Publisher>(
          publisher::Publisher::Parts{county.log, parts.host.clock(), parts.host.log(),
                                      parts.host.metrics()},
          publisher::PublisherOptions{.county = id, .place = *parts.public_place}));
    }
  }
  std::vector<grpc::Service*> GrpcServices() override { return {}; }
  absl::Status Start() override {
    for (const auto& publisher : publishers_) publisher->Start();
    if (!named_) return absl::OkStatus();
    for (const auto& publisher : publishers_) {
      const absl::Status how = publisher->Settled(absl::Now() + kSettledWithin);
      if (absl::IsFailedPrecondition(how)) return how;
    }
    return absl::OkStatus();
  }
  void Stop() override {
    for (const auto& publisher : publishers_) publisher->Stop();
  }

 private:
  const bool named_;
  std::vector<std::unique_ptr<publisher::Publisher>> publishers_;
};

}  // namespace

absl::StatusOr<std::unique_ptr<HostedService>> HostPublisher(const HostingParts& parts) {
  if (parts.public_place == nullptr && parts.named) {
    return absl::InvalidArgumentError("No brokers are named to publish to: --public-brokers.");
  }
  const bool shared = parts.public_place != nullptr && parts.host.counties().size() > 1 &&
                      !absl::StrContains(parts.public_place->topic, "<county>");
  if (shared) {
    return absl::InvalidArgumentError(
        "Two counties can't share a public topic: let its name hold <county>.");
  }
  return std::make_unique<HostedPublisher>(parts);
}

}  // namespace rufaa::hub
