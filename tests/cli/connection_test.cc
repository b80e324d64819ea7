// What a connection makes of a server that is not there, does not answer, or answers what is old.
#include "cli/rpc/connection.h"

#include <gmock/gmock.h>

#include <vector>

#include "absl/time/clock.h"
#include "cli/app/context.h"
#include "domain/base/refusal.h"
#include "rufaa/access/v1/access_service.pb.h"
#include "services/rpc/status.h"
#include "services/rpc/unary.h"
#include "tests/cli/command.h"
#include "tests/gateway/fake_hub.h"

namespace rufaa::cli {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

TEST(Connection, ARefusalIsToldAtOnce) {
  // A port of the system's, at which nobody listens.
  const Connection connection({"127.0.0.1:1", grpc::InsecureChannelCredentials()});
  const absl::Time start = absl::Now();
  EXPECT_FALSE(connection.Connects(absl::Seconds(60)));
  EXPECT_LT(absl::Now() - start, absl::Seconds(30)) << "waited until the time was over";
}

FakeHub::Reply AnswerOf(const std::string& message, grpc::Status status = {}) {
  FakeHub::Reply reply;
  if (status.ok()) reply.messages = {message};
  reply.status = std::move(status);
  return reply;
}

class ConnectionTo : public testing::Test {
 protected:
  absl::Status WhoAmI() const {
    access::v1::WhoAmIResponse reply;
    return connection_.Call(MethodNamed("access.WhoAmI"), access::v1::WhoAmIRequest(), reply,
                            absl::Seconds(60));
  }

  FakeHub hub_;
  Connection connection_{{hub_.address(), grpc::InsecureChannelCredentials()}};
};

TEST_F(ConnectionTo, WhatWasRefusedBeforeTheTimeWasOverIsTheReason) {
  int calls = 0;
  hub_.Answer([&](const FakeHub::Call&) {
    return AnswerOf("", ++calls == 1 ? rpc::ToGrpc(Refuse(Reason::LOG_UNAVAILABLE), "")
                                     : grpc::Status(grpc::StatusCode::DEADLINE_EXCEEDED, ""));
  });
  EXPECT_EQ(rpc::ReasonName(WhoAmI()), "LOG_UNAVAILABLE");
  EXPECT_EQ(calls, 2);
}

TEST_F(ConnectionTo, WithNothingHeardTheTimeIsOver) {
  hub_.Answer(
      [](const FakeHub::Call&) { return AnswerOf("", {grpc::StatusCode::DEADLINE_EXCEEDED, ""}); });
  EXPECT_TRUE(absl::IsDeadlineExceeded(WhoAmI()));
}

TEST_F(ConnectionTo, ARepliesAgeIsToldBeyondHalfAMinute) {
  std::vector<absl::Duration> told;
  connection_.set_on_old([&](absl::Duration age) { told.push_back(age); });
  for (const char* age_ms : {"", "29000", "45000"}) {
    hub_.Answer([age_ms = std::string(age_ms)](const FakeHub::Call&) {
      FakeHub::Reply reply = AnswerOf("");
      if (!age_ms.empty()) reply.trailing = {{rpc::kAgeMetadata, age_ms}};
      return reply;
    });
    EXPECT_TRUE(WhoAmI().ok());
  }
  EXPECT_THAT(told, ElementsAre(absl::Seconds(45)));
}

TEST_F(ConnectionTo, WhoReadsWhatIsOldIsWarned) {
  const Folder home;
  access::v1::SignInResponse session;
  session.set_token("t");
  std::string age_ms;
  hub_.Answer([&](const FakeHub::Call&) {
    FakeHub::Reply reply = AnswerOf(session.SerializeAsString());
    if (!age_ms.empty()) reply.trailing = {{rpc::kAgeMetadata, age_ms}};
    return reply;
  });
  const auto run = [&](std::vector<std::string> words) {
    words.insert(words.end(), {"--server", hub_.address(), "--timeout", "60s"});
    return Rufaa(home, words);
  };
  const Result login = run({"login", "amina", "--password-file", home.Write("password", "p")});
  ASSERT_EQ(login.exit_code, 0) << login.err;
  session.clear_token();  // A message of this field alone is one of WhoAmI's, too.
  EXPECT_THAT(run({"whoami"}).err, Not(HasSubstr("does not answer")));
  age_ms = "600000";
  const Result old = run({"whoami"});
  EXPECT_EQ(old.exit_code, 0) << old.err;
  EXPECT_THAT(old.err, HasSubstr("the hub's log does not answer"));
}

}  // namespace
}  // namespace rufaa::cli
