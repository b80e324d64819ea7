#include "cli/import/import_verbs.h"

#include <unistd.h>

#include <atomic>
#include <csignal>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "cli/app/context.h"
#include "cli/app/exit_code.h"
#include "cli/import/import_report.h"
#include "cli/import/import_run.h"
#include "cli/import/offices.h"
#include "cli/verbs/rpc_verb.h"
#include "domain/base/refusal.h"
#include "domain/base/status_macros.h"

namespace rufaa::cli {
namespace {

namespace pb = casework::v1;

std::atomic<bool> interrupted = false;

// While it lives, Ctrl-C asks to stop and does not kill: what is under way must be heard of. Who
// asks twice does not want to wait for that: the same file again goes on where this stopped.
class Interruptible {
 public:
  Interruptible() {
    interrupted = false;
    struct sigaction action = {};
    action.sa_handler = [](int) {
      if (interrupted.exchange(true)) _exit(static_cast<int>(ExitCode::kInterrupted));
    };
    sigaction(SIGINT, &action, &before_);
  }
  ~Interruptible() { sigaction(SIGINT, &before_, nullptr); }

 private:
  struct sigaction before_;
};

std::string ResumeCommand(const ImportFile& file, const Args& args) {
  std::string command =
      absl::StrCat("rufaa import linelist '", file.path, "' --import-id ", file.import_id);
  for (const std::string& map : args.All("map")) absl::StrAppend(&command, " --map '", map, "'");
  if (args.Has("as-of")) absl::StrAppend(&command, " --as-of ", args.Get("as-of"));
  return command;
}

// How many records are good is not said: nobody knows how many there are.
absl::Status RefuseWhole(Context& context, const ImportFile& file) {
  context.printer().Note(
      "The file is refused whole: none of its records is taken. Nothing was sent.");
  for (const linelist::Finding& finding : file.outcome.findings) {
    if (!finding.refuses_file()) continue;
    std::string note = finding.record == 0 ? "header" : absl::StrCat("record ", finding.record);
    if (!finding.column.empty()) absl::StrAppend(&note, ": ", finding.column);
    if (!finding.detail.empty()) absl::StrAppend(&note, ": ", finding.detail);
    context.printer().Note(absl::StrCat(note, ": ", finding.rule->message, " ", finding.rule->fix));
  }
  return UsageError("the file must be put right first, and be loaded again");
}

absl::Status DryRun(Context& context, const ImportFile& file) {
  context.printer().ShowTable(ReportOf(file.outcome));
  if (file.outcome.file_refused()) return RefuseWhole(context, file);
  const int refused = file.outcome.refused();
  context.printer().Note(absl::StrCat(file.outcome.records, " records: ", file.outcome.rows.size(),
                                      " would be taken, ", refused,
                                      " refused, as far as the file tells. Nothing was sent."));
  if (refused == 0) return absl::OkStatus();
  return UsageError(absl::StrCat(refused, " records must be put right first"));
}

// OK when the import is open now: begun, or begun before. `begun`: it is there, and of this file.
absl::Status Start(Context& context, const ImportFile& file, const Args& args, bool begun) {
  pb::StartImportRequest start;
  start.set_request_id(RequestIdOf(file.import_id, "start"));
  start.set_import_id(file.import_id);
  start.set_source(args.Get("source", "line list"));
  start.set_rows(static_cast<uint32_t>(file.outcome.records));
  start.set_file_digest(file.digest);
  pb::ImportReply reply;
  absl::Status started = context.Call("casework.StartImport", start, reply);
  const absl::optional<Refusal> refusal = RefusalOf(started);
  if (!refusal) return started;
  if (refusal->reason == Reason::NOT_FOUND_OR_NOT_YOURS) {
    return UsageError(absl::StrCat(
        "another office has begun import ", file.import_id,
        ", which is theirs to go on with; --import-id NEW loads the file for yours: records that "
        "are in are known by their serial, and are not taken twice"));
  }
  // A colleague began it, or this person did with other words, as with a source: the digest is
  // what makes it this one.
  const bool with_other_words = begun && refusal->reason == Reason::REQUEST_ID_REUSED;
  if (refusal->reason == Reason::ALREADY_DONE || with_other_words) return absl::OkStatus();
  return started;
}

absl::Status Finish(Context& context, const ImportFile& file, const ImportResult& result) {
  pb::FinishImportRequest finish;
  finish.set_import_id(file.import_id);
  finish.set_accepted(static_cast<uint32_t>(result.taken()));
  finish.set_refused(static_cast<uint32_t>(file.outcome.refused()));
  finish.set_flagged(static_cast<uint32_t>(result.flagged.size()));
  finish.set_request_id(RequestIdOf(
      file.import_id, absl::StrCat("finish/", finish.accepted(), "/", finish.flagged())));
  pb::ImportReply reply;
  return context.Call("casework.FinishImport", finish, reply);
}

absl::StatusOr<directory::v1::ListAgenciesResponse> LoadAgencies(Context& context) {
  directory::v1::ListAgenciesResponse all;
  directory::v1::ListAgenciesRequest request;
  request.set_page_size(500);
  do {
    directory::v1::ListAgenciesResponse page;
    RUFAA_RETURN_IF_ERROR(context.Call("directory.ListAgencies", request, page));
    all.MergeFrom(page);
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty());
  return all;
}

void Tell(Context& context, const ImportFile& file, const ImportResult& result) {
  context.printer().ShowTable(OutcomeOf(file, result, context.printer().format()));
  for (const linelist::Finding& finding : file.outcome.findings) {
    if (!finding.refuses()) continue;
    context.printer().Note(absl::StrCat("record ", finding.record, ": ", finding.column, ": ",
                                        finding.rule->id, ": ", finding.rule->fix));
  }
  for (const RecordRefusal& refused : result.refused) {
    std::string note =
        absl::StrCat("record ", refused.record, ": refused: ", refused.status.message());
    if (const auto refusal = RefusalOf(refused.status)) {
      for (const auto& [key, value] : refusal->details) {
        absl::StrAppend(&note, " ", key, "=", value);
      }
    }
    context.printer().Note(note);
  }
  for (const std::string& note : NotesOfThereBefore(result)) context.printer().Note(note);
  for (const std::string& note : NotesOfFlagged(result, context.session().agency)) {
    context.printer().Note(note);
  }
}

absl::Status Commit(Context& context, const ImportFile& file, const Args& args) {
  if (file.outcome.file_refused()) return DryRun(context, file);
  RUFAA_RETURN_IF_ERROR(context.SignIn());
  pb::GetImportRequest get;
  get.set_import_id(file.import_id);
  pb::ImportReply known;
  const bool begun = context.Call("casework.GetImport", get, known).ok();
  if (begun && known.file_digest() != file.digest) {
    return UsageError(absl::StrCat("import ", file.import_id,
                                   " is of another file, or of this one before it was changed; "
                                   "leave --import-id out: records that are in are known by their "
                                   "serial, and are not taken twice"));
  }
  if (begun && known.state() != "open") {
    context.printer().ShowTable(OutcomeOf(file, known, context.printer().format()));
    context.printer().Note(known.state() == "reverted"
                               ? "This import was taken back; give it a new --import-id to load "
                                 "the file anew."
                               : "This file was imported before; nothing was added.");
    return absl::OkStatus();
  }
  RUFAA_ASSIGN_OR_RETURN(const directory::v1::ListAgenciesResponse agencies, LoadAgencies(context));
  RUFAA_RETURN_IF_ERROR(CheckOffices(file.outcome, agencies));
  RUFAA_RETURN_IF_ERROR(Start(context, file, args, begun));
  ImportResult result;
  Progress progress = context.NewProgress("import", file.outcome.rows.size());
  absl::Status sent;
  {
    const Interruptible interruptible;
    sent = SendRecords(
        context.connection(), file, AgencyNames(agencies), interrupted,
        [&](int done) { progress.Show(static_cast<uint64_t>(done), absl::Now()); }, result);
  }
  progress.Finish(static_cast<uint64_t>(result.heard()), absl::Now());
  if (!sent.ok()) {
    context.printer().Note(absl::StrCat(result.taken(), " records are in. Go on with:\n  ",
                                        ResumeCommand(file, args)));
    return sent;
  }
  Tell(context, file, result);
  if (result.refused.empty()) return Finish(context, file, result);
  // The rules found nothing wrong with these: the import stays open until they are in.
  context.printer().Note(
      absl::StrCat("Once the cause is removed, go on with:\n  ", ResumeCommand(file, args)));
  return result.refused.front().status;
}

absl::Status ImportLineList(Context& context, const Args& args) {
  RUFAA_ASSIGN_OR_RETURN(
      const ImportFile file,
      ReadImportFile(args.Get("file"), args.All("map"), args.Get("as-of"), args.Get("import-id")));
  return args.Has("dry-run") ? DryRun(context, file) : Commit(context, file, args);
}

absl::Status Revert(Context& context, const Args& args) {
  const std::string import_id = args.Get("import_id");
  pb::RevertImportRequest request;
  request.set_request_id(RequestIdOf(import_id, "revert"));
  request.set_import_id(import_id);
  request.set_reason(args.Get("reason", "LOADED_BY_MISTAKE"));
  pb::ImportReply reply;
  RUFAA_RETURN_IF_ERROR(context.SignIn());
  RUFAA_RETURN_IF_ERROR(context.Call("casework.RevertImport", request, reply));
  context.printer().Show(reply);
  return absl::OkStatus();
}

}  // namespace

void AddImportVerbs(App& app) {
  app.AddGroup("import", "Line lists: a county's spreadsheets become cases.");
  app.Add({.group = "import",
           .name = "linelist",
           .help = "Load a line list (CSV). The same file again adds nothing; one that was put "
                   "right adds what is new by its serial.",
           .arguments = {{.name = "file", .help = "as exported: CSV in UTF-8, with a header"}},
           .flags = {{.name = "map",
                      .help = "a column of the file by another name: \"Kata=Ward\"",
                      .value = "COLUMN=FIELD",
                      .choices = {},
                      .repeated = true},
                     {"dry-run", "only report what is wrong", "", {}},
                     {"source", "what it is, without names: \"line list 2024\"", "TEXT", {}},
                     {"as-of", "judge dates as of this day", "DATE", {}},
                     {"import-id", "go on with, or begin, this import", "ID", {}}},
           .run = ImportLineList});
  AddRpcVerbs(app, {{"import", "show", "casework.GetImport", {"import_id"}},
                    {.group = "import",
                     .name = "list",
                     .method = "casework.ListImports",
                     .columns = {"import_id", "source", "state", "start_person", "start_time",
                                 "rows", "imported", "refused", "flagged", "revert_time"}}});
  app.Add({.group = "import",
           .name = "revert",
           .help = "Take back every case of an import that nobody has worked on since.",
           .arguments = {{.name = "import_id", .help = "as `import linelist` told it"}},
           .flags = {{"reason", "why, without names", "TEXT", {}}},
           .run = Revert});
}

}  // namespace rufaa::cli
