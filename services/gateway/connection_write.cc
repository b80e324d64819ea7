#include <array>
#include <utility>

#include <boost/asio/buffer.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/http/status.hpp>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "services/gateway/connection.h"

namespace rufaa::gateway {
namespace {

// The slowest network that a large answer is still worth sending over.
constexpr int64_t kBytesPerSecond = 4096;
constexpr absl::Duration kLingerTime = absl::Seconds(5);

std::string Chunk(const std::string& bytes) {
  return absl::StrCat(absl::Hex(bytes.size()), "\r\n", bytes, "\r\n");
}

bool HasBody(int status) { return status != 204 && status != 304; }

absl::string_view Phrase(int status) {
  if (status == 431) return "Request Header Fields Too Large";
  if (status == 499) return "Client Closed Request";
  const auto phrase =
      boost::beast::http::obsolete_reason(static_cast<boost::beast::http::status>(status));
  return {phrase.data(), phrase.size()};
}

// Exchange's functions may be called from any thread, and after the socket is closed.
template <class Work>
void RunOn(Wire& wire, Work work) {
  boost::asio::dispatch(wire.get_executor(), std::move(work));
}

}  // namespace

void Connection::Answer(HttpResponse response) {
  RunOn(wire_, [self = shared_from_this(), response = std::move(response)] {
    if (self->state_ != State::kAnswering) return;
    std::string bytes = self->HeadOf(response, /*whole=*/true);
    std::shared_ptr<const std::string> then;
    if (!self->head_only_ && HasBody(response.status)) {
      then = response.shared_body;
      if (then == nullptr) bytes.append(response.body);
    }
    self->Send(std::move(bytes), self->OnAnswerSent(), std::move(then));
  });
}

void Connection::Begin(HttpResponse head, std::function<void(Gone)> gone) {
  RunOn(wire_, [self = shared_from_this(), head = std::move(head), gone = std::move(gone)] {
    if (self->state_ != State::kAnswering) return gone(Gone::kClient);
    if (!self->chunked_) self->keep_alive_ = false;
    self->Send(self->HeadOf(head, /*whole=*/false), nullptr);
    if (self->draining_) return gone(Gone::kStopping);
    self->gone_ = gone;
    // To hear of a client that hangs up. Not behind a request that waits in the buffer already: it
    // is taken out when the stream ends, and what is being read would then land in its place.
    if (self->buffer_.size() == 0) self->ReadSome();
  });
}

void Connection::Write(std::string bytes, std::function<void(bool)> done) {
  RunOn(wire_, [self = shared_from_this(), bytes = std::move(bytes), done = std::move(done)] {
    if (self->state_ != State::kAnswering) return done(false);
    self->Send(self->chunked_ ? Chunk(bytes) : bytes, done);
  });
}

void Connection::End(std::string last) {
  RunOn(wire_, [self = shared_from_this(), last = std::move(last)] {
    if (self->state_ != State::kAnswering) return;
    self->gone_ = nullptr;
    std::string bytes = last.empty() || !self->chunked_ ? last : Chunk(last);
    if (self->chunked_) bytes.append("0\r\n\r\n");
    self->Send(std::move(bytes), self->OnAnswerSent());
  });
}

std::string Connection::HeadOf(const HttpResponse& response, bool whole) {
  if (draining_) keep_alive_ = false;
  std::string head = absl::StrCat(
      "HTTP/1.1 ", response.status, " ", Phrase(response.status),
      "\r\nDate: ", absl::FormatTime("%a, %d %b %Y %H:%M:%S GMT", absl::Now(), absl::UTCTimeZone()),
      "\r\n");
  for (const auto& [name, value] : response.headers.all()) {
    // A line break in a value would begin a header that nobody wrote.
    if (value.find_first_of("\r\n") != std::string::npos) continue;
    absl::StrAppend(&head, name, ": ", value, "\r\n");
  }
  if (whole && HasBody(response.status)) {
    absl::StrAppend(&head, "Content-Length: ", response.BodySize(), "\r\n");
  }
  if (!whole && chunked_) head.append("Transfer-Encoding: chunked\r\n");
  head.append(keep_alive_ ? "" : "Connection: close\r\n");
  return absl::StrCat(head, "\r\n");
}

// What is wrong with the HTTP itself: an answer of one line, then no more of this client.
void Connection::RefuseAndClose(int status) {
  state_ = State::kAnswering;
  parser_.reset();
  keep_alive_ = false;
  body_unread_ = true;
  host_.refused(status);
  HttpResponse response{.status = status, .headers = {}, .body = {}};
  response.headers.Add("Cache-Control", "no-store");
  Send(HeadOf(response, /*whole=*/true), OnAnswerSent());
}

void Connection::Send(std::string bytes, std::function<void(bool)> done,
                      std::shared_ptr<const std::string> then) {
  pieces_.push_back({std::move(bytes), std::move(then), std::move(done)});
  if (!writing_) SendNext();
}

void Connection::SendNext() {
  writing_ = true;
  const Piece& piece = pieces_.front();
  const std::array<boost::asio::const_buffer, 2> bytes = {
      boost::asio::buffer(piece.bytes),
      piece.then ? boost::asio::buffer(*piece.then) : boost::asio::const_buffer()};
  Expire(host_.options.write_time +
         absl::Seconds(static_cast<int64_t>(boost::asio::buffer_size(bytes)) / kBytesPerSecond));
  boost::asio::async_write(wire_, bytes, [self = shared_from_this()](const Error& error, size_t) {
    self->OnSent(error);
  });
}

void Connection::OnSent(const Error& error) {
  deadline_.cancel();
  writing_ = false;
  const std::function<void(bool)> done = std::move(pieces_.front().done);
  pieces_.pop_front();
  const bool sent = !error && state_ != State::kClosed;
  if (!sent) Close();
  if (sent && !pieces_.empty()) SendNext();
  // A body that is still being read has its own time.
  if (sent && state_ == State::kReading) Expire(host_.options.body_time);
  if (done) done(sent);
}

void Connection::AnswerDone(bool sent) {
  GiveRoomBack();
  if (!sent || state_ == State::kClosed) return;
  if (body_unread_) return Linger();
  if (!keep_alive_ || draining_) return Close();
  state_ = State::kIdle;
  Expire(host_.options.idle_time);
  AwaitRequest();
}

// Closing at once, with bytes of the client unread, would take the answer from it again.
void Connection::Linger() {
  Error ignored;
  wire_.socket().shutdown(boost::asio::socket_base::shutdown_send, ignored);
  state_ = State::kLingering;
  buffer_.clear();
  Expire(kLingerTime);
  ReadSome();
}

}  // namespace rufaa::gateway
