#include "cli/output/printer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <sstream>

#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "cli/app/exit_code.h"
#include "cli/output/cells.h"
#include "cli/output/progress.h"
#include "domain/base/refusal.h"
#include "rufaa/audit/v1/audit_service.pb.h"
#include "rufaa/casework/v1/casework_service.pb.h"
#include "rufaa/committee/v1/committee_service.pb.h"
#include "rufaa/referral/v1/referral_service.pb.h"

namespace rufaa::cli {
namespace {

using testing::HasSubstr;
using testing::Not;

Settings With(const std::string& format) {
  const auto none = [](const std::string&) { return std::optional<std::string>(); };
  return *Settings::Load("", {{"output", format}}, none);
}

std::string Shown(const google::protobuf::Message& reply, const std::string& format,
                  const Shape& shape = {}, bool terminal = false, bool no_color = false) {
  std::stringstream out, err;
  Printer(With(format), terminal, no_color, out, err).Show(reply, shape);
  return out.str();
}

casework::v1::ListCaseloadResponse TwoCases() {
  casework::v1::ListCaseloadResponse reply;
  reply.set_revision(7);
  auto* first = reply.add_cases();
  first->set_case_code("MSA-7F3K-Q2");
  first->set_stage("registered");
  first->set_risk("RLHG");
  first->mutable_due_time()->set_seconds(1);  // Long ago.
  first->set_overdue(true);
  reply.add_cases()->set_case_code("MSA-8G4M-R3");
  return reply;
}

TEST(Table, AnImportIsAThingWithTheCasesThatWereKept) {
  casework::v1::ImportReply reply;
  reply.set_import_id("li-1");
  reply.set_state("finished");
  EXPECT_EQ(Shown(reply, "table"), "import id  li-1\nstate      finished\n");
  reply.add_reverted_cases("MSA-8G4M-R3");
  auto& kept = *reply.add_kept_cases();
  kept.set_case_code("MSA-7F3K-Q2");
  kept.set_reason("CASE_WORKED_ON");
  EXPECT_THAT(Shown(reply, "table"), HasSubstr("reverted cases  MSA-8G4M-R3\n"));
  EXPECT_THAT(Shown(reply, "table"),
              HasSubstr("kept cases:\ncase code    reason\nMSA-7F3K-Q2  CASE_WORKED_ON\n"));
}

TEST(Csv, AFormulaIsDisarmed) {
  EXPECT_EQ(CsvCell("=1+1"), "'=1+1");
  EXPECT_EQ(CsvCell("@SUM(A1)"), "'@SUM(A1)");
  EXPECT_EQ(CsvCell("\t=1"), "'\t=1");
  EXPECT_EQ(CsvCell("-2"), "'-2");
  EXPECT_EQ(CsvCell("|x"), "'|x");
  EXPECT_EQ(CsvCell("%x"), "'%x");
  EXPECT_EQ(CsvCell("MSA-7F3K"), "MSA-7F3K");
}

TEST(Lists, SayThatSomeAreNotListed) {
  committee::v1::ListCountedCasesResponse reply;
  for (const bool hidden : {false, true}) {
    reply.set_some_hidden(hidden);
    std::stringstream out, err;
    Printer(With("csv"), false, false, out, err).Show(reply, {});
    EXPECT_EQ(err.str().find("not listed") != std::string::npos, hidden);
  }
}

TEST(Csv, SeparatorsAndQuotesAreQuoted) {
  EXPECT_EQ(CsvCell("a,b"), "\"a,b\"");
  EXPECT_EQ(CsvCell("say \"no\""), "\"say \"\"no\"\"\"");
  EXPECT_EQ(CsvCell("=a,b"), "\"'=a,b\"");
}

TEST(Csv, HasEveryColumnWhateverTheRowsHold) {
  const std::string csv = Shown(TwoCases(), "csv");
  EXPECT_THAT(csv, testing::StartsWith("case_code,stage,risk,"));
  EXPECT_THAT(csv, HasSubstr("age_band,awaits\r\n"));
  EXPECT_THAT(csv, HasSubstr("MSA-8G4M-R3,,"));
}

// A list as of a moment is a list.
TEST(Lists, HaveRowsWhateverIsSaidBesideThem) {
  audit::v1::GetAsOfResponse reply;
  reply.set_position(12);
  reply.mutable_record_time()->set_seconds(1);
  auto& row = *reply.add_rows();
  row.set_view("casefile");
  row.mutable_fields()->insert({"stage", "registered"});
  reply.add_rows()->set_view("caseload");
  EXPECT_EQ(Shown(reply, "csv"), "view,key,fields\r\ncasefile,,stage=registered\r\ncaseload,,\r\n");
  EXPECT_EQ(Shown(reply, "jsonl"),
            "{\"view\":\"casefile\",\"fields\":{\"stage\":\"registered\"}}\n"
            "{\"view\":\"caseload\"}\n");
  // For people the moment stands above them.
  EXPECT_THAT(Shown(reply, "table"), HasSubstr("record time"));
}

TEST(Csv, OfAThingHasWhatTheReplySaysBesideIt) {
  casework::v1::RevealChildResponse reply;
  reply.mutable_identity()->set_surname("Zuhura");
  reply.set_location("by the mosque");
  const std::string csv = Shown(reply, "csv");
  EXPECT_THAT(csv, HasSubstr("surname,"));
  EXPECT_THAT(csv, HasSubstr(",location,"));
  EXPECT_THAT(csv, HasSubstr("Zuhura,"));
  EXPECT_THAT(csv, HasSubstr(",by the mosque,"));
}

TEST(Csv, TellsWhatItLeavesOut) {
  audit::v1::GetTrailResponse reply;
  reply.add_entries();
  const auto told = [&reply] {
    std::stringstream out, err;
    Printer(With("csv"), false, false, out, err).Show(reply, {});
    return err.str();
  };
  EXPECT_EQ(told(), "");
  reply.mutable_entries(0)->add_changes();
  EXPECT_EQ(told(), "csv has no column for: changes (-o json has)\n");
}

TEST(Csv, IsRefusedForWhatIsNotOneTable) {
  std::stringstream out, err;
  const auto can_show = [&](const google::protobuf::Descriptor* type, const char* format) {
    return Printer(With(format), false, false, out, err).CanShow(*type);
  };
  // The referral, the alternatives, and where it went on.
  EXPECT_EQ(ExitCodeOf(can_show(referral::v1::ReferralReply::descriptor(), "csv")),
            ExitCode::kUsage);
  EXPECT_EQ(ExitCodeOf(can_show(committee::v1::GetBoardResponse::descriptor(), "csv")),
            ExitCode::kUsage);
  EXPECT_TRUE(can_show(committee::v1::GetBoardResponse::descriptor(), "jsonl").ok());
  EXPECT_TRUE(can_show(casework::v1::CaseReply::descriptor(), "csv").ok());
  EXPECT_TRUE(can_show(casework::v1::ListCaseloadResponse::descriptor(), "csv").ok());
}

TEST(Table, ATerminalIsNotSteeredByData) {
  EXPECT_EQ(Printable("a\x1b[31mb\nc"), "a [31mb c");
  EXPECT_EQ(Printable("a\xc2\x9b"
                      "31mb"),
            "a  31mb");
  EXPECT_EQ(Printable("Mwanaïsha"), "Mwanaïsha");
}

TEST(Table, LeavesOutColumnsThatNobodyHasAValueFor) {
  const std::string table = Shown(TwoCases(), "table");
  EXPECT_THAT(table, HasSubstr("case code"));
  EXPECT_THAT(table, Not(HasSubstr("owner person")));
}

TEST(Table, ShowsTheColumnsItWasAskedFor) {
  const std::string table = Shown(TwoCases(), "table", {.columns = {"case_code", "owner_person"}});
  EXPECT_EQ(table, "case code    owner person\nMSA-7F3K-Q2  \nMSA-8G4M-R3  \n");
}

TEST(Table, TellsHowLateSomethingIs) {
  EXPECT_THAT(Shown(TwoCases(), "table"), HasSubstr("d late"));
}

TEST(Card, TellsHowLongTreatmentCanStillBegin) {
  casework::v1::GetCaseResponse reply;
  reply.mutable_case_file()->set_case_code("MSA-7F3K-Q2");
  const int64_t now = absl::ToUnixSeconds(absl::Now());
  reply.mutable_case_file()->mutable_pep_start_by_time()->set_seconds(now + 5 * 3600 + 60);
  EXPECT_THAT(Shown(reply, "table"),
              testing::ContainsRegex("pep start by time +[-0-9: ]+ \\(in 5 h\\)"));
  reply.mutable_case_file()->mutable_pep_start_by_time()->set_seconds(1);
  EXPECT_THAT(Shown(reply, "table"), testing::ContainsRegex("pep start by time .* d late"));
}

TEST(Color, IsForTerminalsThatDoNotRefuseIt) {
  EXPECT_THAT(Shown(TwoCases(), "table", {}, true, false), HasSubstr("\x1b["));
  EXPECT_THAT(Shown(TwoCases(), "table", {}, true, true), Not(HasSubstr("\x1b[")));
  EXPECT_THAT(Shown(TwoCases(), "table", {}, false, false), Not(HasSubstr("\x1b[")));
  EXPECT_THAT(Shown(TwoCases(), "json", {}, true, false), Not(HasSubstr("\x1b[")));
}

TEST(Color, TellsWhatIsEscalatedApart) {
  referral::v1::ListWorklistResponse list;
  list.add_referrals()->set_referral_code("MSR-7F3K-Q2M5");
  list.mutable_referrals(0)->set_escalated(true);
  list.add_referrals()->set_referral_code("MSR-8G4M-R3N6");
  const Shape shape{.columns = {"referral_code", "escalated"}};
  EXPECT_EQ(Shown(list, "table", shape),
            "referral code  escalated\nMSR-7F3K-Q2M5  yes\nMSR-8G4M-R3N6  \n");
  EXPECT_THAT(Shown(list, "table", shape, true), HasSubstr(Colored("yes", Tone::kWarning, true)));
}

TEST(Json, KeepsTheNamesOfTheProtos) {
  const auto json = nlohmann::json::parse(Shown(TwoCases(), "json"));
  EXPECT_EQ(json["revision"], "7");
  EXPECT_EQ(json["cases"][0]["case_code"], "MSA-7F3K-Q2");
}

TEST(Json, LinesAreTheRows) {
  std::istringstream lines(Shown(TwoCases(), "jsonl"));
  std::vector<std::string> codes;
  for (std::string line; std::getline(lines, line);) {
    codes.push_back(nlohmann::json::parse(line)["case_code"]);
  }
  EXPECT_THAT(codes, testing::ElementsAre("MSA-7F3K-Q2", "MSA-8G4M-R3"));
}

TEST(Card, ExplainsCodesAndLeavesOutWhatIsEmpty) {
  casework::v1::CaseReply reply;
  reply.mutable_case_file()->set_case_code("MSA-7F3K-Q2");
  reply.mutable_case_file()->set_risk("RLHG");
  const std::string card = Shown(reply, "table");
  EXPECT_THAT(card, HasSubstr("RLHG ("));
  EXPECT_THAT(card, Not(HasSubstr("serial")));
}

TEST(Card, ABriefOneLeavesOutListsWithinButNotWhatTheReplyAdds) {
  referral::v1::ReferralReply reply;
  reply.mutable_referral()->set_referral_code("MSR-7F3K-Q2M5");
  reply.add_alternatives()->set_agency("msa-hospital-2");
  EXPECT_THAT(Shown(reply, "table", {.brief = true}), HasSubstr("msa-hospital-2"));

  casework::v1::CaseReply changed;
  changed.mutable_case_file()->add_needs()->set_code("RMTS");
  EXPECT_THAT(Shown(changed, "table", {.brief = true}), Not(HasSubstr("RMTS")));
  EXPECT_THAT(Shown(changed, "table"), HasSubstr("RMTS"));
}

TEST(Card, ASuppressedCountIsNeverAZero) {
  committee::v1::GetBoardResponse board;
  auto* cell = board.add_cases();
  cell->set_stage("registered");
  cell->mutable_count()->set_suppressed(true);
  EXPECT_THAT(Shown(board, "table"), HasSubstr("hidden"));
}

TEST(Card, ANumberThatIsZeroIsToldFromOneThatIsNotThere) {
  committee::v1::GetIndicatorsResponse reply;
  reply.add_indicators()->set_indicator("silence-rate");
  auto* hidden = reply.add_indicators();
  hidden->set_indicator("cases-closed");
  hidden->set_value(-1);
  EXPECT_EQ(Shown(reply, "table", {.columns = {"indicator", "value", "target"}}),
            "indicator     value  target\nsilence-rate  0      \ncases-closed         \n");
}

TEST(Card, ARateThatIsNotThereIsNotShownAndNumbersAreWhole) {
  committee::v1::GetIndicatorsResponse reply;
  auto* indicator = reply.add_indicators();
  indicator->set_indicator("children-identified");
  indicator->set_value(1885);
  indicator->set_target(-1);
  const std::string table = Shown(reply, "table");
  EXPECT_THAT(table, HasSubstr("1885"));
  EXPECT_THAT(table, Not(HasSubstr("-1")));
}

TEST(Progress, IsOneLineOnATerminalAndJsonElsewhere) {
  const absl::Time start = absl::UnixEpoch();
  std::stringstream terminal, log, quiet;
  Progress on_terminal("importing", 885, true, false, terminal, start);
  Progress in_log("importing", 885, false, false, log, start);
  Progress silent("importing", 885, true, true, quiet, start);
  for (int second = 1; second <= 11; ++second) {
    for (Progress* progress : {&on_terminal, &in_log, &silent}) {
      progress->Show(static_cast<uint64_t>(second) * 10, start + absl::Seconds(second));
    }
  }
  EXPECT_THAT(terminal.str(), HasSubstr("\r\x1b[Kimporting 110/885 (12%)"));
  EXPECT_EQ(quiet.str(), "");
  // Eleven seconds: one line, after ten.
  const auto line = nlohmann::json::parse(log.str());
  EXPECT_EQ(line["done"], 100);
  EXPECT_EQ(line["total"], 885);
  EXPECT_EQ(line["finished"], false);
}

TEST(Progress, CountsWhatWasDoneBeforeAsDoneButNotAsSpeed) {
  const absl::Time start = absl::UnixEpoch();
  std::stringstream log;
  Progress progress("transferring", 900, false, false, log, start);
  progress.GoOnFrom(800);
  progress.Finish(900, start + absl::Seconds(10));
  const auto line = nlohmann::json::parse(log.str());
  EXPECT_EQ(line["done"], 900);
  EXPECT_EQ(line["per_second"], 10);
}

TEST(Failure, TellsReasonFactsAndWhatToDo) {
  std::stringstream err;
  ExplainFailure(Refuse(Reason::OPEN_REFERRAL, {}, {{"open", "MSR-7F3K-Q2M5"}}), err);
  EXPECT_THAT(err.str(), testing::StartsWith("OPEN_REFERRAL: "));
  EXPECT_THAT(err.str(), HasSubstr("open: MSR-7F3K-Q2M5"));
  EXPECT_THAT(err.str(), HasSubstr(std::string(InfoOf(Reason::OPEN_REFERRAL).remedy)));
}

TEST(Failure, EveryReasonHasAnExitCodeOfItsKind) {
  for (const ReasonInfo& info : AllReasons()) {
    const ExitCode code = ExitCodeOf(Refuse(info.reason));
    EXPECT_NE(code, ExitCode::kOk) << info.name;
    EXPECT_NE(code, ExitCode::kFailure) << info.name << " is a refusal, not a failure";
  }
  EXPECT_EQ(ExitCodeOf(Refuse(Reason::NOT_FOUND_OR_NOT_YOURS)), ExitCode::kNotFound);
  EXPECT_EQ(ExitCodeOf(Refuse(Reason::UNAUTHENTICATED)), ExitCode::kAuthentication);
  EXPECT_EQ(ExitCodeOf(Refuse(Reason::NOT_PERMITTED)), ExitCode::kDenied);
  EXPECT_EQ(ExitCodeOf(Refuse(Reason::WRONG_VERSION)), ExitCode::kConflict);
  EXPECT_EQ(ExitCodeOf(Refuse(Reason::LOG_UNAVAILABLE)), ExitCode::kUnavailable);
  EXPECT_EQ(ExitCodeOf(Refuse(Reason::STORE_DAMAGED)), ExitCode::kNotWhole);
}

TEST(Failure, ARemedyNamesTheVerb) {
  std::stringstream out;
  ExplainFailure(Refuse(Reason::STEP_UP_REQUIRED), out);
  EXPECT_THAT(out.str(), HasSubstr("`rufaa stepup`"));
  ExplainFailure(Refuse(Reason::UNAUTHENTICATED), out);
  EXPECT_THAT(out.str(), HasSubstr("`rufaa login"));
  ExplainFailure(Refuse(Reason::NO_CONSENT), out);
  EXPECT_THAT(out.str(), HasSubstr("--note-file FILE"));
}

TEST(Failure, SaysHowLargeAMessageMayBe) {
  std::stringstream out;
  ExplainFailure(absl::ResourceExhaustedError("Received message larger than max"), out);
  EXPECT_THAT(out.str(), HasSubstr("4 MiB, through a gateway 1 MiB"));
}

}  // namespace
}  // namespace rufaa::cli
