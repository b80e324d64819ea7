// The Connect protocol's rules as tables: what each header, body and error becomes.
#include <gtest/gtest.h>

#include "domain/base/refusal.h"
#include "google/rpc/error_details.pb.h"
#include "services/gateway/connect_call.h"
#include "services/gateway/connect_error.h"
#include "services/gateway/envelope.h"
#include "services/gateway/gzip.h"
#include "services/gateway/methods.h"
#include "services/rpc/status.h"
#include "tests/support/scenario.h"

namespace rufaa::gateway {
namespace {

using Lines = std::vector<std::pair<std::string, std::string>>;

Headers HeadersOf(const Lines& lines) {
  Headers headers;
  for (const auto& [name, value] : lines) headers.Add(name, value);
  return headers;
}

TEST(ContentTypes, AreTheProtocolsFourWhateverTheirParametersAndCase) {
  struct Row {
    const char* type;
    bool stream;
    int codec;  // -1: none.
  };
  constexpr int kNone = -1, kProto = static_cast<int>(Codec::kProto),
                kJson = static_cast<int>(Codec::kJson);
  for (const Row& row :
       {Row{"application/json", false, kJson}, Row{"application/proto", false, kProto},
        Row{"application/connect+json", true, kJson},
        Row{"application/connect+proto", true, kProto},
        Row{"application/json; charset=utf-8", false, kJson},
        Row{"Application/JSON;charset=utf-8", false, kJson}, Row{"application/json", true, kNone},
        Row{"application/connect+json", false, kNone}, Row{"application/grpc", false, kNone},
        Row{"application/grpc-web+json", true, kNone}, Row{"application/jsonx", false, kNone},
        Row{"text/plain", false, kNone}, Row{"", false, kNone}, Row{";", true, kNone}}) {
    const std::optional<Codec> codec = CodecOf(row.type, row.stream);
    EXPECT_EQ(codec ? static_cast<int>(*codec) : kNone, row.codec) << row.type << row.stream;
  }
}

TEST(AcceptEncoding, IsAListWithWeights) {
  struct Row {
    const char* list;
    bool gzip;
  };
  for (const Row& row :
       {Row{"gzip", true}, Row{"br, gzip", true}, Row{"GZIP", true}, Row{"gzip;q=0.5, br", true},
        Row{"gzip;q=0", false}, Row{"gzip; q=0.0", false}, Row{"gzip;q=x", false}, Row{"", false},
        Row{"br", false}, Row{"xgzip", false}, Row{"identity", false}}) {
    EXPECT_EQ(Accepts(row.list, "gzip"), row.gzip) << row.list;
  }
}

// The reason and the header it names, or what was read.
std::string ReadAs(const Lines& lines, bool stream) {
  const absl::StatusOr<ConnectCall> call = ReadConnectCall(HeadersOf(lines), Codec::kJson, stream);
  if (!call.ok()) {
    const auto refusal = RefusalOf(call.status());
    const bool names = refusal && !refusal->details.empty() && refusal->details[0].first == "field";
    return ReasonOf(call.status()) + (names ? " " + refusal->details[0].second : "");
  }
  std::string text = call->gzip_request ? "gzip" : "plain";
  text += call->gzip_reply ? " to gzip" : " to plain";
  return text + (call->timeout ? " in " + absl::FormatDuration(*call->timeout) : "");
}

TEST(RequestHeaders, AreReadOrRefusedByName) {
  const std::pair<std::string, std::string> version{"connect-protocol-version", "1"};
  struct Row {
    Lines lines;
    bool stream;
    const char* read;
  };
  const std::vector<Row> rows = {
      {{version}, false, "plain to plain"},
      {{}, false, "MALFORMED Connect-Protocol-Version"},
      {{{"connect-protocol-version", "2"}}, false, "MALFORMED Connect-Protocol-Version"},
      {{{"connect-protocol-version", "1.0"}}, true, "MALFORMED Connect-Protocol-Version"},
      {{version, {"connect-timeout-ms", "1500"}}, false, "plain to plain in 1.5s"},
      {{version, {"connect-timeout-ms", "0"}}, false, "plain to plain in 0"},
      {{version, {"connect-timeout-ms", "9999999999"}}, true, "plain to plain in 2777h46m39.999s"},
      {{version, {"connect-timeout-ms", "12345678901"}}, false, "MALFORMED Connect-Timeout-Ms"},
      {{version, {"connect-timeout-ms", "-1"}}, false, "MALFORMED Connect-Timeout-Ms"},
      {{version, {"connect-timeout-ms", "+1"}}, false, "MALFORMED Connect-Timeout-Ms"},
      {{version, {"connect-timeout-ms", "1s"}}, false, "MALFORMED Connect-Timeout-Ms"},
      {{version, {"connect-timeout-ms", ""}}, false, "MALFORMED Connect-Timeout-Ms"},
      {{version, {"content-encoding", "gzip"}}, false, "gzip to plain"},
      {{version, {"content-encoding", "identity"}}, false, "plain to plain"},
      {{version, {"content-encoding", "br"}}, false, "UNKNOWN_ENCODING"},
      {{version, {"content-encoding", "gzip, gzip"}}, false, "UNKNOWN_ENCODING"},
      {{version, {"accept-encoding", "gzip, br"}}, false, "plain to gzip"},
      // Of whole bodies; a stream's messages have headers of their own.
      {{version, {"accept-encoding", "gzip"}}, true, "plain to plain"},
      {{version, {"connect-accept-encoding", "gzip"}}, true, "plain to gzip"},
      {{version, {"connect-content-encoding", "gzip"}}, true, "gzip to plain"},
      {{version, {"connect-content-encoding", "zstd"}}, true, "UNKNOWN_ENCODING"},
  };
  for (const Row& row : rows) {
    EXPECT_EQ(ReadAs(row.lines, row.stream), row.read)
        << (row.lines.empty() ? "" : row.lines.back().second);
  }
}

TEST(Errors, HaveTheProtocolsCodeAndStatus) {
  struct Row {
    absl::StatusCode code;
    const char* name;
    int http;
  };
  using absl::StatusCode;
  for (const Row& row :
       {Row{StatusCode::kCancelled, "canceled", 499}, Row{StatusCode::kUnknown, "unknown", 500},
        Row{StatusCode::kInvalidArgument, "invalid_argument", 400},
        Row{StatusCode::kDeadlineExceeded, "deadline_exceeded", 504},
        Row{StatusCode::kNotFound, "not_found", 404},
        Row{StatusCode::kAlreadyExists, "already_exists", 409},
        Row{StatusCode::kPermissionDenied, "permission_denied", 403},
        Row{StatusCode::kResourceExhausted, "resource_exhausted", 429},
        Row{StatusCode::kFailedPrecondition, "failed_precondition", 400},
        Row{StatusCode::kAborted, "aborted", 409},
        Row{StatusCode::kOutOfRange, "out_of_range", 400},
        Row{StatusCode::kUnimplemented, "unimplemented", 501},
        Row{StatusCode::kInternal, "internal", 500},
        Row{StatusCode::kUnavailable, "unavailable", 503},
        Row{StatusCode::kDataLoss, "data_loss", 500},
        Row{StatusCode::kUnauthenticated, "unauthenticated", 401}}) {
    EXPECT_EQ(ConnectCodeName(static_cast<int>(row.code)), row.name);
    EXPECT_EQ(HttpStatusOf(static_cast<int>(row.code)), row.http) << row.name;
  }
  EXPECT_EQ(ConnectCodeName(99), "unknown");
  EXPECT_EQ(HttpStatusOf(-1), 500);
}

TEST(Errors, CarryTheirDetailsAsUnpaddedBase64) {
  google::rpc::Status error;
  error.set_code(5);
  EXPECT_EQ(ErrorJson(error), R"({"code":"not_found"})");
  error.set_message("No \"such\" thing");
  google::rpc::ErrorInfo info;
  info.set_reason("R");
  error.add_details()->PackFrom(info);
  EXPECT_EQ(ErrorJson(error), R"({"code":"not_found","message":"No \"such\" thing",)"
                              R"("details":[{"type":"google.rpc.ErrorInfo","value":"CgFS"}]})");
  info.set_reason("RR");
  error.mutable_details(0)->PackFrom(info);
  EXPECT_NE(ErrorJson(error).find(R"("value":"CgJSUg"})"), std::string::npos);
}

TEST(Errors, SurviveBytesThatAreNoText) {
  google::rpc::Status error;
  error.set_code(13);
  error.set_message("\xff");
  EXPECT_EQ(ErrorJson(error), "{\"code\":\"internal\",\"message\":\"\xef\xbf\xbd\"}");
}

TEST(EndOfStream, HasErrorAndTrailersOnlyWhereThereAreAny) {
  EXPECT_EQ(EndOfStreamJson({}, {}), "{}");
  google::rpc::Status error;
  error.set_code(16);
  EXPECT_EQ(EndOfStreamJson(error, HeadersOf({{"a", "1"}, {"b", "2"}, {"a", "3"}})),
            R"({"error":{"code":"unauthenticated"},"metadata":{"a":["1","3"],"b":["2"]}})");
}

TEST(Envelopes, AreReadBackAndOneOnly) {
  using namespace std::string_literals;
  EXPECT_EQ(Enveloped(2, "{}"), "\x02\0\0\0\x02{}"s);
  EXPECT_EQ(Enveloped(0, std::string(0x01020304, 'x')).substr(0, 5), "\0\x01\x02\x03\x04"s);
  const std::string one = Enveloped(1, "ab");
  const absl::StatusOr<Envelope> read = OnlyEnvelope(one);
  ASSERT_TRUE(read.ok());
  EXPECT_EQ(read->flags, 1);
  EXPECT_EQ(read->payload, "ab");
  EXPECT_TRUE(OnlyEnvelope(Enveloped(0, "")).ok());
  EXPECT_EQ(ReasonOf(OnlyEnvelope("").status()), "ONE_MESSAGE_ONLY");
  EXPECT_EQ(ReasonOf(OnlyEnvelope(one + one).status()), "ONE_MESSAGE_ONLY");
  for (size_t cut = 1; cut < one.size(); ++cut) {
    EXPECT_EQ(ReasonOf(OnlyEnvelope(one.substr(0, cut)).status()), "MALFORMED") << cut;
  }
  EXPECT_EQ(ReasonOf(OnlyEnvelope("\0\xff\xff\xff\xff"s).status()), "MALFORMED");
}

TEST(Gzip, ComesBackAsItWas) {
  for (const std::string& text : {std::string(), std::string("a"), std::string(100'000, 'z')}) {
    const absl::StatusOr<std::string> back = Gunzip(Gzip(text), text.size());
    ASSERT_TRUE(back.ok()) << back.status();
    EXPECT_EQ(*back, text);
  }
}

TEST(Gzip, StopsAtTheLimitAndAtWhatIsNoGzip) {
  const std::string bomb = Gzip(std::string(10'000'000, '\0'));
  EXPECT_EQ(ReasonOf(Gunzip(bomb, 100'000).status()), "MESSAGE_TOO_LARGE");
  EXPECT_EQ(ReasonOf(Gunzip(Gzip("abc"), 2).status()), "MESSAGE_TOO_LARGE");
  EXPECT_EQ(ReasonOf(Gunzip("not gzip", 100).status()), "MALFORMED");
  EXPECT_EQ(ReasonOf(Gunzip("", 100).status()), "MALFORMED");
  const std::string whole = Gzip("some text that is long enough");
  for (size_t cut = 0; cut < whole.size(); ++cut) {
    EXPECT_EQ(ReasonOf(Gunzip(whole.substr(0, cut), 100).status()), "MALFORMED") << cut;
  }
  EXPECT_EQ(ReasonOf(Gunzip(whole + "x", 100).status()), "MALFORMED");
}

TEST(HubMethods, AreWhatTheProtosSay) {
  const Methods& methods = HubMethods();
  const auto kind = [&](const char* path) {
    const Method* method = methods.Find(path);
    return method == nullptr ? -1 : static_cast<int>(method->kind);
  };
  EXPECT_EQ(kind("/rufaa.access.v1.AccessService/SignIn"), static_cast<int>(MethodKind::kUnary));
  EXPECT_EQ(kind("/rufaa.live.v1.LiveService/Watch"), static_cast<int>(MethodKind::kServerStream));
  EXPECT_EQ(kind("/rufaa.casework.v1.CaseworkService/StreamCommands"),
            static_cast<int>(MethodKind::kManyRequests));
  for (const char* none :
       {"/rufaa.access.v1.AccessService/signIn", "/rufaa.access.v1.AccessService",
        "/rufaa.access.v1.AccessService/SignIn/", "rufaa.access.v1.AccessService/SignIn",
        "/rufaa.bench.v1.EchoService/Echo", "/", ""}) {
    EXPECT_EQ(kind(none), -1) << none;
  }
}

TEST(Json, OfARequestIsReadWithoutRepeatingWhatItSays) {
  const Method& sign_in = *HubMethods().Find("/rufaa.access.v1.AccessService/SignIn");
  const auto read = HubMethods().RequestFromJson(sign_in, R"({"loginName":"amina","later":[1]})");
  ASSERT_TRUE(read.ok());
  EXPECT_EQ(*read,
            "\x12\x05"
            "amina");
  for (const char* bad : {"", "  \r\n", "{", "[1]", "amina", R"({"loginName":{"a":"Zawadi"}})",
                          R"({"loginName":"Zawadi"}})", "\xff\xfe"}) {
    const absl::Status refused = HubMethods().RequestFromJson(sign_in, bad).status();
    EXPECT_EQ(ReasonOf(refused), "MALFORMED") << bad;
    EXPECT_EQ(rpc::ToProto(refused, "").ShortDebugString().find("Zawadi"), std::string::npos);
  }
  const std::string deep(100'000, '[');
  EXPECT_EQ(ReasonOf(HubMethods().RequestFromJson(sign_in, R"({"x":)" + deep).status()),
            "MALFORMED");
}

TEST(Json, BytesThatAreNoMessageAreRefusedBeforeTheHubSeesThem) {
  const Method& sign_in = *HubMethods().Find("/rufaa.access.v1.AccessService/SignIn");
  EXPECT_TRUE(HubMethods().CheckRequest(sign_in, "").ok());
  EXPECT_TRUE(HubMethods()
                  .CheckRequest(sign_in,
                                "\x12\x01"
                                "a")
                  .ok());
  EXPECT_EQ(ReasonOf(HubMethods().CheckRequest(sign_in,
                                               "\x12\x05"
                                               "a")),
            "MALFORMED");
  EXPECT_EQ(ReasonOf(HubMethods().CheckRequest(sign_in, "\xff")), "MALFORMED");
}

}  // namespace
}  // namespace rufaa::gateway
