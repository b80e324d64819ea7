#include "services/rpc/host.h"

#include <grpcpp/support/status_code_enum.h>

#include "absl/status/status.h"

namespace rufaa::rpc {
namespace {

constexpr absl::string_view kHandled = "rufaa_rpc_handled_total";
constexpr absl::string_view kHandledHelp = "Calls answered, by method and gRPC code.";
constexpr absl::string_view kDuration = "rufaa_rpc_duration_seconds";
constexpr absl::string_view kDurationHelp = "From the request read to the answer ready.";

constexpr absl::string_view kNotEntered = "rufaa_shown_not_entered_total";
constexpr absl::string_view kNotEnteredHelp =
    "Cases shown in a list or as a header that could not be entered in the access book.";

}  // namespace

Host::Host(const Parts& parts)
    : parts_(parts), shown_lately_(parts.metrics.CounterOf(kNotEntered, kNotEnteredHelp)) {}

void Host::AddCounty(CountyRuntime county) {
  std::string id = county.id;
  counties_.emplace(std::move(id), std::move(county));
}

const CountyRuntime* Host::Find(absl::string_view county) const {
  const auto found = counties_.find(std::string(county));
  return found == counties_.end() ? nullptr : &found->second;
}

Counter& Host::CounterOf(absl::string_view method, int code) {
  {
    const std::shared_lock lock(mutex_);
    if (const auto found = methods_.find(method); found != methods_.end()) {
      if (const auto counter = found->second.by_code.find(code);
          counter != found->second.by_code.end()) {
        return *counter->second;
      }
    }
  }
  const std::unique_lock lock(mutex_);
  const std::string name =
      code == 0 ? "OK" : absl::StatusCodeToString(static_cast<absl::StatusCode>(code));
  Counter& counter = metrics().CounterOf(kHandled, kHandledHelp,
                                         {{"method", std::string(method)}, {"code", name}});
  methods_[method].by_code[code] = &counter;
  return counter;
}

Histogram& Host::HistogramOf(absl::string_view method) {
  {
    const std::shared_lock lock(mutex_);
    if (const auto found = methods_.find(method);
        found != methods_.end() && found->second.duration != nullptr) {
      return *found->second.duration;
    }
  }
  const std::unique_lock lock(mutex_);
  MethodMetrics& entry = methods_[method];
  entry.duration =
      &metrics().HistogramOf(kDuration, kDurationHelp, {{"method", std::string(method)}});
  return *entry.duration;
}

void Host::Record(const CallEnd& end) {
  CounterOf(end.method, end.code).Add();
  if (!end.streamed) HistogramOf(end.method).Observe(end.duration_us);
  const bool failed = end.code == static_cast<int>(grpc::StatusCode::INTERNAL) ||
                      end.code == static_cast<int>(grpc::StatusCode::DATA_LOSS);
  const Level level = failed ? Level::kError : Level::kInfo;
  if (!log().Enabled(level)) return;
  log().Write(level, "call",
              {{"method", end.method},
               {"trace", end.trace_id},
               {"person", end.person},
               {"code", static_cast<int64_t>(end.code)},
               {"reason", end.reason},
               {"duration_us", end.duration_us},
               {"error", failed ? end.text : absl::string_view()}});
}

}  // namespace rufaa::rpc
