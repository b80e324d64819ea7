// Reads a county's log on from where it was left, for what is learned from few of its events. Not
// thread-safe: its owner has a mutex.
#pragma once

#include <cstdint>
#include <initializer_list>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "eventlog/county_log.h"

namespace rufaa::case_service {

class LogTail {
 public:
  // `log` must outlive this.
  explicit LogTail(CountyLog& log) : log_(log) {}

  // Shows each event of each commit that was not read yet, oldest first, to `learn`. Events of
  // which none of `marks` is a part of the type may be left out: a chunk without them is passed
  // over undecoded. A failure is met again at the next call, with the same commit.
  using Learn = absl::FunctionRef<absl::Status(const Commit&, const NewEvent&)>;
  absl::Status ReadOn(std::initializer_list<absl::string_view> marks, Learn learn);

 private:
  absl::Status ReadChunk(absl::string_view chunk, Learn learn);

  CountyLog& log_;
  uint64_t read_through_ = 0;
};

}  // namespace rufaa::case_service
