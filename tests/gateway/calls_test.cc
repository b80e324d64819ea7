// Calls through the gateway as a browser makes them, to a hub that answers as told.
#include <gtest/gtest.h>

#include "tests/gateway/words.h"

namespace rufaa {
namespace {

TEST(UnaryCalls, AreJsonToTheBrowserAndProtobufToTheHub) {
  ServedGateway served;
  served.hub().Answer([](const FakeHub::Call& call) {
    EXPECT_EQ(call.method, kSignIn);
    access::v1::SignInRequest request;
    EXPECT_TRUE(request.ParseFromString(call.request));
    return Reply({Person(request.login_name())});
  });
  RawClient client(served.port());
  // Field 1 of this answer is a token, of the other a caller; both are read by number alone.
  served.hub().Answer(Always(Reply({Person("p-1")})));
  const RawAnswer answer = client.Ask("POST", kWhoAmI, Connect(), "{}");
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.Header("Content-Type"), "application/json");
  EXPECT_EQ(answer.Header("Cache-Control"), "no-store, no-transform");
  EXPECT_EQ(answer.body, R"({"caller":{"person":"p-1"}})");
}

TEST(UnaryCalls, PassTheRequestOnFieldByField) {
  ServedGateway served;
  access::v1::SignInRequest seen;
  served.hub().Answer([&](const FakeHub::Call& call) {
    EXPECT_TRUE(seen.ParseFromString(call.request));
    return Reply({""});
  });
  RawClient client(served.port());
  const std::string json = R"({"login_name":"amina","password":"s","unknownField":{"a":[1]}})";
  EXPECT_EQ(client.Ask("POST", kSignIn, Connect(), json).status, 200);
  EXPECT_EQ(seen.login_name(), "amina");
  EXPECT_EQ(seen.password(), "s");
}

TEST(UnaryCalls, InProtobufPassAsTheyAre) {
  ServedGateway served;
  served.hub().Answer([](const FakeHub::Call& call) { return Reply({call.request}); });
  RawClient client(served.port());
  access::v1::SignInRequest request;
  request.set_password("abc");
  const RawAnswer answer =
      client.Ask("POST", kSignIn, Connect({}, "application/proto"), request.SerializeAsString());
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.Header("Content-Type"), "application/proto");
  EXPECT_EQ(answer.body, request.SerializeAsString());
  EXPECT_EQ(client.Ask("POST", kSignIn, Connect({}, "application/proto"), "").status, 200);
}

TEST(UnaryCalls, AreCompressedWhenAskedForAndWorthIt) {
  ServedGateway served;
  const std::string large = Person(std::string(5000, 'p'));
  served.hub().Answer(Always(Reply({large})));
  RawClient client(served.port());
  RawAnswer answer = client.Ask(
      "POST", kWhoAmI, Connect({{"Accept-Encoding", "br, gzip"}}, "application/proto"), "");
  EXPECT_EQ(answer.Header("Content-Encoding"), "gzip");
  EXPECT_EQ(*gateway::Gunzip(answer.body, 10'000), large);
  answer = client.Ask("POST", kWhoAmI, Connect({}, "application/proto"), "");
  EXPECT_EQ(answer.Header("Content-Encoding"), "");
  EXPECT_EQ(answer.body, large);
  served.hub().Answer(Always(Reply({Person("p")})));
  answer = client.Ask("POST", kWhoAmI, Connect({{"Accept-Encoding", "gzip"}}), "{}");
  EXPECT_EQ(answer.Header("Content-Encoding"), "");
}

TEST(UnaryCalls, MayBeCompressedThemselves) {
  ServedGateway served;
  served.hub().Answer([](const FakeHub::Call& call) { return Reply({call.request}); });
  RawClient client(served.port());
  const auto gzip = Connect({{"Content-Encoding", "gzip"}});
  EXPECT_EQ(Outcome(client.Ask("POST", kSignIn, gzip, gateway::Gzip(R"({"county":"001"})"))),
            "200");
  EXPECT_EQ(Outcome(client.Ask("POST", kSignIn, gzip, "{}")), "400 invalid_argument MALFORMED");
  // Nothing at all is never inflated; as JSON it is no message, as protobuf it is.
  EXPECT_EQ(Outcome(client.Ask("POST", kSignIn, gzip, "")), "400 invalid_argument MALFORMED");
  EXPECT_EQ(Outcome(client.Ask("POST", kSignIn,
                               Connect({{"Content-Encoding", "gzip"}}, "application/proto"), "")),
            "200");
  const std::string bomb = gateway::Gzip("{\"county\":\"" + std::string(20'000'000, 'x') + "\"}");
  EXPECT_EQ(Outcome(client.Ask("POST", kSignIn, gzip, bomb)),
            "429 resource_exhausted MESSAGE_TOO_LARGE");
}

TEST(UnaryCalls, TellTheHubsRefusalWithItsReason) {
  ServedGateway served;
  RawClient client(served.port());
  const grpc::Status refusal =
      rpc::ToGrpc(Refuse(Reason::OPEN_REFERRAL, {}, {{"referrals", "MSR-1"}}), "");
  served.hub().Answer(Always(Reply({}, refusal)));
  for (const char* type : {"application/json", "application/proto"}) {
    const RawAnswer answer = client.Ask("POST", kWhoAmI, Connect({}, type),
                                        std::string(type) == "application/json" ? "{}" : "");
    EXPECT_EQ(Outcome(answer), "400 failed_precondition OPEN_REFERRAL");
    EXPECT_EQ(answer.Header("Content-Type"), "application/json");
  }
}

TEST(UnaryCalls, DoNotTellWhatGrpcSaysOfItself) {
  ServedGateway served;
  RawClient client(served.port());
  const auto fail = [&](grpc::StatusCode code) {
    served.hub().Answer(Always(Reply({}, {code, "failed to connect to 10.1.2.3:7440"})));
    const RawAnswer answer = client.Ask("POST", kWhoAmI, Connect(), "{}");
    EXPECT_EQ(answer.body.find("10.1.2.3"), std::string::npos) << answer.body;
    return Outcome(answer);
  };
  EXPECT_EQ(fail(grpc::StatusCode::UNAVAILABLE), "503 unavailable HUB_UNAVAILABLE");
  EXPECT_EQ(fail(grpc::StatusCode::INTERNAL), "500 internal INTERNAL");
  EXPECT_EQ(fail(grpc::StatusCode::UNKNOWN), "500 internal INTERNAL");
  EXPECT_EQ(fail(grpc::StatusCode::UNIMPLEMENTED), "501 unimplemented UNIMPLEMENTED");
}

TEST(UnaryCalls, HaveADeadlineTheBrowsersOrOurs) {
  ServedGateway served;
  absl::Duration left;
  served.hub().Answer([&](const FakeHub::Call& call) {
    left = call.left;
    return Reply({""});
  });
  RawClient client(served.port());
  struct Row {
    const char* timeout;
    absl::Duration most;
  };
  for (const Row& row : {Row{"20000", absl::Seconds(20)}, Row{nullptr, absl::Seconds(30)},
                         Row{"9999999999", absl::Minutes(5)}}) {
    RawClient::Lines lines;
    if (row.timeout != nullptr) lines = {{"Connect-Timeout-Ms", row.timeout}};
    EXPECT_EQ(client.Ask("POST", kWhoAmI, Connect(lines), "{}").status, 200);
    // gRPC rounds up what it tells the other side.
    EXPECT_LE(left, row.most + absl::Seconds(1));
    EXPECT_GT(left, absl::ZeroDuration());
  }
  EXPECT_EQ(Outcome(client.Ask("POST", kWhoAmI, Connect({{"Connect-Timeout-Ms", "0"}}), "{}")),
            "504 deadline_exceeded DEADLINE_EXCEEDED");
}

TEST(UnaryCalls, OutOfTimeAreCancelledAtTheHub) {
  ServedGateway served;
  FakeHub::Reply open = Reply({});
  open.stays_open = true;
  served.hub().Answer(Always(open));
  RawClient client(served.port());
  EXPECT_EQ(Outcome(client.Ask("POST", kWhoAmI, Connect({{"Connect-Timeout-Ms", "50"}}), "{}")),
            "504 deadline_exceeded DEADLINE_EXCEEDED");
  served.hub().WaitUntilCancelled();
}

TEST(UnaryCalls, CarryWhoIsCallingAndTheTraceAndNothingElse) {
  ServedGateway served;
  std::multimap<std::string, std::string> seen;
  served.hub().Answer([&](const FakeHub::Call& call) {
    seen = call.metadata;
    return Reply({""});
  });
  RawClient client(served.port());
  const std::string trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
  client.Ask("POST", kWhoAmI,
             Connect({{"Authorization", "Bearer 001.abc"},
                      {"Traceparent", trace},
                      {"Cookie", "rufaa-loopback=001.other; __Host-rufaa=001.third"},
                      {"X-Forwarded-For", "10.0.0.1"},
                      {"X-Anything", "1"},
                      {"Rufaa-Anything", "1"},
                      {"Grpc-Timeout", "1S"}}),
             "{}");
  EXPECT_EQ(seen.count("authorization"), 1u);
  EXPECT_EQ(seen.find("authorization")->second, "Bearer 001.abc");
  ASSERT_EQ(seen.count("traceparent"), 1u);
  EXPECT_EQ(seen.find("traceparent")->second.substr(0, 35), trace.substr(0, 35));
  EXPECT_NE(seen.find("traceparent")->second, trace) << "a span of its own";
  for (const char* none :
       {"cookie", "x-forwarded-for", "x-anything", "rufaa-anything", "origin", "host"}) {
    EXPECT_EQ(seen.count(none), 0u) << none;
  }
}

TEST(UnaryCalls, SurviveHeadersThatGrpcWouldNot) {
  ServedGateway served;
  std::multimap<std::string, std::string> seen;
  served.hub().Answer([&](const FakeHub::Call& call) {
    seen = call.metadata;
    return Reply({""});
  });
  for (const std::string& value :
       {std::string("Bearer \xc3\xa9"), std::string("Bearer \xff\x80"),
        "Bearer " + std::string(10'000, 'a'), std::string("Bearer a\tb")}) {
    RawClient client(served.port());
    client.Ask("POST", kWhoAmI, Connect({{"Authorization", value}, {"Traceparent", value}}), "{}");
    EXPECT_EQ(seen.count("authorization"), 0u);
  }
}

TEST(Requests, ThatAreNoCallAreAnsweredAsTheProtocolSays) {
  ServedGateway served;
  struct Row {
    const char* verb;
    const char* path;
    RawClient::Lines lines;
    const char* body;
    const char* outcome;
    const char* header;  // "Name: value" that the answer has.
  };
  const RawClient::Lines no_version = {{"Content-Type", "application/json"}};
  const RawClient::Lines text = {{"Content-Type", "text/plain"}, {"Connect-Protocol-Version", "1"}};
  const std::vector<Row> rows = {
      {"POST", "/rufaa.access.v1.AccessService/Nothing", Connect(), "{}", "404", ""},
      {"POST", "/rufaa.access.v1.AccessService/whoami", Connect(), "{}", "404", ""},
      {"POST", "/", Connect(), "{}", "404", ""},
      {"GET", kWhoAmI, {}, "", "405", "Allow: POST"},
      {"GET",
       "/rufaa.access.v1.AccessService/WhoAmI?connect=v1&encoding=json&message=%7B%7D",
       {},
       "",
       "405",
       "Allow: POST"},
      {"PUT", kWhoAmI, {}, "", "405", "Allow: POST"},
      {"OPTIONS", kWhoAmI, {}, "", "405", "Allow: POST"},
      {"DELETE", "/", {}, "", "405", "Allow: GET, HEAD"},
      {"POST", kWhoAmI, text, "{}", "415", "Accept-Post: application/json, application/proto"},
      {"POST", kWhoAmI, {}, "{}", "415", "Accept-Post: application/json, application/proto"},
      {"POST", kWhoAmI, ConnectStream(), "{}", "415",
       "Accept-Post: application/json, application/proto"},
      {"POST", kWatch, Connect(), "{}", "415",
       "Accept-Post: application/connect+json, application/connect+proto"},
      {"POST", kWhoAmI, no_version, "{}", "400 invalid_argument MALFORMED", ""},
      {"POST", kWhoAmI, Connect({{"Content-Encoding", "br"}}), "{}",
       "501 unimplemented UNKNOWN_ENCODING", ""},
      {"POST", kWhoAmI, Connect(), "", "400 invalid_argument MALFORMED", ""},
      {"POST", kWhoAmI, Connect(), "{", "400 invalid_argument MALFORMED", ""},
      {"POST", kWhoAmI, Connect({}, "application/proto"), "\xff\xff",
       "400 invalid_argument MALFORMED", ""},
  };
  for (const Row& row : rows) {
    RawClient client(served.port());
    const RawAnswer answer = client.Ask(row.verb, row.path, row.lines, row.body);
    EXPECT_EQ(Outcome(answer), row.outcome) << row.verb << " " << row.path;
    const std::string header = row.header;
    if (header.empty()) continue;
    const size_t colon = header.find(": ");
    EXPECT_EQ(answer.Header(header.substr(0, colon)), header.substr(colon + 2)) << row.path;
    EXPECT_EQ(answer.body, "") << row.path;
  }
  EXPECT_EQ(served.hub().calls(), 0);
}

TEST(Metrics, CountCallsByCodeAndNobodysData) {
  ServedGateway served;
  RawClient client(served.port());
  client.Ask("POST", kWhoAmI, Connect(), "{}");
  client.Ask("POST", kWhoAmI, Connect(), "{");
  const std::string metrics = served.Metrics();
  EXPECT_NE(metrics.find("rufaa_gateway_calls_total{code=\"ok\",kind=\"unary\"} 1"),
            std::string::npos)
      << metrics;
  EXPECT_NE(metrics.find("rufaa_gateway_calls_total{code=\"invalid_argument\",kind=\"unary\"} 1"),
            std::string::npos);
  EXPECT_NE(metrics.find("rufaa_gateway_connections 1"), std::string::npos);
}

}  // namespace
}  // namespace rufaa
