#include "services/rpc/metrics.h"

#include <cmath>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"

namespace rufaa::rpc {
namespace {

// `name="value",…` without braces; empty without labels.
std::string RenderLabels(const Metrics::Labels& labels) {
  std::string out;
  for (const auto& [name, value] : labels) {
    absl::StrAppend(&out, out.empty() ? "" : ",", name, "=\"",
                    absl::StrReplaceAll(value, {{"\\", "\\\\"}, {"\"", "\\\""}, {"\n", "\\n"}}),
                    "\"");
  }
  return out;
}

// A position or a time with all its digits, where StrCat keeps six.
std::string Digits(double value) {
  const bool whole = std::abs(value) < 1e15 && std::trunc(value) == value;
  return whole ? absl::StrCat(static_cast<int64_t>(value)) : absl::StrCat(value);
}

std::string Braced(const std::string& labels) {
  return labels.empty() ? "" : absl::StrCat("{", labels, "}");
}

}  // namespace

void Histogram::Observe(int64_t microseconds) {
  size_t bucket = 0;
  for (int64_t bound = kFirstBoundUs; bucket < kBuckets && microseconds > bound; bound *= 2) {
    ++bucket;
  }
  counts_[bucket].fetch_add(1, std::memory_order_relaxed);
  sum_us_.fetch_add(microseconds > 0 ? static_cast<uint64_t>(microseconds) : 0,
                    std::memory_order_relaxed);
}

Metrics::Family& Metrics::FamilyOf(absl::string_view name, absl::string_view help,
                                   const char* type) {
  Family& family = families_[std::string(name)];
  if (family.help.empty()) family.help = std::string(help);
  family.type = type;
  return family;
}

Counter& Metrics::CounterOf(absl::string_view name, absl::string_view help, const Labels& labels) {
  const std::lock_guard lock(mutex_);
  auto& counter = FamilyOf(name, help, "counter").counters[RenderLabels(labels)];
  if (counter == nullptr) counter = std::make_unique<Counter>();
  return *counter;
}

Histogram& Metrics::HistogramOf(absl::string_view name, absl::string_view help,
                                const Labels& labels) {
  const std::lock_guard lock(mutex_);
  auto& histogram = FamilyOf(name, help, "histogram").histograms[RenderLabels(labels)];
  if (histogram == nullptr) histogram = std::make_unique<Histogram>();
  return *histogram;
}

void Metrics::SetGauge(absl::string_view name, absl::string_view help, const Labels& labels,
                       std::function<double()> read) {
  const std::lock_guard lock(mutex_);
  FamilyOf(name, help, "gauge").gauges[RenderLabels(labels)] = std::move(read);
}

void Metrics::ClearGauges() {
  const std::lock_guard lock(mutex_);
  for (auto& [name, family] : families_) family.gauges.clear();
}

void Metrics::RenderHistogram(const std::string& name, const std::string& labels,
                              const Histogram& histogram, std::string& out) {
  const std::string before = labels.empty() ? "" : absl::StrCat(labels, ",");
  uint64_t count = 0;
  int64_t bound = Histogram::kFirstBoundUs;
  for (size_t i = 0; i < Histogram::kBuckets; ++i, bound *= 2) {
    count += histogram.counts_[i].load(std::memory_order_relaxed);
    absl::StrAppend(&out, name, "_bucket{", before, "le=\"", static_cast<double>(bound) / 1e6,
                    "\"} ", count, "\n");
  }
  count += histogram.counts_[Histogram::kBuckets].load(std::memory_order_relaxed);
  absl::StrAppend(&out, name, "_bucket{", before, "le=\"+Inf\"} ", count, "\n");
  absl::StrAppend(&out, name, "_sum", Braced(labels), " ",
                  static_cast<double>(histogram.sum_us_.load(std::memory_order_relaxed)) / 1e6,
                  "\n", name, "_count", Braced(labels), " ", count, "\n");
}

std::string Metrics::RenderText() const {
  const std::lock_guard lock(mutex_);
  std::string out;
  for (const auto& [name, family] : families_) {
    absl::StrAppend(&out, "# HELP ", name, " ", family.help, "\n# TYPE ", name, " ", family.type,
                    "\n");
    for (const auto& [labels, counter] : family.counters) {
      absl::StrAppend(&out, name, Braced(labels), " ", counter->value(), "\n");
    }
    for (const auto& [labels, read] : family.gauges) {
      absl::StrAppend(&out, name, Braced(labels), " ", Digits(read()), "\n");
    }
    for (const auto& [labels, histogram] : family.histograms) {
      RenderHistogram(name, labels, *histogram, out);
    }
  }
  return out;
}

}  // namespace rufaa::rpc
