// How old a child is said to be, with a date of birth and without one.
#include <gtest/gtest.h>

#include "services/rpc/command_identity.h"

namespace rufaa::rpc {
namespace {

constexpr absl::CivilDay kToday(2026, 11, 24);

TEST(Age, OfNoughtIsABabysAndAnAgeThatWasNotToldIsNone) {
  const common::v1::ChildIdentity unknown;
  EXPECT_EQ(AgeBand(unknown, 0, kToday), "0-5");
  EXPECT_EQ(BirthYear(unknown, 0, kToday), 2026u);
  EXPECT_EQ(AgeBand(unknown, std::nullopt, kToday), "");
  EXPECT_EQ(BirthYear(unknown, std::nullopt, kToday), std::nullopt);
  EXPECT_EQ(AgeBand(unknown, 14, kToday), "10-14");
  EXPECT_EQ(BirthYear(unknown, 14, kToday), 2012u);
}

TEST(Age, GoesByTheDateOfBirthWhereThereIsOne) {
  common::v1::ChildIdentity known;
  known.set_birth_date("2011-11-25");
  EXPECT_EQ(AgeBand(known, 0, kToday), "10-14") << "15 only tomorrow";
  EXPECT_EQ(AgeBand(known, std::nullopt, kToday + 1), "15-17");
  EXPECT_EQ(BirthYear(known, 0, kToday), 2011u);
}

TEST(Age, MoreThanAYearFromTheDateOfBirthIsRefused) {
  common::v1::ChildIdentity known;
  EXPECT_TRUE(CheckAgeAndBirth(known, 14, kToday).ok());
  known.set_birth_date("2012-06-01");
  EXPECT_TRUE(CheckAgeAndBirth(known, std::nullopt, kToday).ok());
  for (const uint32_t told : {13, 14, 15}) {
    EXPECT_TRUE(CheckAgeAndBirth(known, told, kToday).ok()) << told;
  }
  for (const uint32_t told : {0, 12, 16}) {
    EXPECT_FALSE(CheckAgeAndBirth(known, told, kToday).ok()) << told;
  }
}

}  // namespace
}  // namespace rufaa::rpc
