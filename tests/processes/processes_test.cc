// What holds between the hub's processes: who may speak with whom, that either instance does, and
// that any of them may die or lose its replica at any moment.
#include "tests/processes/process_hub.h"

#include <gmock/gmock.h>
#include <grpcpp/create_channel.h>
#include <grpcpp/security/credentials.h>

#include <filesystem>
#include <nlohmann/json.hpp>
#include <set>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "rufaa/access/v1/access_service.grpc.pb.h"
#include "rufaa/directory/v1/directory_service.grpc.pb.h"
#include "rufaa/replica/v1/replica_service.grpc.pb.h"
#include "rufaa/vault/v1/vault_service.grpc.pb.h"

namespace rufaa {
namespace {

using cli::Folder;
using nlohmann::json;
using testing::HasSubstr;

class Processes : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    folder_ = new Folder();
    cluster_ = new KafkaCluster(1);
    hub_ = new ProcessHub(*folder_, *cluster_);
    const absl::Status serving = hub_->WaitUntilServing();
    ASSERT_TRUE(serving.ok()) << serving << "\n" << hub_->log();
    SignIn(cli::ServedHub::kAdmin);
    Do({"agency", "register", "office", "--kind", "CHILDREN_OFFICE", "--display-name", "Office",
        "--subcounties", "003"});
    Do({"agency", "open-desk", "office", "main", "--display-name", "Main desk"});
    Do({"people", "enroll", "p-officer", "--agency", "office", "--desk", "main", "--role",
        "childrens_officer"});
    Do({"account", "create", "officer", "p-officer", "--password-file", folder_->File("password")});
    SignIn("officer");
  }
  static void TearDownTestSuite() {
    delete hub_;
    delete cluster_;
    delete folder_;
  }

  static void SignIn(const std::string& login) {
    const std::string password = folder_->Write("password", cli::ServedHub::kPassword);
    const cli::Result in = Rufaa(login, {"login", login, "--password-file", password});
    ASSERT_EQ(in.exit_code, 0) << in.err << hub_->log();
  }
  static cli::Result Rufaa(const std::string& as, std::vector<std::string> args) {
    args.insert(args.end(), {"--server", hub_->address(), "-o", "json", "--profile", as});
    return cli::Rufaa(*folder_, args);
  }
  static json Do(const std::vector<std::string>& args) {
    return DoAs(cli::ServedHub::kAdmin, args);
  }
  static json DoAs(const std::string& as, const std::vector<std::string>& args) {
    const cli::Result result = Rufaa(as, args);
    EXPECT_EQ(result.exit_code, 0) << testing::PrintToString(args) << result.err << hub_->log();
    return json::parse(result.out, nullptr, false);
  }

  // What `as` gets of the vault when it asks for a key.
  static grpc::Status AskVault(const std::shared_ptr<grpc::Channel>& channel) {
    grpc::ClientContext context;
    context.set_deadline(absl::ToChronoTime(absl::Now() + absl::Seconds(10)));
    vault::v1::DeriveKeyRequest request;
    request.set_county("001");
    request.set_use("test");
    vault::v1::DeriveKeyResponse response;
    return vault::v1::VaultService::NewStub(channel)->DeriveKey(&context, request, &response);
  }

  // The same of any other request.
  template <class Request, class Response>
  static grpc::StatusCode AskVaultAs(const std::string& as,
                                     grpc::Status (vault::v1::VaultService::Stub::*method)(
                                         grpc::ClientContext*, const Request&, Response*),
                                     Request request) {
    grpc::ClientContext context;
    context.set_deadline(absl::ToChronoTime(absl::Now() + absl::Seconds(10)));
    request.set_county("001");
    Response response;
    const auto stub = vault::v1::VaultService::NewStub(hub_->ChannelTo("vault", as));
    return ((*stub).*method)(&context, request, &response).error_code();
  }

  static Folder* folder_;
  static KafkaCluster* cluster_;
  static ProcessHub* hub_;
};

Folder* Processes::folder_ = nullptr;
KafkaCluster* Processes::cluster_ = nullptr;
ProcessHub* Processes::hub_ = nullptr;

TEST_F(Processes, TheVaultAnswersThoseWhoNeedItAndNobodyElse) {
  EXPECT_TRUE(AskVault(hub_->ChannelTo("vault", "casework")).ok());
  EXPECT_EQ(AskVault(hub_->ChannelTo("vault", "gateway")).error_code(),
            grpc::StatusCode::UNAVAILABLE);
  const std::string bare = hub_->TargetOf("vault");
  EXPECT_EQ(AskVault(grpc::CreateChannel(bare, grpc::InsecureChannelCredentials())).error_code(),
            grpc::StatusCode::UNAVAILABLE);
}

// Whoever took one of them over must not have of the keys what the others need.
TEST_F(Processes, TheVaultDoesForEachServiceWhatItsWorkNeedsAndNoMore) {
  using Stub = vault::v1::VaultService::Stub;
  const auto denied = grpc::StatusCode::PERMISSION_DENIED;
  vault::v1::EraseRequest erase;
  erase.set_child("ch-nobody");
  vault::v1::SealRequest seal;
  seal.set_child("ch-nobody");
  seal.set_compartment(1);
  seal.set_place("case/MSA-7F3K-Q2/case.identified/identity");
  vault::v1::DeriveKeyRequest codes;
  codes.set_use("one-time-codes");
  for (const char* as : {"access", "audit", "committee", "directory", "live"}) {
    EXPECT_EQ(AskVaultAs(as, &Stub::Seal, seal), denied) << as;
    EXPECT_EQ(AskVaultAs(as, &Stub::Erase, erase), denied) << as;
    EXPECT_TRUE(AskVault(hub_->ChannelTo("vault", as)).ok()) << as;
  }
  EXPECT_EQ(AskVaultAs("casework", &Stub::FindReads, vault::v1::FindReadsRequest()), denied);
  EXPECT_EQ(AskVaultAs("casework", &Stub::DeriveKey, codes), denied);
  EXPECT_EQ(AskVaultAs("referral", &Stub::Erase, erase), denied);
  EXPECT_EQ(AskVaultAs("referral", &Stub::Seal, seal), grpc::StatusCode::OK);
  EXPECT_EQ(AskVaultAs("audit", &Stub::FindReads, vault::v1::FindReadsRequest()),
            grpc::StatusCode::OK);
  EXPECT_EQ(AskVaultAs("access", &Stub::DeriveKey, codes), grpc::StatusCode::OK);
  EXPECT_EQ(AskVaultAs("casework", &Stub::Erase, erase), grpc::StatusCode::OK);
}

// A name that is taken over must not be given people's sessions or children's names.
// What opens nothing has nothing to open it with.
TEST_F(Processes, ThePublisherKeepsAReplicaAndNothingElse) {
  std::set<std::string> kept;
  for (const auto& entry :
       std::filesystem::directory_iterator(folder_->File("data/publisher/001"))) {
    kept.insert(entry.path().filename());
  }
  EXPECT_EQ(kept, (std::set<std::string>{"log", "views"}));
  EXPECT_EQ(AskVault(hub_->ChannelTo("vault", "publisher")).error_code(),
            grpc::StatusCode::UNAVAILABLE);
}

TEST_F(Processes, AServiceThatIsNotTheOneWantedIsNotSpokenTo) {
  const rpc::Peers peers = {.files = hub_->FilesOf("casework"),
                            .targets = {{"vault", hub_->TargetOf("access")}}};
  EXPECT_EQ(AskVault(rpc::PeerChannel(peers, "vault")).error_code(), grpc::StatusCode::UNAVAILABLE);
}

TEST_F(Processes, ACertificateOfAnotherAuthorityIsWorthNothing) {
  ASSERT_EQ(cli::RunProgram(*folder_,
                            {"deploy/peers/certificates", folder_->File("strangers"), "casework"})
                .exit_code,
            0);
  const std::string folder = folder_->File("strangers/casework");
  const rpc::Peers peers = {.files = {.cert = folder + "/cert.pem",
                                      .key = folder + "/key.pem",
                                      .ca = folder_->File("peers/ca.pem")},
                            .targets = {{"vault", hub_->TargetOf("vault")}}};
  EXPECT_EQ(AskVault(rpc::PeerChannel(peers, "vault")).error_code(), grpc::StatusCode::UNAVAILABLE);
}

TEST_F(Processes, TheVaultIsNotReachedThroughTheGateway) {
  EXPECT_EQ(AskVault(grpc::CreateChannel(hub_->address(), grpc::InsecureChannelCredentials()))
                .error_code(),
            grpc::StatusCode::UNIMPLEMENTED);
}

TEST_F(Processes, RenewedCertificatesAreTakenUpWithoutARestart) {
  const std::string folder = folder_->File("peers/vault");
  ASSERT_EQ(cli::RunProgram(*folder_, {"rm", "-r", folder}).exit_code, 0);
  ASSERT_EQ(
      cli::RunProgram(*folder_, {"deploy/peers/certificates", folder_->File("peers"), "vault"})
          .exit_code,
      0);
  const cli::Result wanted = cli::RunProgram(
      *folder_, {"openssl", "x509", "-in", folder + "/cert.pem", "-noout", "-serial"});
  const std::string address = hub_->TargetOf("vault").substr(5);
  const rpc::PeerFiles mine = hub_->FilesOf("casework");
  // Asked until it shows the new one, however long a busy machine takes.
  std::string shown;
  for (int attempt = 0; attempt < 200 && shown != wanted.out; ++attempt) {
    shown =
        cli::RunProgram(*folder_, {"bash", "-c",
                                   absl::StrCat("openssl s_client -connect ", address, " -cert ",
                                                mine.cert, " -key ", mine.key, " -CAfile ", mine.ca,
                                                " -alpn h2 </dev/null 2>/dev/null | openssl x509 "
                                                "-noout -serial; sleep 0.1")})
            .out;
  }
  EXPECT_EQ(shown, wanted.out);
  EXPECT_TRUE(AskVault(hub_->ChannelTo("vault", "casework")).ok());
}

// Who keeps the book is another process than who shows, and than who tells the auditor.
TEST_F(Processes, WhoWasShownACaseIsInTheOneBook) {
  Do({"agency", "register", "oversight", "--kind", "OVERSIGHT", "--display-name", "Oversight",
      "--subcounties", "003"});
  Do({"agency", "open-desk", "oversight", "main", "--display-name", "Main desk"});
  Do({"people", "enroll", "p-auditor", "--agency", "oversight", "--desk", "main", "--role",
      "auditor"});
  Do({"account", "create", "auditor", "p-auditor", "--password-file", folder_->File("password")});
  SignIn("auditor");
  const std::string child =
      folder_->Write("child.json",
                     R"({"reporter": "CRHE", "categories": [{"category": "CSRG"}], "sex": "SFEM",
          "age_years": 12, "subcounty": "003", "identity": {"first_name": "Zawadi"}})");
  const json found = DoAs("officer", {"case", "identify", "--from", child});
  const std::string code = found["case_file"]["case_code"];
  DoAs("officer", {"case", "register", code});
  std::vector<std::string> asked = {"audit", "reads", "--case-code", code, "--purpose", "audit"};
  const auto is_entered = [&asked] {
    for (const json& read : DoAs("auditor", asked).value("reads", json::array())) {
      if (read.value("shown", false) && read["method"] == "CaseworkService/ListCaseload") {
        return read["actor"]["person"] == "p-officer";
      }
    }
    return false;
  };
  // Nobody waits for the entry, and the list may be behind: asked until it is there.
  const absl::Time deadline = absl::Now() + absl::Seconds(60);
  while (!is_entered() && absl::Now() < deadline) DoAs("officer", {"case", "list"});
  EXPECT_TRUE(is_entered());
  asked.push_back("--leave-out-shown");
  EXPECT_FALSE(is_entered());
}

// Calls go to those that serve: whoever dies is missed by nobody.
TEST_F(Processes, OneInstanceOfTwoIsEnough) {
  for (const char* number : {"-1", "-2"}) {
    const std::vector<std::string> dying = {absl::StrCat("casework", number),
                                            absl::StrCat("directory", number),
                                            absl::StrCat("audit", number)};
    for (const std::string& one : dying) hub_->Kill(one);
    for (int call = 0; call < 6; ++call) {
      DoAs("officer", {"case", "list"});
      Do({"agency", "list"});
      Do({"log", "head"});
    }
    for (const std::string& one : dying) hub_->Start(one);
    for (const std::string& one : dying) ASSERT_TRUE(hub_->WaitFor(one).ok()) << hub_->log();
  }
}

// Each page is asked of the other instance, which was started again meanwhile.
TEST_F(Processes, PagesGoOnElsewhere) {
  for (const char* agency : {"a-1", "a-2", "a-3"}) {
    Do({"agency", "register", agency, "--kind", "HEALTH", "--display-name", agency, "--subcounties",
        "003"});
  }
  access::v1::SignInRequest sign_in;
  sign_in.set_login_name(cli::ServedHub::kAdmin);
  sign_in.set_password(cli::ServedHub::kPassword);
  const auto channel = grpc::CreateChannel(hub_->address(), grpc::InsecureChannelCredentials());
  grpc::ClientContext first;
  first.set_deadline(absl::ToChronoTime(absl::Now() + absl::Seconds(30)));
  access::v1::SignInResponse session;
  ASSERT_TRUE(access::v1::AccessService::NewStub(channel)->SignIn(&first, sign_in, &session).ok());

  directory::v1::ListAgenciesRequest request;
  request.set_page_size(1);
  hub_->Kill("directory-1");
  std::vector<std::string> seen;
  for (int page = 0; page < 4; ++page) {
    grpc::ClientContext context;
    context.AddMetadata("authorization", "Bearer " + session.token());
    context.set_deadline(absl::ToChronoTime(absl::Now() + absl::Seconds(30)));
    directory::v1::ListAgenciesResponse response;
    const grpc::Status status = directory::v1::DirectoryService::NewStub(channel)->ListAgencies(
        &context, request, &response);
    ASSERT_TRUE(status.ok()) << status.error_message();
    ASSERT_EQ(response.agencies_size(), 1);
    seen.push_back(response.agencies(0).agency());
    request.set_page_token(response.next_page_token());
    const std::string other = page % 2 == 0 ? "directory-1" : "directory-2";
    hub_->Start(other);
    ASSERT_TRUE(hub_->WaitFor(other).ok()) << hub_->log();
    hub_->Kill(page % 2 == 0 ? "directory-2" : "directory-1");
  }
  hub_->Start("directory-1");
  ASSERT_TRUE(hub_->WaitFor("directory-1").ok()) << hub_->log();
  EXPECT_THAT(seen, testing::ElementsAre("a-1", "a-2", "a-3", testing::_));
}

TEST_F(Processes, AReplicaThatIsDeletedComesBackFromTheTopic) {
  Do({"agency", "register", "kept", "--kind", "HEALTH", "--display-name", "Kept", "--subcounties",
      "003"});
  hub_->Kill("directory-1");
  hub_->DeleteReplica("directory-1");
  hub_->Start("directory-1");
  ASSERT_TRUE(hub_->WaitFor("directory-1").ok()) << hub_->log();
  hub_->Kill("directory-2");
  EXPECT_THAT(Do({"agency", "list"}).dump(), HasSubstr("kept"));
  hub_->Start("directory-2");
  ASSERT_TRUE(hub_->WaitFor("directory-2").ok()) << hub_->log();
}

TEST_F(Processes, ANewInstanceCopiesItsReplicaFromTheOther) {
  hub_->Kill("referral-2");
  hub_->DeleteReplica("referral-2");
  hub_->Start("referral-2", {"--replica-from", hub_->TargetOf("referral-1")});
  ASSERT_TRUE(hub_->WaitFor("referral-2").ok()) << hub_->log();
  EXPECT_THAT(hub_->log(), HasSubstr("\"replica copied\""));
  hub_->Kill("referral-1");
  DoAs("officer", {"referral", "list", "--queue", "new"});
  hub_->Start("referral-1");
  ASSERT_TRUE(hub_->WaitFor("referral-1").ok()) << hub_->log();
}

// Whoever took the gateway over must not have the county's log for the asking.
TEST_F(Processes, AReplicaIsGivenToItsOwnKindAlone) {
  replica::v1::CopyRequest request;
  request.set_county("001");
  for (const auto& [as, want] : std::map<std::string, grpc::StatusCode>{
           {"referral", grpc::StatusCode::OK}, {"gateway", grpc::StatusCode::PERMISSION_DENIED}}) {
    grpc::ClientContext context;
    context.set_deadline(absl::ToChronoTime(absl::Now() + absl::Seconds(30)));
    const auto reader = replica::v1::ReplicaService::NewStub(hub_->ChannelTo("referral-1", as))
                            ->Copy(&context, request);
    replica::v1::CopyResponse response;
    while (reader->Read(&response)) {
    }
    EXPECT_EQ(reader->Finish().error_code(), want) << as;
  }
}

// Nobody is there to copy from: the topic is read from its start.
TEST_F(Processes, AReplicaThatCanNotBeCopiedIsMadeFromTheTopic) {
  hub_->Kill("referral-2");
  hub_->DeleteReplica("referral-2");
  hub_->Start("referral-2", {"--replica-from", "ipv4:127.0.0.1:9"});
  EXPECT_TRUE(hub_->WaitFor("referral-2").ok()) << hub_->log();
}

// It says what it waits for, and goes on by itself: nobody has to start it again.
TEST_F(Processes, AnInstanceThatStartsWithoutBrokersWaitsForThem) {
  hub_->Kill("directory-2");
  cluster_->Kill(1);
  hub_->Start("directory-2");
  const cli::Result told =
      cli::RunProgram(*folder_, {"timeout", "120", "bash", "-c",
                                 absl::StrCat("until grep '\"waiting for the brokers\"' ",
                                              folder_->File("hub.log"), "; do sleep 0.2; done")});
  EXPECT_THAT(told.out, HasSubstr("\"why\":\"Kafka does not answer")) << hub_->log();
  EXPECT_THAT(hub_->Ready("directory-2"),
              testing::AllOf(testing::StartsWith("HTTP/1.1 503 "),
                             HasSubstr("waiting for the brokers of 001: Kafka does not answer")));
  cluster_->Start(1);
  cluster_->WaitUp(1);
  EXPECT_TRUE(hub_->WaitFor("directory-2").ok()) << hub_->log();
  EXPECT_THAT(hub_->Ready("directory-2"), testing::StartsWith("HTTP/1.1 200 "));
}

}  // namespace
}  // namespace rufaa
