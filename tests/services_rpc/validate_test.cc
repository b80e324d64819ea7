#include "services/rpc/validate.h"

#include <string>

#include "domain/base/refusal.h"
#include "gtest/gtest.h"
#include "rufaa/access/v1/access_service.pb.h"
#include "rufaa/casework/v1/casework_service.pb.h"

namespace rufaa::rpc {
namespace {

constexpr char kUuid[] = "3f0e2c9a-5d41-4b7e-9c55-0d7c1f2a8b66";

casework::v1::SetRiskRequest Good() {
  casework::v1::SetRiskRequest request;
  request.set_request_id(kUuid);
  request.set_case_code("MSA-7F3K-Q2");
  request.set_risk("RLHG");
  return request;
}

// "field: problem" of each violation, or the reason's name when it is none of MALFORMED's.
std::vector<std::string> Problems(const absl::Status& status) {
  const absl::optional<Refusal> refusal = RefusalOf(status);
  if (!refusal) return {};
  if (refusal->reason != Reason::MALFORMED) return {std::string(InfoOf(refusal->reason).name)};
  std::vector<std::string> problems;
  for (size_t i = 0; i + 1 < refusal->details.size(); i += 2) {
    problems.push_back(refusal->details[i].second + ": " + refusal->details[i + 1].second);
  }
  return problems;
}

TEST(Validate, LetsAWholeRequestPass) { EXPECT_TRUE(Validate(Good()).ok()); }

TEST(Validate, NamesEveryRequiredFieldThatIsMissing) {
  EXPECT_EQ(
      Problems(Validate(casework::v1::SetRiskRequest())),
      (std::vector<std::string>{"request_id: required", "case_code: required", "risk: required"}));
}

TEST(Validate, NamesAnUnknownFieldByItsNumber) {
  casework::v1::SetRiskRequest request = Good();
  request.GetReflection()->MutableUnknownFields(&request)->AddVarint(99, 1);
  EXPECT_EQ(Problems(Validate(request)), std::vector<std::string>{"#99: unknown field"});
}

TEST(Validate, FindsAnUnknownFieldDeepInside) {
  casework::v1::IdentifyChildRequest request;
  request.set_request_id(kUuid);
  request.set_reporter("CRSF");
  request.set_sex("SFEM");
  request.set_subcounty("003");
  request.add_categories()->set_category("CSRG");
  request.mutable_identity()
      ->GetReflection()
      ->MutableUnknownFields(request.mutable_identity())
      ->AddLengthDelimited(55, "x");
  EXPECT_EQ(Problems(Validate(request)), std::vector<std::string>{"identity.#55: unknown field"});
}

TEST(Validate, RefusesWhatIsTooLongWithoutRepeatingIt) {
  casework::v1::SetRiskRequest request = Good();
  request.set_case_code(std::string(300, 'A'));
  const absl::Status status = Validate(request);
  EXPECT_EQ(Problems(status), std::vector<std::string>{"case_code: longer than 256 bytes"});
  EXPECT_EQ(status.message().find("AAAA"), absl::string_view::npos);
}

TEST(Validate, ChecksTheFormOfIdsCodesAndDates) {
  casework::v1::SetRiskRequest request = Good();
  request.set_request_id("not-a-uuid");
  request.set_risk("rlhg");
  request.set_case_code("MSA 7F3K");
  EXPECT_EQ(Problems(Validate(request)),
            (std::vector<std::string>{"request_id: not a UUID", "case_code: not an id",
                                      "risk: not a code"}));

  casework::v1::RecordVisitRequest visit;
  visit.set_request_id(kUuid);
  visit.set_case_code("MSA-7F3K-Q2");
  visit.set_on("2026-02-30");
  EXPECT_EQ(Problems(Validate(visit)), std::vector<std::string>{"on: not a date (YYYY-MM-DD)"});
}

TEST(Validate, LetsLineBreaksIntoTextOnly) {
  casework::v1::AddNoteRequest note;
  note.set_request_id(kUuid);
  note.set_case_code("MSA-7F3K-Q2");
  note.set_note("first line\nsecond line");
  EXPECT_TRUE(Validate(note).ok());
  access::v1::SignInRequest sign_in;
  sign_in.set_login_name("a\nb");
  sign_in.set_password("long enough");
  EXPECT_EQ(Problems(Validate(sign_in)),
            std::vector<std::string>{"login_name: control characters"});
}

TEST(Validate, RefusesATimeThatIsNone) {
  casework::v1::SetRiskRequest request = Good();
  request.mutable_occur_time()->set_nanos(-1);
  EXPECT_EQ(Problems(Validate(request)), std::vector<std::string>{"occur_time: not a time"});
}

TEST(Validate, RefusesAnEnumValueThatIsNotListed) {
  casework::v1::RevealChildRequest request;
  request.set_case_code("MSA-7F3K-Q2");
  request.set_purpose(static_cast<common::v1::Purpose>(77));
  request.add_compartments(common::v1::COMPARTMENT_IDENTITY);
  EXPECT_EQ(Problems(Validate(request)), std::vector<std::string>{"purpose: unknown value"});
}

TEST(Validate, RefusesAnEnumValueThatIsNotListedInAList) {
  casework::v1::RevealChildRequest request;
  request.set_case_code("MSA-7F3K-Q2");
  request.set_purpose(common::v1::PURPOSE_CASE_MGMT);
  request.add_compartments(common::v1::COMPARTMENT_IDENTITY);
  EXPECT_TRUE(Validate(request).ok());
  request.add_compartments(static_cast<common::v1::Compartment>(99));
  request.add_compartments(common::v1::COMPARTMENT_UNSPECIFIED);
  EXPECT_EQ(Problems(Validate(request)),
            (std::vector<std::string>{"compartments[1]: unknown value",
                                      "compartments[2]: unknown value"}));
}

TEST(Validate, RefusesMoreItemsThanTheFieldTakes) {
  casework::v1::SetRiskRequest request = Good();
  for (int i = 0; i < 21; ++i) request.add_reasons("SIGN");
  EXPECT_EQ(Problems(Validate(request)), std::vector<std::string>{"reasons: more than 20 items"});
}

TEST(Validate, StopsNamingFieldsAtEight) {
  casework::v1::SetRiskRequest request = Good();
  for (int i = 0; i < 20; ++i) request.add_reasons("no code");
  EXPECT_EQ(Problems(Validate(request)).size(), 8u);
}

TEST(Validate, RefusesARequestLargerThanTheHubTakes) {
  EXPECT_EQ(Problems(Validate(Good(), 16)), std::vector<std::string>{"TOO_LARGE"});
}

}  // namespace
}  // namespace rufaa::rpc
