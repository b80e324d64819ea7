#include "tests/walk_grpc/requests.h"

namespace rufaa::testing {
namespace {

class TwoCountiesTest : public HubTest {
 protected:
  TwoCountiesTest() : HubTest({"001", "002"}) {}
};

TEST_F(TwoCountiesTest, NothingOfOneIsReachableFromTheOther) {
  County mombasa(*hub_, "001"), kwale(*hub_, "002");
  mombasa.Settle();
  kwale.Settle();
  Client chv = mombasa.SignIn("p-chv"), officer = mombasa.SignIn("p-officer"),
         same_name = kwale.SignIn("p-officer");
  const auto kase = RegisteredCase(chv, officer);
  const std::string& code = kase.case_file().case_code();
  cw::GetCaseResponse reply;
  EXPECT_REFUSED(same_name.Call(&CaseStub::GetCase, CaseAt(code, 0), &reply),
                 NOT_FOUND_OR_NOT_YOURS);
  auto note = OnCase<cw::AddNoteRequest>(code);
  note.set_note("From next door.");
  cw::CaseReply changed;
  EXPECT_REFUSED(same_name.Call(&CaseStub::AddNote, note, &changed), NOT_FOUND_OR_NOT_YOURS);
  // The same request_id in two counties is two requests.
  Client chv2 = kwale.SignIn("p-chv");
  const cw::IdentifyChildRequest found = ChildFound();
  const auto here = chv.Must<cw::CaseReply>(&CaseStub::IdentifyChild, found);
  const auto there = chv2.Must<cw::CaseReply>(&CaseStub::IdentifyChild, found);
  EXPECT_FALSE(there.repeated_request());
  EXPECT_NE(here.case_file().case_code(), there.case_file().case_code());
  cw::FindSimilarChildrenRequest similar;
  similar.set_first_name("Zawadi");
  similar.set_surname("Kipekee");
  const auto alike =
      same_name.Must<cw::FindSimilarChildrenResponse>(&CaseStub::FindSimilarChildren, similar);
  ASSERT_EQ(alike.case_codes_size(), 1);
  EXPECT_EQ(alike.case_codes(0), there.case_file().case_code());
}

}  // namespace
}  // namespace rufaa::testing
