// The main job, from a child identified to a case closed and reopened, each step typed by the right
// person of the right agency into the real command, against the real hub. The hub's own rules are
// tested elsewhere; here it must all hang together as the README shows it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <nlohmann/json.hpp>
#include <utility>
#include <vector>

#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "tests/cli/walk_fixture.h"

namespace rufaa::cli {
namespace {

using nlohmann::json;
using testing::HasSubstr;
using testing::Not;

// A day in Nairobi, so many from today.
std::string Day(int ahead) {
  return absl::FormatTime("%Y-%m-%d", absl::Now() + ahead * absl::Hours(24),
                          absl::FixedTimeZone(3 * 60 * 60));
}

TEST_F(Walk, AReferralGoesRoundTheLoop) {
  const std::string kase = CaseInWork();
  const std::string referral = Send(kase, "msa-shelter", "RMTS");

  // In the shelter's inbox, with a clock, and with nothing that would find the child.
  const json inbox = Read("shelter", {"referral", "list", "--queue", "new"});
  json row;
  for (const json& each : inbox["referrals"]) {
    if (each["referral_code"] == referral) row = each;
  }
  ASSERT_TRUE(row.is_object()) << inbox;
  EXPECT_TRUE(row.contains("due_time"));
  EXPECT_FALSE(row.contains("case_code"));
  const Result pending = Raw("shelter", {"referral", "show", referral, "--purpose",
                                         "referral-service", "--min-revision", revision_});
  EXPECT_THAT(pending.out, Not(HasSubstr(kCanaryName)));

  // Accepting holds a bed in the same commit.
  const json accepted =
      Do("shelter", {"referral", "accept", referral, "--offer", "msa-shelter-beds"});
  EXPECT_EQ(accepted["referral"]["state"], "accepted");
  EXPECT_EQ(accepted["referral"]["bed_held"], true);
  const json beds = Read("shelter", {"beds", "show"});
  EXPECT_EQ(beds["capacities"][0]["room"], 1);
  const json opened =
      Read("shelter", {"referral", "show", referral, "--purpose", "referral-service"});
  EXPECT_EQ(opened["referral"]["identity"]["first_name"], kCanaryName);
  EXPECT_FALSE(Read("shelter", {"referral", "show", referral})["referral"].contains("identity"));

  Do("shelter", {"referral", "service", referral, "--service", "RMTS"});
  Do("shelter", {"referral", "complete", referral, "--outcome", "SERVED"});
  const json confirmed = Do("officer", {"referral", "confirm", referral});
  EXPECT_EQ(confirmed["referral"]["loop_confirmed"], true);
}

TEST_F(Walk, TheSupervisorListsWhatIsEscalatedAlone) {
  const std::string kase = CaseInWork();
  const std::string shelter = Send(kase, "msa-shelter", "RMTS");
  const std::string hospital = Send(kase, "msa-hospital-1", "RMTX");
  Do("shelter", {"referral", "decline", shelter, "--reason", "NO_CAPACITY"});
  Do("hospital", {"referral", "decline", hospital, "--reason", "NO_CAPACITY"});
  const std::vector<std::string> all = {"referral", "list",           "--queue", "ended",
                                        "--all",    "--min-revision", revision_};
  const std::string ended = Raw("supervisor", all).out;
  EXPECT_THAT(ended, testing::ContainsRegex(shelter + "  declined [^\n]* yes "));
  EXPECT_THAT(ended, HasSubstr(hospital));
  std::vector<std::string> escalated = all;
  escalated.push_back("--escalated-only");
  const std::string told = Raw("supervisor", escalated).out;
  EXPECT_THAT(told, HasSubstr(shelter));
  EXPECT_THAT(told, Not(HasSubstr(hospital)));
  EXPECT_THAT(Raw("supervisor", {"referral", "show", shelter, "--min-revision", revision_}).out,
              testing::ContainsRegex("escalated +yes"));
}

TEST_F(Walk, ADeclineLeavesTheNeedOpenAndNamesWhoElseHasRoom) {
  const std::string kase = CaseInWork();
  const std::string referral = Send(kase, "msa-hospital-1", "RMTX");
  const json declined =
      Do("hospital", {"referral", "decline", referral, "--reason", "NO_CAPACITY"});
  EXPECT_EQ(declined["referral"]["state"], "declined");
  ASSERT_EQ(declined["alternatives"].size(), 1u) << declined;
  EXPECT_EQ(declined["alternatives"][0]["agency"], "msa-hospital-2");
  const json shown = Read("officer", {"case", "show", kase});
  EXPECT_EQ(shown["case_file"]["needs"][0]["state"], "open") << shown;
  // To the other hospital it is not to be told apart from one that is not there.
  Refused("hospital2", {"referral", "show", referral}, 3, "NOT_FOUND_OR_NOT_YOURS");
}

TEST_F(Walk, ACaseClosesOnlyWhenNothingIsOpenAndCanBeReopened) {
  const std::string kase = CaseInWork();
  const std::string referral = Send(kase, "msa-hospital-2", "RMTX");
  Do("hospital2", {"referral", "accept", referral});
  const json set = Do("officer", {"court", "set", kase, "--court", "msa-court", "--session", "STHR",
                                  "--court-time", "+14d 09:00"});
  const std::string matter = set["case_file"]["court_dates"][0]["matter"];
  Do("officer", {"case", "follow-up", kase});
  Do("officer", {"case", "visit", kase, "--on", Day(0), "--final"});

  const std::vector<std::string> close = {"case",     "close", kase,
                                          "--reason", "COCE",  "--family-told"};
  Refused("officer", close, 6, "OPEN_REFERRAL");
  Do("hospital2", {"referral", "service", referral, "--service", "RMTX"});
  Do("hospital2", {"referral", "complete", referral, "--outcome", "SERVED"});
  Refused("officer", close, 6, "COURT_DATE_AHEAD");

  // The court moved the day; it is entered afterwards.
  Do("court", {"court", "move", kase, matter, "--court-time=-1h", "--occur-time=-2h", "--reason",
               "WITNESS_ABSENT"});
  Do("court", {"court", "outcome", kase, matter, "--outcome", "CRCT"});
  const json ordered = Do("court", {"court", "order", kase, matter, "--kind", "OPRO", "--made-on",
                                    Day(0), "--expires-on", Day(30)});
  const std::string order = ordered["case_file"]["orders"][0]["order"];
  Refused("officer", close, 6, "ORDER_RUNNING");
  Do("court", {"court", "end-order", kase, order, "--reason", "REVOKED"});

  Do("officer", close);
  const Result self = Raw("officer", {"case", "approve-closure", kase});
  EXPECT_EQ(self.exit_code, 5) << self.err;
  const json closed = Do("supervisor", {"case", "approve-closure", kase});
  EXPECT_EQ(closed["case_file"]["stage"], "closed");
  const json reopened = Do("officer", {"case", "reopen", kase, "--reason", "NEW_INCIDENT"});
  EXPECT_EQ(reopened["case_file"]["stage"], "assessment");

  const json trail = Read("auditor", {"audit", "trail", kase, "--purpose", "audit", "--all"});
  std::vector<std::string> events;
  for (const json& entry : trail["entries"]) events.push_back(entry["event_type"]);
  EXPECT_THAT(events, testing::IsSupersetOf({"case.identified", "case.court-date-set",
                                             "referral.accepted", "case.closed", "case.reopened"}));
  EXPECT_THAT(trail.dump(), Not(HasSubstr(kCanaryName)));
}

TEST_F(Walk, TheBoardCountsWithoutNames) {
  const std::string kase = CaseInWork();
  Send(kase, "msa-shelter", "RMTS");
  const json board = Read("committee", {"board"});
  EXPECT_FALSE(board["cases"].empty()) << board;
  EXPECT_THAT(board.dump(), Not(HasSubstr(kase)));
  EXPECT_THAT(board.dump(), Not(HasSubstr(kCanaryName)));
}

TEST_F(Walk, TheAuditorSeesWhatAnAgencyKnew) {
  const std::string kase = CaseInWork();
  const std::string before = revision_;
  const std::string referral = Send(kase, "msa-shelter", "RMTS");
  const json then = Do("auditor", {"audit", "asof", "msa-shelter", "--as-of-position", before,
                                   "--purpose", "audit"});
  const json now = Do("auditor", {"audit", "asof", "msa-shelter", "--as-of-position", revision_,
                                  "--purpose", "audit"});
  EXPECT_THAT(then.dump(), Not(HasSubstr(referral)));
  EXPECT_THAT(now.dump(), HasSubstr(referral));
  EXPECT_THAT(now.dump(), Not(HasSubstr(kase))) << "it has not accepted";
  Do("shelter", {"referral", "accept", referral, "--offer", "msa-shelter-beds"});
  // Of a case in which it helps there are the file and the referral.
  const json one = Do("auditor", {"audit", "asof", "msa-shelter", "--as-of-position", revision_,
                                  "--purpose", "audit", "--limit", "1"});
  EXPECT_EQ(one["rows"].size(), 1u) << one;
}

TEST_F(Walk, TheAuditorReadsWhoSawTheChildAndWhoWasRefused) {
  const std::string kase = CaseInWork();
  Read("officer", {"case", "show", kase, "--purpose", "case-mgmt"});
  Refused("hospital", {"case", "show", kase, "--purpose", "case-mgmt"}, 3,
          "NOT_FOUND_OR_NOT_YOURS");
  const json reads =
      Do("auditor", {"audit", "reads", "--case-code", kase, "--purpose", "audit"})["reads"];
  ASSERT_EQ(reads.size(), 2u) << reads;
  EXPECT_EQ(reads[0]["actor"]["person"], "p-officer");
  EXPECT_EQ(reads[0]["permitted"], true);
  EXPECT_EQ(reads[1]["actor"]["person"], "p-hospital");
  EXPECT_EQ(reads[1]["refusal"], "NOT_FOUND_OR_NOT_YOURS");
  const Result table = Raw("auditor", {"audit", "reads", "--case-code", kase, "--refused-only",
                                       "--purpose", "audit", "-o", "table"});
  EXPECT_THAT(table.out, HasSubstr("p-hospital"));
  EXPECT_THAT(table.out, Not(HasSubstr("p-officer")));
  Refused("officer", {"audit", "reads", "--purpose", "case-mgmt"}, 5, "NOT_PERMITTED");
}

TEST_F(Walk, TheAuditorProvesACommitAndThatTheLogOnlyGrew) {
  const std::string kase = CaseInWork();
  const auto prove = [this](const std::string& file, const std::vector<std::string>& more,
                            const std::string& position = revision_) {
    std::vector<std::string> words = {
        "audit", "prove", position, "--purpose", "audit", "--out", folder_->File(file),
        "-o",    "json"};
    words.insert(words.end(), more.begin(), more.end());
    return Raw("auditor", words);
  };
  const auto verify = [](const std::string& file) {
    return Rufaa(*folder_, {"audit", "verify", folder_->File(file), "--checkpoint",
                            folder_->File("first.json")});
  };
  const Result first = prove("first.json", {});
  ASSERT_EQ(first.exit_code, 0) << first.err;
  EXPECT_EQ(verify("first.json").exit_code, 0);
  Send(kase, "msa-shelter", "RMTS");
  const Result second =
      prove("second.json", {"--since", folder_->File("first.json"), "--with-record"});
  ASSERT_EQ(second.exit_code, 0) << second.err;
  EXPECT_THAT(second.out, HasSubstr("p-officer@dcs-kisauni"));
  EXPECT_THAT(second.out, HasSubstr("referral.sent"));
  const Result after = verify("second.json");
  EXPECT_EQ(after.exit_code, 8) << "the first root was before it";
  EXPECT_THAT(after.err, HasSubstr("is after the"));
  const json known = json::parse(first.out)[0];
  prove("grown.json", {"--since", folder_->File("first.json")}, known["position"]);
  EXPECT_EQ(verify("grown.json").exit_code, 0);
  EXPECT_EQ(prove("second.json", {}).exit_code, 2) << "it is never written over";

  // An agency's witness signs what it is shown, once it goes on from what it signed before.
  const std::string key = folder_->File("court.key");
  ASSERT_EQ(Rufaa(*folder_, {"audit", "make-key", "court", "--out", key}).exit_code, 0);
  const auto sign = [&](const std::string& file, const std::vector<std::string>& more) {
    std::vector<std::string> words = {"audit", "sign", folder_->File(file), "--key", key};
    words.insert(words.end(), more.begin(), more.end());
    return Rufaa(*folder_, words).exit_code;
  };
  EXPECT_EQ(sign("first.json", {"--origin", "hub.example/001"}), 0);
  prove("witnessed.json", {"--since", key + ".checkpoint"});
  EXPECT_EQ(sign("witnessed.json", {}), 0);
  EXPECT_EQ(sign("first.json", {}), 8) << "the log was longer";

  // A root of another log, and of one that was longer: what the hub could answer is kept.
  const std::string root = known["root"];
  const Result other = prove("other.json", {"--since-size", "1", "--since-root", root});
  EXPECT_EQ(other.exit_code, 8);
  EXPECT_THAT(other.err, HasSubstr("do not begin with"));
  const Result longer = prove("longer.json", {"--since-size", "999999", "--since-root", root});
  EXPECT_EQ(longer.exit_code, 8);
  EXPECT_THAT(longer.err, HasSubstr("cut short"));
  EXPECT_EQ(verify("other.json").exit_code, 8);
  EXPECT_EQ(verify("longer.json").exit_code, 8);
  Refused("officer",
          {"audit", "prove", "1", "--purpose", "case-mgmt", "--out", folder_->File("no.json")}, 5,
          "NOT_PERMITTED");
}

TEST_F(Walk, NoNameStandsInWhatTheHubWroteDown) {
  const std::string kase = CaseInWork();
  Read("officer", {"case", "show", kase, "--purpose", "case-mgmt"});
  ASSERT_EQ(hub_->Stop(), 0);
  const Result book =
      Rufaa(*folder_, {"log", "verify", "--reads", "--data", folder_->File(hub_->book_data()),
                       "--county", "001", "-o", "json"});
  EXPECT_EQ(book.exit_code, 0) << book.err;
  EXPECT_NE(json::parse(book.out)[0]["commits"], "0") << "there was a read to be entered";
  const Result found = RunProgram(
      *folder_, {"grep", "-r", "-l", "-a", "-e", kCanaryName, "-e", kCanaryPlace,
                 folder_->File("data"), folder_->File("hub.log"), folder_->File("state")});
  EXPECT_EQ(found.exit_code, 1) << found.out;
}

}  // namespace
}  // namespace rufaa::cli
