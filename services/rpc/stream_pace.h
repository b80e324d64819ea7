// When a stream of commands is read on, and when it is over. It counts; it neither reads nor
// writes. Not thread-safe: the stream has a mutex.
#pragma once

namespace rufaa::rpc {

// Commands of one stream that may be read before their answers have gone out. Beyond it the stream
// is not read, which is all the back pressure that a fast sender needs: one that does not take its
// answers can't fill the memory with them.
inline constexpr int kMaxUnsent = 1024;

class StreamPace {
 public:
  // A command was read. It is then handled, and ReadOn() asked once it is.
  void Took() {
    ++under_way_;
    ++unsent_;
  }

  // True if the next is to be read now. If not, one of Sent() and Broke() will say so: exactly one
  // read is under way at a time.
  bool ReadOn() {
    paused_ = !broken_ && unsent_ >= kMaxUnsent;
    return !paused_;
  }

  // A command's outcome is known.
  void Answered() { --under_way_; }

  // An answer has gone out. True if the stream is to be read on for that.
  bool Sent() {
    --unsent_;
    return paused_ && ReadOn();
  }

  // Nobody listens any more. True if the stream is to be read on for that: to its end.
  bool Broke() {
    broken_ = true;
    return paused_ && ReadOn();
  }

  // There is nothing more to read.
  void Ended() { ended_ = true; }

  bool broken() const { return broken_; }

  // Even when nobody listens any more, a command under way still needs what serves it.
  bool IsOver() const { return ended_ && under_way_ == 0 && (broken_ || unsent_ == 0); }

 private:
  int under_way_ = 0;
  int unsent_ = 0;
  bool paused_ = false;
  bool broken_ = false;
  bool ended_ = false;
};

}  // namespace rufaa::rpc
