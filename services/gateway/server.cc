#include "services/gateway/server.h"

#include <sys/resource.h>

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <thread>
#include <unordered_map>
#include <vector>

#include <boost/asio/io_context.hpp>
#include <boost/asio/strand.hpp>

#include "absl/strings/str_cat.h"
#include "domain/base/status_macros.h"
#include "services/gateway/connection.h"

namespace rufaa::gateway {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using Error = boost::system::error_code;

constexpr auto kAcceptAgain = std::chrono::milliseconds(100);
constexpr rlim_t kMostFiles = 65536;

// How many files this process may have open from now on.
rlim_t RaiseFileLimit() {
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return 0;
  if (limit.rlim_cur < kMostFiles) {
    limit.rlim_cur = std::min(limit.rlim_max, kMostFiles);
    ::setrlimit(RLIMIT_NOFILE, &limit);
    ::getrlimit(RLIMIT_NOFILE, &limit);
  }
  return limit.rlim_cur;
}

absl::StatusOr<std::unique_ptr<asio::ssl::context>> TlsOf(const HttpServerOptions& options) {
  if (options.cert_file.empty() && options.key_file.empty()) return nullptr;
  auto tls = std::make_unique<asio::ssl::context>(asio::ssl::context::tls_server);
  tls->set_options(asio::ssl::context::no_tlsv1 | asio::ssl::context::no_tlsv1_1);
  Error error;
  tls->use_certificate_chain_file(options.cert_file, error);
  if (error) {
    return absl::InvalidArgumentError(
        absl::StrCat("the certificate ", options.cert_file, " can't be used: ", error.message()));
  }
  tls->use_private_key_file(options.key_file, asio::ssl::context::pem, error);
  if (error) {
    return absl::InvalidArgumentError(
        absl::StrCat("the key ", options.key_file, " can't be used: ", error.message()));
  }
  return tls;
}

class Server : public HttpServer {
 public:
  Server(const HttpServerOptions& options, HttpHandler& handler, rpc::Metrics& metrics)
      : options_(options),
        metrics_(metrics),
        host_{options_, handler, [this](Connection& closed) { OnClosed(closed); },
              [this](int status) { CountRefused(status); }, BodyRoom(options_.body_room_bytes)},
        acceptor_(asio::make_strand(io_)),
        accept_again_(acceptor_.get_executor()) {}
  ~Server() override {
    Drain(absl::ZeroDuration());
    work_.reset();
    io_.stop();
    for (std::thread& thread : threads_) thread.join();
  }

  absl::Status Listen();
  int port() const override { return port_; }
  void Drain(absl::Duration grace) override;

 private:
  void Accept();
  void OnAccept(const Error& error, tcp::socket socket);
  void OnClosed(Connection& connection);
  void CountRefused(int status);
  std::vector<std::shared_ptr<Connection>> OpenConnections();

  const HttpServerOptions options_;
  rpc::Metrics& metrics_;
  ConnectionHost host_;
  asio::io_context io_;
  asio::executor_work_guard<asio::io_context::executor_type> work_{io_.get_executor()};
  std::unique_ptr<asio::ssl::context> tls_;
  tcp::acceptor acceptor_;
  asio::steady_timer accept_again_;
  int port_ = 0;
  size_t max_open_ = 0;
  std::vector<std::thread> threads_;

  std::mutex mutex_;
  std::condition_variable changed_;
  std::unordered_map<Connection*, std::shared_ptr<Connection>> open_;
  bool accepting_ = false;
  bool draining_ = false;
};

absl::Status Server::Listen() {
  const size_t colon = options_.listen.rfind(':');
  std::string host = options_.listen.substr(0, colon);
  if (host.size() > 2 && host.front() == '[') host = host.substr(1, host.size() - 2);
  const auto failed = [this](absl::string_view why) {
    return absl::UnavailableError(absl::StrCat("can't listen on ", options_.listen, ": ", why));
  };
  if (colon == std::string::npos) return failed("not host:port");
  RUFAA_ASSIGN_OR_RETURN(tls_, TlsOf(options_));
  Error error;
  const auto found = tcp::resolver(io_).resolve(host, options_.listen.substr(colon + 1),
                                                tcp::resolver::passive, error);
  if (error || found.empty()) return failed("no such address");
  const tcp::endpoint endpoint = found.begin()->endpoint();
  acceptor_.open(endpoint.protocol(), error);
  if (!error) acceptor_.set_option(asio::socket_base::reuse_address(true), error);
  if (!error) acceptor_.bind(endpoint, error);
  if (!error) acceptor_.listen(asio::socket_base::max_listen_connections, error);
  if (error) return failed(error.message());
  port_ = acceptor_.local_endpoint(error).port();
  // The other half is for the log and the views: they must never want for one.
  max_open_ = std::min<size_t>(options_.max_connections, RaiseFileLimit() / 2);
  metrics_.SetGauge("rufaa_gateway_connections", "Open connections of browsers.", {}, [this] {
    const std::lock_guard lock(mutex_);
    return static_cast<double>(open_.size());
  });
  metrics_.SetGauge("rufaa_gateway_body_room_taken_bytes",
                    "Of the room for bodies that all connections have together.", {},
                    [this] { return static_cast<double>(host_.room.taken()); });
  accepting_ = true;
  asio::post(acceptor_.get_executor(), [this] { Accept(); });
  for (int i = 0; i < options_.threads; ++i) threads_.emplace_back([this] { io_.run(); });
  return absl::OkStatus();
}

// Each connection has a strand of its own.
void Server::Accept() {
  if (!acceptor_.is_open()) return;
  acceptor_.async_accept(asio::make_strand(io_), [this](const Error& error, tcp::socket socket) {
    OnAccept(error, std::move(socket));
  });
}

void Server::OnAccept(const Error& error, tcp::socket socket) {
  if (error == asio::error::operation_aborted) return;
  if (error) {
    // No file descriptor left, mostly: some will be, soon.
    accept_again_.expires_after(kAcceptAgain);
    return accept_again_.async_wait([this](const Error& cancelled) {
      if (!cancelled) Accept();
    });
  }
  auto connection = std::make_shared<Connection>(std::move(socket), tls_.get(), host_);
  bool more = false;
  {
    const std::lock_guard lock(mutex_);
    if (draining_) return;
    open_.emplace(connection.get(), connection);
    // The rest waits in the system's queue until one closes.
    accepting_ = more = open_.size() < max_open_;
  }
  connection->Start();
  if (more) Accept();
}

void Server::OnClosed(Connection& connection) {
  const std::lock_guard lock(mutex_);
  open_.erase(&connection);
  changed_.notify_all();
  if (accepting_ || draining_) return;
  accepting_ = true;
  asio::post(acceptor_.get_executor(), [this] { Accept(); });
}

void Server::CountRefused(int status) {
  metrics_
      .CounterOf("rufaa_gateway_http_refused_total", "Requests that were no HTTP, or too slow.",
                 {{"status", absl::StrCat(status)}})
      .Add();
}

std::vector<std::shared_ptr<Connection>> Server::OpenConnections() {
  const std::lock_guard lock(mutex_);
  std::vector<std::shared_ptr<Connection>> open;
  open.reserve(open_.size());
  for (const auto& [raw, connection] : open_) open.push_back(connection);
  return open;
}

void Server::Drain(absl::Duration grace) {
  {
    const std::lock_guard lock(mutex_);
    draining_ = true;
  }
  asio::dispatch(acceptor_.get_executor(), [this] {
    Error ignored;
    acceptor_.close(ignored);
    accept_again_.cancel();
  });
  for (const auto& connection : OpenConnections()) connection->Drain();
  {
    std::unique_lock lock(mutex_);
    changed_.wait_for(lock, absl::ToChronoNanoseconds(grace), [this] { return open_.empty(); });
  }
  for (const auto& connection : OpenConnections()) connection->Abort();
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return open_.empty(); });
}

}  // namespace

absl::StatusOr<std::unique_ptr<HttpServer>> HttpServer::Start(const HttpServerOptions& options,
                                                              HttpHandler& handler,
                                                              rpc::Metrics& metrics) {
  auto server = std::make_unique<Server>(options, handler, metrics);
  if (absl::Status listening = server->Listen(); !listening.ok()) return listening;
  return absl::StatusOr<std::unique_ptr<HttpServer>>(std::move(server));
}

}  // namespace rufaa::gateway
