// Every family of verbs, one function per file.
#pragma once

#include "cli/app/app.h"

namespace rufaa::cli {

void AddServeVerb(App& app);
void AddSessionVerbs(App& app);    // login, logout, whoami, stepup, account …
void AddCaseVerbs(App& app);       // case …
void AddReferralVerbs(App& app);   // referral …
void AddCourtVerbs(App& app);      // court …
void AddDirectoryVerbs(App& app);  // beds, offers, agency, people
void AddCodesVerb(App& app);       // codes, which asks no hub
void AddCountyVerbs(App& app);     // board, activity, audit …
void AddLogVerbs(App& app);        // log …, but for
void AddVerifyVerb(App& app);      // log verify, which opens folders too
void AddMigrateVerb(App& app);     // log migrate, which opens nothing else
void AddSalvageVerb(App& app);     // log salvage, likewise
void AddViewVerbs(App& app);       // view …
void AddDoctorVerb(App& app);
void AddToolVerbs(App& app);  // config print, completion, version

}  // namespace rufaa::cli
