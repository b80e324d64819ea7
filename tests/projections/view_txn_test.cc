#include "projections/core/view_txn.h"

#include <gtest/gtest.h>

#include <map>
#include <string>

#include "absl/strings/str_cat.h"
#include "projections/core/memory_rows.h"

namespace rufaa {
namespace {

struct Number {
  uint64_t n = 0;

  template <class Self, class Visitor>
  static void Fields(Self& self, Visitor&& visit) {
    visit(1, "n", self.n);
  }
};

// Counts what a fold asks of the store.
class CountingRows : public MemoryRows {
 public:
  absl::StatusOr<std::optional<std::string>> Get(absl::string_view key) const override {
    ++gets;
    return MemoryRows::Get(key);
  }
  mutable int gets = 0;
};

class ViewTxnTest : public testing::Test {
 protected:
  size_t Take() {
    absl::StatusOr<RowChanges> changes = txn_.TakeChanges();
    EXPECT_TRUE(changes.ok());
    rows_.Apply(*changes, ++position_);
    return changes->size();
  }

  CountingRows rows_;
  ViewTxn txn_{rows_, 1 << 20};
  uint64_t position_ = 0;
};

TEST_F(ViewTxnTest, ChangesAreReadBackBeforeAndAfterTheyAreTaken) {
  txn_.EditOrMake<Number>("k").n = 5;
  EXPECT_EQ(txn_.Find<Number>("k")->n, 5u);
  EXPECT_EQ(Take(), 1u);
  EXPECT_EQ(txn_.Find<Number>("k")->n, 5u);
  EXPECT_EQ(rows_.gets, 1) << "the row was kept";
  EXPECT_EQ(Take(), 0u) << "looking changes nothing";
}

TEST_F(ViewTxnTest, AHotRowIsWrittenOnceABatch) {
  for (int i = 0; i < 100; ++i) ++txn_.EditOrMake<Number>("k").n;
  EXPECT_EQ(Take(), 1u);
  EXPECT_EQ(DecodeFields<Number>(rows_.rows().at("k"))->n, 100u);
}

TEST_F(ViewTxnTest, AnInsertedRowThatGoesInTheSameBatchIsNeverWritten) {
  txn_.InsertBytes("q", "1");
  txn_.Delete("q");
  EXPECT_EQ(Take(), 0u);
}

TEST_F(ViewTxnTest, AnInsertedRowThatWasWrittenIsDeletedInALaterBatch) {
  txn_.InsertBytes("q", "1");
  Take();
  txn_.Delete("q");
  txn_.InsertBytes("q", "2");
  txn_.Delete("q");
  EXPECT_EQ(Take(), 1u);
  EXPECT_TRUE(rows_.rows().empty());
}

TEST_F(ViewTxnTest, AReplacedRowThatGoesIsDeletedFromTheStore) {
  txn_.InsertBytes("q", "1");
  Take();
  txn_.ReplaceBytes("q", "2");
  txn_.Delete("q");
  Take();
  EXPECT_TRUE(rows_.rows().empty());
}

TEST_F(ViewTxnTest, AMovedRowStandsUnderOneKeyAtATime) {
  using Rows = std::map<std::string, std::string>;
  txn_.MoveBytes("", "", "0");
  EXPECT_EQ(Take(), 0u);
  txn_.MoveBytes("", "a", "1");
  Take();
  EXPECT_EQ(rows_.rows(), (Rows{{"a", "1"}}));
  txn_.MoveBytes("a", "a", "2");
  EXPECT_EQ(Take(), 1u);
  EXPECT_EQ(rows_.rows(), (Rows{{"a", "2"}}));
  txn_.MoveBytes("a", "b", "3");
  EXPECT_EQ(Take(), 2u);
  EXPECT_EQ(rows_.rows(), (Rows{{"b", "3"}}));
  txn_.MoveBytes("b", "", "4");
  Take();
  EXPECT_EQ(rows_.rows(), Rows());
}

TEST_F(ViewTxnTest, ARowThatStaysAndThenGoesIsDeletedFromTheStore) {
  txn_.MoveBytes("", "a", "1");
  Take();
  txn_.MoveBytes("a", "a", "2");
  txn_.MoveBytes("a", "", "3");
  Take();
  EXPECT_TRUE(rows_.rows().empty());
}

TEST_F(ViewTxnTest, ADeletedRowIsGoneForTheFoldAtOnce) {
  txn_.EditOrMake<Number>("k").n = 5;
  Take();
  txn_.Delete("k");
  EXPECT_EQ(txn_.Find<Number>("k"), nullptr);
  txn_.EditOrMake<Number>("k").n += 2;
  Take();
  EXPECT_EQ(DecodeFields<Number>(rows_.rows().at("k"))->n, 2u);
}

TEST_F(ViewTxnTest, ABlindRowIsSeenByALookUpInTheSameBatch) {
  txn_.Insert("k", Number{7});
  ASSERT_NE(txn_.Find<Number>("k"), nullptr);
  EXPECT_EQ(txn_.Find<Number>("k")->n, 7u);
  Take();
  txn_.Delete("k");
  Take();
  EXPECT_TRUE(rows_.rows().empty());
}

TEST_F(ViewTxnTest, ARowOverwrittenAfterItsDeletionIsWrittenOnce) {
  txn_.Delete("k");  // Blindly: nobody looked it up.
  txn_.Overwrite<Number>("k").n = 3;
  EXPECT_EQ(Take(), 1u);
  EXPECT_EQ(DecodeFields<Number>(rows_.rows().at("k"))->n, 3u);
}

TEST_F(ViewTxnTest, ARowOfTheStoreThatIsDeletedMadeAnewAndDeletedIsGone) {
  rows_.Apply({{"k", "1"}}, ++position_);
  txn_.Delete("k");
  txn_.Make<Number>("k").n = 3;
  txn_.Delete("k");
  Take();
  EXPECT_TRUE(rows_.rows().empty());
}

TEST_F(ViewTxnTest, AnAppendedRowIsFoundInItsBatchAndAfterIt) {
  using Rows = std::map<std::string, std::string>;
  txn_.AppendBytes("a", "1", "1");
  txn_.AppendBytes("b", "1", "3");
  EXPECT_EQ(txn_.FindAppended("a"), (Rows{{"a1", "1"}}));
  txn_.AppendBytes("a", "2", "2");
  EXPECT_EQ(txn_.FindAppended("a"), (Rows{{"a1", "1"}, {"a2", "2"}}))
      << "appended after the first question";
  EXPECT_EQ(txn_.FindAppended("c"), Rows());
  EXPECT_EQ(Take(), 3u);
  txn_.AppendBytes("a", "3", "4");
  EXPECT_EQ(txn_.FindAppended("a"), (Rows{{"a1", "1"}, {"a2", "2"}, {"a3", "4"}}));
}

TEST_F(ViewTxnTest, AnAppendedRowIsDeletedInItsBatchAndAfterIt) {
  txn_.AppendBytes("a", "1", "1");
  txn_.AppendBytes("a", "2", "2");
  Take();
  txn_.AppendBytes("a", "3", "3");
  txn_.DeleteAppended("a", "a1");
  txn_.DeleteAppended("a", "a3");
  EXPECT_EQ(txn_.FindAppended("a").size(), 1u);
  Take();
  EXPECT_EQ(rows_.rows(), (std::map<std::string, std::string>{{"a2", "2"}}));
}

TEST_F(ViewTxnTest, AnAppendedRowThatComesBackIsWrittenOnce) {
  txn_.AppendBytes("a", "", "1");
  txn_.DeleteAppended("a", "a");
  txn_.AppendBytes("a", "", "2");
  EXPECT_EQ(Take(), 1u) << "a sorted file holds a key once";
  EXPECT_EQ(rows_.rows().at("a"), "2");
}

TEST_F(ViewTxnTest, AnAppendedRowOfTheStoreThatComesBackIsFoundAsItIsNow) {
  txn_.AppendBytes("a", "1", "1");
  Take();
  txn_.DeleteAppended("a", "a1");
  txn_.AppendBytes("a", "1", "2");
  EXPECT_EQ(txn_.FindAppended("a"), (std::map<std::string, std::string>{{"a1", "2"}}));
  EXPECT_EQ(Take(), 1u);
  EXPECT_EQ(rows_.rows().at("a1"), "2");
}

TEST_F(ViewTxnTest, WhatTheCacheDropsIsReadAgain) {
  for (int i = 0; i < 20'000; ++i) txn_.EditOrMake<Number>(absl::StrCat("k", i)).n = 1;
  Take();
  for (int i = 0; i < 20'000; ++i) ++txn_.EditOrMake<Number>(absl::StrCat("k", i)).n;
  Take();
  for (const auto& [key, bytes] : rows_.rows()) EXPECT_EQ(DecodeFields<Number>(bytes)->n, 2u);
}

TEST_F(ViewTxnTest, AMalformedRowStopsTheBatch) {
  rows_.Apply({{"k", std::string("\xff\xff")}}, 1);
  txn_.Find<Number>("k");
  EXPECT_EQ(txn_.TakeChanges().status().code(), absl::StatusCode::kDataLoss);
}

}  // namespace
}  // namespace rufaa
