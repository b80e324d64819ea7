// One connection of the HTTP server: a request, its answer, the next request. Only server.cc,
// connection.cc and connection_write.cc see this header: what it includes is slow to compile.
#pragma once

#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include <boost/asio/dispatch.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>

#include "services/gateway/body_room.h"
#include "services/gateway/server.h"
#include "services/gateway/wire.h"

namespace rufaa::gateway {

class Connection;

// What connections share. Outlives them all.
struct ConnectionHost {
  const HttpServerOptions& options;
  HttpHandler& handler;
  std::function<void(Connection&)> closed;  // Called once by each, when its socket is closed.
  std::function<void(int)> refused;         // Told the status of an answer that no handler made.
  BodyRoom room;
};

// Everything private happens on the connection's strand. The server owns it until it is closed;
// beyond that only what is under way on the server's own threads does. Handlers hold a way back to
// it that keeps nothing: they may let go long after the server's end.
class Connection : public std::enable_shared_from_this<Connection> {
 public:
  Connection(Wire::Socket socket, boost::asio::ssl::context* tls, ConnectionHost& host);

  void Start();
  // From any thread: no further request; an idle connection closes, a stream is told to end.
  void Drain();
  // From any thread: closes, whatever is under way.
  void Abort();

  // As of Exchange.
  void Answer(HttpResponse response);
  void Begin(HttpResponse head, std::function<void(Gone)> gone);
  void Write(std::string bytes, std::function<void(bool)> done);
  void End(std::string last);

 private:
  using Error = boost::system::error_code;
  enum class State { kIdle, kReading, kAnswering, kLingering, kClosed };
  using Parser = boost::beast::http::request_parser<boost::beast::http::string_body>;
  struct Piece {
    std::string bytes;
    std::shared_ptr<const std::string> then;  // Sent after `bytes`; nullptr: nothing.
    std::function<void(bool)> done;
  };

  // Does `work` on the strand, unless the connection is closed by then.
  template <class Work>
  void OnStrand(Work work) {
    boost::asio::dispatch(wire_.get_executor(),
                          [self = shared_from_this(), work = std::move(work)]() mutable {
                            if (self->state_ != State::kClosed) work(*self);
                          });
  }

  // Reading (connection.cc).
  void AwaitRequest();
  void ReadSome();
  void OnRead(const Error& error, size_t bytes);
  void Parse();
  bool CheckHead();
  void OnParseError(const Error& error);
  bool TakeRoom();
  void GiveRoomBack() { host_.room.GiveBack(std::exchange(room_taken_, 0)); }
  enum class Body { kWhole, kTooLarge, kNoRoom };
  void Dispatch(Body body);

  // Answering (connection_write.cc).
  std::string HeadOf(const HttpResponse& response, bool whole);
  void RefuseAndClose(int status);
  void Send(std::string bytes, std::function<void(bool)> done,
            std::shared_ptr<const std::string> then = nullptr);
  void SendNext();
  void OnSent(const Error& error);
  void AnswerDone(bool sent);
  // For a piece of this connection's own, which must not keep it: it would keep itself where the
  // server ends before the piece has left.
  std::function<void(bool)> OnAnswerSent() {
    return [this](bool sent) { AnswerDone(sent); };
  }
  void Linger();

  void Expire(absl::Duration after);
  void OnDeadline();
  void Close();

  ConnectionHost& host_;
  Wire wire_;
  boost::asio::steady_timer deadline_;
  State state_ = State::kReading;
  boost::beast::flat_buffer buffer_;
  std::optional<Parser> parser_;
  bool head_checked_ = false;
  bool reading_ = false;
  std::deque<Piece> pieces_;  // The first is being written while writing_.
  bool writing_ = false;
  bool keep_alive_ = false;
  bool body_unread_ = false;
  bool head_only_ = false;  // The request was HEAD.
  bool chunked_ = false;
  bool draining_ = false;
  size_t lingered_ = 0;
  size_t room_taken_ = 0;  // Of the host's room, by this request's body.
  std::function<void(Gone)> gone_;
};

}  // namespace rufaa::gateway
