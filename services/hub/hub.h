// Services of one process, over the counties it serves: all of them for `rufaa serve`, one for each
// service's own binary. The same code and the same calls either way; services meet by gRPC only.
#pragma once

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "domain/clocks/clocks.h"
#include "services/access/access_service.h"
#include "services/access/passwords.h"
#include "services/gateway/gateway.h"
#include "services/hub/brokers_awaited.h"
#include "services/hub/founding.h"
#include "services/hub/hosted_service.h"
#include "services/hub/open_county.h"
#include "services/rpc/certificates.h"
#include "services/rpc/echo.h"
#include "services/rpc/log.h"
#include "services/rpc/monitor.h"
#include "services/rpc/peers.h"
#include "services/rpc/server.h"

namespace rufaa::hub {

struct HubOptions {
  std::string data_dir;
  std::vector<std::string> counties;
  std::string key_dir;
  bool make_keys = false;
  std::string listen = "127.0.0.1:0";
  std::optional<KafkaPlace> kafka;  // Absent: this process gives its counties' logs their order.
  std::optional<gateway::GatewayOptions> gateway;   // Set: browsers are served, too.
  std::optional<publisher::PublicPlace> publisher;  // Set: case events are published there.
  std::string monitor;  // Where /metrics, /livez and /readyz are, as rpc::Monitor; "": nowhere.
  std::vector<std::string> services;  // By name; empty: all.
  rpc::Peers peers;                   // Where other processes serve what this one does not.
  // Target of instances of this process's own kind, which give a new one their replica; "": it is
  // made from the topic.
  std::string replica_from;
  bool reflection = false;
  bool echo = false;  // For benchmarks.
  rpc::Level log_level = rpc::Level::kInfo;
  int log_fd = 2;
  absl::Duration drain = absl::Seconds(10);
  Clock* clock = nullptr;  // nullptr: the machine's.
  access::SessionLimits session_limits;
  access::PasswordCost password_cost;
  Founding founding;  // With a login: each county is founded, as Found has it.
  // What deadlines are reckoned by from now on; those that stand in the log stay as they are.
  ClockTable clocks = ClockTable::Builtin();
  // Called once, on a thread of the hub, when something that this process keeps has stopped for
  // good, and a new start mends it (Hub::Failure): whoever runs the hub should stop it, and start
  // another, which recovers from what the disk holds. It must not block. nullptr: the hub stays,
  // and says that it does not serve.
  std::function<void()> on_failure = nullptr;
  rocksdb::Env* env = nullptr;  // As CountyOptions::env.
};

// For on_failure of a program that waits for the signal to stop: sends itself that.
void AskThisProcessToStop();

class Hub {
 public:
  // Opens, for which it waits as long as no broker answers; then serves at once, and health says
  // NOT_SERVING until the views have caught up. /readyz answers from the start.
  static absl::StatusOr<std::unique_ptr<Hub>> Start(const HubOptions& options);
  ~Hub();

  // Takes no new calls, lets those in flight end, then closes everything. Once.
  void Stop();

  int port() const { return server_->port(); }
  // nullptr: none; the next likewise.
  const gateway::Gateway* gateway() const { return gateway_.get(); }
  const rpc::Monitor* monitor() const { return monitor_.get(); }
  std::shared_ptr<grpc::Channel> InProcessChannel() const { return server_->InProcessChannel(); }

  // Waits until the hub serves all of its counties; why it does not, at `deadline`.
  absl::Status WaitUntilServing(absl::Time deadline);

  // OK, or why nothing but a new start mends this hub.
  absl::Status Failure();

  const std::map<std::string, std::unique_ptr<OpenCounty>>& counties() const { return counties_; }
  rpc::Metrics& metrics() { return metrics_; }

 private:
  explicit Hub(const HubOptions& options);
  absl::Status OpenCounties();
  absl::Status OpenOne(const std::string& id);
  absl::Status Prepare(OpenCounty& county);
  void CopyReplica(const CountyOptions& county);
  bool Keyless() const;  // Nothing that is hosted here needs keys or accounts.
  // Whose certificate this process has; "": nobody's.
  std::string Identity() const { return options_.services.empty() ? "" : options_.services[0]; }
  absl::Status StartServices();
  absl::Status StartMonitor();
  absl::Status StartDoors();
  void StopViews();
  void WatchGauges();
  void Watch();
  // What has gone wrong with logs, stores and views; not that a view is merely behind.
  struct Problem {
    std::string what, why;
    bool serves = false;  // All the same.
    bool operator==(const Problem&) const = default;
  };
  std::vector<Problem> Problems();
  void TellChanges(const std::vector<Problem>& problems);
  absl::Status FailureMendedByStart();  // The first of them that a new start mends.
  std::string WhyNotServing();          // "": it serves.

  const HubOptions options_;
  SystemClock system_clock_;
  Clock& clock_;
  rpc::Metrics metrics_;
  rpc::Log log_;
  Starting starting_;
  std::map<std::string, std::unique_ptr<OpenCounty>> counties_;
  access::Passwords passwords_;
  rpc::Sessions sessions_;
  std::unique_ptr<rpc::Host> host_;
  std::unique_ptr<access::AccessService> resolver_;
  std::unique_ptr<rpc::Server> resolver_server_;
  std::vector<std::unique_ptr<HostedService>> services_;
  rpc::EchoService echo_;
  std::unique_ptr<rpc::Server> server_;
  std::unique_ptr<gateway::Gateway> gateway_;
  std::unique_ptr<rpc::Monitor> monitor_;
  std::unique_ptr<rpc::CertificateWatch> certificate_;  // That peers see; nullptr: none.
  std::once_flag views_stopped_;
  std::mutex mutex_;
  std::condition_variable changed_;
  bool serving_ = false;
  bool stopping_ = false;
  absl::Status failure_;
  std::vector<Problem> told_;  // The watcher's own.
  std::thread watcher_;
};

}  // namespace rufaa::hub
