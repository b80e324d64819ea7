#include "services/casework/commands.h"

#include <algorithm>
#include <memory>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "domain/codes/codes.h"
#include "services/casework/identify.h"
#include "services/casework/same_child.h"

namespace rufaa::case_service {
namespace {

// Names that are alike are not always of one child: more of them would only be dismissed.
constexpr size_t kMostFlagged = 3;

// Cases that the child's office keeps and in which it could go on, by the rule of an import: of the
// same sub-county. Closed ones too: whoever knows of them can reopen. Another office's are not told
// to this one. What is only likely is no condition of the commit.
absl::StatusOr<std::vector<std::string>> LikelyRepeated(const rpc::CountyRuntime& county,
                                                        const std::vector<std::string>& similar,
                                                        const casework::Identify& child) {
  Loader load(county.executor.aggregates());
  std::vector<std::string> likely;
  for (const std::string& code : similar) {
    if (likely.size() == kMostFlagged) break;
    RUFAA_ASSIGN_OR_RETURN(const casework::State* other, StandingCase(load, code));
    if (other == nullptr || other->owner_agency != child.intake_agency) continue;
    if (other->subcounty != child.subcounty) continue;
    // Two that are alike may go on in one.
    if (std::find(likely.begin(), likely.end(), other->code) == likely.end()) {
      likely.push_back(other->code);
    }
  }
  return likely;
}

struct IdentifyWork {
  Acting by;
  rpc::RequestKey key;
  rpc::Sealer seal;
  std::vector<std::string> similar;
};

AllChanges DecideIdentify(const v1::IdentifyChildRequest& request, const rpc::Call& call,
                          IntakeOffices& offices, IdentifyWork& work, Loader& load) {
  const rpc::CountyRuntime& county = *call.county;
  RUFAA_RETURN_IF_ERROR(rpc::CheckMay(call, {{policy::Relation::kNone}},
                                      {policy::Part::kHeader, policy::Action::kIdentify}));
  RUFAA_RETURN_IF_ERROR(rpc::CheckAgeAndBirth(
      request.identity(),
      request.has_age_years() ? std::optional(request.age_years()) : std::nullopt,
      LocalDay(work.by.occurred_at)));
  RUFAA_ASSIGN_OR_RETURN(const std::string code, NewCaseCode(county, work.key, load));
  RUFAA_ASSIGN_OR_RETURN(const casework::Identify command,
                         MakeIdentify(request, code, county, offices, work.by, load, work.seal));
  AllChanges changes =
      rpc::ChangesOf(CaseStream(code), casework::Decide(casework::State{}, command, county.rules));
  RUFAA_RETURN_IF_ERROR(changes.status());
  const Vault::Likeness likeness =
      rpc::LikenessOf(request.identity(), command.birth_year.value_or(0), command.sex);
  RUFAA_ASSIGN_OR_RETURN(work.similar, SimilarCases(county, likeness, command.child));
  RUFAA_ASSIGN_OR_RETURN(const std::vector<std::string> likely,
                         LikelyRepeated(county, work.similar, command));
  for (const std::string& of : likely) {
    changes->push_back({CaseStream(code), casework::DuplicateFlagged{.of = of, .import_id = {}}});
  }
  // Before the commit: a crash in between leaves a token that leads nowhere, never a child that
  // can't be found.
  if (!likeness.first_name.empty()) {
    RUFAA_RETURN_IF_ERROR(county.vault.Index(command.child, likeness));
  }
  return changes;
}

}  // namespace

absl::StatusOr<std::string> Commands::CodeIn(const rpc::Call& call, absl::string_view text) {
  return ParseCaseCode(text, call.county->code_letters);
}

absl::Status Commands::Answer(const rpc::Call& call, const Acting& by, const std::string& stream,
                              const absl::StatusOr<Outcome>& outcome, v1::CaseReply* reply) {
  if (!outcome.ok()) return outcome.status();
  RUFAA_ASSIGN_OR_RETURN(const Folded<casework::State> kase,
                         rpc::StateAfter<casework::State>(*call.county, stream, outcome->receipt));
  reply->set_revision(outcome->receipt.position);
  reply->set_repeated_request(outcome->receipt.repeated);
  *reply->mutable_case_file() = ToProto(*kase.state, kase.version, by);
  return absl::OkStatus();
}

absl::Status Commands::AddSimilar(const rpc::Call& call, const Acting& by,
                                  const std::vector<std::string>& codes, v1::CaseReply* reply) {
  for (const std::string& code : codes) {
    // Another process, of a program of before, may have decided the same request meanwhile.
    if (code == reply->case_file().case_code()) continue;
    RUFAA_ASSIGN_OR_RETURN(
        const Folded<casework::State> other,
        call.county->executor.aggregates().Load<casework::State>(CaseStream(code)));
    if (other.version == 0 || casework::PartiesOf(*other.state, by).empty()) continue;
    reply->add_similar_cases(code);
  }
  return absl::OkStatus();
}

void Commands::Do(const rpc::CallPtr& call, const v1::ScreenOutRequest& request,
                  v1::CaseReply* reply, const rpc::Done& done) {
  ChangeCase(call, request, reply, done,
             [&same_child = counties_.SameChildOf(call->county->id)](
                 const v1::ScreenOutRequest& asked, const Making& making) {
               return Changes(asked, making, same_child);
             });
}

void Commands::Do(const rpc::CallPtr& call, const v1::IdentifyChildRequest& request,
                  v1::CaseReply* reply, const rpc::Done& done) {
  // No two requests contend on a case that is not there yet; one that is sent twice at once does.
  Command command =
      rpc::MakeCommand(*call, request, absl::StrCat("identify/", request.request_id()));
  auto work = std::make_shared<IdentifyWork>(IdentifyWork{
      call->ActingOf(request), rpc::KeyOf(command), rpc::Sealer(call->county->vault), {}});
  rpc::Execute(
      call, std::move(command),
      [this, call, work, &request](Loader& load) {
        return DecideIdentify(request, *call, counties_.OfficesOf(call->county->id), *work, load);
      },
      [call, work, reply, done](absl::StatusOr<Outcome> outcome) {
        if (!outcome.ok()) return done(outcome.status());
        const std::string stream = outcome->changes.front().stream;
        if (absl::Status s = Answer(*call, work->by, stream, outcome, reply); !s.ok()) {
          return done(s);
        }
        done(AddSimilar(*call, work->by, work->similar, reply));
      });
}

void Commands::Dispatch(const rpc::CallPtr& call, const v1::CommandRequest& request,
                        v1::CommandReply* reply, const rpc::Done& done) {
  switch (request.command_case()) {
#define CASE_COMMAND(Method, field)   \
  case v1::CommandRequest::k##Method: \
    return Do(call, request.field(), reply->mutable_case_reply(), done);
#define IMPORT_COMMAND(Method, field) \
  case v1::CommandRequest::k##Method: \
    return Do(call, request.field(), reply->mutable_import_reply(), done);
#include "services/casework/methods.inc"
#undef CASE_COMMAND
#undef IMPORT_COMMAND
    case v1::CommandRequest::COMMAND_NOT_SET:
      break;
  }
  done(Refuse(Reason::MALFORMED, {}, {{"field", "command"}, {"problem", "required"}}));
}

}  // namespace rufaa::case_service
