#include "projections/runner/rows_under_way.h"

#include <gtest/gtest.h>

#include <utility>
#include <vector>

#include "projections/core/memory_rows.h"

namespace rufaa {
namespace {

using Rows = std::vector<std::pair<std::string, std::string>>;

class RowsUnderWayTest : public testing::Test {
 protected:
  RowsUnderWayTest() {
    table_.Apply({{"b", "old"}, {"d", "gone"}, {"f", "kept"}, {"h", "last"}}, 1);
    rows_.Set(std::make_shared<const RowChanges>(RowChanges{
        {"a", "new"}, {"b", "newer"}, {"c", "new"}, {"d", std::nullopt}, {"g", std::nullopt}}));
  }

  Rows Scan(absl::string_view from, absl::string_view until, size_t limit = 100) {
    Rows seen;
    EXPECT_TRUE(rows_
                    .Scan(from, until,
                          [&](absl::string_view key, absl::string_view value) {
                            seen.emplace_back(key, value);
                            return seen.size() < limit;
                          })
                    .ok());
    return seen;
  }

  MemoryRows table_;
  RowsUnderWay rows_{table_};
};

TEST_F(RowsUnderWayTest, ARowIsAsItWillBeOnceItHasLanded) {
  EXPECT_EQ(*rows_.Get("a"), "new");
  EXPECT_EQ(*rows_.Get("b"), "newer");
  EXPECT_EQ(*rows_.Get("d"), std::nullopt) << "on its way to be deleted";
  EXPECT_EQ(*rows_.Get("f"), "kept");
  EXPECT_EQ(*rows_.Get("x"), std::nullopt);
}

TEST_F(RowsUnderWayTest, AScanShowsBothInOneOrder) {
  EXPECT_EQ(Scan("", ""),
            (Rows{{"a", "new"}, {"b", "newer"}, {"c", "new"}, {"f", "kept"}, {"h", "last"}}));
  EXPECT_EQ(Scan("b", "f"), (Rows{{"b", "newer"}, {"c", "new"}}));
  EXPECT_EQ(Scan("i", ""), Rows());
}

TEST_F(RowsUnderWayTest, AScanEndsWhenNoMoreIsWanted) {
  EXPECT_EQ(Scan("", "", 1), (Rows{{"a", "new"}}));
  EXPECT_EQ(Scan("", "", 2), (Rows{{"a", "new"}, {"b", "newer"}}));
  EXPECT_EQ(Scan("e", "", 1), (Rows{{"f", "kept"}}));
}

TEST_F(RowsUnderWayTest, NothingUnderWayIsTheTable) {
  rows_.Set(nullptr);
  EXPECT_EQ(*rows_.Get("a"), std::nullopt);
  EXPECT_EQ(Scan("", "e"), (Rows{{"b", "old"}, {"d", "gone"}}));
}

}  // namespace
}  // namespace rufaa
