// How `rufaa doctor` finds the instances of a service, and asks them.
#include <netdb.h>
#include <sys/socket.h>

#include <algorithm>
#include <memory>
#include <set>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "cli/rpc/connection.h"
#include "cli/verbs/doctor.h"
#include "domain/base/status_macros.h"

namespace rufaa::cli {
namespace {

using State = Finding::State;

constexpr absl::Duration kAnswerWithin = absl::Seconds(5);

// gRPC's words where a channel to peers leaves an instance alone because it says NOT_SERVING.
constexpr char kNotServing[] = "backend unhealthy";

// One instance, or what only gRPC knows to find.
struct Instance {
  std::string name;    // As it is told.
  std::string target;  // As it is asked.
};

// "casework.rufaa" and "7450" of "dns:///casework.rufaa:7450" or "casework.rufaa:7450"; no host of
// what is no name and port: of another scheme, or to be asked of a server of names of its own.
std::pair<std::string, std::string> HostAndPort(absl::string_view target) {
  if (!absl::ConsumePrefix(&target, "dns:///")) absl::ConsumePrefix(&target, "dns:");
  const size_t colon = target.rfind(':');
  if (colon == absl::string_view::npos || absl::StrContains(target, "/")) return {};
  absl::string_view host = target.substr(0, colon);
  if (absl::ConsumePrefix(&host, "[")) {
    absl::ConsumeSuffix(&host, "]");
  } else if (absl::StrContains(host, ":")) {
    return {};
  }
  return {std::string(host), std::string(target.substr(colon + 1))};
}

std::string AddressTarget(const std::string& address, const std::string& port) {
  return absl::StrContains(address, ":") ? absl::StrCat("ipv6:[", address, "]:", port)
                                         : absl::StrCat("ipv4:", address, ":", port);
}

absl::StatusOr<std::vector<Instance>> InstancesOf(const std::string& target,
                                                  const Resolve& resolve) {
  std::vector<Instance> instances;
  for (const absl::string_view scheme : {"ipv4:", "ipv6:"}) {
    absl::string_view addresses = target;
    if (!absl::ConsumePrefix(&addresses, scheme)) continue;
    for (const absl::string_view one : absl::StrSplit(addresses, ',', absl::SkipWhitespace())) {
      const std::string its = absl::StrCat(scheme, one);
      instances.push_back({its, its});
    }
    return instances;
  }
  const auto [host, port] = HostAndPort(target);
  if (host.empty()) return std::vector<Instance>{{target, target}};
  RUFAA_ASSIGN_OR_RETURN(const std::vector<std::string> addresses, resolve(host));
  for (const std::string& address : addresses) {
    const std::string its = AddressTarget(address, port);
    instances.push_back({addresses.size() == 1 ? target : absl::StrCat(its, " of ", target), its});
  }
  return instances;
}

Finding JudgeHealth(const std::string& check, const absl::StatusOr<uint64_t>& health) {
  if (health.ok() && *health == 1) return {check, State::kOk, "SERVING", ""};
  const std::string why(health.status().message());
  if (health.ok() || absl::StrContains(why, kNotServing)) {
    return {check, State::kProblem, "reachable, but NOT_SERVING",
            "wait while its views catch up: its /readyz tells how far, or what else is wrong"};
  }
  if (absl::IsUnavailable(health.status())) {
    return {check, State::kProblem, absl::StrCat("unreachable: ", why),
            "start it where it does not run; else correct its address, what its network lets "
            "through, or the certificates"};
  }
  return {
      check, State::kProblem, absl::StrCat("no answer: ", why),
      "look whether the network lets this machine through to it; then at its journal, and start "
      "it anew where it hangs"};
}

void CheckInstance(const rpc::PeerFiles& files, const std::string& service,
                   const Instance& instance, std::vector<Finding>& findings) {
  const std::string check = absl::StrCat(service, " at ", instance.name);
  // Several files name the same.
  const bool asked = std::any_of(findings.begin(), findings.end(),
                                 [&](const Finding& one) { return one.check == check; });
  if (asked) return;
  const absl::StatusOr<uint64_t> health =
      Connection(
          rpc::PeerChannel({.files = files, .targets = {{service, instance.target}}}, service))
          .CheckHealth(kAnswerWithin);
  findings.push_back(JudgeHealth(check, health));
}

}  // namespace

absl::StatusOr<std::vector<std::string>> AddressesOf(const std::string& host) {
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  addrinfo* found = nullptr;
  if (const int error = ::getaddrinfo(host.c_str(), nullptr, &hints, &found); error != 0) {
    return absl::UnavailableError(absl::StrCat("the name ", host, ": ", ::gai_strerror(error)));
  }
  const std::unique_ptr<addrinfo, void (*)(addrinfo*)> owned(found, ::freeaddrinfo);
  std::set<std::string> addresses;  // A file of hosts may have one of them twice.
  for (const addrinfo* one = found; one != nullptr; one = one->ai_next) {
    char text[NI_MAXHOST];
    if (::getnameinfo(one->ai_addr, one->ai_addrlen, text, sizeof(text), nullptr, 0,
                      NI_NUMERICHOST) == 0) {
      addresses.insert(text);
    }
  }
  return std::vector<std::string>(addresses.begin(), addresses.end());
}

void CheckPeer(const rpc::PeerFiles& files, const std::string& service, const std::string& target,
               const Resolve& resolve, std::vector<Finding>& findings) {
  const auto problem = [&](const absl::Status& status, absl::string_view remedy) {
    findings.push_back({absl::StrCat(service, " at ", target), State::kProblem,
                        std::string(status.message()), std::string(remedy)});
  };
  const rpc::Peers peers{.files = files, .targets = {{service, target}}};
  if (const absl::Status usable = rpc::CheckPeers(peers); !usable.ok()) {
    return problem(usable, "correct the file, or look as root");
  }
  const absl::StatusOr<std::vector<Instance>> instances = InstancesOf(target, resolve);
  if (!instances.ok()) {
    return problem(instances.status(),
                   "correct the name, or ask whoever keeps the network's names");
  }
  for (const Instance& instance : *instances) CheckInstance(files, service, instance, findings);
}

}  // namespace rufaa::cli
