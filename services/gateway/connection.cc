#include "services/gateway/connection.h"

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"

namespace rufaa::gateway {
namespace {

namespace http = boost::beast::http;

constexpr size_t kReadBytes = 4096;
// Beyond head and body limits, for the lines between chunks.
constexpr size_t kSpareBytes = 4096;
// What a client that was refused in the middle may still send before it is cut off.
constexpr size_t kLingerBytes = size_t{8} << 20;

absl::string_view Text(boost::beast::string_view text) { return {text.data(), text.size()}; }

class WayBack : public Exchange {
 public:
  explicit WayBack(std::weak_ptr<Connection> connection) : connection_(std::move(connection)) {}

  void Answer(HttpResponse response) override {
    if (const auto open = connection_.lock()) open->Answer(std::move(response));
  }
  void Begin(HttpResponse head, std::function<void(Gone)> gone) override {
    const auto open = connection_.lock();
    open ? open->Begin(std::move(head), std::move(gone)) : gone(Gone::kClient);
  }
  void Write(std::string bytes, std::function<void(bool)> done) override {
    const auto open = connection_.lock();
    open ? open->Write(std::move(bytes), std::move(done)) : done(false);
  }
  void End(std::string last) override {
    if (const auto open = connection_.lock()) open->End(std::move(last));
  }

 private:
  const std::weak_ptr<Connection> connection_;
};

}  // namespace

Connection::Connection(Wire::Socket socket, boost::asio::ssl::context* tls, ConnectionHost& host)
    : host_(host),
      wire_(std::move(socket), tls),
      deadline_(wire_.get_executor()),
      buffer_(host.options.max_header_bytes + kReadBytes + kSpareBytes) {}

void Connection::Start() {
  OnStrand([](Connection& self) {
    Error ignored;
    self.wire_.socket().set_option(boost::asio::ip::tcp::no_delay(true), ignored);
    self.Expire(self.host_.options.header_time);
    if (!self.wire_.encrypted()) return self.AwaitRequest();
    self.wire_.AsyncHandshake([me = self.shared_from_this()](const Error& error) {
      if (me->state_ == State::kClosed) return;
      error ? me->Close() : me->AwaitRequest();
    });
  });
}

void Connection::Drain() {
  OnStrand([](Connection& self) {
    self.draining_ = true;
    const bool fresh =
        self.state_ == State::kReading && (!self.parser_ || !self.parser_->got_some());
    if (self.state_ == State::kIdle || fresh) return self.Close();
    if (auto gone = std::exchange(self.gone_, nullptr)) gone(Gone::kStopping);
  });
}

void Connection::Abort() {
  OnStrand([](Connection& self) { self.Close(); });
}

void Connection::AwaitRequest() {
  parser_.emplace();
  parser_->eager(false);
  parser_->header_limit(static_cast<uint32_t>(host_.options.max_header_bytes));
  parser_->body_limit(boost::none);  // Set once the head is known.
  head_checked_ = false;
  if (buffer_.size() > 0) {
    state_ = State::kReading;
    Expire(host_.options.header_time);
    return Parse();
  }
  ReadSome();
}

void Connection::ReadSome() {
  if (reading_) return;
  reading_ = true;
  // Room for a small request; a connection that waits costs no more.
  wire_.async_read_some(buffer_.prepare(std::min(kReadBytes, buffer_.max_size() - buffer_.size())),
                        [self = shared_from_this()](const Error& error, size_t bytes) {
                          self->reading_ = false;
                          if (self->state_ != State::kClosed) self->OnRead(error, bytes);
                        });
}

void Connection::OnRead(const Error& error, size_t bytes) {
  buffer_.commit(bytes);
  if (error) return Close();
  switch (state_) {
    case State::kIdle:
      state_ = State::kReading;
      Expire(host_.options.header_time);
      return Parse();
    case State::kReading:
      return Parse();
    case State::kLingering:
      lingered_ += bytes;
      buffer_.clear();
      return lingered_ > kLingerBytes ? Close() : ReadSome();
    default:
      // A stream is being answered: what its client said meanwhile waits for the stream's end.
      return;
  }
}

void Connection::Parse() {
  for (;;) {
    Error error;
    buffer_.consume(parser_->put(buffer_.data(), error));
    if (error == http::error::need_more) break;
    if (error) return OnParseError(error);
    if (!TakeRoom()) return Dispatch(Body::kNoRoom);
    if (!head_checked_ && parser_->is_header_done()) {
      head_checked_ = true;
      if (!CheckHead()) return;
    }
    if (parser_->is_done()) return Dispatch(Body::kWhole);
    if (buffer_.size() == 0) break;
  }
  // Lines between chunks that never end.
  if (buffer_.size() == buffer_.max_size()) return RefuseAndClose(400);
  ReadSome();
}

// For what has come of the body; false when there is none left.
bool Connection::TakeRoom() {
  const size_t small = host_.options.small_body_bytes;
  const size_t wanted =
      parser_->get().body().size() - std::min(parser_->get().body().size(), small);
  if (wanted <= room_taken_) return true;
  if (!host_.room.Take(wanted - room_taken_)) return false;
  room_taken_ = wanted;
  return true;
}

// False when the request was answered here.
bool Connection::CheckHead() {
  const auto& head = parser_->get();
  const auto refuse = [this](int status) {
    RefuseAndClose(status);
    return false;
  };
  if (head.version() != 10 && head.version() != 11) return refuse(505);
  if (head.count(http::field::host) > 1) return refuse(400);
  if (head.version() == 11 && head.count(http::field::host) == 0) return refuse(400);
  if (head.target().empty() || head.target().front() != '/') return refuse(400);
  const absl::string_view coding = Text(head[http::field::transfer_encoding]);
  if (head.count(http::field::transfer_encoding) > 0 &&
      !absl::EqualsIgnoreCase(coding, "chunked")) {
    return refuse(501);
  }
  const absl::string_view expect = Text(head[http::field::expect]);
  if (!expect.empty() && !absl::EqualsIgnoreCase(expect, "100-continue")) return refuse(417);
  const auto length = parser_->content_length();
  if (length && *length > host_.options.max_body_bytes) {
    Dispatch(Body::kTooLarge);
    return false;
  }
  parser_->body_limit(host_.options.max_body_bytes);
  Expire(host_.options.body_time);
  if (!expect.empty() && !parser_->is_done()) Send("HTTP/1.1 100 Continue\r\n\r\n", nullptr);
  return true;
}

void Connection::OnParseError(const Error& error) {
  if (error == http::error::body_limit) return Dispatch(Body::kTooLarge);
  if (error == http::error::header_limit) return RefuseAndClose(431);
  RefuseAndClose(error == http::error::bad_version ? 505 : 400);
}

void Connection::Dispatch(Body body) {
  const bool unread = body != Body::kWhole;
  // What is still being written, "100 Continue", keeps its time: nothing else would end a client
  // that does not read it.
  if (!writing_) deadline_.cancel();
  state_ = State::kAnswering;
  auto& message = parser_->get();
  body_unread_ = unread;
  keep_alive_ = message.keep_alive() && !unread;
  head_only_ = message.method() == http::verb::head;
  chunked_ = message.version() == 11;
  HttpRequest request;
  request.method = std::string(Text(message.method_string()));
  const absl::string_view target = Text(message.target());
  request.path = std::string(target.substr(0, target.find_first_of("?#")));
  for (const auto& field : message) {
    request.headers.Add(absl::AsciiStrToLower(Text(field.name_string())), Text(field.value()));
  }
  if (!unread) request.body = std::move(message.body());
  request.body_too_large = body == Body::kTooLarge;
  request.no_room_for_body = body == Body::kNoRoom;
  request.tls = wire_.encrypted();
  Error unknown;
  const auto peer = wire_.socket().remote_endpoint(unknown);
  if (!unknown) request.peer = peer.address().to_string();
  parser_.reset();
  if (unread) GiveRoomBack();
  host_.handler.Handle(std::move(request), std::make_shared<WayBack>(weak_from_this()));
}

void Connection::Expire(absl::Duration after) {
  deadline_.expires_after(absl::ToChronoNanoseconds(after));
  deadline_.async_wait([self = shared_from_this()](const Error& error) {
    // Set anew after this was on its way: not yet.
    if (error || self->deadline_.expiry() > std::chrono::steady_clock::now()) return;
    if (self->state_ != State::kClosed) self->OnDeadline();
  });
}

void Connection::OnDeadline() {
  const bool begun = state_ == State::kReading && parser_ && parser_->got_some() && pieces_.empty();
  begun ? RefuseAndClose(408) : Close();
}

void Connection::Close() {
  if (state_ == State::kClosed) return;
  state_ = State::kClosed;
  GiveRoomBack();
  deadline_.cancel();
  Error ignored;
  wire_.socket().close(ignored);
  if (auto gone = std::exchange(gone_, nullptr)) gone(draining_ ? Gone::kStopping : Gone::kClient);
  // A piece that is being written ends by itself, with an error.
  while (pieces_.size() > (writing_ ? 1 : 0)) {
    if (auto& done = pieces_.back().done) done(false);
    pieces_.pop_back();
  }
  host_.closed(*this);
}

}  // namespace rufaa::gateway
