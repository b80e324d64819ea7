// The `rufaa` command.
#include "cli/app/app.h"
#include "cli/audit/proof_verbs.h"
#include "cli/audit/sign_verbs.h"
#include "cli/backup/backup_verbs.h"
#include "cli/demo/demo_verb.h"
#include "cli/import/import_verbs.h"
#include "cli/verbs/verbs.h"

int main(int argc, char** argv) {
  rufaa::cli::App app;
  // In the order of the help: first what people do for children, then what keeps the hub running.
  rufaa::cli::AddSessionVerbs(app);
  rufaa::cli::AddCaseVerbs(app);
  rufaa::cli::AddReferralVerbs(app);
  rufaa::cli::AddCourtVerbs(app);
  rufaa::cli::AddDirectoryVerbs(app);
  rufaa::cli::AddCountyVerbs(app);
  rufaa::cli::AddCodesVerb(app);
  rufaa::cli::AddProofVerbs(app);
  rufaa::cli::AddSignVerbs(app);
  rufaa::cli::AddImportVerbs(app);
  rufaa::cli::AddLogVerbs(app);
  rufaa::cli::AddVerifyVerb(app);
  rufaa::cli::AddMigrateVerb(app);
  rufaa::cli::AddSalvageVerb(app);
  rufaa::cli::AddViewVerbs(app);
  rufaa::cli::AddServeVerb(app);
  rufaa::cli::AddDemoVerb(app);
  rufaa::cli::AddBackupVerbs(app);
  rufaa::cli::AddDoctorVerb(app);
  rufaa::cli::AddToolVerbs(app);
  return app.Run(argc, argv);
}
