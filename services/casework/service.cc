#include "services/casework/service.h"

#include <memory>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "domain/base/field_checks.h"
#include "projections/calendar/calendar.h"
#include "projections/caseload/caseload.h"
#include "services/casework/identify.h"
#include "services/casework/imports.h"
#include "services/casework/reads.h"
#include "services/rpc/command_policy.h"
#include "services/rpc/door.h"
#include "services/rpc/on_behalf.h"

namespace rufaa::case_service {
namespace {

// Oversight looks for the child that a request is about, in every office's cases.
bool IsOversight(const rpc::Call& call) {
  return policy::GeneralRelation(call.caller.role) == policy::Relation::kAuditor;
}

// A description of a child in, codes out: nothing is opened, but only those who report or work
// children's cases may ask, and oversight like one who opens a name.
absl::Status CheckMayFind(const rpc::Call& call, const Acting& by, common::v1::Purpose purpose) {
  if (!IsOversight(call)) {
    return rpc::CheckMay(call, {{policy::Relation::kNone}},
                         {policy::Part::kHeader, policy::Action::kIdentify});
  }
  RUFAA_RETURN_IF_ERROR(
      rpc::CheckMay(call, rpc::NoStanding(by), {policy::Part::kIdentity, policy::Action::kRead}));
  return rpc::CheckPurpose(call, purpose);
}

// So many no person compares; and each is entered as seen.
constexpr size_t kAlikeMax = 200;

// Of what is found `reply` names only the caller's, and to oversight all; `sought` gets all: that
// there are others tells of them, too.
absl::Status FindSimilar(const rpc::Call& call, const v1::FindSimilarChildrenRequest& request,
                         v1::FindSimilarChildrenResponse* reply, rpc::Sought& sought) {
  const rpc::OnBehalf caller(call.deadline, call.trace);
  const Acting by = call.caller.ToActing(call.now, call.now);
  RUFAA_RETURN_IF_ERROR(CheckMayFind(call, by, sought.purpose));
  Vault::Likeness likeness{.first_name = request.first_name(),
                           .surname = request.surname(),
                           .birth_year = static_cast<int>(request.birth_year()),
                           .sex = request.sex()};
  reply->set_revision(call.county->log.Head());
  sought.position = reply->revision();
  // The vault's tokens are of one sex: who does not know it asks for each.
  std::set<std::string> codes;
  for (const Code& sex : call.county->rules.codes.Codes(list::kSex)) {
    if (!request.sex().empty() && request.sex() != sex.code) continue;
    likeness.sex = sex.code;
    RUFAA_ASSIGN_OR_RETURN(const std::vector<std::string> alike,
                           SimilarCases(*call.county, likeness, ""));
    codes.insert(alike.begin(), alike.end());
  }
  if (codes.size() > kAlikeMax)
    return Malformed("first_name", "fits too many: tell more of the child");
  for (const std::string& code : codes) {
    RUFAA_ASSIGN_OR_RETURN(
        const Folded<casework::State> kase,
        call.county->executor.aggregates().Load<casework::State>(CaseStream(code)));
    if (kase.version == 0 || kase.state->erased) continue;
    sought.cases.push_back(code);
    if (IsOversight(call) || !casework::PartiesOf(*kase.state, by).empty()) {
      reply->add_case_codes(code);
    } else {
      reply->set_others(true);
    }
  }
  return absl::OkStatus();
}

// Whoever reads a list is shown every case that it names.
template <class Rows>
void NoteRows(const rpc::Call& call, uint64_t position, const Rows& rows) {
  rpc::Sought shown{.position = position};
  for (const auto& row : rows) shown.cases.push_back(row.case_code());
  rpc::NoteShown(call, shown);
}

void NoteImport(const rpc::Call& call, const v1::ImportReply& reply) {
  rpc::Sought shown{.cases = {reply.reverted_cases().begin(), reply.reverted_cases().end()},
                    .about = absl::StrCat("import/", reply.import_id()),
                    .position = reply.revision()};
  if (!reply.case_code_sample().empty()) shown.cases.push_back(reply.case_code_sample());
  for (const v1::KeptCase& kept : reply.kept_cases()) shown.cases.push_back(kept.case_code());
  rpc::NoteShown(call, shown);
}

}  // namespace

CaseworkService::CaseworkService(rpc::Host& host, Counties& counties)
    : host_(host), counties_(counties), commands_(counties) {}
CaseworkService::~CaseworkService() = default;

#define CASE_CHANGE(Method, Reply)                                                            \
  grpc::ServerUnaryReactor* CaseworkService::Method(grpc::CallbackServerContext* context,     \
                                                    const v1::Method##Request* request,       \
                                                    v1::Reply* reply) {                       \
    return rpc::Unary(                                                                        \
        host_, RUFAA_METHOD_NAME(Method), rpc::Session::kRequired, context, request, reply,   \
        [this](const rpc::CallPtr& call, const v1::Method##Request& asked, v1::Reply* answer, \
               const rpc::Done& done) { commands_.Do(call, asked, answer, done); });          \
  }
#define CASE_COMMAND(Method, field) CASE_CHANGE(Method, CaseReply)
#define IMPORT_COMMAND(Method, field) CASE_CHANGE(Method, ImportReply)
#include "services/casework/methods.inc"
#undef CASE_COMMAND
#undef IMPORT_COMMAND
#undef CASE_CHANGE

grpc::ServerBidiReactor<v1::CommandRequest, v1::CommandReply>* CaseworkService::StreamCommands(
    grpc::CallbackServerContext* context) {
  return rpc::CommandStream<v1::CommandRequest, v1::CommandReply>::Start(
      host_, RUFAA_METHOD_NAME(StreamCommands), context,
      [this](const rpc::CallPtr& call, const v1::CommandRequest& request, v1::CommandReply* reply,
             const rpc::Done& done) { commands_.Dispatch(call, request, reply, done); },
      Commands::NeedsStepUp);
}

void CaseworkService::GetCase(const rpc::CallPtr& call, const v1::GetCaseRequest& request,
                              v1::GetCaseResponse* reply, const rpc::Done& done) {
  rpc::WhenViewsAt(call, casefile::kName, request.min_revision(),
                   [call, &request, reply, done](absl::Status ready) {
                     if (!ready.ok()) return done(ready);
                     ReadCase(call, request, reply, done);
                   });
}

void CaseworkService::RevealChild(const rpc::CallPtr& call, const v1::RevealChildRequest& request,
                                  v1::RevealChildResponse* reply, const rpc::Done& done) {
  rpc::WhenViewsAt(call, casefile::kName, request.min_revision(),
                   [call, &request, reply, done](absl::Status ready) {
                     if (!ready.ok()) return done(ready);
                     rpc::Sought sought{.purpose = request.purpose()};
                     rpc::AnswerRead(call, sought, ReadChild(*call, request, reply, sought), done);
                   });
}

void CaseworkService::GetTimeline(const rpc::CallPtr& call, const v1::GetTimelineRequest& request,
                                  v1::GetTimelineResponse* reply, const rpc::Done& done) {
  rpc::WhenViewsAt(call, casefile::kName, request.min_revision(),
                   [call, &request, reply, done](absl::Status ready) {
                     if (!ready.ok()) return done(ready);
                     rpc::Sought sought{.purpose = request.purpose()};
                     rpc::AnswerRead(call, sought, ReadTimeline(*call, request, reply, sought),
                                     done);
                   });
}

void CaseworkService::ListCaseload(const rpc::CallPtr& call, const v1::ListCaseloadRequest& request,
                                   v1::ListCaseloadResponse* reply, const rpc::Done& done) {
  rpc::WhenViewsAt(call, caseload::kName, request.min_revision(),
                   [call, &request, reply, done](absl::Status ready) {
                     if (ready.ok()) ready = ReadCaseload(*call, request, reply);
                     if (ready.ok()) NoteRows(*call, reply->revision(), reply->cases());
                     done(ready);
                   });
}

void CaseworkService::ListCourtCalendar(const rpc::CallPtr& call,
                                        const v1::ListCourtCalendarRequest& request,
                                        v1::ListCourtCalendarResponse* reply,
                                        const rpc::Done& done) {
  rpc::WhenViewsAt(call, calendar::kName, request.min_revision(),
                   [call, &request, reply, done](absl::Status ready) {
                     if (ready.ok()) ready = ReadCalendar(*call, request, reply);
                     if (ready.ok()) NoteRows(*call, reply->revision(), reply->court_dates());
                     done(ready);
                   });
}

void CaseworkService::GetImport(const rpc::CallPtr& call, const v1::GetImportRequest& request,
                                v1::ImportReply* reply, const rpc::Done& done) {
  const Acting by = call->caller.ToActing(call->now, call->now);
  if (!CheckReverter(by).ok()) return done(Refuse(Reason::NOT_FOUND_OR_NOT_YOURS));
  reply->set_revision(call->county->log.Head());
  const absl::Status read =
      FillReply(*call->county, counties_, by, request.import_id(), false, *reply);
  if (read.ok()) NoteImport(*call, *reply);
  done(read);
}

absl::Status CaseworkService::ListImports(const rpc::Call& call,
                                          const v1::ListImportsRequest& request,
                                          v1::ListImportsResponse* reply) {
  return ReadImports(call, counties_.ImportsOf(call.county->id), request, reply);
}

// A search is a read of every case that it finds: nothing is opened, but who looked for whom is
// told by who was found.
void CaseworkService::FindSimilarChildren(const rpc::CallPtr& call,
                                          const v1::FindSimilarChildrenRequest& request,
                                          v1::FindSimilarChildrenResponse* reply,
                                          const rpc::Done& done) {
  const auto answer = [&request, reply, done](const absl::StatusOr<rpc::CallPtr>& by) {
    if (!by.ok()) return done(by.status());
    // The vault's answers are waited for.
    (*by)->county->executor.RunAsDecision([call = *by, &request, reply, done] {
      rpc::Sought sought{.purpose =
                             IsOversight(*call) ? request.purpose() : common::v1::PURPOSE_DEDUP};
      const absl::Status found = FindSimilar(*call, request, reply, sought);
      rpc::AnswerEntered(call, sought, found, done);
    });
  };
  if (IsOversight(*call)) return rpc::WithStepUp(call, answer);
  answer(call);
}

}  // namespace rufaa::case_service
