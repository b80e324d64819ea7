// A log or a store whose disk has failed under it: what the hub says of itself, and how its process
// ends.
#include <fcntl.h>
#include <gmock/gmock.h>

#include <csignal>
#include <thread>

#include "eventlog/rule.h"
#include "tests/cli/command.h"
#include "tests/services_hub/file_limit.h"
#include "tests/walk_grpc/line_list.h"
#include "tests/walk_grpc/requests.h"

namespace rufaa::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class StoppedLogTest : public HubTest {
 protected:
  void SetUp() override {
    std::signal(SIGXFSZ, SIG_IGN);
    // The log's lines must be written whatever files may not.
    ::close(log_fd_);
    ASSERT_EQ(::pipe2(pipe_, O_CLOEXEC | O_NONBLOCK), 0);
    log_fd_ = pipe_[1];
    HubTest::SetUp();
    county_ = std::make_unique<County>(*hub_, "001");
    county_->Settle();
  }
  void TearDown() override {
    LimitFiles(0, RLIM_INFINITY);
    Stop();
    ::close(pipe_[0]);
  }

  // Waits until the hub has noticed; what it says of itself.
  std::string WhyNotServing() {
    const absl::Time deadline = absl::Now() + absl::Seconds(30);
    while (absl::Now() < deadline) {
      const absl::Status status = hub_->WaitUntilServing(absl::InfinitePast());
      if (!status.ok()) return std::string(status.message());
      std::this_thread::yield();
    }
    return "it serves";
  }

  std::string Lines() {
    hub_->Stop();
    std::string lines(size_t{1} << 20, '\0');
    const ssize_t size = ::read(pipe_[0], lines.data(), lines.size());
    lines.resize(size < 0 ? 0 : static_cast<size_t>(size));
    return lines;
  }

  int pipe_[2] = {-1, -1};
  std::unique_ptr<County> county_;
};

size_t Count(absl::string_view text, absl::string_view what) {
  size_t count = 0;
  for (size_t at = text.find(what); at != absl::string_view::npos; at = text.find(what, at + 1)) {
    ++count;
  }
  return count;
}

TEST_F(StoppedLogTest, AHubWhoseLogHasStoppedDoesNotServeAndSaysWhy) {
  Client chv = county_->SignIn("p-chv");
  LimitFiles(0, LengthOfWal(data_dir_ + "/data/001/log/db"));
  cw::CaseReply reply;
  EXPECT_REFUSED(chv.Call(&CaseStub::IdentifyChild, ChildFound(), &reply), LOG_UNAVAILABLE);
  LimitFiles(0, RLIM_INFINITY);
  EXPECT_THAT(WhyNotServing(), HasSubstr("the log of 001 has stopped: LOG_UNAVAILABLE: "));
  EXPECT_FALSE(hub_->Failure().ok());
  const std::string lines = Lines();
  EXPECT_EQ(Count(lines, "\"what\":\"the log of 001 has stopped\""), 1u) << lines;
}

// What the log refuses is no word of a case: its cases are not "kept", they are to be asked again.
TEST_F(StoppedLogTest, AnImportIsNotSaidToBeTakenBackByALogThatTookNothing) {
  Client officer = county_->SignIn("p-supervisor");
  StartLineList(officer);
  officer.Must<cw::CaseReply>(&CaseStub::ImportCase, ListedRecord(1, "Baraka", clock_.Now()));
  LimitFiles(0, LengthOfWal(data_dir_ + "/data/001/log/db"));
  cw::ImportReply reply;
  EXPECT_REFUSED(officer.Call(&CaseStub::RevertImport, LineListReversal(), &reply),
                 LOG_UNAVAILABLE);
}

TEST_F(StoppedLogTest, AHubWhoseAccessBookHasStoppedDoesNotServeAndSaysWhy) {
  Client chv = county_->SignIn("p-chv");
  Client officer = county_->SignIn("p-officer");
  const cw::CaseReply kase = RegisteredCase(chv, officer);
  const auto read =
      CaseAt(kase.case_file().case_code(), kase.revision(), common::v1::PURPOSE_CASE_MGMT);
  officer.Must<cw::GetCaseResponse>(&CaseStub::GetCase, read);
  LimitFiles(0, LengthOfWal(data_dir_ + "/data/001/reads/db"));
  cw::GetCaseResponse reply;
  EXPECT_REFUSED(officer.Call(&CaseStub::GetCase, read, &reply), ACCESS_BOOK_UNAVAILABLE);
  LimitFiles(0, RLIM_INFINITY);
  EXPECT_THAT(WhyNotServing(), HasSubstr("the access book of 001 has stopped: "));
  EXPECT_FALSE(hub_->Failure().ok());
  EXPECT_EQ(Count(Lines(), "\"what\":\"the access book of 001 has stopped\""), 1u);
}

TEST_F(StoppedLogTest, AHubWhoseAccountStoreHasStoppedDoesNotServeAndSaysWhy) {
  Client chv = county_->SignIn("p-chv");
  LimitFiles(0, LengthOfWal(data_dir_ + "/data/001/access"));
  access::v1::SignOutResponse reply;
  const absl::Status out =
      chv.Call(&access::v1::AccessService::Stub::SignOut, access::v1::SignOutRequest(), &reply);
  EXPECT_TRUE(absl::IsInternal(out)) << out;
  LimitFiles(0, RLIM_INFINITY);
  EXPECT_THAT(WhyNotServing(), HasSubstr("the account store of 001 has stopped: INTERNAL: "));
  EXPECT_FALSE(hub_->Failure().ok());
  EXPECT_EQ(Count(Lines(), "\"what\":\"the account store of 001 has stopped\""), 1u);
}

TEST_F(StoppedLogTest, AHubWhoseKeyStoreHasStoppedDoesNotServeAndSaysWhy) {
  Client chv = county_->SignIn("p-chv");
  LimitFiles(0, LengthOfWal(data_dir_ + "/data/001/vault"));
  cw::CaseReply reply;
  const absl::Status found = chv.Call(&CaseStub::IdentifyChild, ChildFound(), &reply);
  EXPECT_TRUE(absl::IsInternal(found)) << found;
  LimitFiles(0, RLIM_INFINITY);
  EXPECT_THAT(WhyNotServing(), HasSubstr("the key store of 001 has stopped: INTERNAL: "));
  EXPECT_FALSE(hub_->Failure().ok());
  EXPECT_EQ(Count(Lines(), "\"what\":\"the key store of 001 has stopped\""), 1u);
}

// Written by a newer hub, say, before an older one was put back.
TEST_F(StoppedLogTest, AHubWhoseViewsFailNamesThemOnce) {
  Proposal newer;
  newer.caller = "test";
  newer.request_id.resize(kRequestIdBytes);
  newer.digest.resize(kDigestBytes);
  newer.occurred_at = clock_.Now();
  newer.events.push_back({"case/of-the-next-release", "case.of-the-next-release", {}});
  ASSERT_TRUE(hub_->counties().at("001")->log().AppendAndWait(newer).ok());
  const std::string why = WhyNotServing();
  EXPECT_THAT(why, HasSubstr("views "));
  EXPECT_THAT(why, HasSubstr("casefile"));
  EXPECT_THAT(why, HasSubstr("board"));
  EXPECT_THAT(why, HasSubstr(" of 001 failed: UNIMPLEMENTED: "));
  EXPECT_TRUE(hub_->Failure().ok());
  EXPECT_EQ(Count(Lines(), "of 001 failed\""), 1u);
}

// What a service manager acts on; the new start goes on from what is durable.
TEST(StoppedLog, TheProcessEndsByItselfAndServesAgainWhenStartedAgain) {
  std::signal(SIGXFSZ, SIG_IGN);
  const cli::Folder folder, home;
  const auto run = [&](const cli::ServedHub& hub, std::vector<std::string> args) {
    args.insert(args.end(), {"--server", hub.address()});
    return cli::Rufaa(home, args, std::string(cli::ServedHub::kPassword) + "\n");
  };
  const auto registering = [](const std::string& agency) {
    return std::vector<std::string>{"agency", "register",       agency,         "--kind",
                                    "HEALTH", "--display-name", "Health centre"};
  };
  {
    cli::ServedHub hub(folder, {"--log-level", "error"});
    ASSERT_THAT(hub.address(), Not(::testing::IsEmpty())) << hub.log();
    ASSERT_EQ(run(hub, {"login", cli::ServedHub::kAdmin}).exit_code, 0);
    ASSERT_EQ(run(hub, registering("msa-health-1")).exit_code, 0);
    LimitFiles(hub.pid(), LengthOfWal(folder.File("data/001/log/db")));
    EXPECT_EQ(run(hub, registering("msa-health-2")).exit_code, 7);
    EXPECT_EQ(hub.Ended(), 7) << hub.log();
    EXPECT_THAT(hub.log(), HasSubstr("the log of 001 has stopped"));
  }
  cli::ServedHub again(folder);
  ASSERT_THAT(again.address(), Not(::testing::IsEmpty())) << again.log();
  ASSERT_EQ(run(again, {"login", cli::ServedHub::kAdmin}).exit_code, 0);
  EXPECT_EQ(run(again, registering("msa-health-3")).exit_code, 0);
}

}  // namespace
}  // namespace rufaa::testing
