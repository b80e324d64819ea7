#include "bench/read_bench.h"

#include <chrono>

#include "absl/strings/str_cat.h"
#include "bench/big_county.h"
#include "eventlog/record.h"
#include "rufaa/casework/v1/casework_service.pb.h"
#include "rufaa/committee/v1/committee_service.pb.h"
#include "rufaa/directory/v1/directory_service.pb.h"
#include "rufaa/log/v1/log_service.grpc.pb.h"
#include "rufaa/referral/v1/referral_service.pb.h"

namespace rufaa::bench {
namespace {

constexpr int kClients = 16;
constexpr int kConnections = 2;
constexpr uint64_t kCalls = 40'000;

Load Same(Load load, const google::protobuf::Message& request) {
  load.request = [bytes = request.SerializeAsString()](uint64_t) { return bytes; };
  return load;
}

}  // namespace

nlohmann::json BenchInbox(BenchCounty& county, const EchoServer& echo, const std::string& agency) {
  const std::string token = county.SignUp("p-inbox", agency, "agency_desk");
  referral::v1::ListWorklistRequest request;
  request.set_queue(referral::v1::QUEUE_NEW);
  request.set_page_size(50);
  const Result inbox =
      RunUnary(Same(county.LoadOf("/rufaa.referral.v1.ReferralService/ListWorklist", token,
                                  kConnections, kClients, kCalls),
                    request));
  const auto bytes = static_cast<size_t>(inbox.answer_bytes);
  const Result echoed = RunUnary(echo.LoadOf(16, bytes, kConnections, kClients, kCalls));
  return {{"inbox", inbox.ToJson()},
          {"echo", echoed.ToJson()},
          {"rate_of_echo", inbox.per_second / echoed.per_second}};
}

nlohmann::json BenchBoard(BenchCounty& county) {
  const std::string token = county.SignUp("p-board", BigAgency(kCommittee), "committee");
  const committee::v1::GetBoardRequest request;
  return RunUnary(Same(county.LoadOf("/rufaa.committee.v1.CommitteeService/GetBoard", token,
                                     kConnections, kClients, kCalls / 20),
                       request))
      .ToJson();
}

nlohmann::json BenchCaseFile(BenchCounty& county) {
  directory::v1::RegisterAgencyRequest office;
  office.set_request_id(RequestId(20, 1));
  office.set_agency("dcs-file");
  office.set_kind("CHILDREN_OFFICE");
  office.set_display_name("Nyali sub-county children office");
  office.add_subcounties("004");
  directory::v1::RegisterAgencyResponse registered;
  county.Call("/rufaa.directory.v1.DirectoryService/RegisterAgency", county.admin(), office,
              registered);
  const std::string token = county.SignUp("p-file", "dcs-file", "childrens_officer");

  casework::v1::IdentifyChildRequest identify;
  identify.set_request_id(RequestId(21, 0));
  identify.set_reporter("CRSP");
  auto& category = *identify.add_categories();
  category.set_category("CSRG");
  category.set_subcategory("CEPR");
  category.set_nature("OCGE");
  identify.set_sex("SFEM");
  identify.set_age_years(14);
  identify.set_subcounty("004");
  identify.mutable_identity()->set_first_name("First");
  identify.mutable_identity()->set_surname("Last");
  casework::v1::CaseReply reply;
  county.Call("/rufaa.casework.v1.CaseworkService/IdentifyChild", token, identify, reply);
  const std::string code = reply.case_file().case_code();
  for (uint64_t i = 0; i < 49; ++i) {
    casework::v1::AddNoteRequest note;
    note.set_request_id(RequestId(22, i));
    note.set_case_code(code);
    note.set_note(std::string(150, 'n'));
    county.Call("/rufaa.casework.v1.CaseworkService/AddNote", token, note, reply);
  }
  casework::v1::GetTimelineRequest timeline;
  timeline.set_case_code(code);
  timeline.set_purpose(common::v1::PURPOSE_CASE_MGMT);
  timeline.set_page_size(100);
  timeline.set_min_revision(reply.revision());
  casework::v1::GetCaseRequest names;
  names.set_case_code(code);
  names.set_purpose(common::v1::PURPOSE_CASE_MGMT);
  names.set_min_revision(reply.revision());
  return {
      {"timeline", RunUnary(Same(county.LoadOf("/rufaa.casework.v1.CaseworkService/GetTimeline",
                                               token, kConnections, kClients, kCalls / 4),
                                 timeline))
                       .ToJson()},
      {"case_with_names", RunUnary(Same(county.LoadOf("/rufaa.casework.v1.CaseworkService/GetCase",
                                                      token, kConnections, kClients, kCalls / 2),
                                        names))
                              .ToJson()}};
}

nlohmann::json BenchLogStream(BenchCounty& county) {
  directory::v1::RegisterAgencyRequest oversight;
  oversight.set_request_id(RequestId(23, 1));
  oversight.set_agency("oversight");
  oversight.set_kind("OVERSIGHT");
  oversight.set_display_name("Oversight");
  directory::v1::RegisterAgencyResponse registered;
  county.Call("/rufaa.directory.v1.DirectoryService/RegisterAgency", county.admin(), oversight,
              registered);
  const std::string token = county.SignUp("p-reader", "oversight", "auditor");
  grpc::ChannelArguments arguments;
  arguments.SetMaxReceiveMessageSize(64 << 20);
  const auto stub = log::v1::LogService::NewStub(
      grpc::CreateCustomChannel(county.target(), grpc::InsecureChannelCredentials(), arguments));
  grpc::ClientContext context;
  context.set_deadline(std::chrono::system_clock::now() + std::chrono::minutes(5));
  context.AddMetadata("authorization", absl::StrCat("Bearer ", token));
  const auto start = std::chrono::steady_clock::now();
  log::v1::ReadLogRequest request;
  request.set_purpose(common::v1::PURPOSE_AUDIT);
  const auto reader = stub->ReadLog(&context, request);
  uint64_t events = 0, bytes = 0, last = 0;
  Commit commit;
  log::v1::ReadLogResponse response;
  while (reader->Read(&response)) {
    bytes += response.chunk().size();
    ChunkReader chunk(response.chunk());
    while (chunk.Next()) {
      RUFAA_CHECK(DecodeCommit(chunk.record(), commit).ok());
      // A chunk may begin before what was asked for: what was seen already does not count.
      if (commit.position <= last) continue;
      last = commit.position;
      events += commit.proposal.events.size();
    }
  }
  RUFAA_CHECK(reader->Finish().ok());
  const double seconds =
      std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  return {{"events", events},
          {"events_per_second", static_cast<double>(events) / seconds},
          {"mb_per_second", static_cast<double>(bytes) / seconds / 1e6}};
}

}  // namespace rufaa::bench
