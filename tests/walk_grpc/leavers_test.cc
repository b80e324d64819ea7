// An officer who leaves: whose cases are those that they had, and who may go on with them.
#include <gmock/gmock.h>

#include "tests/walk_grpc/walk_fixture.h"

namespace rufaa::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
namespace dir = directory::v1;

class LeaversTest : public OneCaseTest {
 protected:
  void SetUp() override {
    OneCaseTest::SetUp();
    supervisor_ = std::make_unique<Client>(county_->SignIn("p-supervisor"));
  }

  void Retire(const std::string& person) {
    Client admin = county_->SignIn("admin");
    dir::RetirePersonRequest request;
    request.set_request_id(NewUuid());
    request.set_person(person);
    revision_ =
        admin.Must<dir::RetirePersonResponse>(&dir::DirectoryService::Stub::RetirePerson, request)
            .revision();
  }

  // The office's cases whose officer has left, as `client` lists them.
  std::vector<std::string> Left(Client& client) {
    cw::ListCaseloadRequest request;
    request.set_min_revision(revision_);
    request.set_owner_left(true);
    const auto list = client.Must<cw::ListCaseloadResponse>(&CaseStub::ListCaseload, request);
    std::vector<std::string> codes;
    for (const cw::CaseRow& row : list.cases()) codes.push_back(row.case_code());
    return codes;
  }

  std::unique_ptr<Client> supervisor_;
};

TEST_F(LeaversTest, TheSupervisorListsTheirCasesAndAssignsThemAnew) {
  EXPECT_THAT(Left(*supervisor_), IsEmpty());
  Retire("p-officer");
  EXPECT_THAT(Left(*supervisor_), ElementsAre(code_));
  Client colleague = county_->SignIn("p-officer2");
  EXPECT_THAT(Left(colleague), IsEmpty()) << "another's case";
  auto assign = OnCase<cw::ReassignCaseRequest>(code_);
  assign.set_owner_person("p-officer2");
  revision_ = supervisor_->Must<cw::CaseReply>(&CaseStub::ReassignCase, assign).revision();
  EXPECT_THAT(Left(*supervisor_), IsEmpty());
  auto risk = OnCase<cw::SetRiskRequest>(code_);
  risk.set_risk("RLHG");
  colleague.Must<cw::CaseReply>(&CaseStub::SetRisk, risk);
}

TEST_F(LeaversTest, AColleagueIsToldThatTheCaseIsAnothersAndNotThatTheirRoleIsInTheWay) {
  Client colleague = county_->SignIn("p-officer2");
  auto risk = OnCase<cw::SetRiskRequest>(code_);
  risk.set_risk("RLHG");
  cw::CaseReply reply;
  EXPECT_REFUSED(colleague.Call(&CaseStub::SetRisk, risk, &reply), ASSIGNED_TO_ANOTHER);
  // Nor might they do this if it were theirs.
  auto assign = OnCase<cw::ReassignCaseRequest>(code_);
  assign.set_owner_person("p-officer2");
  EXPECT_REFUSED(colleague.Call(&CaseStub::ReassignCase, assign, &reply), NOT_PERMITTED);
}

}  // namespace
}  // namespace rufaa::testing
