// A step-up that another process took, as where access is a process of its own: this one remembers
// the caller without it.
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "tests/walk_grpc/requests.h"

namespace rufaa::testing {
namespace {

class StepUpTest : public HubTest {
 protected:
  void SetUp() override {
    HubTest::SetUp();
    county_ = std::make_unique<County>(*hub_, "001");
    county_->Settle();
  }

  cw::CaseReply Case() {
    Client chv = county_->SignIn("p-chv"), officer = county_->SignIn("p-officer");
    return RegisteredCase(chv, officer);
  }

  // The hub's own sessions hear nothing of it.
  void StepUpElsewhere(Client& client) {
    const auto who = client.Must<access::v1::WhoAmIResponse>(
        &access::v1::AccessService::Stub::WhoAmI, access::v1::WhoAmIRequest());
    access::SessionTable& sessions = hub_->counties().at("001")->access().sessions();
    ASSERT_TRUE(sessions.StepUp(who.caller().session_id(), clock_.Now()).ok());
  }

  // What each of `commands`, sent in one stream, is answered, by request_id: "OK" or why not.
  static std::map<std::string, std::string> Answers(
      Client& client, const std::vector<cw::CommandRequest>& commands) {
    grpc::ClientContext context;
    client.Prepare(context);
    auto stream = client.casework().StreamCommands(&context);
    for (const cw::CommandRequest& command : commands) EXPECT_TRUE(stream->Write(command));
    stream->WritesDone();
    std::map<std::string, std::string> answers;
    cw::CommandReply reply;
    while (stream->Read(&reply)) {
      std::string& answer = answers[reply.request_id()] = "OK";
      if (!reply.has_refusal()) continue;
      const auto refusal = RefusalOf(rpc::FromProto(reply.refusal()));
      answer = refusal ? std::string(InfoOf(refusal->reason).name) : "no refusal of ours";
    }
    EXPECT_TRUE(stream->Finish().ok());
    return answers;
  }

  std::unique_ptr<County> county_;
};

TEST_F(StepUpTest, OpensWhereTheChildIsAtOnce) {
  const cw::CaseReply kase = Case();
  Client officer = county_->SignIn("p-officer");
  const auto read = [&] {
    const auto request =
        CaseAt(kase.case_file().case_code(), kase.revision(), common::v1::PURPOSE_CASE_MGMT);
    const auto reply = officer.Must<cw::GetCaseResponse>(&CaseStub::GetCase, request);
    EXPECT_EQ(reply.case_file().identity().first_name(), "Zawadi");
    return reply.case_file().location();
  };
  EXPECT_EQ(read(), "");
  EXPECT_EQ(read(), "") << "nor as remembered";
  StepUpElsewhere(officer);
  EXPECT_EQ(read(), "Behind the old cinema.");
}

// It is looked up before the erasure enters its lane, which no later command may enter meanwhile.
TEST_F(StepUpTest, IsLookedUpBeforeTheNextCommandOfAStreamIsRead) {
  for (int round = 0; round < 5; ++round) {
    const cw::CaseReply kase = Case();
    const std::string& code = kase.case_file().case_code();
    Client dpo = county_->SignIn("p-dpo");
    StepUpElsewhere(dpo);
    cw::CommandRequest erase, note;
    *erase.mutable_erase_child() = OnCase<cw::EraseChildRequest>(code);
    erase.mutable_erase_child()->set_authority("DPG5 17/2026");
    *note.mutable_add_note() = OnCase<cw::AddNoteRequest>(code);
    note.mutable_add_note()->set_note("Not theirs to write.");
    note.mutable_add_note()->set_expected_version(kase.case_file().version());
    auto answers = Answers(dpo, {erase, note});
    EXPECT_EQ(answers[erase.erase_child().request_id()], "OK");
    EXPECT_EQ(answers[note.add_note().request_id()], "WRONG_VERSION")
        << "before the erasure it would be NOT_PERMITTED";
  }
}

}  // namespace
}  // namespace rufaa::testing
