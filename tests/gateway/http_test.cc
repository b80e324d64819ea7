// HTTP as strangers speak it: malformed, oversized, cut short, slow, or never finished. Each gets
// the answer that the standard has for it, or none, and the gateway serves on.
#include <gtest/gtest.h>

#include <random>
#include <thread>

#include "absl/time/clock.h"
#include "services/gateway/envelope.h"
#include "tests/gateway/served_gateway.h"

namespace rufaa {
namespace {

const char kJsonLines[] =
    "Host: localhost\r\nContent-Type: application/json\r\nConnect-Protocol-Version: 1\r\n";

std::string Post(const std::string& lines, const std::string& rest = "") {
  return std::string("POST ") + kWhoAmI + " HTTP/1.1\r\n" + kJsonLines + lines + "\r\n" + rest;
}

// A whole call on a connection of its own.
bool Serves(int port) {
  RawClient client(port);
  return client.Ask("POST", kWhoAmI, Connect(), "{}").status == 200;
}

TEST(Http, ThatIsMalformedIsRefusedByItsKind) {
  ServedGateway served;
  struct Row {
    const char* what;
    std::string bytes;
    int status;
  };
  const std::vector<Row> rows = {
      {"no HTTP", "hello\r\n\r\n", 400},
      {"no version", "GET /\r\n\r\n", 400},
      {"HTTP/2 preface", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 505},
      {"HTTP/3.0", "GET / HTTP/3.0\r\nHost: a\r\n\r\n", 505},
      {"no host", "GET / HTTP/1.1\r\n\r\n", 400},
      {"two hosts", "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", 400},
      {"a space in a name", "GET / HTTP/1.1\r\nHost: a\r\nBad Name: x\r\n\r\n", 400},
      {"a space before the colon", "GET / HTTP/1.1\r\nHost : a\r\n\r\n", 400},
      {"a control byte in a value", "GET / HTTP/1.1\r\nHost: a\r\nX: \x01\r\n\r\n", 400},
      {"absolute target", "GET http://a/ HTTP/1.1\r\nHost: a\r\n\r\n", 400},
      {"asterisk", "OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n", 400},
      {"connect", "CONNECT a:80 HTTP/1.1\r\nHost: a\r\n\r\n", 400},
      {"head too long", "GET / HTTP/1.1\r\nHost: a\r\nX: " + std::string(20'000, 'x') + "\r\n\r\n",
       431},
      {"target too long", "GET /" + std::string(20'000, 'x') + " HTTP/1.1\r\nHost: a\r\n\r\n", 431},
      {"length no number", Post("Content-Length: x\r\n", "{}"), 400},
      {"negative length", Post("Content-Length: -1\r\n", "{}"), 400},
      {"two lengths", Post("Content-Length: 2\r\nContent-Length: 3\r\n", "{}"), 400},
      {"length and chunks",
       Post("Content-Length: 2\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n"), 400},
      {"unknown coding", Post("Transfer-Encoding: gzip\r\n", "{}"), 501},
      {"coding before chunks", Post("Transfer-Encoding: gzip, chunked\r\n", "0\r\n\r\n"), 501},
      {"chunk size no number", Post("Transfer-Encoding: chunked\r\n", "zz\r\n{}\r\n0\r\n\r\n"),
       400},
      {"chunk too long for its size",
       Post("Transfer-Encoding: chunked\r\n", "1\r\n{}\r\n0\r\n\r\n"), 400},
      {"chunk of 2^64", Post("Transfer-Encoding: chunked\r\n", "ffffffffffffffffff\r\n"), 400},
      {"endless chunk line",
       Post("Transfer-Encoding: chunked\r\n", "2;" + std::string(60'000, 'x')), 400},
      {"other expectation", Post("Expect: 200-ok\r\nContent-Length: 2\r\n", "{}"), 417},
  };
  for (const Row& row : rows) {
    RawClient client(served.port());
    client.Send(row.bytes);
    const RawAnswer answer = client.Read();
    EXPECT_EQ(answer.status, row.status) << row.what;
    EXPECT_EQ(answer.Header("Connection"), "close") << row.what;
    EXPECT_EQ(answer.body, "") << row.what;
  }
  EXPECT_TRUE(Serves(served.port()));
  EXPECT_EQ(served.hub().calls(), 1);
  EXPECT_NE(served.Metrics().find("rufaa_gateway_http_refused_total{status=\"431\"} 2"),
            std::string::npos)
      << served.Metrics();
}

TEST(Http, BodiesMayComeInChunksAndByteByByte) {
  ServedGateway served;
  RawClient client(served.port());
  client.Send(
      Post("Transfer-Encoding: chunked\r\n", "1\r\n{\r\n1;ext=1\r\n}\r\n0\r\nTrailer: x\r\n\r\n"));
  EXPECT_EQ(client.Read().status, 200);
  for (const char byte : Post("Content-Length: 2\r\n", "{}")) {
    ASSERT_TRUE(client.Send(std::string(1, byte)));
  }
  EXPECT_EQ(client.Read().status, 200);
}

TEST(Http, RequestsMayFollowEachOtherWithoutWaiting) {
  ServedGateway served;
  RawClient client(served.port());
  const std::string one = Post("Content-Length: 2\r\n", "{}");
  const std::string stream =
      RawClient::Request("POST", kWatch, ConnectStream(), gateway::Enveloped(0, "{}"));
  client.Send(one + stream + one + one);
  for (int i = 0; i < 4; ++i) EXPECT_EQ(client.Read().status, 200) << i;
}

TEST(Http, WhoAsksFirstIsToldToGoOn) {
  ServedGateway served;
  RawClient client(served.port());
  client.Send(Post("Expect: 100-continue\r\nContent-Length: 2\r\n"));
  EXPECT_EQ(client.Read().status, 100);
  client.Send("{}");
  EXPECT_EQ(client.Read().status, 200);
}

TEST(Http, ABodyThatIsTooLargeIsRefusedAsACallAndNotReadWhole) {
  ServedGateway served;
  for (const bool chunked : {false, true}) {
    RawClient client(served.port());
    const std::string body(3 << 20, 'x');
    std::string bytes = Post(chunked ? "Transfer-Encoding: chunked\r\n"
                                     : "Content-Length: " + std::to_string(body.size()) + "\r\n");
    if (chunked) bytes += "300000\r\n";
    client.Send(bytes + body);
    const RawAnswer answer = client.Read();
    EXPECT_EQ(answer.status, 429) << chunked;
    EXPECT_NE(answer.body.find("resource_exhausted"), std::string::npos);
    EXPECT_EQ(answer.Header("Connection"), "close");
  }
  EXPECT_EQ(served.hub().calls(), 0);
}

TEST(Http, BodiesHaveSoMuchRoomTogetherAndSmallOnesTheirOwn) {
  constexpr size_t kRoom = size_t{256} << 10, kSent = size_t{116} << 10, kWhole = size_t{512} << 10;
  gateway::GatewayOptions options;
  options.http.body_room_bytes = kRoom;
  ServedGateway served(options);
  const auto wait_until_taken = [&](size_t bytes) {
    const std::string line = "rufaa_gateway_body_room_taken_bytes " + std::to_string(bytes) + "\n";
    const absl::Time give_up = absl::Now() + absl::Seconds(30);
    while (served.Metrics().find(line) == std::string::npos) {
      ASSERT_LT(absl::Now(), give_up) << line;
      std::this_thread::yield();
    }
  };
  const std::string head = Post("Content-Length: " + std::to_string(kWhole) + "\r\n");
  const std::string part(kSent, ' ');
  std::vector<RawClient> unfinished;
  for (size_t i = 1; i <= 2; ++i) {
    unfinished.emplace_back(served.port());
    unfinished.back().Send(head + part);
    wait_until_taken(i * (kSent - options.http.small_body_bytes));
  }
  for (const bool chunked : {false, true}) {
    RawClient third(served.port());
    third.Send(chunked ? Post("Transfer-Encoding: chunked\r\n", "80000\r\n" + part) : head + part);
    const RawAnswer answer = third.Read();
    EXPECT_EQ(answer.status, 503) << chunked;
    EXPECT_NE(answer.body.find("Too many large requests"), std::string::npos) << answer.body;
    EXPECT_EQ(answer.Header("Connection"), "close");
  }
  EXPECT_TRUE(Serves(served.port())) << "a small call takes nothing of it";
  EXPECT_EQ(served.hub().calls(), 1);
  // Who goes away leaves room to others, and so does who is answered.
  unfinished.pop_back();
  wait_until_taken(kSent - options.http.small_body_bytes);
  unfinished.clear();
  wait_until_taken(0);
  RawClient whole(served.port());
  EXPECT_EQ(whole.Ask("POST", kWhoAmI, Connect(), std::string(200'000, ' ') + "{}").status, 200);
  wait_until_taken(0);
}

TEST(Http, OldClientsGetStreamsUntilTheConnectionEnds) {
  ServedGateway served;
  RawClient client(served.port());
  client.Send(std::string("POST ") + kWatch +
              " HTTP/1.0\r\nContent-Type: application/connect+json\r\n"
              "Connect-Protocol-Version: 1\r\nContent-Length: 7\r\n\r\n" +
              gateway::Enveloped(0, "{}"));
  const RawAnswer answer = client.Read();
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.Header("Transfer-Encoding"), "");
  EXPECT_EQ(answer.body, gateway::Enveloped(0, "{}") + gateway::Enveloped(2, "{}"));
}

TEST(Http, AClientThatSaysNoMoreStillGetsItsAnswer) {
  ServedGateway served;
  RawClient client(served.port());
  client.Send(Post("Content-Length: 2\r\n", "{}"));
  client.HalfClose();
  EXPECT_EQ(client.Read().status, 200);
}

TEST(Http, SlowHeadsAreAnswered408AndSilentConnectionsClosed) {
  gateway::GatewayOptions options;
  options.http.header_time = absl::Milliseconds(50);
  options.http.idle_time = absl::Milliseconds(50);
  options.http.body_time = absl::Milliseconds(50);
  ServedGateway served(options);
  RawClient silent(served.port());
  EXPECT_TRUE(silent.ReadsEnd());
  RawClient idle(served.port());
  EXPECT_EQ(idle.Ask("POST", kWhoAmI, Connect(), "{}").status, 200);
  EXPECT_TRUE(idle.ReadsEnd());
  RawClient half(served.port());
  half.Send("POST / HTTP/1.1\r\nHost: a\r\nX-Sl");
  EXPECT_EQ(half.Read().status, 408);
  RawClient body(served.port());
  body.Send(Post("Content-Length: 100\r\n", "{"));
  EXPECT_EQ(body.Read().status, 408);
}

TEST(Http, TwoThousandThatNeverFinishLeaveRoomForOneThatDoes) {
  constexpr int kHalfOpen = 2000;
  ServedGateway served;
  std::vector<RawClient> clients;
  for (int i = 0; i < kHalfOpen; ++i) {
    clients.emplace_back(served.port());
    ASSERT_TRUE(clients.back().Send(i % 2 == 0 ? "POST / HTTP/1.1\r\nHost: a\r\nX-Slow: "
                                               : Post("Content-Length: 100\r\n", "{")))
        << i;
  }
  EXPECT_TRUE(Serves(served.port()));
}

TEST(Http, MoreThanMayBeOpenWaitUntilOneEnds) {
  gateway::GatewayOptions options;
  options.http.max_connections = 4;
  ServedGateway served(options);
  std::vector<RawClient> clients;
  for (int i = 0; i < 4; ++i) clients.emplace_back(served.port());
  for (RawClient& client : clients) {
    EXPECT_EQ(client.Ask("POST", kWhoAmI, Connect(), "{}").status, 200);
  }
  RawClient fifth(served.port());
  fifth.Send(Post("Content-Length: 2\r\n", "{}"));
  EXPECT_NE(served.Metrics().find("rufaa_gateway_connections 4"), std::string::npos);
  EXPECT_EQ(served.hub().calls(), 4);
  clients.pop_back();
  EXPECT_EQ(fifth.Read().status, 200);
}

TEST(Http, StopsWhileClientsAreInEveryState) {
  ServedGateway served;
  RawClient silent(served.port()), idle(served.port()), half(served.port());
  half.Send("POST / HTTP/1.1\r\nHost: a\r\nX-Sl");
  EXPECT_EQ(idle.Ask("POST", kWhoAmI, Connect(), "{}").status, 200);
  served.gateway().Stop(absl::Milliseconds(1));
  EXPECT_TRUE(silent.ReadsEnd());
  EXPECT_TRUE(idle.ReadsEnd());
  RawClient late(served.port());
  EXPECT_EQ(late.Ask("POST", kWhoAmI, Connect(), "{}").status, 0);
}

// Requests that are right but for some bytes, from a seed that a failure names.
TEST(Http, SurvivesBytesAtRandom) {
  ServedGateway served;
  const std::string seeds[] = {
      Post("Content-Length: 2\r\n", "{}"),
      Post("Transfer-Encoding: chunked\r\n", "2\r\n{}\r\n0\r\n\r\n"),
      RawClient::Request("POST", kWatch, ConnectStream({{"Connect-Timeout-Ms", "1000"}}),
                         gateway::Enveloped(0, R"({"afterPosition":"1"})")),
      RawClient::Request("GET", "/a/b?c", {{"Accept-Encoding", "gzip;q=1, br"}}, "")};
  for (uint32_t seed = 0; seed < 2000; ++seed) {
    std::mt19937 random(seed);
    std::string bytes = seeds[seed % std::size(seeds)];
    for (uint32_t changes = 1 + random() % 4; changes > 0; --changes) {
      const size_t at = random() % bytes.size();
      switch (random() % 3) {
        case 0:
          bytes[at] = static_cast<char>(random());
          break;
        case 1:
          bytes.erase(at, random() % 8);
          break;
        default:
          bytes.insert(at, std::string(random() % 8, static_cast<char>(random())));
      }
      if (bytes.empty()) bytes = "x";
    }
    RawClient client(served.port());
    client.Send(bytes);
    client.HalfClose();
    const int status = client.Read().status;
    ASSERT_TRUE(status == 0 || (status >= 200 && status < 600)) << "seed " << seed;
  }
  EXPECT_TRUE(Serves(served.port()));
}

}  // namespace
}  // namespace rufaa
