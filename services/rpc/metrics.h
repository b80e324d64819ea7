// Counters, gauges and histograms in Prometheus' text format. A metric is made once and kept; what
// a call does with it is one atomic addition. Labels never hold personal data or ids of children.
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"

namespace rufaa::rpc {

class Counter {
 public:
  void Add(uint64_t n = 1) { value_.fetch_add(n, std::memory_order_relaxed); }
  uint64_t value() const { return value_.load(std::memory_order_relaxed); }

 private:
  std::atomic<uint64_t> value_{0};
};

// Of durations. Buckets double from 64 µs to about 67 s.
class Histogram {
 public:
  void Observe(int64_t microseconds);

 private:
  friend class Metrics;
  static constexpr size_t kBuckets = 21;
  static constexpr int64_t kFirstBoundUs = 64;
  std::array<std::atomic<uint64_t>, kBuckets + 1> counts_{};  // The last: +Inf.
  std::atomic<uint64_t> sum_us_{0};
};

// Thread-safe.
class Metrics {
 public:
  using Labels = std::vector<std::pair<std::string, std::string>>;

  // The metric of this name and labels, made at first use; it lives as long as this. `help` is the
  // first caller's.
  Counter& CounterOf(absl::string_view name, absl::string_view help, const Labels& labels = {});
  Histogram& HistogramOf(absl::string_view name, absl::string_view help, const Labels& labels = {});

  // A value asked for when the metrics are read. `read` must be valid until ClearGauges.
  void SetGauge(absl::string_view name, absl::string_view help, const Labels& labels,
                std::function<double()> read);
  void ClearGauges();

  std::string RenderText() const;

 private:
  struct Family {
    std::string help;
    const char* type;
    std::map<std::string, std::unique_ptr<Counter>> counters;  // By rendered labels.
    std::map<std::string, std::unique_ptr<Histogram>> histograms;
    std::map<std::string, std::function<double()>> gauges;
  };
  Family& FamilyOf(absl::string_view name, absl::string_view help, const char* type);
  static void RenderHistogram(const std::string& name, const std::string& labels,
                              const Histogram& histogram, std::string& out);

  mutable std::mutex mutex_;
  std::map<std::string, Family> families_;
};

}  // namespace rufaa::rpc
