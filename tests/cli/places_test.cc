// A full place is told as one that has no room, not as one of which nothing is known.
#include <gtest/gtest.h>

#include "absl/time/time.h"
#include "cli/output/cells.h"
#include "rufaa/directory/v1/directory.pb.h"
#include "rufaa/referral/v1/referral.pb.h"

namespace rufaa::cli {
namespace {

std::string Shown(const google::protobuf::Message& row, const char* field) {
  const CellStyle style{.zone = absl::UTCTimeZone(), .now = absl::UnixEpoch()};
  return CellOf(row, *row.GetDescriptor()->FindFieldByName(field), style).text;
}

TEST(Places, OfAFullOfferNoneIsFree) {
  directory::v1::Offer offer;
  EXPECT_EQ(Shown(offer, "room"), "") << "nobody counts them";
  offer.set_has_beds(true);
  EXPECT_EQ(Shown(offer, "room"), "0");
  EXPECT_EQ(Shown(offer, "age_min"), "") << "is no place";
  offer.set_room(3);
  EXPECT_EQ(Shown(offer, "room"), "3");
}

TEST(Places, OfAnotherThatIsFullNoneIsFree) {
  referral::v1::Alternative other;
  EXPECT_EQ(Shown(other, "room"), "");
  other.set_counted(true);
  EXPECT_EQ(Shown(other, "room"), "0");
}

TEST(Places, OfAnEmptyHouseNobodyIsThere) {
  const directory::v1::Capacity beds;
  for (const char* field : {"room", "used", "held", "occupied"}) {
    EXPECT_EQ(Shown(beds, field), "0") << field;
  }
}

}  // namespace
}  // namespace rufaa::cli
