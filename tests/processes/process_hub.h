// A hub of which every service is a process of its own, two of each that may be two (access, vault,
// publisher and gateway are one): on a real broker, with mutual TLS between all of them and the
// gateway in front. Made with it on free ports, and gone with it, however it ends. For the thread
// that made it.
#pragma once

#include <sys/types.h>

#include <map>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "services/rpc/peers.h"
#include "tests/cli/command.h"
#include "tests/support/kafka_cluster.h"

namespace rufaa {

class ProcessHub {
 public:
  // Starts them all; `cluster` and `folder` must outlive this. Each keeps its replica in
  // data/<instance> of `folder`, and all write hub.log. Where the cluster has proxies, casework-1
  // reaches it by them.
  ProcessHub(const cli::Folder& folder, const KafkaCluster& cluster);
  ~ProcessHub();

  // Until every instance serves; which one does not, after a long while.
  absl::Status WaitUntilServing();

  // "casework-1", "gateway", …
  const std::vector<std::string>& instances() const { return names_; }
  // Of gRPC's clients.
  std::string address() const;
  std::string log() const;
  bool serving() const { return !pids_.empty(); }

  void Kill(const std::string& instance);    // kill -9
  void Freeze(const std::string& instance);  // SIGSTOP
  void Thaw(const std::string& instance);
  void Start(const std::string& instance, const std::vector<std::string>& more = {});
  // Removes the replica of an instance that was killed.
  void DeleteReplica(const std::string& instance);
  // As for WaitUntilServing, of one.
  absl::Status WaitFor(const std::string& instance);
  // What /readyz of an instance answers, whole; "": nobody listens there.
  std::string Ready(const std::string& instance) const;
  // SIGTERM to all; the first exit code that is not 0.
  int Stop();

  // A channel to one instance, as the service `as` would have it.
  std::shared_ptr<grpc::Channel> ChannelTo(const std::string& instance, const std::string& as);
  rpc::PeerFiles FilesOf(const std::string& service) const;
  std::string TargetOf(const std::string& instance) const;

 private:
  struct Instance {
    std::string service;
    int port = 0, metrics_port = 0;
  };
  std::vector<std::string> WordsOf(const std::string& instance) const;
  std::vector<std::string> PeersOf(const std::string& service) const;

  const cli::Folder& folder_;
  const KafkaCluster& cluster_;
  std::vector<std::string> names_;
  std::map<std::string, Instance> instances_;
  std::map<std::string, pid_t> pids_;
  int grpc_port_ = 0;
};

}  // namespace rufaa
