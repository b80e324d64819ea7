#include "services/rpc/status.h"

#include <fstream>
#include <sstream>

#include "domain/base/refusal.h"
#include "google/rpc/error_details.pb.h"
#include "gtest/gtest.h"
#include "services/rpc/errors_doc.h"

namespace rufaa::rpc {
namespace {

template <class Detail>
bool Find(const google::rpc::Status& status, Detail* detail) {
  for (const google::protobuf::Any& any : status.details()) {
    if (any.UnpackTo(detail)) return true;
  }
  return false;
}

TEST(Status, ARefusalComesBackFromTheWireAsItWas) {
  for (const ReasonInfo& info : AllReasons()) {
    const absl::Status sent =
        Refuse(info.reason, "in words", {{"field", "risk"}, {"problem", "p"}});
    const absl::Status received = FromGrpc(ToGrpc(sent, "trace"));
    ASSERT_TRUE(RefusalOf(received).has_value()) << info.name;
    EXPECT_EQ(RefusalOf(received)->reason, info.reason);
    EXPECT_EQ(RefusalOf(received)->details, RefusalOf(sent)->details);
    EXPECT_EQ(received.code(), sent.code());
  }
}

TEST(Status, TellsReasonDomainAndFactsInErrorInfo) {
  const google::rpc::Status proto =
      ToProto(Refuse(Reason::OPEN_REFERRAL, {}, {{"open_referrals", "2"}}), "trace");
  google::rpc::ErrorInfo info;
  ASSERT_TRUE(Find(proto, &info));
  EXPECT_EQ(info.reason(), "OPEN_REFERRAL");
  EXPECT_EQ(info.domain(), "rufaa");
  EXPECT_EQ(info.metadata().at("open_referrals"), "2");
}

TEST(Status, NamesEveryWrongFieldInBadRequest) {
  const google::rpc::Status proto = ToProto(
      Refuse(Reason::MALFORMED, {},
             {{"field", "a"}, {"problem", "required"}, {"field", "b"}, {"problem", "too long"}}),
      "trace");
  google::rpc::BadRequest bad;
  ASSERT_TRUE(Find(proto, &bad));
  ASSERT_EQ(bad.field_violations_size(), 2);
  EXPECT_EQ(bad.field_violations(1).field(), "b");
  EXPECT_EQ(bad.field_violations(1).description(), "too long");
}

TEST(Status, SaysHowLongToWaitOnlyWhereRetryingHelps) {
  google::rpc::RetryInfo retry;
  ASSERT_TRUE(
      Find(ToProto(Refuse(Reason::TOO_MANY_ATTEMPTS, {}, {{"retry_ms", "2500"}}), "t"), &retry));
  EXPECT_EQ(retry.retry_delay().seconds(), 2);
  EXPECT_EQ(retry.retry_delay().nanos(), 500'000'000);
  EXPECT_FALSE(Find(ToProto(Refuse(Reason::NOT_PERMITTED), "t"), &retry));
  EXPECT_FALSE(Find(ToProto(Refuse(Reason::WRONG_VERSION), "t"), &retry));
}

TEST(Status, AFailureTellsTheCallerNothingButANumber) {
  const grpc::Status status = ToGrpc(absl::InternalError("disk /dev/sda1 at 3 a.m."), "trace-7");
  EXPECT_EQ(status.error_code(), grpc::StatusCode::INTERNAL);
  EXPECT_EQ(status.error_message().find("sda1"), std::string::npos);
  EXPECT_EQ(status.error_details().find("sda1"), std::string::npos);
  EXPECT_NE(status.error_message().find("trace-7"), std::string::npos);
}

TEST(Status, ACallThatRanOutOfTimeKeepsItsCode) {
  EXPECT_EQ(ToGrpc(absl::DeadlineExceededError("x"), "t").error_code(),
            grpc::StatusCode::DEADLINE_EXCEEDED);
}

TEST(Status, AStrangersErrorKeepsCodeAndText) {
  const absl::Status status =
      FromGrpc(grpc::Status(grpc::StatusCode::UNAVAILABLE, "connection refused"));
  EXPECT_EQ(status.code(), absl::StatusCode::kUnavailable);
  EXPECT_FALSE(RefusalOf(status).has_value());
}

TEST(Status, TheCatalogueOfRefusalsIsCurrent) {
  std::ifstream file("docs/errors.md");
  std::stringstream text;
  text << file.rdbuf();
  EXPECT_EQ(text.str(), ErrorsDoc()) << "run rufaa-errors-doc > docs/errors.md";
}

TEST(Status, EveryReasonIsFitForTheWire) {
  for (const ReasonInfo& info : AllReasons()) {
    EXPECT_LE(info.name.size(), 63u) << info.name;
    EXPECT_EQ(info.name.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ_"), absl::string_view::npos);
    EXPECT_FALSE(info.cause.empty());
    EXPECT_FALSE(info.remedy.empty());
    EXPECT_NE(info.code, absl::StatusCode::kOk);
    EXPECT_NE(info.code, absl::StatusCode::kInternal) << "a failure has no reason";
  }
}

}  // namespace
}  // namespace rufaa::rpc
