// The prefix that a proposal of this process is held against before it is sent: what is stored
// here. Thread-safe.
#pragma once

#include <cstdint>
#include <optional>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "eventlog/log_store.h"
#include "eventlog/progress.h"
#include "eventlog/rule.h"
#include "eventlog/stored_request.h"

namespace rufaa {

class StoredPrefix : public Prefix {
 public:
  StoredPrefix(LogStore& store, Progress& progress) : store_(store), progress_(progress) {}

  absl::StatusOr<uint64_t> Version(absl::string_view stream) override {
    if (const std::optional<uint64_t> known = progress_.Version(stream)) return *known;
    return store_.StreamVersion(stream);
  }
  absl::StatusOr<std::optional<Applied>> Find(absl::string_view caller,
                                              absl::string_view request_id) override {
    return FindApplied(store_, caller, request_id);
  }

 private:
  LogStore& store_;
  Progress& progress_;
};

}  // namespace rufaa
