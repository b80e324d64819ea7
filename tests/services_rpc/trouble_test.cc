#include "services/rpc/trouble.h"

#include <fcntl.h>
#include <unistd.h>

#include "domain/base/refusal.h"
#include "gtest/gtest.h"

namespace rufaa::rpc {
namespace {

TEST(Trouble, IsToldWhenItChangesAndByItsNameAlone) {
  int ends[2];
  ASSERT_EQ(::pipe2(ends, O_CLOEXEC | O_NONBLOCK), 0);
  {
    Log log(ends[1], Level::kInfo);
    Trouble trouble(log, "expiry of referrals", "001");
    trouble.Tell(absl::OkStatus());
    for (int again = 0; again < 3; ++again) {
      trouble.Tell(Refuse(Reason::STORE_FULL, "words of a store"));
    }
    trouble.Tell(absl::InternalError("other words"));
    trouble.Tell(absl::OkStatus());
    trouble.Tell(absl::OkStatus());
  }
  std::string lines(4096, '\0');
  const ssize_t size = ::read(ends[0], lines.data(), lines.size());
  lines.resize(size < 0 ? 0 : static_cast<size_t>(size));
  ::close(ends[0]);
  ::close(ends[1]);
  const size_t full = lines.find("STORE_FULL"), internal = lines.find("INTERNAL");
  const size_t over = lines.find("works again");
  EXPECT_LT(full, internal);
  EXPECT_LT(internal, over);
  EXPECT_NE(over, std::string::npos);
  EXPECT_EQ(std::count(lines.begin(), lines.end(), '\n'), 3) << lines;
  EXPECT_EQ(lines.find("words"), std::string::npos);
}

}  // namespace
}  // namespace rufaa::rpc
