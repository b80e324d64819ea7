// A child grows older than when it was found, and is matched as old as it is.
#include "domain/base/ages.h"

#include <gtest/gtest.h>

#include "tests/support/casebook.h"

namespace rufaa::coordination {
namespace {

using people::Later;
using people::Noon;
using people::Officer;

constexpr absl::Duration kTwoYears = absl::Hours(24 * 731);

std::string On(int year, absl::string_view told, std::optional<uint32_t> born) {
  return AgeBandOn(absl::CivilDay(year, 6, 1), told, born);
}

TEST(AgeBand, GrowsByTheYearOfBirth) {
  EXPECT_EQ(On(2026, "10-14", 2013), "10-14");
  EXPECT_EQ(On(2029, "10-14", 2013), "15-17");
  EXPECT_EQ(On(2032, "10-14", 2013), "18+");
  EXPECT_EQ(On(2026, "0-5", 2026), "0-5") << "a baby";
}

TEST(AgeBand, OfTwoThatArePossibleIsTheYoungerUntilTheYearIsOver) {
  EXPECT_EQ(On(2028, "10-14", 2013), "10-14") << "14 or 15";
  EXPECT_EQ(On(2029, "10-14", 2013), "15-17");
  const auto bands = [](int year, std::optional<uint32_t> born) {
    return AgeBandsOn(absl::CivilDay(year, 6, 1), "10-14", born);
  };
  EXPECT_EQ(bands(2027, 2013), "10-14");
  EXPECT_EQ(bands(2028, 2013), "10-17");
  EXPECT_EQ(bands(2029, 2013), "15-17");
  EXPECT_EQ(bands(2031, 2013), "15+");
}

TEST(AgeBand, IsNeverBelowWhatWasTold) {
  EXPECT_EQ(On(2026, "15-17", 2011), "15-17") << "15 already, or nobody would have said so";
  EXPECT_EQ(AgeBandsOn(absl::CivilDay(2026, 6, 1), "15-17", 2011), "15-17");
}

TEST(AgeBand, IsWhatWasToldWhereNobodyKnowsTheYear) {
  EXPECT_EQ(On(2032, "10-14", std::nullopt), "10-14");
  EXPECT_EQ(AgeBandsOn(absl::CivilDay(2032, 6, 1), "10-14", std::nullopt), "10-14");
  EXPECT_EQ(On(2032, "", std::nullopt), "");
}

// Found at 14, and registered.
Casebook CaseOfFourteen() {
  Casebook book;
  casework::Identify report = Report();
  report.age_band = "10-14";
  report.birth_year = 2012;
  EXPECT_EQ(book.Do(report), "OK");
  EXPECT_EQ(
      book.Do(casework::Register{.by = Officer(), .serial = "CCO/1", .desk = {}, .officer = {}}),
      "OK");
  EXPECT_EQ(book.Do(ConsentFor("a-shelter")), "OK");
  return book;
}

// Refers it to beds for those of these ages, so much later.
std::string Refer(Casebook& book, uint32_t age_min, uint32_t age_max, absl::Duration later) {
  directory::Agency shelter = ShelterAgency();
  shelter.offers["o-beds"].age_min = age_min;
  shelter.offers["o-beds"].age_max = age_max;
  referral::Send send = SendTo(shelter, "R-1", "RMTS", Later(Officer(), later));
  send.offer = "o-beds";
  return book.Send(send, shelter);
}

TEST(Send, AChildIsTakenAsOldAsItIsAndNotAsItWasFound) {
  Casebook book = CaseOfFourteen();
  EXPECT_EQ(Refer(book, 10, 14, kTwoYears), "OFFER_MISMATCH");
  ASSERT_EQ(Refer(book, 15, 17, kTwoYears), "OK");
  EXPECT_EQ(std::get<referral::Sent>(book.last[0].event).age_band, "15-17");
}

TEST(Send, InTheYearOfTheBirthdayEitherFits) {
  for (const auto& [age_min, age_max] : {std::pair(10, 14), std::pair(15, 17)}) {
    Casebook book = CaseOfFourteen();
    EXPECT_EQ(Refer(book, age_min, age_max, absl::Hours(24) * 365), "OK") << "14 or 15";
    EXPECT_EQ(std::get<referral::Sent>(book.last[0].event).age_band, "10-14");
  }
}

TEST(Send, ACorrectedYearOfBirthIsTheOneThatCounts) {
  Casebook book = CaseOfFourteen();
  casework::CorrectDetails older{};
  older.by = Officer();
  older.age_band = "15-17";
  older.birth_year = 2009;
  older.reason = "BIRTH_CERTIFICATE";
  ASSERT_EQ(book.Do(older), "OK");
  EXPECT_EQ(WantedFor(book.kase, "RMTS", Noon()).age_bands, "15-17");
  EXPECT_EQ(WantedFor(book.kase, "RMTS", Noon() + kTwoYears).age_bands, "18+");
}

}  // namespace
}  // namespace rufaa::coordination
