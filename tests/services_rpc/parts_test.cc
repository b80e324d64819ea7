// The small parts that services are made of: page tokens, traces, timer, metrics, log, monitor.
#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <future>
#include <memory>
#include <string>
#include <thread>

#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "domain/base/refusal.h"
#include "gtest/gtest.h"
#include "rufaa/bench/v1/echo_service.pb.h"
#include "services/rpc/convert.h"
#include "services/rpc/log.h"
#include "services/rpc/metrics.h"
#include "services/rpc/monitor.h"
#include "services/rpc/page_token.h"
#include "services/rpc/request_digest.h"
#include "services/rpc/stream_pace.h"
#include "services/rpc/timer.h"
#include "services/rpc/trace.h"
#include "tests/support/stepped_clock.h"

namespace rufaa::rpc {
namespace {

Reason ReasonIn(const absl::Status& status) {
  const absl::optional<Refusal> refusal = RefusalOf(status);
  EXPECT_TRUE(refusal.has_value()) << status;
  return refusal ? refusal->reason : Reason::NOT_FOUND_OR_NOT_YOURS;
}

TEST(PageTokens, LeadOnWhereTheyWereMade) {
  const PageTokens tokens(std::string(32, 'k'));
  const std::string token = tokens.Make("inbox/agency-a", "row-50");
  EXPECT_EQ(*tokens.Read("inbox/agency-a", token), "row-50");
  EXPECT_EQ(*tokens.Read("inbox/agency-a", ""), "");
  // Whole words: three letters come up by chance now and then.
  std::string bytes;
  ASSERT_TRUE(absl::WebSafeBase64Unescape(token, &bytes));
  EXPECT_FALSE(absl::StrContains(bytes, "row-50"));
  EXPECT_FALSE(absl::StrContains(bytes, "agency-a"));
}

TEST(PageTokens, DoNotOpenAnotherList) {
  const PageTokens tokens(std::string(32, 'k'));
  const std::string token = tokens.Make("inbox/agency-a", "row-50");
  EXPECT_EQ(ReasonIn(tokens.Read("inbox/agency-b", token).status()), Reason::MALFORMED);
}

TEST(PageTokens, CannotBeMadeUpOrBent) {
  const PageTokens tokens(std::string(32, 'k'));
  std::string token = tokens.Make("list", "row");
  EXPECT_EQ(ReasonIn(PageTokens(std::string(32, 'o')).Read("list", token).status()),
            Reason::MALFORMED);
  token[token.size() / 2] = token[token.size() / 2] == 'A' ? 'B' : 'A';
  EXPECT_EQ(ReasonIn(tokens.Read("list", token).status()), Reason::MALFORMED);
  EXPECT_EQ(ReasonIn(tokens.Read("list", "made-up").status()), Reason::MALFORMED);
}

TEST(PageSize, IsCoercedButNeverNegative) {
  EXPECT_EQ(*PageSize(0), kDefaultPageSize);
  EXPECT_EQ(*PageSize(7), 7);
  EXPECT_EQ(*PageSize(1'000'000), kMaxPageSize);
  EXPECT_EQ(ReasonIn(PageSize(-1).status()), Reason::MALFORMED);
}

TEST(Trace, GoesOnWithTheCallersId) {
  const Trace trace = ContinueTrace("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
  EXPECT_EQ(trace.trace_id, "0af7651916cd43dd8448eb211c80319c");
  EXPECT_NE(trace.span_id, "b7ad6b7169203331");
  EXPECT_EQ(ContinueTrace(trace.ToHeader()).trace_id, trace.trace_id);
}

TEST(Trace, IsMadeWhereThereIsNoneOrABadOne) {
  for (const char* header :
       {"", "garbage", "00-00000000000000000000000000000000-b7ad6b7169203331-01",
        "00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01"}) {
    const Trace trace = ContinueTrace(header);
    EXPECT_EQ(trace.trace_id.size(), 32u);
    EXPECT_NE(trace.trace_id, ContinueTrace(header).trace_id) << header;
  }
}

TEST(Convert, TimesKeepTheirNanoseconds) {
  for (const absl::Time time : {absl::FromUnixNanos(1'234'567'890'123'456'789),
                                absl::FromUnixNanos(-1), absl::UnixEpoch()}) {
    EXPECT_EQ(FromProto(ToProto(time)), time);
    EXPECT_GE(ToProto(time).nanos(), 0);
  }
}

TEST(Convert, CompartmentsHaveTheSameNumbersOnBothSides) {
  EXPECT_EQ(FromProto(common::v1::COMPARTMENT_IDENTITY), Compartment::kIdentity);
  EXPECT_EQ(FromProto(common::v1::COMPARTMENT_NARRATIVE), Compartment::kNarrative);
  EXPECT_EQ(FromProto(common::v1::COMPARTMENT_LOCATION), Compartment::kLocation);
  EXPECT_EQ(FromProto(common::v1::COMPARTMENT_MEDICAL), Compartment::kMedical);
  EXPECT_EQ(FromProto(common::v1::COMPARTMENT_JUSTICE), Compartment::kJustice);
}

TEST(Convert, AUuidIsSixteenBytes) {
  EXPECT_EQ(UuidBytes("00010203-0405-0607-0809-0a0b0c0d0e0f"),
            std::string("\x00\x01\x02\x03\x04\x05\x06\x07\x08\x09\x0a\x0b\x0c\x0d\x0e\x0f", 16));
}

TEST(Timer, CallsInTheOrderOfTimeNotOfAsking) {
  Timer timer;
  std::promise<std::string> all;
  std::string order;
  timer.After(absl::Milliseconds(300), [&] { all.set_value(order + "c"); });
  timer.After(absl::Milliseconds(200), [&] { order += "b"; });
  timer.After(absl::Milliseconds(100), [&] { order += "a"; });
  EXPECT_EQ(all.get_future().get(), "abc");
}

TEST(Timer, DoesNotCallWhatWasCancelled) {
  Timer timer;
  bool called = false;
  const uint64_t id = timer.After(absl::Milliseconds(5), [&] { called = true; });
  std::promise<void> later;
  timer.After(absl::Milliseconds(20), [&] { later.set_value(); });
  EXPECT_TRUE(timer.Cancel(id));
  EXPECT_FALSE(timer.Cancel(id));
  later.get_future().wait();
  EXPECT_FALSE(called);
}

// Asked under a clock that was an hour ahead, and is put right before it is looked at.
TEST(Timer, KeepsNobodyWaitingForAClockThatIsPutBack) {
  Timer timer;
  std::promise<void> busy, free, called;
  timer.After(absl::ZeroDuration(), [&] {
    busy.set_value();
    free.get_future().wait();
  });
  busy.get_future().wait();
  {
    const FastClock fast(absl::Hours(1));
    timer.After(absl::Milliseconds(1), [&] { called.set_value(); });
  }
  free.set_value();
  called.get_future().wait();
}

TEST(Timer, WhatWorkHoldsMayCancelWhenItGoes) {
  Timer timer;
  const auto cancels = [&timer](uint64_t id) {
    return std::shared_ptr<void>(nullptr, [&timer, id](void*) { timer.Cancel(id); });
  };
  const uint64_t first = timer.After(absl::Hours(1), [] {});
  const uint64_t second = timer.After(absl::Hours(1), [] {});
  const uint64_t third = timer.After(absl::Hours(1), [] {});
  // Gone once it was called, once it was cancelled, and with the timer.
  timer.After(absl::ZeroDuration(), [held = cancels(first)] {});
  std::promise<void> later;
  timer.After(absl::Milliseconds(1), [&] { later.set_value(); });
  later.get_future().wait();
  EXPECT_FALSE(timer.Cancel(first));
  EXPECT_TRUE(timer.Cancel(timer.After(absl::Hours(1), [held = cancels(second)] {})));
  EXPECT_FALSE(timer.Cancel(second));
  timer.After(absl::Hours(1), [held = cancels(third)] {});
}

TEST(Metrics, AreRenderedAsPrometheusReadsThem) {
  Metrics metrics;
  metrics.CounterOf("calls_total", "Calls.", {{"code", "OK"}}).Add(3);
  metrics.SetGauge("lag", "Lag.", {}, [] { return 4.0; });
  metrics.HistogramOf("seconds", "Time.").Observe(100);
  const std::string text = metrics.RenderText();
  EXPECT_TRUE(absl::StrContains(text, "# TYPE calls_total counter\ncalls_total{code=\"OK\"} 3\n"));
  EXPECT_TRUE(absl::StrContains(text, "\nlag 4\n"));
  EXPECT_TRUE(absl::StrContains(text, "seconds_bucket{le=\"6.4e-05\"} 0\n"));
  EXPECT_TRUE(absl::StrContains(text, "seconds_bucket{le=\"0.000128\"} 1\n"));
  EXPECT_TRUE(absl::StrContains(text, "seconds_bucket{le=\"+Inf\"} 1\n"));
  EXPECT_TRUE(absl::StrContains(text, "seconds_count 1\n"));
}

TEST(Metrics, EscapeWhatALabelHolds) {
  Metrics metrics;
  metrics.CounterOf("c", "C.", {{"l", "a\"b\\c\n"}});
  EXPECT_TRUE(absl::StrContains(metrics.RenderText(), "c{l=\"a\\\"b\\\\c\\n\"} 0"));
}

TEST(Log, WritesOneJsonLineWhateverAValueHolds) {
  int fds[2];
  ASSERT_EQ(::pipe(fds), 0);
  {
    Log log(fds[1], Level::kInfo);
    log.Write(Level::kDebug, "not enabled");
    log.Write(Level::kInfo, "call", {{"method", "A/\"B\"\n"}, {"code", int64_t{5}}});
  }
  ::close(fds[1]);
  char buffer[1024];
  const ssize_t n = ::read(fds[0], buffer, sizeof(buffer));
  ::close(fds[0]);
  const std::string line(buffer, n > 0 ? static_cast<size_t>(n) : 0);
  EXPECT_TRUE(absl::EndsWith(
      line, "\"level\":\"info\",\"msg\":\"call\",\"method\":\"A/\\\"B\\\"\\u000a\",\"code\":5}\n"))
      << line;
  EXPECT_EQ(line.find('\n'), line.size() - 1);
}

// What an HTTP client at the monitor's port is told.
std::string Ask(int port, const std::string& request, const char* host = "127.0.0.1") {
  const int fd = ::socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<uint16_t>(port));
  address.sin_addr.s_addr = inet_addr(host);
  if (::connect(fd, reinterpret_cast<sockaddr*>(&address), sizeof(address)) != 0) {
    ::close(fd);
    return "nobody listens";
  }
  EXPECT_EQ(::send(fd, request.data(), request.size(), MSG_NOSIGNAL),
            static_cast<ssize_t>(request.size()));
  std::string answer;
  char buffer[4096];
  for (ssize_t n = 0; (n = ::recv(fd, buffer, sizeof(buffer), 0)) > 0;) answer.append(buffer, n);
  ::close(fd);
  return answer;
}

TEST(Monitor, AnswersLifeReadinessAndMetrics) {
  Metrics metrics;
  metrics.CounterOf("answers_total", "Answers.").Add(42);
  std::string why = "catching up";
  auto monitor = Monitor::Start("0", metrics, [&] { return why; });
  ASSERT_TRUE(monitor.ok()) << monitor.status();
  const int port = (*monitor)->port();
  EXPECT_TRUE(absl::StartsWith(Ask(port, "GET /livez HTTP/1.1\r\n\r\n"), "HTTP/1.1 200 "));
  const std::string not_ready = Ask(port, "GET /readyz HTTP/1.1\r\n\r\n");
  EXPECT_TRUE(absl::StartsWith(not_ready, "HTTP/1.1 503 "));
  EXPECT_TRUE(absl::EndsWith(not_ready, "catching up\n"));
  why = "";
  EXPECT_TRUE(absl::StartsWith(Ask(port, "GET /readyz HTTP/1.1\r\n\r\n"), "HTTP/1.1 200 "));
  EXPECT_TRUE(absl::StrContains(Ask(port, "GET /metrics HTTP/1.1\r\n\r\n"), "answers_total 42\n"));
}

TEST(RequestDigests, TellRequestsApartAndTakeAKeyToMake) {
  bench::v1::EchoRequest one, other;
  one.set_payload("one");
  other.set_payload("other");
  const RequestDigests digests(std::string(32, 'k'));
  EXPECT_EQ(digests.Of(one), RequestDigests(std::string(32, 'k')).Of(one));
  EXPECT_NE(digests.Of(one), digests.Of(other));
  EXPECT_NE(digests.Of(one), RequestDigests(std::string(32, 'x')).Of(one));
}

TEST(RequestDigests, DrawTheSameForOneRequestAndTakeAKeyToTell) {
  const RequestDigests digests(std::string(32, 'k'));
  const std::string id(16, 'r');
  const uint64_t drawn = digests.Draw("p-1", id, 0);
  EXPECT_EQ(RequestDigests(std::string(32, 'k')).Draw("p-1", id, 0), drawn);
  EXPECT_NE(digests.Draw("p-1", id, 1), drawn);
  EXPECT_NE(digests.Draw("p-1", std::string(16, 's'), 0), drawn);
  EXPECT_NE(digests.Draw("p-2", id, 0), drawn);
  EXPECT_NE(RequestDigests(std::string(32, 'x')).Draw("p-1", id, 0), drawn);
}

// So many commands, each handled before the next is read.
void Take(StreamPace& pace, int commands) {
  for (int i = 0; i < commands; ++i) {
    pace.Took();
    pace.ReadOn();
  }
}

TEST(StreamPace, ReadsOnUntilTooMuchIsUnsent) {
  StreamPace pace;
  Take(pace, kMaxUnsent - 1);
  pace.Took();
  EXPECT_FALSE(pace.ReadOn());
  pace.Answered();
  EXPECT_TRUE(pace.Sent()) << "now there is room";
  pace.Took();
  EXPECT_FALSE(pace.ReadOn());
}

TEST(StreamPace, AnsweredIsNotSent) {
  StreamPace pace;
  for (int i = 0; i < kMaxUnsent; ++i) {
    pace.Took();
    pace.Answered();
    EXPECT_EQ(pace.ReadOn(), i + 1 < kMaxUnsent);
  }
}

TEST(StreamPace, OneReadAtATimeAlsoWhereAnAnswerGoesOutWhileACommandIsHandled) {
  StreamPace pace;
  Take(pace, kMaxUnsent - 1);
  pace.Took();
  pace.Answered();
  EXPECT_FALSE(pace.Sent()) << "who handles the command will read on";
  EXPECT_TRUE(pace.ReadOn());
}

TEST(StreamPace, IsReadToItsEndWhenNobodyListensAnyMore) {
  StreamPace pace;
  Take(pace, kMaxUnsent);
  EXPECT_TRUE(pace.Broke());
  pace.Ended();
  EXPECT_FALSE(pace.IsOver()) << "commands are under way";
  for (int i = 0; i < kMaxUnsent; ++i) pace.Answered();
  EXPECT_TRUE(pace.IsOver());
}

TEST(Monitor, ListensOnTheLoopbackOrWhereItIsTold) {
  Metrics metrics;
  const auto start = [&](const std::string& address) {
    return Monitor::Start(address, metrics, [] { return std::string(); });
  };
  constexpr char kAsk[] = "GET /livez HTTP/1.1\r\n\r\n";
  const auto loopback = start("0");
  ASSERT_TRUE(loopback.ok()) << loopback.status();
  EXPECT_EQ((*loopback)->address(), absl::StrCat("127.0.0.1:", (*loopback)->port()));
  EXPECT_EQ(Ask((*loopback)->port(), kAsk, "127.0.0.2"), "nobody listens");
  const auto told = start("127.0.0.2:0");
  ASSERT_TRUE(told.ok()) << told.status();
  EXPECT_EQ((*told)->address(), absl::StrCat("127.0.0.2:", (*told)->port()));
  EXPECT_TRUE(absl::StartsWith(Ask((*told)->port(), kAsk, "127.0.0.2"), "HTTP/1.1 200 "));
  EXPECT_EQ(Ask((*told)->port(), kAsk), "nobody listens");
  const auto anywhere = start("0.0.0.0:0");
  ASSERT_TRUE(anywhere.ok()) << anywhere.status();
  EXPECT_TRUE(absl::StartsWith(Ask((*anywhere)->port(), kAsk, "127.0.0.2"), "HTTP/1.1 200 "));
  for (const char* wrong : {"", ":7441", "127.0.0.1:", "127.0.0.1:70000", "7441x", "[]:1"}) {
    EXPECT_TRUE(absl::IsInvalidArgument(start(wrong).status())) << wrong;
  }
  EXPECT_TRUE(absl::IsUnavailable(start(absl::StrCat((*loopback)->port())).status()));
  // Of documentation's network, so nobody has it.
  EXPECT_TRUE(absl::IsUnavailable(start("192.0.2.1:0").status()));
}

TEST(Monitor, TakesNothingElse) {
  Metrics metrics;
  auto monitor = Monitor::Start("0", metrics, [] { return std::string(); });
  ASSERT_TRUE(monitor.ok());
  const int port = (*monitor)->port();
  EXPECT_TRUE(absl::StartsWith(Ask(port, "POST /metrics HTTP/1.1\r\n\r\n"), "HTTP/1.1 405 "));
  EXPECT_TRUE(absl::StartsWith(Ask(port, "GET /etc/passwd HTTP/1.1\r\n\r\n"), "HTTP/1.1 404 "));
  EXPECT_EQ(Ask(port, std::string(10'000, 'x')), "");
  EXPECT_TRUE(absl::StartsWith(Ask(port, "GET /livez HTTP/1.1\r\n\r\n"), "HTTP/1.1 200 "));
}

}  // namespace
}  // namespace rufaa::rpc
