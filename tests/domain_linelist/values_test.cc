#include "domain/linelist/values.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace rufaa::linelist {
namespace {

using testing::ElementsAre;

TEST(LineListValues, AreDatesInThreeForms) {
  const absl::CivilDay day(2024, 1, 28);
  for (const char* text :
       {"28-Jan-2024", "28-JAN-2024", "28/01/2024", "28/1/2024", "2024-01-28", " 2024-01-28 "}) {
    EXPECT_EQ(ParseDate(text), day) << text;
  }
  EXPECT_EQ(ParseDate("29/02/2024"), absl::CivilDay(2024, 2, 29));
}

TEST(LineListValues, AreNoDatesThatDoNotExist) {
  for (const char* text : {"31-Feb-2024", "29/02/2023", "2024-13-01", "01/28/2024", "28/01/24",
                           "2024-1-28", "0-Jan-2024", "28-Jan", "28 Jan 2024", "", "-", "a/b/c",
                           "28-January-2024", "2024/01/28", "99999-01-01"}) {
    EXPECT_EQ(ParseDate(text), std::nullopt) << text;
  }
}

TEST(LineListValues, AreSexesInTheSpellingsOfTheField) {
  for (const char* text : {"F", "f", "Female", "Msichana", "GIRL", "SFEM"}) {
    EXPECT_EQ(ParseSex(text), "SFEM") << text;
  }
  for (const char* text : {"M", "m", "Male", "mvulana"}) EXPECT_EQ(ParseSex(text), "SMAL") << text;
  EXPECT_EQ(ParseSex("intersex"), "SINT");
  for (const char* text : {"?", "", "x", "FM"}) EXPECT_EQ(ParseSex(text), std::nullopt) << text;
}

TEST(LineListValues, AreAnswersInBothLanguages) {
  for (const char* text : {"Y", "yes", "Ndiyo"}) EXPECT_EQ(ParseYesNo(text), true) << text;
  for (const char* text : {"N", "No", "hapana"}) EXPECT_EQ(ParseYesNo(text), false) << text;
  EXPECT_EQ(ParseYesNo("maybe"), std::nullopt);
}

TEST(LineListValues, AreSmallWholeNumbers) {
  EXPECT_EQ(ParseCount("6", 10), 6);
  EXPECT_EQ(ParseCount("0", 10), 0);
  for (const char* text : {"11", "-1", "1.5", "six", "99999999999"}) {
    EXPECT_EQ(ParseCount(text, 10), std::nullopt) << text;
  }
}

TEST(LineListValues, ArePhonesInOneForm) {
  for (const char* text : {"0712345678", "254712345678", "+254 712-345-678"}) {
    EXPECT_EQ(NormalisePhone(text), "+254712345678") << text;
  }
  EXPECT_EQ(NormalisePhone(" ask at the shop "), "ask at the shop");
}

TEST(LineListValues, AreReportersWithTheirKind) {
  EXPECT_EQ(ParseReporter("CHV")->identifier_kind, "CHV");
  EXPECT_EQ(ParseReporter("CHV")->reporter, "CRSP");
  EXPECT_EQ(ParseReporter("Helpline 116")->reporter, "CRHE");
  EXPECT_EQ(ParseReporter("mama")->identifier_kind, "RELATIVE");
  EXPECT_EQ(ParseReporter("CRMO")->identifier_kind, "RELATIVE");
  EXPECT_FALSE(ParseReporter("a stranger").has_value());
}

TEST(LineListValues, AreUtf8) {
  for (const char* text : {"", "Asha", "\u2019", "Zo\u00eb", "\U0001F600", "\xEF\xBB\xBF"}) {
    EXPECT_TRUE(IsUtf8(text)) << text;
  }
  // Stray, cut short, longer than it need be, a surrogate, beyond the last character.
  for (const char* text :
       {"\x92", "a\xC3", "\xC3(", "\xE2\x80", "\xE2\x80(", "\xC0\xAF", "\xE0\x80\xAF",
        "\xED\xA0\x80", "\xF4\x90\x80\x80", "\xF5\x80\x80\x80"}) {
    EXPECT_FALSE(IsUtf8(text));
  }
}

TEST(LineListValues, AreListsOfSupport) {
  EXPECT_THAT(*ParseSupport("Vocational; Economic"), ElementsAre("RMTE", "RMES"));
  EXPECT_FALSE(ParseSupport("Vocational;Luck").has_value());
}

}  // namespace
}  // namespace rufaa::linelist
