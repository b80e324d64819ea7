// Who is remembered by a token, and until when.
#include "services/rpc/sessions.h"

#include <atomic>
#include <future>

#include "gtest/gtest.h"
#include "services/rpc/server.h"
#include "services/rpc/trace.h"
#include "tests/services_rpc/fake_access.h"

namespace rufaa::rpc {
namespace {

class StillClock : public Clock {
 public:
  absl::Time Now() override { return absl::UnixEpoch(); }
};

// Over an access service that keeps the first question until it is told to answer.
class RememberedSessions : public ::testing::Test {
 protected:
  RememberedSessions() { sessions_.Connect(server_->InProcessChannel()); }

  std::future<absl::StatusOr<Caller>> Ask() {
    const auto answered = std::make_shared<std::promise<absl::StatusOr<Caller>>>();
    sessions_.Resolve(
        {.token = "001.token",
         .deadline = absl::Now() + absl::Seconds(60),
         .traceparent = ContinueTrace("").ToHeader()},
        [answered](absl::StatusOr<Caller> caller) { answered->set_value(std::move(caller)); });
    return answered->get_future();
  }
  bool IsRemembered() {
    const absl::StatusOr<Caller> caller = Ask().get();
    EXPECT_TRUE(caller.ok()) << caller.status();
    return caller.ok() && caller->remembered;
  }

  std::atomic<int> asked_{0};
  std::promise<std::function<void()>> first_;
  FakeAccess access_{[this](std::function<void()> answer) {
    if (++asked_ == 1) return first_.set_value(std::move(answer));
    answer();
  }};
  const std::unique_ptr<Server> server_ = *Server::Start({}, {&access_});
  StillClock clock_;
  Sessions sessions_{clock_};
};

TEST_F(RememberedSessions, AreAskedForOnce) {
  std::future<absl::StatusOr<Caller>> caller = Ask();
  first_.get_future().get()();
  EXPECT_TRUE(caller.get().ok());
  EXPECT_TRUE(IsRemembered());
  EXPECT_EQ(asked_, 1);
}

// The answer was on its way when the session ended: it must not hold from then on.
TEST_F(RememberedSessions, AreNotThoseThatEndedWhileTheyWereAskedFor) {
  std::future<absl::StatusOr<Caller>> caller = Ask();
  const std::function<void()> answer = first_.get_future().get();
  sessions_.ForgetIf([](const Caller& known) { return known.session_id == "s-1"; });
  answer();
  EXPECT_TRUE(caller.get().ok());
  EXPECT_FALSE(IsRemembered());
  EXPECT_TRUE(IsRemembered());
  EXPECT_EQ(asked_, 2);
}

TEST(IsWithin, IsNoMoreWhereTheClockWasPutBack) {
  const absl::Time then = absl::UnixEpoch();
  EXPECT_TRUE(IsWithin(absl::Seconds(5), then, then));
  EXPECT_TRUE(IsWithin(absl::Seconds(5), then, then + absl::Seconds(4)));
  EXPECT_FALSE(IsWithin(absl::Seconds(5), then, then + absl::Seconds(5)));
  EXPECT_FALSE(IsWithin(absl::Seconds(5), then, then - absl::Seconds(1)));
  EXPECT_FALSE(IsWithin(absl::Seconds(5), absl::InfinitePast(), then));
}

}  // namespace
}  // namespace rufaa::rpc
