// An import is the office's that began it, whoever else has heard of its id.
#include "tests/walk_grpc/line_list.h"
#include "tests/walk_grpc/requests.h"

namespace rufaa::testing {
namespace {

class ImportOfficeTest : public HubTest {
 protected:
  void SetUp() override {
    HubTest::SetUp();
    county_ = std::make_unique<County>(*hub_, "001");
    county_->Settle();
    own_ = std::make_unique<Client>(county_->SignIn("p-supervisor"));
    other_ = std::make_unique<Client>(county_->SignIn("p-nyali"));
    StartLineList(*own_);
  }

  cw::ImportCaseRequest Record() { return ListedRecord(1, "Baraka", clock_.Now()); }

  std::unique_ptr<County> county_;
  std::unique_ptr<Client> own_, other_;
};

TEST_F(ImportOfficeTest, AnotherOfficeNeitherAddsToItNorEndsItNorTakesItBack) {
  cw::CaseReply added;
  cw::ImportReply changed;
  EXPECT_REFUSED(other_->Call(&CaseStub::ImportCase, Record(), &added), NOT_FOUND_OR_NOT_YOURS);
  // Before there are cases in it, and after.
  EXPECT_REFUSED(other_->Call(&CaseStub::RevertImport, LineListReversal(), &changed),
                 NOT_FOUND_OR_NOT_YOURS);
  const auto kase = own_->Must<cw::CaseReply>(&CaseStub::ImportCase, Record());
  EXPECT_FALSE(kase.repeated_request());
  EXPECT_REFUSED(other_->Call(&CaseStub::ImportCase, Record(), &added), NOT_FOUND_OR_NOT_YOURS);
  EXPECT_EQ(added.case_file().case_code(), "") << "nor is told of what a record became";
  EXPECT_REFUSED(other_->Call(&CaseStub::RevertImport, LineListReversal(), &changed),
                 NOT_FOUND_OR_NOT_YOURS);
  const auto finish = OfLineList<cw::FinishImportRequest>();
  EXPECT_REFUSED(other_->Call(&CaseStub::FinishImport, finish, &changed), NOT_FOUND_OR_NOT_YOURS);

  EXPECT_EQ(own_->Must<cw::ImportReply>(&CaseStub::FinishImport, finish).state(), "finished");
  EXPECT_REFUSED(
      other_->Call(&CaseStub::FinishImport, OfLineList<cw::FinishImportRequest>(), &changed),
      NOT_FOUND_OR_NOT_YOURS);
  EXPECT_EQ(own_->Must<cw::ImportReply>(&CaseStub::RevertImport, LineListReversal()).reverted(),
            1u);
}

TEST_F(ImportOfficeTest, AnotherOfficeDoesNotStartItToo) {
  cw::ImportReply reply;
  // Whichever file it is of.
  for (const char* digest : {"ab12", "cd34"}) {
    auto start = OfLineList<cw::StartImportRequest>();
    start.set_file_digest(digest);
    EXPECT_REFUSED(other_->Call(&CaseStub::StartImport, start, &reply), NOT_FOUND_OR_NOT_YOURS);
  }
  auto start = OfLineList<cw::StartImportRequest>();
  start.set_file_digest("ab12");
  EXPECT_REFUSED(county_->SignIn("p-officer").Call(&CaseStub::StartImport, start, &reply),
                 ALREADY_DONE);
}

TEST_F(ImportOfficeTest, TheAdministratorTakesAnyOfficesBack) {
  own_->Must<cw::CaseReply>(&CaseStub::ImportCase, Record());
  Client admin = county_->SignIn("admin");
  EXPECT_EQ(admin.Must<cw::ImportReply>(&CaseStub::RevertImport, LineListReversal()).reverted(),
            1u);
}

}  // namespace
}  // namespace rufaa::testing
