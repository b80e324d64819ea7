// Names that were planted must be nowhere but in what an authorised read opens; after erasure not
// even there.
#include <arpa/inet.h>
#include <sys/socket.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iterator>

#include "absl/strings/str_cat.h"
#include "tests/walk_grpc/requests.h"

namespace rufaa::testing {
namespace {

constexpr absl::string_view kCanaries[] = {"Zqxanaria", "Wkvumbali", "Yndefukwa", "Xopicha"};

class CanaryTest : public HubTest {};

cw::IdentifyChildRequest PlantedChild() {
  cw::IdentifyChildRequest found = ChildFound();
  found.mutable_identity()->set_first_name("Zqxanaria");
  found.mutable_identity()->set_surname("Wkvumbali");
  found.mutable_identity()->set_phone("Zqxanaria-0700");
  found.set_narrative("Yndefukwa was seen with her.");
  found.set_location("Xopicha");
  return found;
}

// What stands on the monitor port.
std::string Metrics(int port) {
  const int fd = ::socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  EXPECT_EQ(::connect(fd, reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
  const std::string ask = "GET /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n";
  EXPECT_EQ(::send(fd, ask.data(), ask.size(), 0), static_cast<ssize_t>(ask.size()));
  std::string text;
  char buffer[4096];
  for (ssize_t n = 0; (n = ::recv(fd, buffer, sizeof buffer, 0)) > 0;) text.append(buffer, n);
  ::close(fd);
  return text;
}

void ExpectNoCanary(const std::string& bytes, const std::string& where) {
  for (absl::string_view canary : kCanaries) {
    EXPECT_EQ(bytes.find(std::string(canary)), std::string::npos) << canary << " in " << where;
  }
}

// Every byte of every file under `folder`. `control` is what the hub must have written there in
// clear: a search that does not find it would find no name either.
void ExpectNoCanaryIn(const std::string& folder, const std::string& control) {
  bool control_found = false;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    if (!entry.is_regular_file()) continue;
    ExpectNoCanary(entry.path().string(), "a file's name");
    std::ifstream file(entry.path(), std::ios::binary);
    const std::string bytes(std::istreambuf_iterator<char>(file), {});
    ExpectNoCanary(bytes, entry.path().string());
    control_found = control_found || bytes.find(control) != std::string::npos;
  }
  EXPECT_TRUE(control_found);
}

// What `who` gets to read of the referral and of the case's story: all of it, as bytes.
std::string WhatIsTold(Client& who, common::v1::Purpose purpose, const std::string& code,
                       const std::string& referral, uint64_t revision) {
  rf::GetReferralResponse of_referral;
  const absl::Status read =
      who.Call(&ReferralStub::GetReferral, ReferralAt(referral, revision, purpose), &of_referral);
  cw::GetTimelineRequest story;
  story.set_case_code(code);
  story.set_min_revision(revision);
  story.set_purpose(purpose);
  cw::GetTimelineResponse entries;
  const absl::Status listed = who.Call(&CaseStub::GetTimeline, story, &entries);
  return absl::StrCat(of_referral.SerializeAsString(), read.message(), entries.SerializeAsString(),
                      listed.message());
}

TEST_F(CanaryTest, NoFileAndNoMetricHoldsAPlantedNameAndErasureEndsEveryRead) {
  County county(*hub_, "001");
  county.Settle();
  Client chv = county.SignIn("p-chv"), officer = county.SignIn("p-officer"),
         shelter = county.SignIn("p-shelter");
  const auto kase = RegisteredCase(chv, officer, PlantedChild());
  const std::string code = kase.case_file().case_code();
  Consent(officer, code, "rescue-centre");
  auto send = OnCase<rf::SendReferralRequest>(code);
  send.set_service("RMTS");
  send.set_to_agency("rescue-centre");
  send.set_note("Zqxanaria needs a bed.");
  const auto sent = officer.Must<rf::ReferralReply>(&ReferralStub::SendReferral, send);
  const std::string& referral = sent.referral().referral_code();
  auto question = OnReferral<rf::AskInformationRequest>(referral);
  question.set_question("Is Yndefukwa her aunt?");
  shelter.Must<rf::ReferralReply>(&ReferralStub::AskInformation, question);
  auto answer = OnReferral<rf::GiveInformationRequest>(referral);
  answer.set_answer("Yes, of Xopicha.");
  officer.Must<rf::ReferralReply>(&ReferralStub::GiveInformation, answer);
  const auto accepted = shelter.Must<rf::ReferralReply>(
      &ReferralStub::AcceptReferral, OnReferral<rf::AcceptReferralRequest>(referral));
  // A refusal must not repeat what was sent either.
  cw::IdentifyChildRequest bad = PlantedChild();
  bad.set_sex("ZQXANARIA");
  cw::CaseReply refused;
  ExpectNoCanary(std::string(chv.Call(&CaseStub::IdentifyChild, bad, &refused).message()),
                 "a refusal");

  const auto read = CaseAt(code, accepted.revision(), common::v1::PURPOSE_CASE_MGMT);
  EXPECT_EQ(officer.Must<cw::GetCaseResponse>(&CaseStub::GetCase, read)
                .case_file()
                .identity()
                .first_name(),
            "Zqxanaria");
  const auto officer_is_told = [&](uint64_t revision) {
    return WhatIsTold(officer, common::v1::PURPOSE_CASE_MGMT, code, referral, revision);
  };
  const auto shelter_is_told = [&](uint64_t revision) {
    return WhatIsTold(shelter, common::v1::PURPOSE_REFERRAL_SERVICE, code, referral, revision);
  };
  // Or what is asked for after the erasure would be no canary's either.
  for (const absl::string_view canary : {"Zqxanaria needs", "Yndefukwa her", "of Xopicha"}) {
    EXPECT_NE(officer_is_told(accepted.revision()).find(std::string(canary)), std::string::npos)
        << canary;
  }
  EXPECT_NE(shelter_is_told(accepted.revision()).find("Zqxanaria"), std::string::npos);
  ExpectNoCanary(Metrics(hub_->monitor()->port()), "/metrics");
  // While the write-ahead logs still hold all of it, uncompressed.
  ExpectNoCanaryIn(data_dir_, code);

  // The referral ends, and the child asks to be forgotten.
  auto release = OnReferral<rf::DeclineReferralRequest>(referral);
  release.set_reason("UNSAFE_HERE");
  shelter.Must<rf::ReferralReply>(&ReferralStub::DeclineReferral, release);
  Client dpo = county.SignInSteppedUp("p-dpo");
  auto erase = OnCase<cw::EraseChildRequest>(code);
  erase.set_authority("DPG5 17/2026");
  const auto erased = dpo.Must<cw::CaseReply>(&CaseStub::EraseChild, erase);
  EXPECT_TRUE(erased.case_file().erased());
  const auto gone = officer.Must<cw::GetCaseResponse>(
      &CaseStub::GetCase, CaseAt(code, erased.revision(), common::v1::PURPOSE_CASE_MGMT));
  EXPECT_FALSE(gone.case_file().has_identity());
  ExpectNoCanary(gone.SerializeAsString(), "the case file");
  ExpectNoCanary(officer_is_told(erased.revision()), "what the officer is told");
  ExpectNoCanary(shelter_is_told(erased.revision()), "what the receiver is told");
  cw::RevealChildRequest reveal;
  reveal.set_case_code(code);
  reveal.set_purpose(common::v1::PURPOSE_CASE_MGMT);
  reveal.add_compartments(common::v1::COMPARTMENT_IDENTITY);
  cw::RevealChildResponse nothing;
  EXPECT_REFUSED(officer.Call(&CaseStub::RevealChild, reveal, &nothing), ERASED);
  cw::FindSimilarChildrenRequest similar;
  similar.set_first_name("Zqxanaria");
  similar.set_surname("Wkvumbali");
  EXPECT_EQ(officer.Must<cw::FindSimilarChildrenResponse>(&CaseStub::FindSimilarChildren, similar)
                .case_codes_size(),
            0);

  // The log still verifies: only keys were destroyed.
  Client auditor = county.SignIn("p-auditor");
  EXPECT_TRUE(auditor
                  .Must<log::v1::VerifyLogResponse>(&log::v1::LogService::Stub::VerifyLog,
                                                    log::v1::VerifyLogRequest())
                  .whole());
  Stop();
  ExpectNoCanaryIn(data_dir_, code);
}

}  // namespace
}  // namespace rufaa::testing
