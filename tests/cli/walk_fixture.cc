#include "tests/cli/walk_fixture.h"

#include <gmock/gmock.h>

#include <utility>

namespace rufaa::cli {
namespace {

using nlohmann::json;
using testing::IsEmpty;
using testing::Not;

struct Person {
  std::string login, agency, role;
};

}  // namespace

std::unique_ptr<Folder> Walk::folder_;
std::unique_ptr<WalkHub> Walk::hub_;
std::string Walk::password_;
std::string Walk::revision_ = "0";

void Walk::SetUp() {
  if (hub_ != nullptr && hub_->serving()) return;
  hub_.reset();
  folder_ = std::make_unique<Folder>();
  hub_ = StartWalkHub(*folder_);
  ASSERT_THAT(hub_->address(), Not(IsEmpty())) << hub_->log();
  password_ = folder_->Write("password", std::string(ServedHub::kPassword) + "\n");
  SignIn("admin");
  RegisterAgencies();
  for (const Person& person : std::vector<Person>{{"chv", "msa-chv", "chv"},
                                                  {"officer", "dcs-kisauni", "childrens_officer"},
                                                  {"supervisor", "dcs-kisauni", "supervisor"},
                                                  {"shelter", "msa-shelter", "agency_desk"},
                                                  {"hospital", "msa-hospital-1", "agency_desk"},
                                                  {"hospital2", "msa-hospital-2", "agency_desk"},
                                                  {"court", "msa-court", "court_desk"},
                                                  {"committee", "msa-committee", "committee"},
                                                  {"auditor", "msa-oversight", "auditor"}}) {
    Do("admin", {"people", "enroll", "p-" + person.login, "--agency", person.agency, "--desk",
                 "main", "--role", person.role});
    Do("admin",
       {"account", "create", person.login, "p-" + person.login, "--password-file", password_});
    SignIn(person.login);
  }
}

void Walk::TearDownTestSuite() {
  hub_.reset();
  folder_.reset();
}

void Walk::RegisterAgencies() {
  const std::vector<std::pair<std::string, std::string>> agencies = {
      {"msa-chv", "COMMUNITY"},      {"dcs-kisauni", "CHILDREN_OFFICE"},
      {"msa-hospital-1", "HEALTH"},  {"msa-hospital-2", "HEALTH"},
      {"msa-court", "JUDICIARY"},    {"msa-committee", "COMMITTEE"},
      {"msa-oversight", "OVERSIGHT"}};
  for (const auto& [agency, kind] : agencies) {
    Do("admin", {"agency", "register", agency, "--kind", kind, "--display-name", agency,
                 "--subcounties", "003"});
  }
  Do("admin", {"agency", "register", "msa-shelter", "--kind", "RESCUE_CENTRE", "--display-name",
               "Shelter", "--place-of-safety"});
  for (const char* agency : {"msa-chv", "dcs-kisauni", "msa-hospital-1", "msa-hospital-2",
                             "msa-court", "msa-committee", "msa-oversight", "msa-shelter"}) {
    Do("admin", {"agency", "open-desk", agency, "main", "--display-name", "Main desk"});
  }
  Do("admin", {"offers", "publish", "msa-shelter", "msa-shelter-beds", "--services", "RMTS,RMSH",
               "--destination", "RMCI", "--has-beds", "--unit", "BED", "--total", "2"});
  for (const char* hospital : {"msa-hospital-1", "msa-hospital-2"}) {
    Do("admin", {"offers", "publish", hospital, std::string(hospital) + "-care", "--services",
                 "RMTX", "--destination", "RDPH"});
  }
}

void Walk::SignIn(const std::string& profile) {
  const Result result = Raw(profile, {"login", profile, "--password-file", password_});
  ASSERT_EQ(result.exit_code, 0) << profile << ": " << result.err;
}

Result Walk::Raw(const std::string& profile, std::vector<std::string> args,
                 const std::string& input) {
  args.insert(args.end(), {"--server", hub_->address(), "--profile", profile});
  return Rufaa(*folder_, args, input);
}

json Walk::Do(const std::string& profile, std::vector<std::string> args, const std::string& input) {
  args.insert(args.end(), {"-o", "json"});
  const Result result = Raw(profile, args, input);
  EXPECT_EQ(result.exit_code, 0) << profile << ": " << testing::PrintToString(args) << "\n"
                                 << result.err;
  json reply = json::parse(result.out, nullptr, false);
  if (reply.is_object() && reply.contains("revision")) revision_ = reply["revision"];
  return reply;
}

json Walk::Read(const std::string& profile, std::vector<std::string> args) {
  args.insert(args.end(), {"--min-revision", revision_});
  return Do(profile, args);
}

void Walk::Refused(const std::string& profile, const std::vector<std::string>& args, int exit_code,
                   const std::string& reason) {
  const Result result = Raw(profile, args);
  EXPECT_EQ(result.exit_code, exit_code) << testing::PrintToString(args) << "\n" << result.err;
  EXPECT_THAT(result.err, testing::StartsWith(reason + ": ")) << testing::PrintToString(args);
  EXPECT_EQ(result.out, "");
}

std::string Walk::Identify() {
  const json child = {{"reporter", "CRSP"},
                      {"identifier_kind", "CHV"},
                      {"categories", {{{"category", "CSRG"}, {"nature", "OCGE"}}}},
                      {"sex", "SFEM"},
                      {"age_years", 14},
                      {"subcounty", "003"},
                      {"ward", "9"},
                      {"identity", {{"first_name", kCanaryName}, {"surname", "Mtoto"}}},
                      {"location", kCanaryPlace}};
  const json reply = Do("chv", {"case", "identify", "--from", "-"}, child.dump());
  return reply["case_file"]["case_code"];
}

std::string Walk::Send(const std::string& kase, const std::string& agency,
                       const std::string& service) {
  const json reply = Do(
      "officer", {"referral", "send", kase, agency, "--service", service, "--urgency", "urgent"});
  EXPECT_EQ(reply["referral"]["state"], "sent");
  return reply["referral"]["referral_code"];
}

std::string Walk::CaseInWork() {
  const std::string kase = Identify();
  Do("officer", {"case", "register", kase});
  Do("officer", {"case", "risk", kase, "RLHG"});
  Do("officer", {"case", "assess", kase, "--childs-views-recorded"});
  Do("officer",
     {"case", "consent", kase, "--recipient-kind", "RESCUE_CENTRE", "--purpose", "REFERRAL_SERVICE",
      "--scope", "identity", "--given-by", "GUARDIAN", "--basis", "CONSENT"});
  Do("officer", {"case", "plan", kase});
  Do("supervisor", {"case", "approve-plan", kase});
  Do("officer", {"case", "start", kase});
  return kase;
}

}  // namespace rufaa::cli
