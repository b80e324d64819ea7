#include "tests/processes/process_hub.h"

#include <fcntl.h>
#include <grpcpp/create_channel.h>
#include <grpcpp/security/credentials.h>
#include <signal.h>
#include <sys/wait.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <sstream>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/time/clock.h"
#include "gtest/gtest.h"
#include "tests/support/free_ports.h"

namespace rufaa {
namespace {

// Instances by service, in the order they are started; any other would do.
const std::vector<std::pair<std::string, std::string>>& Layout() {
  static const auto* const layout = new std::vector<std::pair<std::string, std::string>>{
      {"access", "access"},         {"vault", "vault"},         {"directory-1", "directory"},
      {"directory-2", "directory"}, {"casework-1", "casework"}, {"casework-2", "casework"},
      {"referral-1", "referral"},   {"referral-2", "referral"}, {"committee-1", "committee"},
      {"committee-2", "committee"}, {"audit-1", "audit"},       {"audit-2", "audit"},
      {"live-1", "live"},           {"live-2", "live"},         {"publisher", "publisher"},
      {"gateway", "gateway"},
  };
  return *layout;
}

// A debug build on a busy machine has to start sixteen of them.
constexpr absl::Duration kServesWithin = absl::Minutes(2);

std::string Binary(const std::string& service) {
  const char* folder = std::getenv("RUFAA_BIN");
  return absl::StrCat(folder == nullptr ? "build/release/bin" : folder, "/rufaa-", service);
}

std::string Local(int port) { return absl::StrCat("127.0.0.1:", port); }

}  // namespace

ProcessHub::ProcessHub(const cli::Folder& folder, const KafkaCluster& cluster)
    : folder_(folder), cluster_(cluster) {
  const std::vector<int> ports = FreePorts(static_cast<int>(2 * Layout().size()) + 1);
  std::vector<std::string> make = {"deploy/peers/certificates", folder.File("peers")};
  size_t next = 0;
  for (const auto& [name, service] : Layout()) {
    names_.push_back(name);
    instances_[name] = {.service = service, .port = ports[next], .metrics_port = ports[next + 1]};
    next += 2;
    make.push_back(service);
  }
  grpc_port_ = ports[next];
  const cli::Result made = cli::RunProgram(folder, make);
  EXPECT_EQ(made.exit_code, 0) << made.err;
  folder.Write("admin",
               absl::StrCat(cli::ServedHub::kAdmin, "\n", cli::ServedHub::kPassword, "\n"));
  for (const std::string& name : names_) Start(name);
}

ProcessHub::~ProcessHub() {
  for (const std::string& name : names_) Kill(name);
}

rpc::PeerFiles ProcessHub::FilesOf(const std::string& service) const {
  const std::string folder = folder_.File("peers/" + service);
  return {
      .cert = folder + "/cert.pem", .key = folder + "/key.pem", .ca = folder_.File("peers/ca.pem")};
}

std::string ProcessHub::TargetOf(const std::string& instance) const {
  return "ipv4:" + Local(instances_.at(instance).port);
}

std::string ProcessHub::address() const { return Local(grpc_port_); }

// "--peer casework=ipv4:…,…" for each service that `service` calls.
std::vector<std::string> ProcessHub::PeersOf(const std::string& service) const {
  std::map<std::string, std::vector<std::string>> addresses;
  for (const auto& [name, instance] : instances_) {
    const std::vector<std::string> callers = rpc::CallersOf(instance.service);
    const bool calls = std::find(callers.begin(), callers.end(), service) != callers.end();
    if (calls && instance.service != service && instance.service != "gateway") {
      addresses[instance.service].push_back(Local(instance.port));
    }
  }
  std::vector<std::string> words;
  for (const auto& [peer, its] : addresses) {
    words.push_back("--peer");
    words.push_back(absl::StrCat(peer, "=ipv4:", absl::StrJoin(its, ",")));
  }
  return words;
}

std::vector<std::string> ProcessHub::WordsOf(const std::string& name) const {
  const Instance& instance = instances_.at(name);
  const rpc::PeerFiles files = FilesOf(instance.service);
  std::vector<std::string> words = {Binary(instance.service),
                                    "--listen",
                                    Local(instance.port),
                                    "--metrics",
                                    absl::StrCat(instance.metrics_port),
                                    "--peer-cert",
                                    files.cert,
                                    "--peer-key",
                                    files.key,
                                    "--peer-ca",
                                    files.ca};
  const auto add = [&](const std::vector<std::string>& more) {
    words.insert(words.end(), more.begin(), more.end());
  };
  add(PeersOf(instance.service));
  if (instance.service == "gateway") {
    add({"--grpc-listen", address()});
    return words;
  }
  const bool by_proxy = name == "casework-1" && !cluster_.brokers_behind().empty();
  for (const auto& [key, value] : cluster_.client()) {
    add({"--kafka-client", absl::StrCat(key, "=", value)});
    if (instance.service == "publisher") add({"--public-client", absl::StrCat(key, "=", value)});
  }
  add({"--data", folder_.File("data/" + name), "--county", "001", "--kafka-brokers",
       by_proxy ? cluster_.brokers_behind() : cluster_.brokers(), "--kafka-replicas",
       absl::StrCat(cluster_.nodes()), "--kafka-min-insync-replicas",
       absl::StrCat((cluster_.nodes() + 1) / 2)});
  if (instance.service == "vault") add({"--make-keys"});
  if (instance.service == "publisher") {
    add({"--public-brokers", cluster_.brokers(), "--public-replicas",
         absl::StrCat(cluster_.nodes()), "--public-min-insync-replicas",
         absl::StrCat((cluster_.nodes() + 1) / 2)});
  }
  if (instance.service == "access") add({"--admin-file", folder_.File("admin"), "--prefix", "MS"});
  return words;
}

void ProcessHub::Start(const std::string& name, const std::vector<std::string>& more) {
  std::filesystem::create_directories(folder_.File("data"));
  posix_spawn_file_actions_t files;
  posix_spawn_file_actions_init(&files);
  posix_spawn_file_actions_addopen(&files, 0, "/dev/null", O_RDONLY, 0);
  for (const int fd : {1, 2}) {
    posix_spawn_file_actions_addopen(&files, fd, folder_.File("hub.log").c_str(),
                                     O_WRONLY | O_CREAT | O_APPEND, 0600);
  }
  std::vector<std::string> words = WordsOf(name);
  words.insert(words.end(), more.begin(), more.end());
  pids_[name] = cli::Start(folder_, words, &files);
  posix_spawn_file_actions_destroy(&files);
}

void ProcessHub::Kill(const std::string& name) {
  const auto found = pids_.find(name);
  if (found == pids_.end()) return;
  kill(found->second, SIGKILL);
  cli::WaitFor(found->second);
  pids_.erase(found);
}

void ProcessHub::Freeze(const std::string& name) {
  kill(pids_.at(name), SIGSTOP);
  int status = 0;
  waitpid(pids_.at(name), &status, WUNTRACED);
}

void ProcessHub::Thaw(const std::string& name) { kill(pids_.at(name), SIGCONT); }

void ProcessHub::DeleteReplica(const std::string& name) {
  std::filesystem::remove_all(folder_.File("data/" + name + "/001/log"));
  std::filesystem::remove_all(folder_.File("data/" + name + "/001/views"));
}

int ProcessHub::Stop() {
  int code = 0;
  for (const auto& [name, pid] : pids_) kill(pid, SIGTERM);
  for (const auto& [name, pid] : pids_) {
    const int its = cli::WaitFor(pid);
    if (its != 0) std::cerr << name << " ended with " << its << "; the log:\n" << log() << "\n";
    if (its != 0 && code == 0) code = its;
  }
  pids_.clear();
  return code;
}

std::string ProcessHub::log() const {
  std::ifstream in(folder_.File("hub.log"));
  std::stringstream text;
  text << in.rdbuf();
  return text.str();
}

std::shared_ptr<grpc::Channel> ProcessHub::ChannelTo(const std::string& instance,
                                                     const std::string& as) {
  const std::string& service = instances_.at(instance).service;
  return rpc::PeerChannel({.files = FilesOf(as), .targets = {{service, TargetOf(instance)}}},
                          service);
}

// A channel is ready only once the other side's health says that it serves.
absl::Status ProcessHub::WaitFor(const std::string& name) {
  const std::string& service = instances_.at(name).service;
  const std::shared_ptr<grpc::Channel> channel =
      service == "gateway" ? grpc::CreateChannel(address(), grpc::InsecureChannelCredentials())
                           : ChannelTo(name, rpc::CallersOf(service).back());
  const absl::Time deadline = absl::Now() + kServesWithin;
  if (channel->WaitForConnected(absl::ToChronoTime(deadline))) return absl::OkStatus();
  return absl::DeadlineExceededError(absl::StrCat(name, " does not serve"));
}

std::string ProcessHub::Ready(const std::string& name) const {
  return cli::RunProgram(
             folder_,
             {"bash", "-c",
              absl::StrCat("exec 3<>/dev/tcp/127.0.0.1/", instances_.at(name).metrics_port,
                           " && printf 'GET /readyz HTTP/1.0\\r\\n\\r\\n' >&3 && cat <&3")})
      .out;
}

absl::Status ProcessHub::WaitUntilServing() {
  for (const std::string& name : names_) {
    if (absl::Status status = WaitFor(name); !status.ok()) return status;
  }
  return absl::OkStatus();
}

}  // namespace rufaa
