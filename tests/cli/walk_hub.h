// The hub that the walk is walked against: one process, or a process for each service. Which one is
// a matter of what is linked.
#pragma once

#include <memory>
#include <string>

#include "tests/cli/command.h"

namespace rufaa::cli {

class WalkHub {
 public:
  virtual ~WalkHub() = default;
  // Of its gRPC; empty when it did not start, and then `log` tells why.
  virtual std::string address() const = 0;
  virtual std::string log() const = 0;
  virtual bool serving() const = 0;
  // The data directory, below `folder`, of whoever keeps the access book.
  virtual std::string book_data() const = 0;
  // 0: everything ended as it should.
  virtual int Stop() = 0;
};

// Of county 001, with the administrator of ServedHub. All that it writes is in data/ and hub.log of
// `folder`.
std::unique_ptr<WalkHub> StartWalkHub(const Folder& folder);

}  // namespace rufaa::cli
