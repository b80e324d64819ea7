// What makes a broker let in only those whom it knows: TLS with a certificate of each side's, or
// TLS and a password. Certificates are made with it, by deploy/peers/certificates.
#pragma once

#include <string>

#include "eventlog/kafka/kafka_client.h"
#include "tests/eventlog/fixtures.h"

namespace rufaa {

class KafkaGuard {
 public:
  KafkaGuard();

  // What goes into the settings of a broker whose own two ports these are.
  std::string BrokerSettings(int open_port, int controller_port) const;

  // Where it listens for those with a certificate, and what they say of themselves.
  std::string brokers() const { return Address(certificate_port_); }
  KafkaSettings ByCertificate() const;
  // Likewise for those with a password.
  std::string brokers_by_password() const { return Address(password_port_); }
  KafkaSettings ByPassword(const std::string& password) const;

  // An authority that signed nobody's certificate.
  std::string OtherAuthority() const { return folder_.path() + "/other/ca.pem"; }

  static constexpr char kPassword[] = "a password of the hub's";

 private:
  // By name, which is what a certificate holds.
  static std::string Address(int port) { return absl::StrCat("localhost:", port); }
  std::string File(const std::string& name) const { return folder_.path() + "/own/" + name; }

  TempFolder folder_;
  int certificate_port_ = 0, password_port_ = 0;
};

}  // namespace rufaa
