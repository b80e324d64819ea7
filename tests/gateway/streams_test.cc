// Server streams through the gateway: frame by frame, to their end.
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "tests/gateway/words.h"

namespace rufaa {
namespace {

TEST(Streams, AreFramesUpToTheirEnd) {
  ServedGateway served;
  served.hub().Answer(Always(Reply({Position(1), Position(2)})));
  RawClient client(served.port());
  const RawAnswer answer = client.Ask("POST", kWatch, ConnectStream(), Enveloped(0, "{}"));
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.Header("Content-Type"), "application/connect+json");
  EXPECT_EQ(answer.Header("X-Accel-Buffering"), "no");
  EXPECT_EQ(FramesOf(answer.body),
            (Frames{{0, R"({"position":"1"})"}, {0, R"({"position":"2"})"}, {2, "{}"}}));
  // The connection goes on.
  const RawAnswer again =
      client.Ask("POST", kWatch, ConnectStream({}, "application/connect+proto"), Enveloped(0, ""));
  EXPECT_EQ(FramesOf(again.body), (Frames{{0, Position(1)}, {0, Position(2)}, {2, "{}"}}));
}

TEST(Streams, LeaveWhatFollowsWithoutWaitingToBeReadOnce) {
  ServedGateway served;
  served.hub().Answer([](const FakeHub::Call& call) {
    const auto caller = call.metadata.find("authorization");
    return Reply({caller == call.metadata.end() ? Position(1) : Person(caller->second)});
  });
  const auto call_of = [](const std::string& token) {
    RawClient::Lines lines = Connect();
    lines.emplace_back("Authorization", "Bearer " + token);
    return RawClient::Request("POST", kWhoAmI, lines, "{}");
  };
  RawClient client(served.port());
  client.Send(RawClient::Request("POST", kWatch, ConnectStream(), Enveloped(0, "{}")) +
              call_of("one"));
  EXPECT_EQ(FramesOf(client.Read().body), (Frames{{0, R"({"position":"1"})"}, {2, "{}"}}));
  EXPECT_EQ(client.Read().body, R"({"caller":{"person":"Bearer one"}})");
  for (const char* token : {"two", "six"}) {
    client.Send(call_of(token));
    EXPECT_EQ(client.Read().body, absl::StrCat(R"({"caller":{"person":"Bearer )", token, R"("}})"));
  }
  EXPECT_EQ(served.hub().calls(), 4);
}

TEST(Streams, EndWithTheHubsRefusal) {
  ServedGateway served;
  served.hub().Answer(
      Always(Reply({Position(7)}, rpc::ToGrpc(Refuse(Reason::UNAUTHENTICATED), ""))));
  RawClient client(served.port());
  const Frames frames =
      FramesOf(client.Ask("POST", kWatch, ConnectStream(), Enveloped(0, "{}")).body);
  ASSERT_EQ(frames.size(), 2u);
  EXPECT_EQ(frames[1].first, 2);
  const auto end = nlohmann::json::parse(frames[1].second);
  EXPECT_EQ(end["error"]["code"], "unauthenticated");
  EXPECT_EQ(ReasonIn(end["error"]), "UNAUTHENTICATED");
}

TEST(Streams, RefuseInTheirLastFrame) {
  ServedGateway served;
  const std::string one = Enveloped(0, "{}");
  struct Row {
    RawClient::Lines lines;
    std::string body;
    const char* code;
    const char* reason;
  };
  for (const Row& row :
       {Row{ConnectStream(), "", "unimplemented", "ONE_MESSAGE_ONLY"},
        Row{ConnectStream(), one + one, "unimplemented", "ONE_MESSAGE_ONLY"},
        Row{ConnectStream(), one.substr(0, 6), "invalid_argument", "MALFORMED"},
        Row{ConnectStream(), Enveloped(0, "{"), "invalid_argument", "MALFORMED"},
        Row{ConnectStream(), Enveloped(1, gateway::Gzip("{}")), "internal", "INTERNAL"},
        Row{ConnectStream({{"Connect-Content-Encoding", "br"}}), one, "unimplemented",
            "UNKNOWN_ENCODING"},
        Row{ConnectStream({{"Connect-Timeout-Ms", "x"}}), one, "invalid_argument", "MALFORMED"}}) {
    RawClient client(served.port());
    const RawAnswer answer = client.Ask("POST", kWatch, row.lines, row.body);
    EXPECT_EQ(answer.status, 200);
    const Frames frames = FramesOf(answer.body);
    ASSERT_EQ(frames.size(), 1u);
    EXPECT_EQ(frames[0].first, 2);
    const auto end = nlohmann::json::parse(frames[0].second);
    EXPECT_EQ(end["error"]["code"], row.code);
    EXPECT_EQ(ReasonIn(end["error"]), row.reason);
  }
  EXPECT_EQ(served.hub().calls(), 0);
}

TEST(Streams, OfManyRequestsAreForOtherClients) {
  ServedGateway served;
  RawClient client(served.port());
  const RawAnswer answer = client.Ask("POST", "/rufaa.casework.v1.CaseworkService/StreamCommands",
                                      ConnectStream(), Enveloped(0, "{}"));
  const Frames frames = FramesOf(answer.body);
  ASSERT_EQ(frames.size(), 1u);
  EXPECT_EQ(ReasonIn(nlohmann::json::parse(frames[0].second)["error"]), "ONE_MESSAGE_ONLY");
}

TEST(Streams, AreCompressedMessageByMessageWhenAskedFor) {
  gateway::GatewayOptions options;
  options.proxy.min_gzip_bytes = 8;
  ServedGateway served(options);
  served.hub().Answer([](const FakeHub::Call& call) { return Reply({call.request, ""}); });
  RawClient client(served.port());
  const RawAnswer answer = client.Ask(
      "POST", kWatch,
      ConnectStream({{"Connect-Accept-Encoding", "gzip"}, {"Connect-Content-Encoding", "gzip"}}),
      Enveloped(1, gateway::Gzip(R"({"afterPosition":"12345678"})")));
  EXPECT_EQ(answer.Header("Connect-Content-Encoding"), "gzip");
  const Frames frames = FramesOf(answer.body);
  ASSERT_EQ(frames.size(), 3u);
  EXPECT_EQ(frames[0].first, 1);
  EXPECT_EQ(*gateway::Gunzip(frames[0].second, 1000), R"({"position":"12345678"})");
  EXPECT_EQ(frames[1], (std::pair<int, std::string>{0, "{}"}));
}

TEST(Streams, ToldMessageByMessageEndAtTheHubWhenTheBrowserHangsUp) {
  ServedGateway served;
  FakeHub::Reply open = Reply({Position(1)});
  open.stays_open = true;
  served.hub().Answer(Always(open));
  {
    RawClient client(served.port());
    client.Send(RawClient::Request("POST", kWatch, ConnectStream(), Enveloped(0, "{}")));
    EXPECT_EQ(client.ReadHead().status, 200);
    EXPECT_EQ(client.ReadChunk(), Enveloped(0, R"({"position":"1"})"));
  }
  served.hub().WaitUntilCancelled();
}

TEST(Streams, ToldThatTheGatewayStopsEndCleanly) {
  ServedGateway served;
  FakeHub::Reply open = Reply({Position(1)});
  open.stays_open = true;
  served.hub().Answer(Always(open));
  RawClient client(served.port());
  client.Send(RawClient::Request("POST", kWatch, ConnectStream(), Enveloped(0, "{}")));
  EXPECT_EQ(client.ReadHead().status, 200);
  EXPECT_EQ(client.ReadChunk(), Enveloped(0, R"({"position":"1"})"));
  served.gateway().Stop(absl::Seconds(60));
  const Frames frames = FramesOf(client.ReadChunk());
  ASSERT_EQ(frames.size(), 1u);
  EXPECT_EQ(frames[0].first, 2);
  EXPECT_EQ(ReasonIn(nlohmann::json::parse(frames[0].second)["error"]), "HUB_UNAVAILABLE");
  EXPECT_EQ(client.ReadChunk(), "");
  EXPECT_TRUE(client.ReadsEnd());
}

}  // namespace
}  // namespace rufaa
