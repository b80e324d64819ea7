#include <gtest/gtest.h>

#include "services/committee/board.h"

namespace rufaa::committee_service {
namespace {

TEST(MaskedCodeTest, ShowsEnoughForItsOwnerAndNoMore) {
  EXPECT_EQ(MaskedCode("MSA-7F3K-Q2"), "MSA-7F••-••");
}

}  // namespace
}  // namespace rufaa::committee_service
