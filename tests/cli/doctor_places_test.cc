// `rufaa doctor` asks what the configuration names: brokers, other processes, certificates.
#include <fcntl.h>
#include <gmock/gmock.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "services/rpc/metrics.h"
#include "services/rpc/monitor.h"
#include "tests/cli/command.h"
#include "tests/gateway/fake_hub.h"
#include "tests/support/certificate.h"

namespace rufaa::cli {
namespace {

using testing::HasSubstr;
using testing::Not;

constexpr char kNobody[] = "127.0.0.1:1";

class DoctorPlaces : public testing::Test {
 protected:
  Result Doctor(std::vector<std::string> words) {
    words.insert(words.begin(), "doctor");
    words.insert(words.end(), {"--server", kNobody, "--data", home_.File("none"), "-o", "json"});
    // Of this machine's own hub, if it has one, nothing is to be told.
    const bool has_metrics = std::find(words.begin(), words.end(), "--metrics") != words.end();
    if (!has_metrics) words.insert(words.end(), {"--metrics", "off"});
    Result result = Rufaa(home_, words);
    EXPECT_EQ(result.exit_code, 1) << result.err;
    return result;
  }

  // What is found under `check`, as "state: found".
  std::string Found(const std::vector<std::string>& words, const std::string& check) {
    const Result result = Doctor(words);
    for (const auto& row : nlohmann::json::parse(result.out)) {
      if (row["check"] == check) {
        return row["state"].get<std::string>() + ": " + row["found"].get<std::string>();
      }
    }
    return "nothing in " + result.out;
  }

  std::string FileOf(const std::string& text, const std::string& name = "service.toml") {
    return home_.Write(name, text);
  }

  const Folder home_;
};

TEST_F(DoctorPlaces, ABrokerThatDoesNotAnswerIsNamed) {
  EXPECT_THAT(Found({"--kafka-brokers", kNobody}, "broker of log at 127.0.0.1:1"),
              HasSubstr("problem: Kafka does not answer"));
  EXPECT_THAT(Found({"--public-brokers", kNobody}, "broker of public events at 127.0.0.1:1"),
              HasSubstr("problem: Kafka does not answer"));
}

// Whose program would be refused the file is another matter than who looks.
TEST_F(DoctorPlaces, ASecretOfTheServicesAccountIsNoProblemToRoot) {
  if (geteuid() != 0) return;  // Only root can give files away.
  const std::string secret = home_.Write("secret", "sesame");
  ASSERT_EQ(chown(secret.c_str(), 65534, 65534), 0);
  EXPECT_THAT(Found({"--kafka-brokers", kNobody, "--kafka-client", "sasl.password=@" + secret},
                    "broker of log at 127.0.0.1:1"),
              HasSubstr("problem: Kafka does not answer"));
}

TEST_F(DoctorPlaces, BrokersThatSeveralFilesNameAreToldOnce) {
  const std::string text = "county = [\"001\"]\nkafka-brokers = \"" + std::string(kNobody) + "\"\n";
  const Result result =
      Doctor({"--service-config", FileOf(text), "--service-config", FileOf(text, "other.toml"),
              "--service-config",
              // This client can't even ask.
              FileOf(text + "kafka-client = [\"sasl.password=@/nowhere\"]\n", "third.toml")});
  std::vector<std::string> found;
  for (const auto& row : nlohmann::json::parse(result.out)) {
    if (row["check"] == "broker of log at 127.0.0.1:1") found.push_back(row["found"]);
  }
  EXPECT_THAT(found, testing::ElementsAre(HasSubstr("does not answer"), HasSubstr("/nowhere")));
}

// Health v1's answers, to be asked and to be watched: field 1, SERVING or NOT_SERVING.
FakeHub::Script HealthIs(bool serving) {
  return [serving](const FakeHub::Call& call) {
    FakeHub::Reply reply;
    reply.messages = {serving ? "\x08\x01" : "\x08\x02"};
    reply.stays_open = call.method == "/grpc.health.v1.Health/Watch";
    return reply;
  };
}

TEST_F(DoctorPlaces, EachInstanceOfAServiceIsAskedWhetherItServes) {
  FakeHub well, ill;
  well.Answer(HealthIs(true));
  ill.Answer(HealthIs(false));
  const std::string file = FileOf("peer = [\"casework=ipv4:" + well.address() + "," + kNobody +
                                  "\", \"live=ipv4:" + ill.address() + "\"]\n");
  const auto found = [&](const std::string& check) {
    return Found({"--service-config", file}, check);
  };
  EXPECT_EQ(found("casework at ipv4:" + well.address()), "ok: SERVING");
  EXPECT_THAT(found("casework at ipv4:" + std::string(kNobody)), HasSubstr("problem: "));
  EXPECT_EQ(found("live at ipv4:" + ill.address()), "problem: reachable, but NOT_SERVING");
}

// A handshake that fails is in the finding; gRPC's own lines say it a second time.
TEST_F(DoctorPlaces, GrpcAddsNothingOfItsOwn) {
  FakeHub in_clear;
  const std::string cert = home_.File("cert.pem"), key = home_.File("key.pem");
  MakeCertificate(cert, key, absl::Hours(48));
  const Result result =
      Doctor({"--service-config",
              FileOf("peer-cert = \"" + cert + "\"\npeer-key = \"" + key + "\"\npeer-ca = \"" +
                     cert + "\"\npeer = [\"casework=ipv4:" + in_clear.address() + "\"]\n")});
  EXPECT_THAT(result.out, HasSubstr("casework at ipv4:"));
  EXPECT_THAT(result.err, Not(HasSubstr(".cc:")));
}

TEST_F(DoctorPlaces, AServicesFileNamesBrokersToo) {
  const std::string file =
      FileOf("county = [\"001\"]\nkafka-brokers = \"" + std::string(kNobody) + "\"\n");
  EXPECT_THAT(Found({"--service-config", file}, "broker of log at 127.0.0.1:1"),
              HasSubstr("problem: "));
  EXPECT_THAT(Found({"--service-config", home_.File("none.toml")}, "service's file"),
              HasSubstr("none.toml"));
}

// The publisher is called by nobody, and what is called says only that it does not serve.
TEST_F(DoctorPlaces, AProcessOfThisMachineSaysItselfWhyItDoesNotServe) {
  rpc::Metrics metrics;
  double up = 1;
  metrics.SetGauge("rufaa_publisher_up", "1: publishes", {{"county", "001"}}, [&] { return up; });
  std::string why;
  const auto monitor = rpc::Monitor::Start("0", metrics, [&] { return why; });
  ASSERT_TRUE(monitor.ok()) << monitor.status();
  for (const std::string& address : {(*monitor)->address(), absl::StrCat((*monitor)->port())}) {
    const std::string file = FileOf("metrics = \"" + address + "\"\n");
    const auto found = [&](const std::string& check) {
      return Found({"--service-config", file}, check);
    };
    why = "", up = 1;
    EXPECT_EQ(found("process of service.toml"), "ok: serves");
    EXPECT_EQ(found("public events of 001"), "ok: published");
    why = "view board of 001 is 7 behind", up = 0;
    EXPECT_EQ(found("process of service.toml"), "problem: view board of 001 is 7 behind");
    EXPECT_EQ(found("public events of 001"), "problem: not published");
  }
}

// Such a hub serves, and its health says so.
TEST_F(DoctorPlaces, AHubWhosePublicTopicWasRefusedIsToldWithWhatToDo) {
  rpc::Metrics metrics;
  metrics.SetGauge("rufaa_publisher_up", "1: publishes", {{"county", "001"}}, [] { return 0; });
  const auto monitor = rpc::Monitor::Start("0", metrics, [] { return ""; });
  ASSERT_TRUE(monitor.ok()) << monitor.status();
  const std::vector<std::string> words = {"--metrics", (*monitor)->address()};
  EXPECT_EQ(Found(words, "process of rufaa serve"), "ok: serves");
  EXPECT_EQ(Found(words, "public events of 001"), "problem: not published");
  EXPECT_THAT(Doctor(words).out, HasSubstr("a topic that was refused is corrected"));
}

TEST_F(DoctorPlaces, AProcessThatGoesOnInAFolderThatWasRemovedIsNotWell) {
  namespace fs = std::filesystem;
  const std::string log = home_.File("data/001/log"), away = home_.File("away");
  fs::create_directories(log);
  fs::create_directories(away);
  rpc::Metrics metrics;
  const auto monitor = rpc::Monitor::Start("0", metrics, [] { return ""; });
  ASSERT_TRUE(monitor.ok()) << monitor.status();
  // As stores open it: doctor itself does not inherit it.
  const auto open = [](const std::string& folder) {
    return ::open((folder + "/lock").c_str(), O_CREAT | O_WRONLY | O_CLOEXEC, 0600);
  };
  const int lock = open(log), of_another = open(away);
  ASSERT_TRUE(lock >= 0 && of_another >= 0);
  fs::remove_all(away);
  const auto found = [&](const std::string& data) {
    return Found({"--service-config", FileOf("metrics = \"" + (*monitor)->address() +
                                             "\"\ndata = \"" + home_.File(data) + "\"\n")},
                 "process of service.toml");
  };
  EXPECT_EQ(found("data"), "ok: serves");
  fs::remove_all(home_.File("data"));
  const std::string gone = "problem: process " + std::to_string(getpid()) +
                           " goes on in what was removed from " + home_.File("data") + ": 001/log";
  EXPECT_EQ(found("data"), gone);
  fs::create_directories(log);
  std::ofstream(log + "/lock").close();
  EXPECT_EQ(found("data"), gone) << "what was put in its place is not what it has open";
  EXPECT_EQ(found("dat"), "ok: serves") << "another's folder";
  ::close(lock);
  ::close(of_another);
}

TEST_F(DoctorPlaces, AProcessIsToldOnce) {
  rpc::Metrics metrics;
  const auto monitor = rpc::Monitor::Start("0", metrics, [] { return ""; });
  ASSERT_TRUE(monitor.ok()) << monitor.status();
  const Result result =
      Doctor({"--service-config", FileOf("metrics = \"" + (*monitor)->address() + "\"\n")});
  int told = 0;
  for (const auto& row : nlohmann::json::parse(result.out)) {
    if (row["check"] == "process of service.toml") ++told;
  }
  EXPECT_EQ(told, 1) << result.out;
}

// All machines may have the files of all services.
TEST_F(DoctorPlaces, AProcessThatNeverRanHereIsNotMissed) {
  const std::string metrics = "metrics = \"" + std::string(kNobody) + "\"\n";
  const auto found = [&](const std::string& data) {
    return Found({"--service-config", FileOf(metrics + "data = \"" + data + "\"\n")},
                 "process of service.toml");
  };
  EXPECT_THAT(found(home_.File("never-made")), HasSubstr("nothing in"));
  EXPECT_EQ(found(home_.path()), "warning: nobody listens at 127.0.0.1:1");
}

TEST_F(DoctorPlaces, ACertificateThatSeveralFilesNameIsToldOnce) {
  const std::string cert = home_.File("cert.pem");
  MakeCertificate(cert, home_.File("key.pem"), absl::Hours(48));
  const std::string text = "peer-ca = \"" + cert + "\"\n";
  const Result result =
      Doctor({"--service-config", FileOf(text), "--service-config", FileOf(text, "other.toml")});
  int told = 0;
  for (const auto& row : nlohmann::json::parse(result.out)) {
    if (row["check"] == "authority of peers") ++told;
  }
  EXPECT_EQ(told, 1);
}

TEST_F(DoctorPlaces, ACertificateThatEndsIsToldBefore) {
  const std::string cert = home_.File("cert.pem"), key = home_.File("key.pem");
  const auto of_browsers = [&] {
    return Found({"--gateway-cert", cert}, "certificate for browsers");
  };
  MakeCertificate(cert, key, absl::Hours(15 * 24));
  EXPECT_THAT(of_browsers(), HasSubstr("ok: "));
  MakeCertificate(cert, key, absl::Hours(13 * 24));
  EXPECT_THAT(of_browsers(), HasSubstr("warning: "));
  MakeCertificate(cert, key, -absl::Hours(1));
  EXPECT_THAT(of_browsers(), HasSubstr("problem: "));
  const std::string file = FileOf("peer-cert = \"" + cert + "\"\n");
  EXPECT_THAT(Found({"--service-config", file}, "certificate for peers"),
              HasSubstr("has expired on"));
}

}  // namespace
}  // namespace rufaa::cli
