// What every API proto must hold to, read from the descriptors, so that a new method is held to it
// without anybody remembering.
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "google/protobuf/descriptor.h"
#include "google/rpc/error_details.pb.h"
#include "gtest/gtest.h"
#include "rufaa/access/v1/access_service.pb.h"
#include "rufaa/audit/v1/audit_service.pb.h"
#include "rufaa/casework/v1/casework_service.pb.h"
#include "rufaa/committee/v1/committee_service.pb.h"
#include "rufaa/common/v1/rules.pb.h"
#include "rufaa/directory/v1/directory_service.pb.h"
#include "rufaa/live/v1/live_service.pb.h"
#include "rufaa/log/v1/log_service.pb.h"
#include "rufaa/referral/v1/referral_service.pb.h"
#include "rufaa/view/v1/view_service.pb.h"

namespace rufaa {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::EnumDescriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::FileDescriptor;
using google::protobuf::MethodDescriptor;

std::vector<const FileDescriptor*> ServiceFiles() {
  return {access::v1::SignInRequest::descriptor()->file(),
          audit::v1::GetTrailRequest::descriptor()->file(),
          casework::v1::GetCaseRequest::descriptor()->file(),
          committee::v1::GetBoardRequest::descriptor()->file(),
          directory::v1::FindOffersRequest::descriptor()->file(),
          live::v1::WatchRequest::descriptor()->file(),
          log::v1::ReadLogRequest::descriptor()->file(),
          referral::v1::SendReferralRequest::descriptor()->file(),
          view::v1::ListViewsRequest::descriptor()->file()};
}

std::vector<const MethodDescriptor*> Methods() {
  std::vector<const MethodDescriptor*> methods;
  for (const FileDescriptor* file : ServiceFiles()) {
    for (int i = 0; i < file->service(0)->method_count(); ++i) {
      methods.push_back(file->service(0)->method(i));
    }
  }
  return methods;
}

// Reads, by their verbs; streams and access (which keeps no request ids: it is not in the log).
bool IsRead(const MethodDescriptor* method) {
  for (const char* verb : {"Get", "List", "Find", "Count", "Reveal", "Read", "Tail", "Verify",
                           "Stream", "Rebuild", "Watch"}) {
    if (absl::StartsWith(method->name(), verb)) return method->name() != "CountBeds";
  }
  return method->file()->package() == "rufaa.access.v1";
}

TEST(ApiProtos, HoldOneServiceEachWhoseNameEndsInService) {
  for (const FileDescriptor* file : ServiceFiles()) {
    ASSERT_EQ(file->service_count(), 1) << file->name();
    EXPECT_TRUE(absl::EndsWith(file->service(0)->name(), "Service")) << file->name();
    EXPECT_TRUE(absl::EndsWith(file->package(), ".v1")) << file->name();
  }
}

TEST(ApiProtos, EveryMethodHasARequestOfItsOwn) {
  for (const MethodDescriptor* method : Methods()) {
    if (method->client_streaming()) continue;
    EXPECT_EQ(method->input_type()->name(), method->name() + "Request") << method->full_name();
  }
}

TEST(ApiProtos, EveryChangeCarriesARequestIdAndAnswersWithARevision) {
  for (const MethodDescriptor* method : Methods()) {
    if (IsRead(method)) continue;
    const FieldDescriptor* id = method->input_type()->FindFieldByNumber(1);
    ASSERT_NE(id, nullptr) << method->full_name();
    EXPECT_EQ(id->name(), "request_id") << method->full_name();
    EXPECT_TRUE(id->options().GetExtension(common::v1::rules).required()) << method->full_name();
    EXPECT_EQ(id->options().GetExtension(common::v1::rules).form(), common::v1::FORM_UUID);
    EXPECT_NE(method->input_type()->FindFieldByName("occur_time"), nullptr) << method->full_name();
    const FieldDescriptor* revision = method->output_type()->FindFieldByName("revision");
    ASSERT_NE(revision, nullptr) << method->full_name();
    EXPECT_EQ(revision->number(), 1);
  }
}

TEST(ApiProtos, EveryListPages) {
  for (const MethodDescriptor* method : Methods()) {
    // Few and fixed.
    if (!absl::StartsWith(method->name(), "List") || method->name() == "ListViews") continue;
    EXPECT_NE(method->input_type()->FindFieldByName("page_size"), nullptr) << method->full_name();
    EXPECT_NE(method->input_type()->FindFieldByName("page_token"), nullptr) << method->full_name();
    EXPECT_NE(method->output_type()->FindFieldByName("next_page_token"), nullptr);
  }
}

TEST(ApiProtos, ARequestThatCanOpenPersonalDataNamesItsPurpose) {
  for (const char* name : {"GetCaseRequest", "RevealChildRequest", "GetTimelineRequest"}) {
    EXPECT_NE(casework::v1::GetCaseRequest::descriptor()
                  ->file()
                  ->FindMessageTypeByName(name)
                  ->FindFieldByName("purpose"),
              nullptr)
        << name;
  }
  EXPECT_NE(audit::v1::ListReadsRequest::descriptor()->FindFieldByName("purpose"), nullptr);
  EXPECT_NE(referral::v1::GetReferralRequest::descriptor()->FindFieldByName("purpose"), nullptr);
}

TEST(ApiProtos, EveryCommandOfAStreamIsTheUnaryRequest) {
  for (const Descriptor* command :
       {casework::v1::CommandRequest::descriptor(), referral::v1::CommandRequest::descriptor()}) {
    ASSERT_EQ(command->oneof_decl_count(), 1);
    for (int i = 0; i < command->field_count(); ++i) {
      const Descriptor* request = command->field(i)->message_type();
      ASSERT_NE(request, nullptr);
      EXPECT_EQ(request->FindFieldByNumber(1)->name(), "request_id") << request->full_name();
    }
  }
}

TEST(ApiProtos, EnumsBeginUnspecifiedAndCarryTheirName) {
  for (const EnumDescriptor* list :
       {common::v1::Purpose_descriptor(), common::v1::Compartment_descriptor(),
        referral::v1::Queue_descriptor()}) {
    std::string prefix = absl::AsciiStrToUpper(list->name()) + "_";
    EXPECT_EQ(list->value(0)->name(), prefix + "UNSPECIFIED");
    for (int i = 0; i < list->value_count(); ++i) {
      EXPECT_TRUE(absl::StartsWith(list->value(i)->name(), prefix)) << list->value(i)->name();
    }
  }
}

// The names, numbers and types of the world's definitions: tools read our errors by them.
TEST(GoogleRpc, HasTheWireFormatThatToolsExpect) {
  google::rpc::ErrorInfo info;
  info.set_reason("R");
  info.set_domain("D");
  (*info.mutable_metadata())["k"] = "v";
  EXPECT_EQ(info.SerializeAsString(), std::string("\x0a\x01R\x12\x01"
                                                  "D\x1a\x06\x0a\x01k\x12\x01v"));
  EXPECT_EQ(google::rpc::ErrorInfo::descriptor()->full_name(), "google.rpc.ErrorInfo");
  EXPECT_EQ(google::rpc::BadRequest::descriptor()->full_name(), "google.rpc.BadRequest");
  EXPECT_EQ(google::rpc::RetryInfo::descriptor()->full_name(), "google.rpc.RetryInfo");
}

}  // namespace
}  // namespace rufaa
