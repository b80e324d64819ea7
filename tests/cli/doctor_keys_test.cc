// `rufaa doctor` tries the keys in a data directory on what the log beside them holds sealed.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <memory>
#include <nlohmann/json.hpp>

#include "domain/casework/case_events.h"
#include "domain/codes/codes.h"
#include "eventlog/codec/event_codec.h"
#include "services/hub/open_county.h"
#include "tests/cli/command.h"

namespace rufaa::cli {
namespace {

using testing::HasSubstr;
using testing::Not;

namespace fs = std::filesystem;

constexpr char kName[] = "Amina of the market";

class DoctorKeys : public testing::Test {
 protected:
  std::unique_ptr<hub::OpenCounty> Open(const std::string& data = "data") {
    auto county = hub::OpenCounty::Open({.data_dir = home_.File(data),
                                         .county = "001",
                                         .key_dir = {},
                                         .make_key = true,
                                         .session_limits = {}});
    EXPECT_TRUE(county.ok()) << county.status();
    return county.ok() ? *std::move(county) : nullptr;
  }

  // A child of that number is reported, by name.
  static void Report(hub::OpenCounty& county, int number) {
    const std::string code = MakeCaseCode(number);
    const std::string child = "ch-" + std::to_string(number);
    casework::Identified event{};
    event.code = code;
    event.child = child;
    event.identity = *county.vault().Seal(child, Compartment::kIdentity,
                                          CaseStream(code) + "/case.identified/identity", kName);
    Proposal proposal;
    proposal.caller = "test";
    proposal.request_id = "request-" + std::to_string(10'000'000 + number);
    proposal.digest = std::string(32, 'd');
    proposal.events = {EncodeEvent(CaseStream(code), event)};
    const auto receipt = county.log().AppendAndWait(std::move(proposal));
    ASSERT_TRUE(receipt.ok()) << receipt.status();
  }

  // What doctor says of that; empty: nothing.
  nlohmann::json Sealed() {
    const Result result = Rufaa(
        home_, {"doctor", "--data", home_.File("data"), "--server", "127.0.0.1:1", "-o", "json"});
    EXPECT_THAT(result.out + result.err, Not(HasSubstr("Amina")));
    for (const auto& row : nlohmann::json::parse(result.out)) {
      if (row["check"] == "sealed of 001") return row;
    }
    return {};
  }

  void Copy(const std::string& from, const std::string& to) {
    fs::remove_all(home_.File(to));
    fs::copy(home_.File(from), home_.File(to), fs::copy_options::recursive);
  }

  const Folder home_;
};

TEST_F(DoctorKeys, OpenWhatIsSealedAlsoBesideAHubAndEnterNothing) {
  const auto county = Open();
  EXPECT_EQ(Sealed()["state"], "ok") << "nothing is sealed";
  for (int i = 0; i < 20; ++i) Report(*county, i);
  const uint64_t entries = county->reads().Head();
  const nlohmann::json row = Sealed();
  EXPECT_EQ(row["state"], "ok") << row;
  EXPECT_THAT(row["found"].get<std::string>(), HasSubstr("8 tried"));
  EXPECT_EQ(county->reads().Head(), entries);
}

TEST_F(DoctorKeys, AnOlderKeyStoreOpensNothingOfTheChildrenWhoCameSince) {
  {
    const auto county = Open();
    for (int i = 0; i < 6; ++i) Report(*county, i);
  }
  Copy("data/001/vault", "older");
  {
    const auto county = Open();
    for (int i = 6; i < 12; ++i) Report(*county, i);
  }
  Copy("older", "data/001/vault");
  const nlohmann::json row = Sealed();
  EXPECT_EQ(row["state"], "problem") << row;
  EXPECT_THAT(row["found"].get<std::string>(), HasSubstr("4 of 8"));
  EXPECT_THAT(row["what to do"].get<std::string>(), HasSubstr("newest backup"));
}

TEST_F(DoctorKeys, AnotherCountysKeyIsNamed) {
  {
    const auto county = Open();
    Report(*county, 1);
    const auto other = Open("other");
  }
  Copy("other/001/keys", "data/001/keys");
  EXPECT_EQ(Sealed()["state"], "problem") << "the key alone";
  Copy("other/001/vault", "data/001/vault");
  const nlohmann::json both = Sealed();
  EXPECT_EQ(both["state"], "problem") << "with its own store";
  EXPECT_THAT(both["found"].get<std::string>(), HasSubstr("1 of 1"));
}

TEST_F(DoctorKeys, ErasedChildrenAreNotTried) {
  {
    const auto county = Open();
    for (int i = 0; i < 3; ++i) Report(*county, i);
    ASSERT_TRUE(county->vault().Erase("ch-2").ok());
  }
  const nlohmann::json row = Sealed();
  EXPECT_EQ(row["state"], "ok") << row;
  EXPECT_THAT(row["found"].get<std::string>(), HasSubstr("2 tried"));
}

}  // namespace
}  // namespace rufaa::cli
