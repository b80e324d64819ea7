#include "services/hub/hub.h"

#include <algorithm>
#include <filesystem>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "domain/base/refusal.h"
#include "domain/base/status_macros.h"
#include "domain/policy/policy.h"
#include "eventlog/kafka/copied_folder.h"
#include "eventlog/steady_time.h"
#include "services/rpc/fetch_replica.h"
#include "services/rpc/status.h"

namespace rufaa::hub {
namespace {

// Processes of one hub start in any order; one of them makes the county.
constexpr absl::Duration kFoundedWithin = absl::Minutes(1);

bool Names(const std::vector<std::string>& services, const ServiceEntry& entry) {
  return std::find(services.begin(), services.end(), entry.name) != services.end();
}

bool SetsDeadlines(const std::vector<std::string>& services) {
  return services.empty() || std::any_of(AllServices().begin(), AllServices().end(),
                                         [&services](const ServiceEntry& entry) {
                                           return entry.sets_deadlines && Names(services, entry);
                                         });
}

absl::Status CheckDoors(const HubOptions& options) {
  RUFAA_RETURN_IF_ERROR(rpc::CheckPeers(options.peers));
  if (!options.peers.files.empty() || options.peers.targets.empty() ||
      rpc::OnLoopback(options.listen)) {
    return absl::OkStatus();
  }
  return absl::FailedPreconditionError(absl::StrCat(
      "Listening on ", options.listen, " for other machines: give certificate, key and CA."));
}

// The processes of a machine may share one list of peers: none asks itself.
HubOptions WithoutItself(HubOptions options) {
  for (const std::string& own : options.services) options.peers.targets.erase(own);
  return options;
}

}  // namespace

Hub::Hub(const HubOptions& options)
    : options_(WithoutItself(options)),
      clock_(options.clock != nullptr ? *options.clock : system_clock_),
      log_(options.log_fd, options.log_level),
      passwords_(options.password_cost),
      sessions_(clock_) {}

absl::StatusOr<std::unique_ptr<Hub>> Hub::Start(const HubOptions& options) {
  auto hub = std::unique_ptr<Hub>(new Hub(options));
  RUFAA_RETURN_IF_ERROR(CheckDoors(hub->options_));
  RUFAA_RETURN_IF_ERROR(hub->StartMonitor());
  RUFAA_RETURN_IF_ERROR(hub->OpenCounties());
  RUFAA_RETURN_IF_ERROR(hub->StartServices());
  hub->starting_.Over();
  hub->watcher_ = std::thread([raw = hub.get()] { raw->Watch(); });
  return hub;
}

absl::Status Hub::OpenOne(const std::string& id) {
  const rpc::Peers& peers = options_.peers;
  const CountyOptions county{
      .data_dir = options_.data_dir,
      .county = id,
      .key_dir = options_.key_dir,
      .make_key = options_.make_keys,
      .founds = !options_.founding.admin_login.empty(),
      .session_limits = options_.session_limits,
      .clock = &clock_,
      .kafka = options_.kafka,
      .on_progress =
          [this, id](uint64_t offset, uint64_t end) {
            log_.Write(rpc::Level::kInfo, "reading the topic",
                       {{"county", id},
                        {"offset", static_cast<int64_t>(offset)},
                        {"end", static_cast<int64_t>(end)}});
          },
      .vault_keeper = peers.Has("vault") ? rpc::PeerChannel(peers, "vault") : nullptr,
      .keeps_accounts = !peers.Has("access"),
      .keyless = Keyless(),
      .env = options_.env};
  if (!options_.replica_from.empty()) CopyReplica(county);
  RUFAA_ASSIGN_OR_RETURN(std::unique_ptr<OpenCounty> opened, OpenCounty::Open(county));
  if (opened->views().recreated()) {
    log_.Write(rpc::Level::kWarning, "the views were damaged, and are made anew", {{"county", id}});
  }
  counties_[id] = std::move(opened);
  return absl::OkStatus();
}

bool Hub::Keyless() const {
  const std::vector<std::string>& wanted = options_.services;
  return !wanted.empty() && std::all_of(AllServices().begin(), AllServices().end(),
                                        [&wanted](const ServiceEntry& entry) {
                                          return entry.keyless || !Names(wanted, entry);
                                        });
}

// A start is not to fail for it: the topic holds everything, it only takes longer.
void Hub::CopyReplica(const CountyOptions& county) {
  const CountyPaths paths(county);
  const std::string& folder = paths.log;
  if (std::error_code error; std::filesystem::exists(folder, error)) return;
  if (!MakeFolder(paths.folder).ok()) return;  // Opening it says why.
  const std::string own = Identity();
  const std::shared_ptr<grpc::Channel> peer = rpc::PeerChannel(
      {.files = options_.peers.files, .targets = {{own, options_.replica_from}}}, own);
  const absl::StatusOr<uint64_t> position =
      rpc::FetchReplica(peer, county.county, folder, ForgetWhatWasTheOthers, [&](uint64_t bytes) {
        log_.Write(rpc::Level::kInfo, "copying a replica",
                   {{"county", county.county}, {"bytes", static_cast<int64_t>(bytes)}});
      });
  if (position.ok()) {
    log_.Write(rpc::Level::kInfo, "replica copied",
               {{"county", county.county}, {"position", static_cast<int64_t>(*position)}});
  } else {
    log_.Write(rpc::Level::kWarning, "no replica to copy; reading the topic from its start",
               {{"county", county.county}, {"why", rpc::ReasonName(position.status())}});
  }
}

absl::Status Hub::OpenCounties() {
  host_ = std::make_unique<rpc::Host>(rpc::Host::Parts{log_, metrics_, clock_, sessions_});
  for (const std::string& id : options_.counties) {
    starting_.Say(absl::StrCat("opening the log of ", id));
    RUFAA_RETURN_IF_ERROR(OnceBrokersAnswer(id, starting_, log_, [&] { return OpenOne(id); }));
    OpenCounty& county = *counties_.at(id);
    RUFAA_RETURN_IF_ERROR(OnceBrokersAnswer(id, starting_, log_, [&] { return Prepare(county); }));
    RUFAA_ASSIGN_OR_RETURN(rpc::CountyRuntime runtime, county.Runtime({.clocks = options_.clocks}));
    host_->AddCounty(std::move(runtime));
    county.views().Start();
  }
  return absl::OkStatus();
}

// What must stand in the log before the county is served; of what does already, nothing.
absl::Status Hub::Prepare(OpenCounty& county) {
  // Whoever founds asks the keeper of keys first, so that one waits for nobody.
  if (!county.keeps_accounts() && !county.keeps_keys()) {
    RUFAA_RETURN_IF_ERROR(WaitUntilFounded(county, absl::Now() + kFoundedWithin));
  } else if (county.keeps_accounts() && !options_.founding.admin_login.empty()) {
    RUFAA_RETURN_IF_ERROR(Found(county, options_.founding, passwords_, clock_.Now()));
  }
  if (!SetsDeadlines(options_.services)) return absl::OkStatus();
  RUFAA_RETURN_IF_ERROR(
      AdoptPolicy(county, policy::Version(), policy::CanonicalText(), clock_.Now()));
  return AdoptClocks(county, options_.clocks, clock_.Now());
}

absl::Status Hub::StartServices() {
  if (Keyless()) {
    // Nobody's session is asked for.
  } else if (!options_.peers.Has("access")) {
    resolver_ = std::make_unique<access::AccessService>(*host_, passwords_);
    for (const auto& [id, county] : counties_) resolver_->AddCounty(county->access());
    RUFAA_ASSIGN_OR_RETURN(resolver_server_, rpc::Server::Start({}, {resolver_.get()}));
    sessions_.Connect(resolver_server_->InProcessChannel());
  } else {
    sessions_.Connect(rpc::PeerChannel(options_.peers, "access"));
  }
  const HostingParts parts{.host = *host_,
                           .passwords = passwords_,
                           .counties = counties_,
                           .public_place = options_.publisher ? &*options_.publisher : nullptr,
                           .named = !options_.services.empty(),
                           .identity = Identity()};
  std::vector<grpc::Service*> grpc_services;
  for (const ServiceEntry& entry : AllServices()) {
    const auto& wanted = options_.services;
    if (wanted.empty() ? entry.behind : !Names(wanted, entry)) continue;
    RUFAA_ASSIGN_OR_RETURN(std::unique_ptr<HostedService> service, entry.make(parts));
    for (grpc::Service* one : service->GrpcServices()) grpc_services.push_back(one);
    services_.push_back(std::move(service));
  }
  if (options_.echo) grpc_services.push_back(&echo_);
  for (const auto& service : services_) RUFAA_RETURN_IF_ERROR(service->Start());
  RUFAA_ASSIGN_OR_RETURN(server_, rpc::Server::Start({.address = options_.listen,
                                                      .reflection = options_.reflection,
                                                      .credentials = rpc::PeerServerCredentials(
                                                          options_.peers.files, Identity())},
                                                     grpc_services));
  return StartDoors();
}

// Before anything that may take long, so that it can say what that is.
absl::Status Hub::StartMonitor() {
  if (options_.monitor.empty()) return absl::OkStatus();
  RUFAA_ASSIGN_OR_RETURN(monitor_, rpc::Monitor::Start(options_.monitor, metrics_,
                                                       [this] { return WhyNotServing(); }));
  return absl::OkStatus();
}

// What is reached by others than gRPC's clients.
absl::Status Hub::StartDoors() {
  WatchGauges();
  if (options_.gateway) {
    RUFAA_ASSIGN_OR_RETURN(
        gateway_,
        gateway::Gateway::Start(*options_.gateway, gateway::HubMethods(),
                                gateway::Routes(server_->InProcessChannel()), log_, metrics_));
  }
  log_.Write(rpc::Level::kInfo, "listening",
             {{"port", static_cast<int64_t>(server_->port())},
              {"counties", absl::StrJoin(options_.counties, ",")}});
  return absl::OkStatus();
}

void Hub::WatchGauges() {
  certificate_ = rpc::CertificateWatch::Start(options_.peers.files.cert, rpc::Shown::kToPeers, log_,
                                              metrics_, clock_);
  for (const auto& [id, county] : counties_) {
    OpenCounty* const raw = county.get();
    metrics_.SetGauge("rufaa_log_position", "Last position of the county log.", {{"county", id}},
                      [raw] { return static_cast<double>(raw->log().Head()); });
    metrics_.SetGauge(
        "rufaa_log_ahead_seconds", "By how much the last commit's time is ahead of the clock.",
        {{"county", id}},
        [this, raw] { return absl::ToDoubleSeconds(raw->log().AheadOf(clock_.Now())); });
    if (raw->keeps_keys()) {
      metrics_.SetGauge("rufaa_reads_entered", "Entries of the access book.", {{"county", id}},
                        [raw] { return static_cast<double>(raw->reads().Head()); });
    }
    if (options_.kafka) {
      metrics_.SetGauge(
          "rufaa_log_age_seconds", "Since when the log may lack what others have appended.",
          {{"county", id}},
          [raw] { return absl::ToDoubleSeconds(SteadyNow() - raw->log().CurrentAsOf()); });
      metrics_.SetGauge("rufaa_log_passed_over", "Records of the topic that were none of ours.",
                        {{"county", id}},
                        [raw] { return static_cast<double>(raw->log().PassedOver()); });
    }
    for (const ViewStatus& view : raw->views().Status()) {
      metrics_.SetGauge(
          "rufaa_view_lag", "Positions that a view is behind the log.",
          {{"county", id}, {"view", view.view}}, [raw, name = view.view] {
            const uint64_t head = raw->log().Head();
            return static_cast<double>(head - std::min(head, raw->views().Position(name)));
          });
    }
  }
}

void Hub::StopViews() {
  std::call_once(views_stopped_, [this] {
    for (auto& [id, county] : counties_) county->views().Stop();
  });
}

void Hub::Stop() {
  {
    const std::lock_guard lock(mutex_);
    if (stopping_) return;
    stopping_ = true;
    serving_ = false;
  }
  changed_.notify_all();
  if (watcher_.joinable()) watcher_.join();
  // Its streams would keep the services waiting for as long as they may.
  if (gateway_ != nullptr) gateway_->Stop(options_.drain);
  if (server_ != nullptr) {
    // A read that waits for a revision ends with the grace, however long its caller would wait.
    const uint64_t end_waits = host_->timer().After(options_.drain, [this] { StopViews(); });
    server_->Drain(options_.drain);
    host_->timer().Cancel(end_waits);
  }
  for (const auto& service : services_) service->Stop();
  monitor_.reset();
  metrics_.ClearGauges();
  gateway_.reset();
  services_.clear();
  resolver_server_.reset();
  StopViews();
  log_.Write(rpc::Level::kInfo, "stopped");
}

Hub::~Hub() {
  Stop();
  passwords_.Stop();  // Its threads have answered for accounts of the counties.
  if (host_ != nullptr) host_->timer().Stop();  // What it would call looks at logs and views.
  // The log answers what is left before the host that those answers use goes.
  counties_.clear();
}

}  // namespace rufaa::hub
