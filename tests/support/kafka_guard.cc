#include "tests/support/kafka_guard.h"

#include <cstdlib>
#include <fstream>
#include <sstream>

#include "absl/strings/str_cat.h"
#include "domain/base/check.h"
#include "tests/support/free_ports.h"

namespace rufaa {
namespace {

void Run(const std::string& command) { RUFAA_CHECK(std::system(command.c_str()) == 0); }

std::string TextOf(const std::string& path) {
  std::ifstream in(path);
  std::stringstream text;
  text << in.rdbuf();
  return text.str();
}

}  // namespace

KafkaGuard::KafkaGuard() {
  const std::vector<int> ports = FreePorts(2);
  certificate_port_ = ports[0];
  password_port_ = ports[1];
  Run(absl::StrCat("deploy/peers/certificates ", folder_.path(), "/own localhost hub"));
  Run(absl::StrCat("deploy/peers/certificates ", folder_.path(), "/other nobody"));
  // Kafka reads keys in this form only, in one file with the certificate.
  Run(absl::StrCat("openssl pkcs8 -topk8 -nocrypt -in ", File("localhost/key.pem"), " -out ",
                   File("broker.pem")));
  std::ofstream(File("broker.pem"), std::ios::app) << TextOf(File("localhost/cert.pem"));
}

std::string KafkaGuard::BrokerSettings(int open_port, int controller_port) const {
  const std::string own = absl::StrCat("PLAINTEXT://127.0.0.1:", open_port);
  const std::string guarded =
      absl::StrCat("SSL://", Address(certificate_port_), ",SASL_SSL://", Address(password_port_));
  return absl::StrCat(
      "listeners=", own, ",CONTROLLER://127.0.0.1:", controller_port, ",", guarded, "\n",
      "advertised.listeners=", own, ",", guarded, "\n",
      "listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT,SSL:SSL,"
      "SASL_SSL:SASL_SSL\n",
      "ssl.keystore.type=PEM\nssl.keystore.location=", File("broker.pem"), "\n",
      "ssl.truststore.type=PEM\nssl.truststore.location=", File("ca.pem"), "\n",
      "ssl.client.auth=required\nlistener.name.sasl_ssl.ssl.client.auth=none\n",
      "sasl.enabled.mechanisms=PLAIN\nlistener.name.sasl_ssl.plain.sasl.jaas.config=",
      "org.apache.kafka.common.security.plain.PlainLoginModule required user_hub=\"", kPassword,
      "\";\n");
}

KafkaSettings KafkaGuard::ByCertificate() const {
  return {{"security.protocol", "ssl"},
          {"broker.address.family", "v4"},
          {"ssl.ca.location", File("ca.pem")},
          {"ssl.certificate.location", File("hub/cert.pem")},
          {"ssl.key.location", File("hub/key.pem")}};
}

KafkaSettings KafkaGuard::ByPassword(const std::string& password) const {
  return {{"security.protocol", "sasl_ssl"},
          {"broker.address.family", "v4"},
          {"ssl.ca.location", File("ca.pem")},
          {"sasl.mechanism", "PLAIN"},
          {"sasl.username", "hub"},
          {"sasl.password", password}};
}

}  // namespace rufaa
