#include "domain/linelist/csv.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace rufaa::csv {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using Fields = std::vector<std::string>;

std::vector<Record> ReadAll(absl::string_view text, char delimiter = ',') {
  Reader reader(text, delimiter);
  std::vector<Record> records;
  for (Record record; reader.Next(record);) records.push_back(record);
  EXPECT_EQ(reader.offset(), text.size());
  return records;
}

Fields Only(absl::string_view text) {
  const std::vector<Record> records = ReadAll(text);
  EXPECT_EQ(records.size(), 1u);
  return records.empty() ? Fields{} : records[0].fields;
}

TEST(Csv, ReadsPlainFields) {
  EXPECT_THAT(Only("a,b,,d"), ElementsAre("a", "b", "", "d"));
  EXPECT_THAT(Only("a,"), ElementsAre("a", ""));
  EXPECT_THAT(Only(","), ElementsAre("", ""));
  EXPECT_THAT(Only(" a , b "), ElementsAre(" a ", " b "));
}

TEST(Csv, ReadsQuotedFields) {
  EXPECT_THAT(Only("\"a,b\",\"say \"\"no\"\"\",\"\""), ElementsAre("a,b", "say \"no\"", ""));
}

TEST(Csv, ReadsLineBreaksWithinQuotesInOneForm) {
  EXPECT_THAT(Only("\"a\nb\",\"c\r\nd\",\"e\rf\""), ElementsAre("a\nb", "c\nd", "e\nf"));
}

TEST(Csv, EndsRecordsAtEveryKindOfLineBreak) {
  for (const char* text : {"a,b\nc,d\n", "a,b\r\nc,d\r\n", "a,b\rc,d\r", "a,b\nc,d"}) {
    const std::vector<Record> records = ReadAll(text);
    ASSERT_EQ(records.size(), 2u) << text;
    EXPECT_THAT(records[0].fields, ElementsAre("a", "b"));
    EXPECT_THAT(records[1].fields, ElementsAre("c", "d"));
    EXPECT_EQ(records[1].line, 2);
  }
}

TEST(Csv, SkipsTheByteOrderMarkAndEmptyLines) {
  const std::vector<Record> records = ReadAll("\xEF\xBB\xBF\n\na\r\n\r\nb\n\n");
  ASSERT_EQ(records.size(), 2u);
  EXPECT_THAT(records[0].fields, ElementsAre("a"));
  EXPECT_EQ(records[0].line, 3);
  EXPECT_EQ(records[1].line, 5);
  EXPECT_THAT(ReadAll(""), IsEmpty());
  EXPECT_THAT(ReadAll("\xEF\xBB\xBF"), IsEmpty());
}

TEST(Csv, CountsTheLinesWithinQuotes) {
  const std::vector<Record> records = ReadAll("\"a\nb\nc\"\nd\n");
  ASSERT_EQ(records.size(), 2u);
  EXPECT_EQ(records[1].line, 4);
}

TEST(Csv, TellsWhatIsNotWellFormedAndReadsOn) {
  const std::vector<Record> records = ReadAll("a\"b,c\n\"d\"e,f\ng,h\n");
  ASSERT_EQ(records.size(), 3u);
  EXPECT_FALSE(records[0].fault.empty());
  EXPECT_FALSE(records[1].fault.empty());
  EXPECT_TRUE(records[2].fault.empty());
  EXPECT_THAT(records[2].fields, ElementsAre("g", "h"));
  EXPECT_FALSE(ReadAll("a,\"b\nc").back().fault.empty());
}

TEST(Csv, TakesAnotherDelimiter) {
  EXPECT_THAT(ReadAll("a;b,c", ';')[0].fields, ElementsAre("a", "b,c"));
}

}  // namespace
}  // namespace rufaa::csv
