#include "services/casework/imported_words.h"

#include <gtest/gtest.h>

#include "services/rpc/convert.h"

namespace rufaa::case_service {
namespace {

casework::v1::ImportCaseRequest InCourt() {
  casework::v1::ImportCaseRequest request;
  request.set_ob_number("12/7/2/2025");
  request.set_court("court-tononoka");
  request.set_court_file("E075/2024");
  return request;
}

TEST(JusticeNote, KeepsTheCourtWhereNoDateStandsThatHasIt) {
  casework::v1::ImportCaseRequest request = InCourt();
  EXPECT_EQ(JusticeNoteOf(request), "OB 12/7/2/2025\nCourt: court-tononoka\nCourt file: E075/2024");
  // The next day in Nairobi.
  *request.mutable_court_time() =
      rpc::ToProto(absl::FromCivil(absl::CivilHour(2025, 4, 7, 22), absl::UTCTimeZone()));
  EXPECT_EQ(JusticeNoteOf(request), "OB 12/7/2/2025");
  request.set_closure_reason("COEN");
  EXPECT_EQ(JusticeNoteOf(request),
            "OB 12/7/2/2025\nCourt: court-tononoka\nCourt file: E075/2024\n"
            "Court date: 2025-04-08");
}

}  // namespace
}  // namespace rufaa::case_service
