// A start that waits: what it does just now, for whoever asks whether the hub serves; and brokers
// that are away, for which it waits as long as they are.
#pragma once

#include <mutex>
#include <string>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "services/rpc/log.h"

namespace rufaa::hub {

// What keeps a hub from serving before it is open. Thread-safe.
class Starting {
 public:
  void Say(std::string what);
  // Whoever sees it over sees all that was done before.
  void Over();
  std::string What() const;  // "": it is over.

 private:
  mutable std::mutex mutex_;
  std::string what_ = "starting";
};

// Does `what` for a county again and again for as long as it is refused for want of brokers,
// telling why: the log once for each reason. It must be such as can be done twice. Any other answer
// is final, and so is that brokers do not let this program in, or are not believed, which waiting
// does not mend.
absl::Status OnceBrokersAnswer(const std::string& county, Starting& starting, rpc::Log& log,
                               absl::FunctionRef<absl::Status()> what);

}  // namespace rufaa::hub
