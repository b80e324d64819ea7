#include "cli/backup/backup_verbs.h"

#include <filesystem>
#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "cli/app/context.h"
#include "cli/app/exit_code.h"
#include "cli/backup/offline.h"
#include "cli/backup/restore.h"
#include "cli/serve/serve.h"
#include "domain/base/status_macros.h"
#include "rufaa/ops/v1/ops_service.pb.h"
#include "services/ops/backup.h"
#include "services/rpc/convert.h"

namespace rufaa::cli {
namespace {

std::string Absolute(const std::string& path) {
  std::error_code error;
  return std::filesystem::absolute(path, error).string();
}

// As a hub tells of the backup that it made.
ops::v1::CreateBackupResponse ReplyOf(const ops::BackupManifest& manifest) {
  ops::v1::CreateBackupResponse reply;
  reply.set_county(manifest.county);
  reply.set_position(manifest.position);
  reply.set_root(manifest.root);
  reply.set_views(static_cast<uint32_t>(manifest.views.size()));
  reply.set_files(static_cast<uint32_t>(manifest.files.size()));
  uint64_t bytes = 0;
  for (const ops::FileEntry& file : manifest.files) bytes += file.bytes;
  reply.set_bytes(bytes);
  *reply.mutable_create_time() = rpc::ToProto(manifest.created_at);
  return reply;
}

// The same shape whatever was done, and whoever did it: scripts read it.
Table Summary(const char* state, const ops::v1::CreateBackupResponse& backup) {
  const absl::Time created_at = rpc::FromProto(backup.create_time());
  return {
      .columns = {"state", "county", "position", "root", "views", "files", "bytes", "created_at"},
      .rows = {{{state, Tone::kGood},
                {backup.county()},
                {absl::StrCat(backup.position())},
                {backup.root()},
                {absl::StrCat(backup.views())},
                {absl::StrCat(backup.files())},
                {absl::StrCat(backup.bytes())},
                {absl::FormatTime(absl::RFC3339_sec, created_at, absl::UTCTimeZone())}}}};
}

void ShowCreated(Context& context, const ops::v1::CreateBackupResponse& backup) {
  context.printer().ShowTable(Summary("created", backup));
  if (backup.views() > 0) return;
  context.printer().Note(
      "It holds no digest of a view: the log went on while it was made, or the views are still "
      "being made anew. A restore compares roots alone.");
}

absl::Status CreateOffline(Context& context, const std::string& folder, const std::string& keys) {
  RUFAA_ASSIGN_OR_RETURN(const hub::HubOptions hub, HubOptionsOf(context.settings()));
  if (hub.counties.size() != 1) return UsageError("--county: one county makes one backup");
  RUFAA_ASSIGN_OR_RETURN(const std::unique_ptr<hub::OpenCounty> county,
                         OpenOffline({.data_dir = hub.data_dir,
                                      .county = hub.counties.front(),
                                      .key_dir = hub.key_dir,
                                      .session_limits = {},
                                      .kafka = hub.kafka}));
  RUFAA_ASSIGN_OR_RETURN(const ops::BackupManifest manifest,
                         BackUpOffline(*county, folder, keys, absl::Now()));
  ShowCreated(context, ReplyOf(manifest));
  return absl::OkStatus();
}

// A large county takes minutes to copy and to read again; --timeout is of calls.
absl::Duration DeadlineOf(const Settings& settings) {
  return settings.Origin("timeout") == "default" ? absl::Hours(1) : settings.Duration("timeout");
}

absl::Status Create(Context& context, const Args& args) {
  const std::string folder = Absolute(args.Get("folder"));
  if (!args.Has("keys-to")) return UsageError("--keys-to: where to, apart from the backup?");
  const std::string keys = Absolute(args.Get("keys-to"));
  if (args.Has("offline")) return CreateOffline(context, folder, keys);
  ops::v1::CreateBackupRequest request;
  request.set_folder(folder);
  request.set_keys_folder(keys);
  ops::v1::CreateBackupResponse reply;
  RUFAA_RETURN_IF_ERROR(context.SignIn());
  RUFAA_RETURN_IF_ERROR(
      context.CallWithin(DeadlineOf(context.settings()), "ops.CreateBackup", request, reply));
  ShowCreated(context, reply);
  return absl::OkStatus();
}

absl::Status Verify(Context& context, const Args& args) {
  RUFAA_ASSIGN_OR_RETURN(const ops::BackupManifest manifest,
                         ops::VerifyBackup(args.Get("folder"), args.Get("keys")));
  context.printer().ShowTable(Summary("whole", ReplyOf(manifest)));
  return absl::OkStatus();
}

absl::Status RestoreVerb(Context& context, const Args& args) {
  if (!args.Has("keys")) return UsageError("--keys: the folder of the backup's keys");
  // To be said either way: left out in silence, children who were erased would be back.
  if (args.Has("erasures") == args.Has("no-erasures")) {
    return UsageError(
        "--erasures FILE: the newest vault.erased of the county, out of DATA/<county> or wherever "
        "it "
        "is saved beside the backups: those erased since this backup are erased again. Only if "
        "there "
        "is no such file: --no-erasures, and whoever was erased since is there again");
  }
  RUFAA_ASSIGN_OR_RETURN(const Restored restored,
                         Restore({.folder = args.Get("folder"),
                                  .keys_folder = args.Get("keys"),
                                  .data_dir = context.settings().Text("serve.data"),
                                  .key_dir = context.settings().Text("serve.key_dir"),
                                  .erasures = args.Get("erasures")}));
  context.printer().ShowTable(Summary("restored", ReplyOf(restored.manifest)));
  if (restored.left_topic) {
    context.printer().Note(
        "Its log was a copy of a topic in Kafka and is this folder's own now: it is served without "
        "kafka.brokers, or goes into a new topic first: `rufaa log migrate --to-kafka`.");
  }
  return absl::OkStatus();
}

}  // namespace

void AddBackupVerbs(App& app) {
  app.AddGroup("backup", "Copies of a county, and a county from a copy.");
  app.Add(
      {.group = "backup",
       .name = "create",
       .help = "Copy a county into two new folders, its keys apart from everything else. Waits an "
               "hour unless --timeout says otherwise.",
       .arguments =
           {{.name = "folder",
             .help = "for log, access book and accounts; must not exist. The hub itself makes it"}},
       .flags = {{"keys-to", "for the keys; must not exist", "FOLDER", {}},
                 {"offline",
                  "of a hub that is stopped: read --data, and the topic to its end if the log is a "
                  "copy of one",
                  "",
                  {}}},
       .run = Create,
       .settings_prefixes = {"serve.", "kafka."}});
  app.Add({.group = "backup",
           .name = "verify",
           .help = "Recompute every hash and the trees of log and access book; exit code 8 if they "
                   "do not hold.",
           .arguments = {{.name = "folder", .help = "of the backup"}},
           .flags = {{"keys", "and look at its keys too", "FOLDER", {}}},
           .run = Verify});
  app.Add({.group = "backup",
           .name = "restore",
           .help = "Make a county of a backup, where none is; proven by equal root and views.",
           .arguments = {{.name = "folder", .help = "of the backup"}},
           .flags = {{"keys", "of the backup's keys", "FOLDER", {}},
                     {"erasures",
                      "those carried out since, again: the newest DATA/<county>/vault.erased",
                      "FILE",
                      {}},
                     {"no-erasures", "bring back whoever was erased since the backup", "", {}}},
           .run = RestoreVerb,
           .settings_prefixes = {"serve."}});
}

}  // namespace rufaa::cli
