// How request fields are given, held against every request of every service: a new proto field
// can't put a child's name on a command line.
#include "cli/message/fields.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "cli/app/context.h"
#include "cli/message/proto_docs.h"
#include "cli/message/time_text.h"
#include "rufaa/casework/v1/casework_service.pb.h"
#include "rufaa/common/v1/rules.pb.h"
#include "rufaa/referral/v1/referral_service.pb.h"

namespace rufaa::cli {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;

// One method of each service; its file leads to all others.
std::vector<const Descriptor*> AllRequests() {
  std::vector<const Descriptor*> requests;
  for (const char* method :
       {"access.WhoAmI", "audit.GetTrail", "casework.GetCase", "committee.GetBoard",
        "directory.ListOffers", "log.GetHead", "referral.GetReferral", "view.ListViews"}) {
    const auto* service = MethodNamed(method).service();
    for (int i = 0; i < service->method_count(); ++i) {
      requests.push_back(service->method(i)->input_type());
    }
  }
  return requests;
}

const FieldDescriptor& FieldNamed(const Descriptor* type, const char* name) {
  const FieldDescriptor* field = type->FindFieldByName(name);
  EXPECT_NE(field, nullptr) << name;
  return *field;
}

// Noon in Nairobi.
Reading AtNoon() {
  absl::TimeZone zone;
  EXPECT_TRUE(absl::LoadTimeZone("Africa/Nairobi", &zone));
  return {zone, absl::FromCivil(absl::CivilSecond(2026, 11, 24, 12, 0, 0), zone)};
}

TEST(Fields, NoPersonalFieldIsAFlag) {
  int texts = 0;
  for (const Descriptor* request : AllRequests()) {
    for (int i = 0; i < request->field_count(); ++i) {
      const FieldDescriptor& field = *request->field(i);
      const bool free_text =
          field.options().GetExtension(common::v1::rules).form() == common::v1::FORM_TEXT;
      const bool child = field.cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE &&
                         field.message_type()->name() == "ChildIdentity";
      if (free_text || child) {
        ++texts;
        EXPECT_NE(WayOf(field), Way::kFlag) << field.full_name();
      }
    }
  }
  EXPECT_GT(texts, 15);
}

TEST(Fields, EveryFieldOfAChildsIdentityIsPersonal) {
  const Descriptor* identity = common::v1::ChildIdentity::descriptor();
  for (int i = 0; i < identity->field_count(); ++i) {
    const FieldDescriptor& field = *identity->field(i);
    if (field.name() == "birth_date_estimated") continue;  // Says nothing by itself.
    EXPECT_EQ(WayOf(field), Way::kText) << field.full_name();
  }
}

TEST(Fields, PasswordsAreSecrets) {
  const Descriptor* request = MethodNamed("access.SetPassword").input_type();
  EXPECT_EQ(WayOf(FieldNamed(request, "new_password")), Way::kSecret);
  EXPECT_EQ(FlagNameOf(FieldNamed(request, "new_password")), "new-password-file");
}

TEST(Fields, EveryFlagTellsWhatTheProtoTells) {
  for (const Descriptor* request : AllRequests()) {
    for (int i = 0; i < request->field_count(); ++i) {
      EXPECT_NE(DocOf(*request->field(i)), "") << request->field(i)->full_name();
    }
  }
  EXPECT_THAT(DocOf(MethodNamed("casework.SetRisk")), testing::HasSubstr("risk level"));
}

TEST(Fields, AListTakesCommasAndRepetition) {
  casework::v1::AssessCaseRequest request;
  const auto& field = FieldNamed(request.GetDescriptor(), "needs");
  ASSERT_TRUE(SetField(AtNoon(), field, {"ESHT,ESMD", "EMPS"}, request).ok());
  EXPECT_THAT(request.needs(), testing::ElementsAre("ESHT", "ESMD", "EMPS"));
}

TEST(Fields, ACategoryIsWrittenWithColons) {
  casework::v1::IdentifyChildRequest request;
  const auto& field = FieldNamed(request.GetDescriptor(), "categories");
  ASSERT_TRUE(SetField(AtNoon(), field, {"CSRG::OCGE:2026-11-20"}, request).ok());
  ASSERT_EQ(request.categories_size(), 1);
  EXPECT_EQ(request.categories(0).category(), "CSRG");
  EXPECT_EQ(request.categories(0).subcategory(), "");
  EXPECT_EQ(request.categories(0).nature(), "OCGE");
  EXPECT_EQ(request.categories(0).event_on(), "2026-11-20");
  EXPECT_FALSE(SetField(AtNoon(), field, {"a:b:c:d:e"}, request).ok());
}

TEST(Fields, AnEnumIsItsShortWord) {
  referral::v1::ListWorklistRequest request;
  const auto& field = FieldNamed(request.GetDescriptor(), "queue");
  ASSERT_TRUE(SetField(AtNoon(), field, {"due-soon"}, request).ok());
  EXPECT_EQ(request.queue(), referral::v1::QUEUE_DUE_SOON);
  const absl::Status wrong = SetField(AtNoon(), field, {"soon"}, request);
  EXPECT_TRUE(absl::IsInvalidArgument(wrong));
  EXPECT_THAT(std::string(wrong.message()), testing::HasSubstr("due-soon"));
  EXPECT_THAT(FlagOf(field).choices, testing::Contains("waiting-on-others"));
}

TEST(Fields, ATextThatIsNotUtf8IsNamed) {
  casework::v1::IdentifyChildRequest request;
  request.mutable_identity()->set_surname("Caf\xc3\xa9");
  EXPECT_TRUE(CheckTexts(request).ok());
  request.mutable_identity()->set_surname("Caf\xe9");
  const absl::Status refused = CheckTexts(request);
  EXPECT_TRUE(absl::IsInvalidArgument(refused));
  EXPECT_THAT(std::string(refused.message()), testing::HasSubstr("--surname-file"));
}

TEST(Fields, NumbersOutOfRangeAreRefused) {
  casework::v1::IdentifyChildRequest request;
  const auto& field = FieldNamed(request.GetDescriptor(), "age_years");
  EXPECT_TRUE(SetField(AtNoon(), field, {"14"}, request).ok());
  EXPECT_EQ(request.age_years(), 14u);
  EXPECT_TRUE(SetField(AtNoon(), field, {"0"}, request).ok());
  EXPECT_TRUE(request.has_age_years()) << "a baby, and not an age that nobody told";
  for (const char* text : {"-1", "fourteen", "99999999999", ""}) {
    EXPECT_FALSE(SetField(AtNoon(), field, {text}, request).ok()) << text;
  }
}

std::string Parsed(absl::string_view text) {
  const Reading reading = AtNoon();
  const absl::StatusOr<absl::Time> time = ParseTime(text, reading.zone, reading.now);
  return time.ok() ? absl::FormatTime(absl::RFC3339_sec, *time, reading.zone) : "refused";
}

TEST(TimeText, ReadsWhatPeopleWrite) {
  EXPECT_EQ(Parsed("2026-11-26 09:00"), "2026-11-26T09:00:00+03:00");
  EXPECT_EQ(Parsed("2026-11-26T09:00"), "2026-11-26T09:00:00+03:00");
  EXPECT_EQ(Parsed("2026-11-26T06:00:00Z"), "2026-11-26T09:00:00+03:00");
  EXPECT_EQ(Parsed("2026-11-26"), "2026-11-26T00:00:00+03:00");
  EXPECT_EQ(Parsed("now"), "2026-11-24T12:00:00+03:00");
  EXPECT_EQ(Parsed("+3d"), "2026-11-27T12:00:00+03:00");
  EXPECT_EQ(Parsed("-2h"), "2026-11-24T10:00:00+03:00");
  EXPECT_EQ(Parsed("+14d 09:00"), "2026-12-08T09:00:00+03:00");
}

TEST(TimeText, RefusesWhatItCouldOnlyGuess) {
  for (const char* text : {"", "tomorrow", "26/11/2026", "2026-13-01", "+3", "+3w", "9:00"}) {
    EXPECT_EQ(Parsed(text), "refused") << text;
  }
}

TEST(TimeText, TellsHowFarOffAndHowLate) {
  const absl::Time now = AtNoon().now;
  EXPECT_EQ(ShowDistance(now + absl::Hours(72), now), "in 3 d");
  EXPECT_EQ(ShowDistance(now + absl::Minutes(90), now), "in 90 min");
  EXPECT_EQ(ShowDistance(now - absl::Hours(5), now), "5 h late");
}

}  // namespace
}  // namespace rufaa::cli
