#include "tests/walk_grpc/county.h"

#include <fcntl.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <random>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "services/rpc/status.h"

namespace rufaa::testing {
namespace {

constexpr char kAdminLogin[] = "admin";
constexpr char kPassword[] = "mwamba-wa-pwani-2026";

const Post kPosts[] = {
    {"p-chv", "chv-kisauni", "chv"},
    {"p-officer", "sco-kisauni", "childrens_officer"},
    {"p-officer2", "sco-kisauni", "childrens_officer"},
    {"p-supervisor", "sco-kisauni", "supervisor"},
    {"p-nyali", "sco-nyali", "supervisor"},
    {"p-shelter", "rescue-centre", "agency_desk"},
    {"p-shelter2", "second-shelter", "agency_desk"},
    {"p-hospital", "hospital", "agency_desk"},
    {"p-clinic", "clinic", "agency_desk"},
    {"p-court", "court", "court_desk"},
    {"p-committee", "committee", "committee"},
    {"p-auditor", "oversight", "auditor"},
    {"p-dpo", "oversight", "dpo"},
    {"p-operator", "hub", "operator"},
};

}  // namespace

std::string NewUuid() {
  static std::mutex mutex;
  static std::mt19937_64 random(std::random_device{}());
  const std::lock_guard lock(mutex);
  const uint64_t high = random(), low = random();
  const std::string hex =
      absl::StrCat(absl::Hex(high, absl::kZeroPad16), absl::Hex(low, absl::kZeroPad16));
  return absl::StrCat(hex.substr(0, 8), "-", hex.substr(8, 4), "-", hex.substr(12, 4), "-",
                      hex.substr(16, 4), "-", hex.substr(20));
}

Client::Client(std::shared_ptr<grpc::Channel> channel, std::string token)
    : token_(std::move(token)),
      access_(access::v1::AccessService::NewStub(channel)),
      audit_(audit::v1::AuditService::NewStub(channel)),
      casework_(casework::v1::CaseworkService::NewStub(channel)),
      committee_(committee::v1::CommitteeService::NewStub(channel)),
      directory_(directory::v1::DirectoryService::NewStub(channel)),
      log_(log::v1::LogService::NewStub(channel)),
      referral_(referral::v1::ReferralService::NewStub(channel)),
      view_(view::v1::ViewService::NewStub(channel)) {}

void Client::Prepare(grpc::ClientContext& context) const {
  context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(60));
  if (!token_.empty()) context.AddMetadata("authorization", absl::StrCat("Bearer ", token_));
}

absl::Status Client::Meant(const grpc::Status& status) { return rpc::FromGrpc(status); }

template <>
access::v1::AccessService::Stub& Client::StubOf() {
  return *access_;
}
template <>
audit::v1::AuditService::Stub& Client::StubOf() {
  return *audit_;
}
template <>
casework::v1::CaseworkService::Stub& Client::StubOf() {
  return *casework_;
}
template <>
committee::v1::CommitteeService::Stub& Client::StubOf() {
  return *committee_;
}
template <>
directory::v1::DirectoryService::Stub& Client::StubOf() {
  return *directory_;
}
template <>
log::v1::LogService::Stub& Client::StubOf() {
  return *log_;
}
template <>
referral::v1::ReferralService::Stub& Client::StubOf() {
  return *referral_;
}
template <>
view::v1::ViewService::Stub& Client::StubOf() {
  return *view_;
}

County::County(hub::Hub& hub, std::string county) : hub_(hub), county_(std::move(county)) {}

Client County::SignIn(const std::string& person) {
  Client nobody(hub_.InProcessChannel(), "");
  access::v1::SignInRequest request;
  request.set_county(county_);
  request.set_login_name(person);
  request.set_password(kPassword);
  const auto reply =
      nobody.Must<access::v1::SignInResponse>(&access::v1::AccessService::Stub::SignIn, request);
  return Client(hub_.InProcessChannel(), reply.token());
}

Client County::SignInSteppedUp(const std::string& person) {
  Client client = SignIn(person);
  access::v1::StepUpRequest request;
  request.set_password(kPassword);
  client.Must<access::v1::StepUpResponse>(&access::v1::AccessService::Stub::StepUp, request);
  return client;
}

void County::RegisterAgency(Client& admin, const std::string& id, const std::string& kind,
                            const std::vector<std::string>& subcounties) {
  directory::v1::RegisterAgencyRequest request;
  request.set_request_id(NewUuid());
  request.set_agency(id);
  request.set_kind(kind);
  request.set_display_name(id);
  request.set_place_of_safety(kind == "RESCUE_CENTRE");
  for (const std::string& subcounty : subcounties) request.add_subcounties(subcounty);
  admin.Must<directory::v1::RegisterAgencyResponse>(
      &directory::v1::DirectoryService::Stub::RegisterAgency, request);
}

void County::PublishOffer(Client& by, const std::string& offer, const std::string& agency,
                          const std::string& service, uint32_t beds) {
  directory::v1::PublishOfferRequest request;
  request.set_request_id(NewUuid());
  request.set_offer(offer);
  request.set_agency(agency);
  request.add_services(service);
  request.set_destination("RDNG");
  request.set_display_name(offer);
  request.set_has_beds(beds > 0);
  request.set_total(beds);
  if (beds > 0) request.set_unit("BED");
  by.Must<directory::v1::PublishOfferResponse>(&directory::v1::DirectoryService::Stub::PublishOffer,
                                               request);
}

void County::EnrollBy(Client& admin, const Post& post) {
  directory::v1::EnrollPersonRequest enroll;
  enroll.set_request_id(NewUuid());
  enroll.set_person(post.person);
  enroll.set_agency(post.agency);
  enroll.set_role(post.role);
  admin.Must<directory::v1::EnrollPersonResponse>(
      &directory::v1::DirectoryService::Stub::EnrollPerson, enroll);
  access::v1::CreateAccountRequest account;
  account.set_login_name(post.person);
  account.set_person(post.person);
  account.set_password(kPassword);
  admin.Must<access::v1::CreateAccountResponse>(&access::v1::AccessService::Stub::CreateAccount,
                                                account);
}

void County::Enroll(const Post& post) {
  Client admin = SignIn(kAdminLogin);
  EnrollBy(admin, post);
}

void County::Settle() {
  Client admin = SignIn(kAdminLogin);
  RegisterAgency(admin, "chv-kisauni", "COMMUNITY", {"003"});
  RegisterAgency(admin, "sco-kisauni", "CHILDREN_OFFICE", {"003"});
  RegisterAgency(admin, "sco-nyali", "CHILDREN_OFFICE", {"004"});
  RegisterAgency(admin, "rescue-centre", "RESCUE_CENTRE", {});
  RegisterAgency(admin, "second-shelter", "RESCUE_CENTRE", {});
  RegisterAgency(admin, "hospital", "HEALTH", {});
  RegisterAgency(admin, "clinic", "HEALTH", {});
  RegisterAgency(admin, "court", "JUDICIARY", {});
  RegisterAgency(admin, "police", "POLICE", {});
  RegisterAgency(admin, "committee", "COMMITTEE", {});
  RegisterAgency(admin, "oversight", "OVERSIGHT", {});
  for (const Post& post : kPosts) EnrollBy(admin, post);
  Client shelter = SignIn("p-shelter"), shelter2 = SignIn("p-shelter2");
  PublishOffer(shelter, "beds-rc", "rescue-centre", "RMTS", 1);
  PublishOffer(shelter2, "beds-second", "second-shelter", "RMTS", 4);
  Client hospital = SignIn("p-hospital"), clinic = SignIn("p-clinic");
  PublishOffer(hospital, "pep-hospital", "hospital", "RMPP", 0);
  PublishOffer(clinic, "pep-clinic", "clinic", "RMPP", 0);
}

HubTest::HubTest(std::vector<std::string> counties) : county_ids_(std::move(counties)) {
  std::string pattern = absl::StrCat(::testing::TempDir(), "rufaa-walk-XXXXXX");
  data_dir_ = ::mkdtemp(pattern.data());
  log_path_ = absl::StrCat(data_dir_, "/hub.log");
  log_fd_ = ::open(log_path_.c_str(), O_CREAT | O_APPEND | O_WRONLY, 0600);
}

HubTest::~HubTest() {
  hub_.reset();
  ::close(log_fd_);
  std::filesystem::remove_all(data_dir_);
}

void HubTest::Start() {
  hub::HubOptions options;
  options.data_dir = data_dir_ + "/data";
  options.counties = county_ids_;
  options.make_keys = true;
  options.monitor = "0";
  options.log_fd = log_fd_;
  options.log_level = rpc::Level::kDebug;
  options.clock = &clock_;
  options.clocks = clocks_;
  options.kafka = kafka_;
  options.publisher = public_place_;
  options.env = env_;
  options.session_limits = session_limits_;
  options.password_cost = {.passes = 1, .memory_bytes = size_t{1} << 20};
  options.founding = {
      .name = "Pwani", .prefix = "MS", .admin_login = kAdminLogin, .admin_password = kPassword};
  absl::StatusOr<std::unique_ptr<hub::Hub>> hub = hub::Hub::Start(options);
  ASSERT_TRUE(hub.ok()) << hub.status();
  hub_ = *std::move(hub);
  const absl::Status serving = hub_->WaitUntilServing(absl::Now() + absl::Seconds(60));
  ASSERT_TRUE(serving.ok()) << serving;
}

}  // namespace rufaa::testing
