// What `rufaa doctor` looks at in other places than the hub and its folder: brokers, the processes
// that services' files name, and certificates.
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "absl/time/clock.h"
#include "cli/config/read_file.h"
#include "cli/config/toml_file.h"
#include "cli/verbs/doctor.h"
#include "domain/base/status_macros.h"
#include "eventlog/kafka/kafka_client.h"
#include "services/hub/kafka_words.h"
#include "services/hub/open_log.h"
#include "services/rpc/certificates.h"

namespace rufaa::cli {
namespace {

using State = Finding::State;

constexpr absl::Duration kAnswerWithin = absl::Seconds(5);
constexpr size_t kFileBytesMost = size_t{1} << 20;

std::vector<std::string> ItemsOf(absl::string_view text) {
  return absl::StrSplit(text, ',', absl::SkipWhitespace());
}

// Of one place of brokers.
struct Brokers {
  std::string whose;  // "log", "public events"
  std::string addresses;
  std::vector<std::string> client;  // As words of a command line.
  std::vector<std::string> topics;
};

// What brokers were asked already, under which settings: to another client the same brokers may
// answer otherwise.
struct AskedOfBrokers {
  using Client = std::vector<std::string>;
  std::map<std::pair<std::string, Client>, bool> answered;  // By check and client.
  std::set<std::pair<std::string, Client>> topics;
};

// What is known of `topic` to a broker at `addresses`.
absl::StatusOr<KafkaOwned<const rd_kafka_metadata_t>> AskBrokers(const std::string& addresses,
                                                                 const Brokers& of,
                                                                 const std::string& topic) {
  // Root looks for the accounts of the services, which own their secrets.
  const hub::SecretOwner owner =
      geteuid() == 0 ? hub::SecretOwner::kAnybody : hub::SecretOwner::kThisAccount;
  RUFAA_ASSIGN_OR_RETURN(KafkaSettings client, hub::ReadKafkaWords(of.client, owner));
  RUFAA_ASSIGN_OR_RETURN(const KafkaOwned<rd_kafka_t> asking,
                         NewKafkaConsumer({addresses, topic, std::move(client)}));
  return ReadMetadata(asking.get(), topic, kAnswerWithin);
}

Finding JudgeTopic(const std::string& name, const rd_kafka_metadata_topic_t& topic) {
  const std::string check = absl::StrCat("topic ", name);
  if (topic.err != RD_KAFKA_RESP_ERR_NO_ERROR || topic.partition_cnt == 0) {
    return {
        check, State::kWarning, rd_kafka_err2str(topic.err),
        "the hub makes it at its first start; if it was there before, the brokers' data is gone"};
  }
  const rd_kafka_metadata_partition_t& partition = topic.partitions[0];
  if (partition.leader < 0) {
    return {check, State::kProblem, "no broker leads it",
            "start the brokers that keep it: until then nothing is recorded"};
  }
  const std::set<int32_t> in_step(partition.isrs, partition.isrs + partition.isr_cnt);
  std::vector<int32_t> behind;
  for (int i = 0; i < partition.replica_cnt; ++i) {
    if (!in_step.contains(partition.replicas[i])) behind.push_back(partition.replicas[i]);
  }
  const std::string found =
      absl::StrCat(partition.isr_cnt, " of ", partition.replica_cnt, " replicas in step");
  if (behind.empty()) return {check, State::kOk, found, ""};
  return {check, State::kWarning,
          absl::StrCat(found, "; not of broker ", absl::StrJoin(behind, ", ")),
          "look at those brokers: each that is away brings closer that nothing is recorded"};
}

// Another client that finds the same says nothing new.
void AddOnce(Finding finding, std::vector<Finding>& findings) {
  const bool there = std::any_of(findings.begin(), findings.end(), [&](const Finding& one) {
    return one.check == finding.check && one.state == finding.state && one.found == finding.found;
  });
  if (!there) findings.push_back(std::move(finding));
}

void CheckBrokers(const Brokers& brokers, AskedOfBrokers& asked, std::vector<Finding>& findings) {
  std::string answering;
  for (const std::string& address : ItemsOf(brokers.addresses)) {
    const std::string check = absl::StrCat("broker of ", brokers.whose, " at ", address);
    const auto [known, is_new] = asked.answered.try_emplace({check, brokers.client}, false);
    if (is_new) {
      const auto answer = AskBrokers(address, brokers, brokers.topics.front());
      known->second = answer.ok();
      AddOnce(answer.ok() ? Finding{check, State::kOk, "answers", ""}
                          : Finding{check, State::kProblem, std::string(answer.status().message()),
                                    "start it, or correct where and how it is reached: when too "
                                    "few answer, nothing is recorded or published"},
              findings);
    }
    if (known->second) answering = address;
  }
  if (answering.empty()) return;
  for (const std::string& topic : brokers.topics) {
    const std::string key = absl::StrCat(brokers.whose, " ", answering, " ", topic);
    if (!asked.topics.emplace(key, brokers.client).second) continue;
    const auto answer = AskBrokers(answering, brokers, topic);
    if (answer.ok() && (*answer)->topic_cnt > 0) {
      AddOnce(JudgeTopic(topic, (*answer)->topics[0]), findings);
    }
  }
}

void CheckCertificate(const std::string& check, const std::string& file,
                      std::vector<Finding>& findings) {
  if (file.empty()) return;
  const absl::StatusOr<absl::Time> end = rpc::CertificateEnd(file);
  if (!end.ok()) {
    AddOnce({check, State::kProblem, std::string(end.status().message()),
             "look as root, or as the account that shows it"},
            findings);
    return;
  }
  const absl::Time now = absl::Now();
  const std::string why = rpc::WhyRenew(*end, now);
  AddOnce(why.empty() ? Finding{check, State::kOk, file, ""}
                      : Finding{check, *end > now ? State::kWarning : State::kProblem,
                                absl::StrCat(file, " ", why),
                                "renew it (deploy/README.md, \"Certificates\"): without it nobody "
                                "is let in"},
          findings);
}

std::vector<std::string> TopicsOf(const std::vector<std::string>& counties,
                                  const std::string& pattern) {
  std::vector<std::string> topics;
  for (const std::string& county : counties) {
    topics.push_back(pattern.empty() ? hub::TopicOf(county)
                                     : absl::StrReplaceAll(pattern, {{"<county>", county}}));
  }
  if (topics.empty()) topics.emplace_back("rufaa");  // Something to ask for.
  return topics;
}

// The keys of a process's file, lists joined by commas.
absl::StatusOr<std::map<std::string, std::string>> ReadKeys(const std::string& path) {
  RUFAA_ASSIGN_OR_RETURN(const std::string text, ReadWholeFile(path, kFileBytesMost));
  RUFAA_ASSIGN_OR_RETURN(const std::vector<TomlEntry> entries, ParseToml(path, text));
  std::map<std::string, std::string> keys;
  for (const TomlEntry& entry : entries) keys[entry.key] = entry.value;
  return keys;
}

// "casework=ipv4:10.0.0.4:7454,10.0.0.5:7454,live=…": an item without a name goes on with the one
// before.
std::map<std::string, std::string> TargetsOf(absl::string_view text) {
  std::map<std::string, std::string> targets;
  std::string service;
  for (const std::string& item : ItemsOf(text)) {
    const std::pair<std::string, std::string> parts = absl::StrSplit(item, absl::MaxSplits('=', 1));
    if (parts.second.empty()) {
      absl::StrAppend(&targets[service], ",", item);
    } else {
      service = parts.first;
      targets[service] = parts.second;
    }
  }
  return targets;
}

void CheckServiceFile(const std::string& path, AskedOfBrokers& asked,
                      std::vector<Finding>& findings) {
  absl::StatusOr<std::map<std::string, std::string>> keys = ReadKeys(path);
  if (!keys.ok()) {
    findings.push_back({"service's file", State::kProblem, std::string(keys.status().message()),
                        "correct --service-config, or look as root"});
    return;
  }
  std::map<std::string, std::string>& key = *keys;
  const rpc::PeerFiles files{
      .cert = key["peer-cert"], .key = key["peer-key"], .ca = key["peer-ca"]};
  CheckProcess(std::filesystem::path(path).filename().string(), key["metrics"], key["data"],
               findings);
  CheckCertificate("certificate for peers", files.cert, findings);
  CheckCertificate("authority of peers", files.ca, findings);
  CheckCertificate("certificate for browsers", key["cert"], findings);
  for (const auto& [service, target] : TargetsOf(key["peer"])) {
    CheckPeer(files, service, target, AddressesOf, findings);
  }
  const std::vector<std::string> counties = ItemsOf(key["county"]);
  CheckBrokers({.whose = "log",
                .addresses = key["kafka-brokers"],
                .client = ItemsOf(key["kafka-client"]),
                .topics = TopicsOf(counties, "")},
               asked, findings);
  const std::string& public_topic = key["public-topic"];
  CheckBrokers(
      {.whose = "public events",
       .addresses = key["public-brokers"],
       .client = ItemsOf(key["public-client"]),
       .topics = TopicsOf(counties, public_topic.empty() ? "rufaa.public.<county>" : public_topic)},
      asked, findings);
}

}  // namespace

void CheckPlaces(const Settings& settings, const std::vector<std::string>& service_files,
                 std::vector<Finding>& findings) {
  AskedOfBrokers asked;
  const std::vector<std::string> counties = settings.List("serve.counties");
  CheckBrokers({.whose = "log",
                .addresses = settings.Text("kafka.brokers"),
                .client = settings.List("kafka.client"),
                .topics = TopicsOf(counties, "")},
               asked, findings);
  CheckBrokers({.whose = "public events",
                .addresses = settings.Text("publisher.brokers"),
                .client = settings.List("publisher.client"),
                .topics = TopicsOf(counties, settings.Text("publisher.topic"))},
               asked, findings);
  CheckCertificate("certificate for browsers", settings.Text("gateway.cert"), findings);
  for (const std::string& file : service_files) CheckServiceFile(file, asked, findings);
}

}  // namespace rufaa::cli
