// What a connection makes of a server that is not there.
#include "cli/rpc/connection.h"

#include <gtest/gtest.h>

#include "absl/time/clock.h"

namespace rufaa::cli {
namespace {

TEST(Connection, ARefusalIsToldAtOnce) {
  // A port of the system's, at which nobody listens.
  const Connection connection({"127.0.0.1:1", grpc::InsecureChannelCredentials()});
  const absl::Time start = absl::Now();
  EXPECT_FALSE(connection.Connects(absl::Seconds(60)));
  EXPECT_LT(absl::Now() - start, absl::Seconds(30)) << "waited until the time was over";
}

}  // namespace
}  // namespace rufaa::cli
