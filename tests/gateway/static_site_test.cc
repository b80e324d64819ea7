// The console's files over HTTP.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "services/gateway/static_site.h"
#include "tests/cli/command.h"
#include "tests/gateway/served_gateway.h"

namespace rufaa {
namespace {

class Site : public testing::Test {
 protected:
  Site() {
    Put("index.html", "<!doctype html>");
    Put("sw.js", "worker");
    Put("assets/app-1a2b.js", "plain");
    Put("assets/app-1a2b.js.gz", "gzipped");
    Put("assets/app-1a2b.js.br", "brotli");
    Put("icon.svg", "<svg/>");
    Put("lonely.gz", "archive");
  }
  void Put(const std::string& name, const std::string& bytes) {
    const std::filesystem::path path = folder_.path() + "/" + name;
    std::filesystem::create_directories(path.parent_path());
    std::ofstream(path) << bytes;
  }
  gateway::GatewayOptions Options() {
    gateway::GatewayOptions options;
    options.web_root = folder_.path();
    return options;
  }

  cli::Folder folder_;
};

TEST_F(Site, AnswersFilesPlacesAndNothingElse) {
  ServedGateway served(Options());
  RawClient client(served.port());
  struct Row {
    const char* path;
    int status;
    const char* body;
    const char* type;
    const char* cache;
  };
  const char* const html = "text/html; charset=utf-8";
  const char* const script = "text/javascript; charset=utf-8";
  const char* const forever = "public, max-age=31536000, immutable";
  for (const Row& row : {Row{"/", 200, "<!doctype html>", html, "no-store"},
                         Row{"/index.html", 200, "<!doctype html>", html, "no-store"},
                         Row{"/work/new?tab=1", 200, "<!doctype html>", html, "no-store"},
                         Row{"/sw.js", 200, "worker", script, "no-cache"},
                         Row{"/assets/app-1a2b.js", 200, "plain", script, forever},
                         Row{"/icon.svg", 200, "<svg/>", "image/svg+xml", "no-cache"},
                         Row{"/lonely.gz", 200, "archive", "application/octet-stream", "no-cache"},
                         Row{"/assets/gone.js", 404, "Not found.\n", "text/plain; charset=utf-8",
                             "no-store, no-transform"},
                         Row{"/assets/app-1a2b.js.gz", 404, "Not found.\n",
                             "text/plain; charset=utf-8", "no-store, no-transform"},
                         Row{"/../index.html", 404, "Not found.\n", "text/plain; charset=utf-8",
                             "no-store, no-transform"},
                         Row{"/%2e%2e/secret.txt", 404, "Not found.\n", "text/plain; charset=utf-8",
                             "no-store, no-transform"},
                         Row{"/rufaa.none.v1.NoService/Method", 404, "Not found.\n",
                             "text/plain; charset=utf-8", "no-store, no-transform"}}) {
    const RawAnswer answer = client.Ask("GET", row.path);
    EXPECT_EQ(answer.status, row.status) << row.path;
    EXPECT_EQ(answer.body, row.body) << row.path;
    EXPECT_EQ(answer.Header("Content-Type"), row.type) << row.path;
    EXPECT_EQ(answer.Header("Cache-Control"), row.cache) << row.path;
    EXPECT_EQ(answer.Header("X-Content-Type-Options"), "nosniff");
    EXPECT_EQ(answer.Header("Referrer-Policy"), "no-referrer");
    EXPECT_EQ(answer.Header("Content-Security-Policy").substr(0, 37),
              "default-src 'none'; script-src 'self'");
    EXPECT_EQ(answer.Header("Strict-Transport-Security"), "") << "not behind TLS";
  }
}

TEST_F(Site, SendsWhatWasCompressedBefore) {
  ServedGateway served(Options());
  RawClient client(served.port());
  const auto ask = [&](const char* accepted) {
    return client.Ask("GET", "/assets/app-1a2b.js", {{"Accept-Encoding", accepted}});
  };
  EXPECT_EQ(ask("gzip, deflate, br").body, "brotli");
  EXPECT_EQ(ask("gzip, deflate, br").Header("Content-Encoding"), "br");
  EXPECT_EQ(ask("gzip").body, "gzipped");
  EXPECT_EQ(ask("gzip;q=0").body, "plain");
  EXPECT_EQ(ask("gzip").Header("Vary"), "Accept-Encoding");
  EXPECT_EQ(ask("gzip").Header("Content-Type"), "text/javascript; charset=utf-8");
}

TEST_F(Site, SaysWhenNothingChanged) {
  ServedGateway served(Options());
  RawClient client(served.port());
  const std::string tag = client.Ask("GET", "/sw.js").Header("ETag");
  const RawAnswer same = client.Ask("GET", "/sw.js", {{"If-None-Match", tag}});
  EXPECT_EQ(same.status, 304);
  EXPECT_EQ(same.Header("Content-Length"), "");
  EXPECT_EQ(client.Ask("GET", "/icon.svg", {{"If-None-Match", tag}}).status, 200);
}

TEST_F(Site, AnswersHeadWithoutABody) {
  ServedGateway served(Options());
  RawClient client(served.port());
  client.Send(RawClient::Request("HEAD", "/sw.js", {}, ""));
  EXPECT_EQ(client.ReadHead().Header("Content-Length"), "6");
  EXPECT_EQ(client.Ask("GET", "/sw.js").body, "worker");
}

TEST_F(Site, SaysThatItIsToBeAskedOverTlsWhereItIs) {
  gateway::GatewayOptions options = Options();
  options.origin = "https://rufaa.example.org";
  ServedGateway served(options);
  RawClient client(served.port());
  EXPECT_EQ(client.Ask("GET", "/").Header("Strict-Transport-Security"), "max-age=31536000");
}

TEST_F(Site, MustBeABuiltConsole) {
  EXPECT_TRUE(gateway::StaticSite::Load(folder_.path()).ok());
  EXPECT_FALSE(gateway::StaticSite::Load(folder_.path() + "/assets").ok());
  EXPECT_FALSE(gateway::StaticSite::Load(folder_.path() + "/none").ok());
}

TEST(NoSite, IsNotFound) {
  ServedGateway served;
  RawClient client(served.port());
  EXPECT_EQ(client.Ask("GET", "/").status, 404);
}

}  // namespace
}  // namespace rufaa
