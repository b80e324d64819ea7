#include "domain/indicators/csec.h"

#include <gtest/gtest.h>

namespace rufaa::indicators {
namespace {

casework::Category Of(const char* category, const char* subcategory = "") {
  casework::Category one;
  one.category = category;
  one.subcategory = subcategory;
  return one;
}

bool Is(const casework::Category& category) {
  return IsCsec({category}, absl::CivilDay(2026, 11, 24));
}

TEST(Csec, IsExploitationTraffickingAndWhatIsSexualOnline) {
  EXPECT_TRUE(Is(Of("CSRG")));
  EXPECT_TRUE(Is(Of("CSRG", "CEPR")));
  EXPECT_TRUE(Is(Of("CSTC")));
  EXPECT_TRUE(Is(Of("CCOA", "OAST")));
  EXPECT_FALSE(Is(Of("CCOA", "OACB"))) << "bullying";
  EXPECT_FALSE(Is(Of("CCOA"))) << "nobody said of what kind";
  for (const char* other : {"CSIC", "CCCT", "CHCP", "CTRF", "CCDF", ""}) {
    EXPECT_FALSE(Is(Of(other))) << other;
  }
}

TEST(Csec, IsOneOfSeveral) {
  const absl::CivilDay day(2026, 11, 24);
  EXPECT_TRUE(IsCsec({Of("CSIC"), Of("CSRG")}, day));
  EXPECT_FALSE(IsCsec({}, day));
  EXPECT_FALSE(IsCsec({Of("CSRG")}, absl::CivilDay(1999, 1, 1))) << "before the list";
}

}  // namespace
}  // namespace rufaa::indicators
