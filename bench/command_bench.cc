#include "bench/command_bench.h"

#include <mutex>
#include <random>
#include <vector>

#include "absl/strings/str_cat.h"
#include "rufaa/casework/v1/casework_service.pb.h"
#include "rufaa/directory/v1/directory_service.pb.h"

namespace rufaa::bench {
namespace {

using casework::v1::CommandReply;
using casework::v1::CommandRequest;

constexpr char kStream[] = "/rufaa.casework.v1.CaseworkService/StreamCommands";
constexpr char kAddNote[] = "/rufaa.casework.v1.CaseworkService/AddNote";
constexpr char kOffice[] = "dcs-kisauni";
// So long that an event, sealed and encoded, is about 300 bytes.
constexpr size_t kNoteBytes = 150;

int CodeOf(const std::string& answer) {
  CommandReply reply;
  return reply.ParseFromString(answer) ? reply.refusal().code() : -1;
}

// Names of children do not all sound alike: looking for likely duplicates finds a few, not all.
std::string Name(uint64_t number) {
  static constexpr const char* kSyllables[] = {"ba", "ke", "di", "fu", "lo",
                                               "ma", "ne", "ri", "su", "to"};
  std::string name;
  for (char digit : absl::StrCat(number)) name += kSyllables[digit - '0'];
  return name;
}

std::string Identify(uint64_t number) {
  CommandRequest command;
  casework::v1::IdentifyChildRequest& identify = *command.mutable_identify_child();
  identify.set_request_id(RequestId(3, number));
  identify.set_reporter("CRSP");
  auto& category = *identify.add_categories();
  category.set_category("CSRG");
  category.set_subcategory("CEPR");
  category.set_nature("OCGE");
  identify.set_sex("SFEM");
  identify.set_age_years(14);
  identify.set_subcounty("003");
  identify.mutable_identity()->set_first_name(Name(number));
  identify.mutable_identity()->set_surname(Name(number * 7));
  return command.SerializeAsString();
}

// The cases that the commands go to, made through the hub itself.
std::vector<std::string> MakeCases(BenchCounty& county, const std::string& token, uint64_t count) {
  std::mutex mutex;
  std::vector<std::string> codes;
  const Result result = IdentifyChildren(county, token, 256, {.count = count},
                                         [&](const casework::v1::CaseReply& reply) {
                                           const std::lock_guard lock(mutex);
                                           codes.push_back(reply.case_file().case_code());
                                         });
  RUFAA_CHECK(result.failures.empty() && codes.size() == count);
  return codes;
}

casework::v1::AddNoteRequest Note(const std::vector<std::string>& cases, uint64_t family,
                                  uint64_t number) {
  casework::v1::AddNoteRequest note;
  note.set_request_id(RequestId(family, number));
  std::mt19937_64 random(number * 0x9e3779b97f4a7c15 + family);
  note.set_case_code(cases[random() % cases.size()]);
  note.set_note(std::string(kNoteBytes, 'n'));
  return note;
}

nlohmann::json Compare(const Result& hub, const Result& echo) {
  return {{"hub", hub.ToJson()},
          {"echo", echo.ToJson()},
          {"rate_of_echo", hub.per_second / echo.per_second},
          {"p50_of_echo", hub.p50_us / echo.p50_us},
          {"p99_of_echo", hub.p99_us / echo.p99_us}};
}

}  // namespace

std::string SignUpOfficer(BenchCounty& county) {
  directory::v1::RegisterAgencyRequest agency;
  agency.set_request_id(RequestId(2, 1));
  agency.set_agency(kOffice);
  agency.set_kind("CHILDREN_OFFICE");
  agency.set_display_name("Kisauni sub-county children office");
  agency.add_subcounties("003");
  directory::v1::RegisterAgencyResponse registered;
  county.Call("/rufaa.directory.v1.DirectoryService/RegisterAgency", county.admin(), agency,
              registered);
  return county.SignUp("p-bench-officer", kOffice, "childrens_officer");
}

Result IdentifyChildren(BenchCounty& county, const std::string& token, int in_flight,
                        const Children& children,
                        const std::function<void(const casework::v1::CaseReply&)>& on_answer) {
  Load load = county.LoadOf(kStream, token, 1, in_flight, children.count);
  load.warm_up = 0;
  load.request = [&](uint64_t number) { return Identify(children.first + number); };
  load.answer_code = [&](const std::string& answer) {
    CommandReply reply;
    RUFAA_CHECK(reply.ParseFromString(answer));
    if (reply.refusal().code() == 0) on_answer(reply.case_reply());
    return reply.refusal().code();
  };
  return RunStream(load);
}

nlohmann::json BenchCommands(BenchCounty& county, const EchoServer& echo,
                             const CommandBenchOptions& options) {
  const std::string token = SignUpOfficer(county);
  const std::vector<std::string> cases = MakeCases(county, token, options.streams);
  nlohmann::json json;
  uint64_t family = 100;
  struct Setting {
    int connections, in_flight;
    uint64_t calls;
  };
  for (const Setting& setting : {Setting{1, 1, options.calls / 10}, Setting{2, 256, options.calls},
                                 Setting{2, 1024, options.calls}, Setting{256, 256, options.calls},
                                 Setting{1024, 1024, options.calls}}) {
    ++family;
    Load load =
        county.LoadOf(kAddNote, token, setting.connections, setting.in_flight, setting.calls);
    load.request = [&cases, family](uint64_t number) {
      return Note(cases, family, number).SerializeAsString();
    };
    const Result echoed =
        RunUnary(echo.LoadOf(300, 0, setting.connections, setting.in_flight, setting.calls));
    const bool own = setting.connections > 2;
    json[own ? "own_connections" : "unary"][absl::StrCat(setting.in_flight)] =
        Compare(RunUnary(load), echoed);
  }
  ++family;
  Load load = county.LoadOf(kStream, token, 1, 256, options.calls);
  load.request = [&cases, family](uint64_t number) {
    CommandRequest command;
    *command.mutable_add_note() = Note(cases, family, number);
    return command.SerializeAsString();
  };
  load.answer_code = CodeOf;
  Load echo_load = echo.LoadOf(300, 0, 1, 256, options.calls);
  echo_load.method = "/rufaa.bench.v1.EchoService/StreamEcho";
  const Result echoed = RunStream(echo_load);
  json["stream"]["256"] = Compare(RunStream(load), echoed);
  return json;
}

}  // namespace rufaa::bench
