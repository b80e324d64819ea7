// Whether this thread may be kept for as long as the disk takes to sync, a fraction of a
// millisecond: then a log that has nothing else to do does its work here, and spares the change to
// a thread of its own and back. Right for a thread with one call to answer; wrong for one that has
// more to read while this is on its way, such as that of a stream.
//
// The thread holds it, not a parameter: between who knows and the log lie the executor and every
// service, which it does not concern.
#pragma once

#include <utility>

namespace rufaa {

class Patient {
 public:
  // Holds for this thread until the end of this object.
  explicit Patient(bool patient = true) : before_(std::exchange(here_, patient)) {}
  ~Patient() { here_ = before_; }
  Patient(const Patient&) = delete;
  Patient& operator=(const Patient&) = delete;

  static bool Here() { return here_; }
  // It has waited once, which is enough: what comes behind its own is nothing to this thread.
  static void Spend() { here_ = false; }

 private:
  static inline thread_local bool here_ = false;
  const bool before_;
};

}  // namespace rufaa
