// A hub of processes on three brokers, people at work at it, and what a bad night does to both.
// Each test ends with a look at the whole history: whatever was acknowledged stands in the topic
// once, where it was said to stand, and every replica and every view came to the same.
#include <gmock/gmock.h>
#include <grpcpp/create_channel.h>
#include <grpcpp/security/credentials.h>

#include <algorithm>
#include <atomic>
#include <deque>
#include <functional>
#include <future>
#include <map>
#include <random>
#include <thread>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "eventlog/codec/event_codec.h"
#include "eventlog/kafka/kafka_log.h"
#include "projections/core/rows.h"
#include "services/hub/open_county.h"
#include "services/publisher/payload.h"
#include "services/rpc/unary.h"
#include "tests/processes/load.h"
#include "tests/processes/process_hub.h"
#include "tests/services_publisher/kcat.h"
#include "tests/support/raw_topic.h"
#include "tests/walk_grpc/requests.h"

namespace rufaa {
namespace {

using testing::Client;
using AccessStub = access::v1::AccessService::Stub;
using DirectoryStub = directory::v1::DirectoryService::Stub;

constexpr char kOffice[] = "office";
constexpr char kCountyTopic[] = "rufaa.county.001", kPublicTopic[] = "rufaa.public.001";

using Digests = std::map<std::string, std::string>;  // Of a replica's views, by name.

// A call that waits for its answer.
template <class Request, class Reply>
struct UnderWay {
  grpc::ClientContext context;
  Request request;
  Reply reply;
  std::promise<absl::Status> answered;
};

// Many calls of `method` at once: gRPC has a few threads for them at the server.
template <class Request, class Reply, class Async>
std::deque<UnderWay<Request, Reply>> SendMany(
    const Client& client, Async& stub,
    void (Async::*method)(grpc::ClientContext*, const Request*, Reply*,
                          std::function<void(grpc::Status)>),
    const std::function<Request()>& make) {
  std::deque<UnderWay<Request, Reply>> calls;
  for (int i = 0; i < 100; ++i) {
    auto& one = calls.emplace_back();
    client.Prepare(one.context);
    one.request = make();
    (stub.*method)(&one.context, &one.request, &one.reply, [&one](const grpc::Status& status) {
      one.answered.set_value(Client::Meant(status));
    });
  }
  return calls;
}

class ProcessFaults : public ::testing::Test {
 protected:
  void SetUp() override {
    const absl::Status serving = hub_.WaitUntilServing();
    ASSERT_TRUE(serving.ok()) << serving << hub_.log();
    Client admin(Gateway(), SignIn(cli::ServedHub::kAdmin));
    Open(admin, kOffice, "CHILDREN_OFFICE");
    Settle(admin, {"p-officer", kOffice, "childrens_officer"});
    // Four devices of one officer: a case is its officer's.
    for (int device = 0; device < 4; ++device) {
      workers_.push_back({.person = "p-officer", .token = SignIn("officer")});
    }
    Client officer(Gateway(), workers_.front().token);
    shared_case_ = testing::RegisteredCase(officer, officer).case_file().case_code();
  }

  std::shared_ptr<grpc::Channel> Gateway() {
    return grpc::CreateChannel(hub_.address(), grpc::InsecureChannelCredentials());
  }
  std::string SignIn(const std::string& login) {
    access::v1::SignInRequest request;
    request.set_login_name(login);
    request.set_password(cli::ServedHub::kPassword);
    return Client(Gateway(), "")
        .Must<access::v1::SignInResponse>(&AccessStub::SignIn, request)
        .token();
  }
  void Open(Client& admin, const std::string& its, const std::string& kind) {
    directory::v1::RegisterAgencyRequest agency;
    agency.set_request_id(testing::NewUuid());
    agency.set_agency(its);
    agency.set_kind(kind);
    agency.set_display_name(its);
    agency.add_subcounties("003");
    admin.Must<directory::v1::RegisterAgencyResponse>(&DirectoryStub::RegisterAgency, agency);
    directory::v1::OpenDeskRequest desk;
    desk.set_request_id(testing::NewUuid());
    desk.set_agency(its);
    desk.set_desk("main");
    desk.set_display_name("Main desk");
    admin.Must<directory::v1::OpenDeskResponse>(&DirectoryStub::OpenDesk, desk);
  }
  void Settle(Client& admin, const testing::Post& post) {
    directory::v1::EnrollPersonRequest enrol;
    enrol.set_request_id(testing::NewUuid());
    enrol.set_person(post.person);
    enrol.set_agency(post.agency);
    enrol.set_desk("main");
    enrol.set_role(post.role);
    admin.Must<directory::v1::EnrollPersonResponse>(&DirectoryStub::EnrollPerson, enrol);
    access::v1::CreateAccountRequest account;
    account.set_login_name(post.person.substr(2));
    account.set_person(post.person);
    account.set_password(cli::ServedHub::kPassword);
    admin.Must<access::v1::CreateAccountResponse>(&AccessStub::CreateAccount, account);
  }

  // Of a read through the gateway, in milliseconds; asked until one tells.
  int64_t AgeOfReads() {
    const auto stub = casework::v1::CaseworkService::NewStub(Gateway());
    int64_t age = 0;
    for (int attempt = 0; attempt < 20'000 && age == 0; ++attempt) {
      grpc::ClientContext context;
      context.AddMetadata("authorization", "Bearer " + workers_.front().token);
      context.set_deadline(absl::ToChronoTime(absl::Now() + absl::Seconds(30)));
      casework::v1::GetCaseResponse reply;
      EXPECT_TRUE(stub->GetCase(&context, testing::CaseAt(shared_case_, 0), &reply).ok());
      const auto& trailer = context.GetServerTrailingMetadata();
      const auto told = trailer.find(rpc::kAgeMetadata);
      if (told == trailer.end()) continue;
      EXPECT_TRUE(absl::SimpleAtoi(std::string(told->second.data(), told->second.size()), &age));
    }
    return age;
  }

  // Ends the hub; holds what it left behind against the topic, and each view against the others'.
  void CheckHistory(const std::vector<Acknowledged>& acknowledged) {
    EXPECT_EQ(hub_.Stop(), 0) << hub_.log();
    const TopicHistory history = JudgeTopic(cluster_.Topic(kCountyTopic));
    ExpectKept(history, acknowledged);
    CheckPublicTopic();
    CheckReplicas(history);
  }
  // Two at a time: each is opened, and its views are folded to the end.
  void CheckReplicas(const TopicHistory& history) {
    std::vector<std::string> replicas = hub_.instances();
    std::erase(replicas, "gateway");
    std::vector<Digests> digests(replicas.size());
    std::atomic<size_t> next{0};
    const auto check = [&] {
      for (size_t i = next++; i < replicas.size(); i = next++) {
        CheckReplica(replicas[i], history, digests[i]);
      }
    };
    std::thread other(check);
    check();
    other.join();
    for (size_t i = 0; i < replicas.size(); ++i) {
      EXPECT_FALSE(digests[i].empty()) << replicas[i];
      EXPECT_EQ(digests[i], digests.front()) << replicas[i] << " and " << replicas.front();
    }
  }
  // Every public event of the log, in order and once; written on by a publisher that was ended in
  // the middle of it.
  void CheckPublicTopic() {
    auto log = hub::OpenLog(folder_.File("data/audit-1/001/log"), "001", nullptr,
                            hub::KafkaPlace{.brokers = cluster_.brokers()});
    ASSERT_TRUE(log.ok()) << log.status();
    std::vector<std::string> wanted, found;
    ASSERT_TRUE((*log)
                    ->Read(0,
                           [&](const Commit& commit) {
                             for (size_t i = 0; i < commit.proposal.events.size(); ++i) {
                               const NewEvent& event = commit.proposal.events[i];
                               const auto known = DecodeEvent(event.type, event.payload);
                               if (!known.ok() || publisher::PublicEventOf(*known) == nullptr) {
                                 continue;
                               }
                               wanted.push_back(publisher::IdText("001", {commit.position, i + 1}));
                             }
                             return true;
                           })
                    .ok());
    EXPECT_FALSE(wanted.empty());
    hub_.Start("publisher");
    for (const ReadRecord& record : ReadByKcat(cluster_.Topic(kPublicTopic), wanted.size())) {
      found.push_back(record.id());
    }
    hub_.Kill("publisher");
    EXPECT_EQ(found, wanted);
  }
  void CheckReplica(const std::string& instance, const TopicHistory& history, Digests& digests) {
    SCOPED_TRACE(instance);
    const std::string folder = folder_.File("data/" + instance + "/001");
    auto log = hub::OpenLog(folder + "/log", "001", nullptr,
                            hub::KafkaPlace{.brokers = cluster_.brokers()});
    ASSERT_TRUE(log.ok()) << log.status();
    ExpectSame(history, **log);
    ViewRunnerOptions options;
    options.store.path = folder + "/views";
    auto views = ViewRunner::Open(options, **log, hub::HubViews());
    ASSERT_TRUE(views.ok()) << views.status();
    ASSERT_TRUE((*views)->FoldToHead().ok());
    for (const ViewStatus& view : (*views)->Status()) {
      const auto snapshot = (*views)->Snapshot(view.view);
      ASSERT_TRUE(snapshot.ok()) << snapshot.status();
      digests[view.view] = *Digest(**snapshot);
    }
  }

  // The brokers that all tests of the program share, without what the test before left there.
  static KafkaCluster& EmptyCluster() {
    static KafkaCluster cluster(3, /*with_proxies=*/true);
    cluster.Heal();
    for (const char* topic : {kCountyTopic, kPublicTopic}) DeleteRawTopic(cluster.Topic(topic));
    return cluster;
  }

  cli::Folder folder_;
  KafkaCluster& cluster_ = EmptyCluster();
  ProcessHub hub_{folder_, cluster_};
  std::vector<Worker> workers_;
  std::string shared_case_;
};

// Each of them twice, and those of casework, at which people work, until it is fifty.
std::vector<std::string> FiftyVictims(const std::vector<std::string>& instances) {
  std::vector<std::string> victims = instances;
  victims.insert(victims.end(), instances.begin(), instances.end());
  while (victims.size() < 50) {
    victims.push_back(victims.size() % 2 == 0 ? "casework-1" : "casework-2");
  }
  std::shuffle(victims.begin(), victims.end(), std::mt19937(2026));
  return victims;
}

// Several are being started again at a time; none is killed before it has come to serve.
TEST_F(ProcessFaults, ServicesAreKilledFiftyTimes) {
  Load load(Gateway(), workers_, shared_case_);
  const std::vector<std::string> victims = FiftyVictims(hub_.instances());
  for (size_t kill = 0; kill < victims.size(); ++kill) {
    const std::string& victim = victims[kill];
    // Who starts asks the keeper of keys, and ends by itself if that one dies just then.
    const absl::Status serving = victim == "vault" ? hub_.WaitUntilServing() : hub_.WaitFor(victim);
    ASSERT_TRUE(serving.ok()) << serving << hub_.log();
    hub_.Kill(victim);
    hub_.Start(victim);
    if (kill % 5 == 4) ASSERT_TRUE(load.WaitForMore(5)) << hub_.log();
  }
  const absl::Status serving = hub_.WaitUntilServing();
  ASSERT_TRUE(serving.ok()) << serving << hub_.log();
  const std::vector<Acknowledged> acknowledged = load.Stop();
  EXPECT_GT(load.sent_again(), 0u);
  CheckHistory(acknowledged);
}

TEST_F(ProcessFaults, AFrozenInstanceAndADeletedReplicaDoNoHarm) {
  Load load(Gateway(), workers_, shared_case_);
  ASSERT_TRUE(load.WaitForMore(20));
  // For all that others can tell it never comes back: they go on.
  hub_.Freeze("casework-1");
  ASSERT_TRUE(load.WaitForMore(20)) << hub_.log();
  hub_.Kill("casework-2");
  hub_.DeleteReplica("casework-2");
  hub_.Start("casework-2");
  ASSERT_TRUE(hub_.WaitFor("casework-2").ok()) << hub_.log();
  hub_.Thaw("casework-1");
  ASSERT_TRUE(load.WaitForMore(20)) << hub_.log();
  CheckHistory(load.Stop());
}

// Whoever seals, looks for a child or reads the access book waits for it, and nobody else.
TEST_F(ProcessFaults, AFrozenVaultHoldsUpNobodyWhoDoesNotAskIt) {
  using AuditStub = audit::v1::AuditService::Stub;
  Client admin(Gateway(), SignIn(cli::ServedHub::kAdmin));
  Open(admin, "oversight", "OVERSIGHT");
  Settle(admin, {"p-auditor", "oversight", "auditor"});
  Client officer(hub_.ChannelTo("casework-1", "gateway"), workers_.front().token);
  const auto to_audit = hub_.ChannelTo("audit-1", "gateway");
  Client auditor(to_audit, SignIn("auditor"));
  const auto trail = audit::v1::AuditService::NewStub(to_audit);
  casework::v1::FindSimilarChildrenRequest zawadi;
  zawadi.set_first_name("Zawadi");
  audit::v1::ListReadsRequest all;
  all.set_purpose(common::v1::PURPOSE_AUDIT);

  hub_.Freeze("vault");
  auto found = SendMany<casework::v1::IdentifyChildRequest, casework::v1::CaseReply>(
      officer, *officer.casework().async(), &testing::CaseStub::async::IdentifyChild,
      testing::ChildFound);
  auto looked_for =
      SendMany<casework::v1::FindSimilarChildrenRequest, casework::v1::FindSimilarChildrenResponse>(
          officer, *officer.casework().async(), &testing::CaseStub::async::FindSimilarChildren,
          [&] { return zawadi; });
  auto listed = SendMany<audit::v1::ListReadsRequest, audit::v1::ListReadsResponse>(
      auditor, *trail->async(), &AuditStub::async::ListReads, [&] { return all; });
  // Only once these are answered does the vault go on.
  officer.Must<casework::v1::ListCaseloadResponse>(&testing::CaseStub::ListCaseload,
                                                   casework::v1::ListCaseloadRequest());
  auditor.Must<log::v1::GetHeadResponse>(&log::v1::LogService::Stub::GetHead,
                                         log::v1::GetHeadRequest());
  hub_.Thaw("vault");

  const auto is_done = [](auto& call) {
    const absl::Status status = call.answered.get_future().get();
    EXPECT_TRUE(status.ok() || absl::IsUnavailable(status) || absl::IsDeadlineExceeded(status))
        << status;
    return status.ok();
  };
  std::vector<Acknowledged> acknowledged;
  for (auto& call : found) {
    if (!is_done(call)) continue;
    acknowledged.push_back({.caller = workers_.front().person,
                            .request_id = rpc::UuidBytes(call.request.request_id()),
                            .position = call.reply.revision()});
  }
  for (auto& call : looked_for) is_done(call);
  for (auto& call : listed) is_done(call);
  CheckHistory(acknowledged);
}

TEST_F(ProcessFaults, TheLeaderIsKilledAloneAndTogetherWithAnInstance) {
  Load load(Gateway(), workers_, shared_case_);
  ASSERT_TRUE(load.WaitForMore(20));
  for (const bool together : {false, true}) {
    const int leader = cluster_.LeaderOf(kCountyTopic);
    cluster_.Kill(leader);
    if (together) {
      hub_.Kill("casework-2");
      hub_.Start("casework-2");
    }
    ASSERT_TRUE(load.WaitForMore(40)) << hub_.log();
    cluster_.Start(leader);
    cluster_.WaitInSync(kCountyTopic);
    ASSERT_TRUE(load.WaitForMore(20)) << hub_.log();
  }
  ASSERT_TRUE(hub_.WaitFor("casework-2").ok()) << hub_.log();
  CheckHistory(load.Stop());
}

// Its reads go on, its writes are refused at once and made at the other; when the way is open again
// it has what it missed.
TEST_F(ProcessFaults, AnInstanceIsCutOffFromTheBrokers) {
  Load load(Gateway(), workers_, shared_case_);
  ASSERT_TRUE(load.WaitForMore(20));
  cluster_.Cut();
  ASSERT_TRUE(load.WaitForMore(40)) << hub_.log();
  EXPECT_GT(AgeOfReads(), 0);
  cluster_.Heal();
  ASSERT_TRUE(load.WaitForMore(40)) << hub_.log();
  CheckHistory(load.Stop());
}

TEST_F(ProcessFaults, WithoutBrokersReadsGoOnAndWritesSayThatTheyCanNot) {
  Client officer(Gateway(), workers_.front().token);
  for (int node = 1; node <= cluster_.nodes(); ++node) cluster_.Kill(node);
  const auto risk = [&] {
    auto request = testing::OnCase<casework::v1::SetRiskRequest>(shared_case_);
    request.set_risk("RLMD");
    return request;
  }();
  casework::v1::CaseReply reply;
  const absl::Status written = officer.Call(&testing::CaseStub::SetRisk, risk, &reply);
  EXPECT_TRUE(absl::IsUnavailable(written)) << written;
  const auto seen = officer.Must<casework::v1::GetCaseResponse>(&testing::CaseStub::GetCase,
                                                                testing::CaseAt(shared_case_, 0));
  EXPECT_EQ(seen.case_file().case_code(), shared_case_);
  EXPECT_GT(AgeOfReads(), 0) << "reads don't say how old they may be";

  for (int node = 1; node <= cluster_.nodes(); ++node) cluster_.Start(node);
  cluster_.WaitUp(cluster_.nodes());
  // The same request, asked again, is done once, whether or not it had got through.
  absl::Status again = written;
  for (int attempt = 0; attempt < 20 && !again.ok(); ++attempt) {
    again = officer.Call(&testing::CaseStub::SetRisk, risk, &reply);
  }
  ASSERT_TRUE(again.ok()) << again;
  CheckHistory({{.caller = workers_.front().person,
                 .request_id = rpc::UuidBytes(risk.request_id()),
                 .position = reply.revision()}});
}

}  // namespace
}  // namespace rufaa
