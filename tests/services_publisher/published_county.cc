#include "tests/services_publisher/published_county.h"

#include <gtest/gtest.h>

#include <regex>

#include <nlohmann/json.hpp>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "cli/demo/seeder.h"
#include "eventlog/codec/event_codec.h"
#include "services/publisher/renderer.h"
#include "tests/demo/glass_vault.h"
#include "tests/services_publisher/schema_check.h"

namespace rufaa {
namespace {

absl::Time LastDay() {
  return absl::FromCivil(absl::CivilMinute(2026, 11, 24, 10, 0), absl::UTCTimeZone());
}

// Of cases and referrals all is public but these: what a case keeps of its referrals, notes,
// drafts, and what an import or a likeness is to the office.
bool IsKeptInside(absl::string_view type) {
  for (const absl::string_view inside :
       {"case.referral-opened", "case.referral-accepted", "case.referral-ended", "case.note-added",
        "case.imported", "case.duplicate-flagged", "referral.drafted"}) {
    if (type == inside) return true;
  }
  return false;
}

// Collects what is sealed, wherever it stands in an event.
class Unsealer {
 public:
  explicit Unsealer(std::set<std::string>& out) : out_(out) {}

  template <class T>
  void operator()(int, absl::string_view, const T& value) {
    Look(value);
  }

 private:
  template <class T>
  void Look(const T& value) {
    if constexpr (std::is_same_v<T, Sealed>) {
      const size_t at = value.ciphertext.find('=');
      const std::string plain = at == std::string::npos ? "" : value.ciphertext.substr(at + 1);
      // Of a word or two letters nothing could be told.
      if (plain.size() > 3) out_.insert(plain);
      if (!value.child.empty()) out_.insert(value.child);
    } else if constexpr (IsOptional<T>::value) {
      if (value) Look(*value);
    } else if constexpr (IsVector<T>::value) {
      for (const auto& item : value) Look(item);
    } else if constexpr (HasFields<T>) {
      T::Fields(value, *this);
    }
  }

  std::set<std::string>& out_;
};

// No hour, neither in the event nor as Kafka's own; and of days ahead none but deadlines.
void CheckTellsOnlyDays(const ReadRecord& record) {
  const nlohmann::json data = nlohmann::json::parse(record.data);
  const std::string recorded_on = data["recorded_on"];
  ASSERT_TRUE(absl::EndsWith(record.headers.at("ce_time"), "T00:00:00+03:00"));
  ASSERT_EQ(absl::FormatTime("%Y-%m-%d %H:%M:%E*S", absl::FromUnixMillis(record.timestamp_ms),
                             absl::FixedTimeZone(3 * 60 * 60)),
            recorded_on + " 00:00:00");
  static const std::regex kDay("[0-9]{4}-[0-9]{2}-[0-9]{2}"), kHour(".*[0-9]{2}:[0-9]{2}.*");
  for (const auto& [name, value] : data.items()) {
    if (!value.is_string()) continue;
    const std::string text = value;
    ASSERT_FALSE(std::regex_match(text, kHour)) << record.data;
    const bool may_be_ahead =
        absl::EndsWith(name, "_by") || name == "expires_on" || name == "from" || name == "until";
    if (std::regex_match(text, kDay) && !may_be_ahead) ASSERT_LE(text, recorded_on) << record.data;
  }
}

}  // namespace

PublishedCounty::PublishedCounty(int cases) : clock_(demo::FoundingTime(LastDay())), log_(&clock_) {
  GlassVault vault;
  const auto made = demo::Seed(log_, vault, clock_, {.seed = 885, .cases = cases, .now = LastDay()},
                               [](int) { return true; });
  EXPECT_TRUE(made.ok()) << made.status();
  EXPECT_TRUE(log_.Read(0,
                        [this](const Commit& commit) {
                          Learn(commit);
                          return true;
                        })
                  .ok());
  EXPECT_GT(ids_.size(), 10u * static_cast<size_t>(cases));
  EXPECT_GT(secrets_.size(), static_cast<size_t>(cases));
}

void PublishedCounty::Learn(const Commit& commit) {
  secrets_.insert(commit.proposal.actor.person);
  size_t n = 0;
  for (const NewEvent& event : commit.proposal.events) {
    ++n;
    const absl::StatusOr<AnyEvent> decoded = DecodeEvent(event.type, event.payload);
    ASSERT_TRUE(decoded.ok()) << decoded.status();
    Unsealer unsealer(secrets_);
    std::visit([&](const auto& e) { std::decay_t<decltype(e)>::Fields(e, unsealer); }, *decoded);
    if (const auto* found = std::get_if<casework::Identified>(&*decoded)) {
      secrets_.insert(found->child);
      secrets_.insert(found->identifier_person);
    }
    const bool of_case =
        absl::StartsWith(event.stream, "case/") || absl::StartsWith(event.stream, "referral/");
    if (of_case && !IsKeptInside(event.type)) {
      ids_.push_back(absl::StrCat("001/", commit.position, "/", n));
    }
  }
  secrets_.erase("system");  // Nobody, and a word.
}

std::vector<publisher::OutgoingEvent> PublishedCounty::Events() {
  publisher::Renderer renderer("001", log_);
  std::vector<Commit> commits;
  EXPECT_TRUE(log_.Read(0,
                        [&](const Commit& commit) {
                          commits.push_back(commit);
                          return true;
                        })
                  .ok());
  std::vector<publisher::OutgoingEvent> events;
  for (const Commit& commit : commits) EXPECT_TRUE(renderer.Render(commit, events).ok());
  return events;
}

void PublishedCounty::CheckRecords(const std::vector<ReadRecord>& records) const {
  std::map<std::string, std::string> schemas;
  for (const ReadRecord& record : records) {
    ASSERT_EQ(record.headers.at("ce_specversion"), "1.0");
    ASSERT_EQ(record.headers.at("ce_source"), "/rufaa/counties/001");
    ASSERT_EQ(record.headers.at("content-type"), "application/json");
    ASSERT_EQ(record.headers.at("ce_subject"), record.key);
    ASSERT_EQ(record.headers.size(), 8u);
    ASSERT_TRUE(publisher::IsCaseCode(record.key)) << record.key;
    std::string& schema = schemas[record.type()];
    if (schema.empty()) schema = SchemaOfType(record.type());
    ASSERT_FALSE(schema.empty()) << record.type();
    ASSERT_EQ(WhatIsWrong(schema, record.data), "") << record.type() << " " << record.data;
    ASSERT_EQ(record.headers.at("ce_dataschema"),
              std::string(nlohmann::json::parse(schema)["$id"]));
    CheckTellsOnlyDays(record);
  }
  std::string all;
  for (const ReadRecord& record : records) {
    absl::StrAppend(&all, record.key, "\n", record.data, "\n");
    for (const auto& [name, value] : record.headers) absl::StrAppend(&all, name, value, "\n");
  }
  for (const std::string& secret : secrets_) {
    ASSERT_FALSE(absl::StrContains(all, secret)) << secret;
  }
}

PublishedCounty& Published() {
  static auto* const county = new PublishedCounty(60);
  return *county;
}

std::vector<Proposal> HalfOfTheHistory() {
  std::vector<Proposal> proposals;
  const absl::Status read = Published().log().Read(0, [&](const Commit& commit) {
    proposals.push_back(commit.proposal);
    return proposals.size() < Published().log().Head() / 2;
  });
  EXPECT_TRUE(read.ok()) << read;
  return proposals;
}

Proposal ErasureOf(const std::string& code) {
  Proposal erasure = HalfOfTheHistory().front();
  erasure.request_id = "request-of-erase";
  erasure.conditions.clear();
  erasure.events = {EncodeEvent(CaseStream(code), casework::Erased{})};
  return erasure;
}

std::vector<std::string> IdsOf(const std::vector<ReadRecord>& records) {
  std::vector<std::string> ids;
  for (const ReadRecord& record : records) ids.push_back(record.id());
  return ids;
}

std::vector<std::string> TypesOf(const std::string& code, const std::vector<ReadRecord>& records) {
  std::vector<std::string> types;
  for (const ReadRecord& record : records) {
    if (record.key == code) types.push_back(record.type());
  }
  return types;
}

}  // namespace rufaa
