#include "services/publisher/public_events_docs.h"

#include <set>
#include <vector>

#include <nlohmann/json.hpp>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "domain/codelists/codelists.h"

namespace rufaa::publisher {
namespace {

using Json = nlohmann::ordered_json;

constexpr char kCasePattern[] = "^[A-Z]{2}A-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{2}$";
constexpr char kReferralPattern[] = "^[A-Z]{2}R-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}$";

std::vector<std::string> Split(absl::string_view of) { return absl::StrSplit(of, '|'); }

Json Text(absl::string_view pattern) {
  return {{"type", "string"}, {"pattern", std::string(pattern)}};
}

Json FormSchema(const PublicField& field) {
  switch (field.form) {
    case Form::kDay:
    case Form::kDayOfTime:
      return {{"type", "string"}, {"format", "date"}};
    case Form::kYesNo:
      return {{"type", "boolean"}};
    case Form::kNumber:
      return {{"type", "integer"}, {"minimum", 0}};
    case Form::kCode: {
      Json code = Text("^[A-Za-z0-9_+-]{1,32}$");
      code["x-code-lists"] = Split(field.of);
      return code;
    }
    case Form::kWord:
      return {{"type", "string"}, {"enum", Split(field.of)}};
    case Form::kPart:
      return Text("^[a-z][0-9]{1,6}$");
    case Form::kAgency:
      return Text("^[a-z0-9-]{1,64}$");
    case Form::kCase:
      return Text(kCasePattern);
    case Form::kReferral:
      return Text(kReferralPattern);
    case Form::kSubcounty:
      return Text("^[0-9]{1,3}$");
  }
  return {};
}

Json Described(Json schema, absl::string_view name) {
  schema["description"] = std::string(MeaningOf(name));
  return schema;
}

Json SchemaJson(const PublicEvent& event) {
  Json properties, required = {"county", "case"};
  properties["county"] = Described(Text("^[0-9]{3}$"), "county");
  properties["case"] = Described(Text(kCasePattern), "case");
  if (IsOfReferral(event)) {
    properties["referral"] = Described(Text(kReferralPattern), "referral");
    required.push_back("referral");
  }
  properties["position"] = Described({{"type", "integer"}, {"minimum", 1}}, "position");
  properties["recorded_on"] = Described({{"type", "string"}, {"format", "date"}}, "recorded_on");
  required.push_back("position");
  required.push_back("recorded_on");
  for (const PublicField& field : event.fields) {
    const std::string name(field.outside());
    properties[name] = Described(FormSchema(field), name);
    // What is neither empty nor unknown by its nature.
    if (field.form == Form::kYesNo || field.form == Form::kNumber) required.push_back(name);
  }
  return {{"$schema", "https://json-schema.org/draft/2020-12/schema"},
          {"$id", SchemaOf(event)},
          {"title", std::string(event.name)},
          {"description", std::string(event.meaning)},
          {"type", "object"},
          {"properties", properties},
          {"required", required},
          {"additionalProperties", false}};
}

// The lists that public events draw on, with the words for people.
std::string CodeListsJson() {
  std::set<std::string> names;
  for (const PublicEvent& event : PublicEvents()) {
    for (const PublicField& field : event.fields) {
      if (field.form != Form::kCode) continue;
      for (const std::string& list : Split(field.of)) names.insert(list);
    }
  }
  Json lists;
  for (const std::string& name : names) {
    for (const Code& code : CodeLists::Builtin().Codes(name)) {
      lists[name][code.code] = {{"en", code.label_en}, {"sw", code.label_sw}};
    }
  }
  return absl::StrCat(lists.dump(2), "\n");
}

std::string ListOfEvents() {
  std::string text =
      "# Public event types\n\n"
      "Made from `services/publisher/*_rows.cc` by `rufaa-public-events-docs`; a test fails when "
      "it "
      "is not current. Every event also has `county`, `case`, `position` and `recorded_on`, those "
      "of "
      "a referral `referral`. How to read them: `../public-events.md`. Codes and their words: "
      "`code-lists.json`.\n\n"
      "| Type | What happened | Fields |\n|---|---|---|\n";
  for (const PublicEvent& event : PublicEvents()) {
    absl::StrAppend(&text, "| [`", event.name, "`](", event.name, ".json) | ", event.meaning, " | ",
                    absl::StrJoin(event.fields, ", ",
                                  [](std::string* out, const PublicField& field) {
                                    absl::StrAppend(out, "`", field.outside(), "`");
                                  }),
                    " |\n");
  }
  return text;
}

// "case.closed" as an AsyncAPI key.
std::string Key(absl::string_view name) { return absl::StrReplaceAll(name, {{".", "-"}}); }

constexpr char kAsyncApiHead[] =
    R"(# Made from services/publisher/*_rows.cc by rufaa-public-events-docs; a test fails when it is
# not current.
asyncapi: 3.0.0
info:
  title: Rufaa, public case events of a county
  version: 1.0.0
  description: >-
    What happens to the cases of a county, pseudonymous, in the order in which it was recorded:
    CloudEvents 1.0 in Kafka's binary form. docs/public-events.md tells how to read them.
  license:
    name: Apache 2.0
    url: https://www.apache.org/licenses/LICENSE-2.0
defaultContentType: application/json
channels:
  publicEvents:
    address: rufaa.public.{county}
    title: Public events of one county
    description: One partition, kept for ever, never compacted.
    parameters:
      county:
        description: The county's code, such as 001.
    bindings:
      kafka:
        partitions: 1
        topicConfiguration:
          cleanup.policy: [delete]
          retention.ms: -1
          retention.bytes: -1
        bindingVersion: 0.5.0
    messages:
)";

constexpr char kAsyncApiTraits[] = R"(  messageTraits:
    cloudEvent:
      contentType: application/json
      headers:
        type: object
        required: [ce_specversion, ce_id, ce_source, ce_type, ce_time, ce_subject, ce_dataschema,
                   content-type]
        properties:
          ce_specversion:
            type: string
            const: '1.0'
          ce_id:
            type: string
            pattern: '^[0-9]{3}/[1-9][0-9]*/[1-9][0-9]*$'
            description: County, position, and which event of that position. The same for ever.
          ce_source:
            type: string
            format: uri-reference
            description: /rufaa/counties/ and the county's code.
          ce_type:
            type: string
          ce_time:
            type: string
            format: date-time
            description: The day on which it happened, as the moment when it began in Nairobi.
          ce_subject:
            type: string
            description: Code of the case.
          ce_dataschema:
            type: string
            format: uri
            description: The $id of the payload's JSON Schema.
          content-type:
            type: string
            const: application/json
      bindings:
        kafka:
          key:
            type: string
            description: Code of the case.
          bindingVersion: 0.5.0
)";

std::string AsyncApi() {
  std::string text = kAsyncApiHead;
  for (const PublicEvent& event : PublicEvents()) {
    const std::string key = Key(event.name);
    absl::StrAppend(&text, "      ", key, ":\n        $ref: '#/components/messages/", key, "'\n");
  }
  absl::StrAppend(
      &text,
      "operations:\n  publishEvents:\n    action: send\n    title: The county publishes\n"
      "    channel:\n      $ref: '#/channels/publicEvents'\ncomponents:\n  messages:\n");
  for (const PublicEvent& event : PublicEvents()) {
    absl::StrAppend(
        &text, "    ", Key(event.name), ":\n      name: ", event.name, "\n      summary: '",
        absl::StrReplaceAll(event.meaning, {{"'", "''"}}),
        "'\n      traits:\n        - $ref: '#/components/messageTraits/cloudEvent'\n"
        "      payload:\n        schemaFormat: application/schema+json;version=draft-2020-12\n"
        "        schema:\n          $ref: './schemas/",
        event.name, ".json'\n");
  }
  absl::StrAppend(&text, kAsyncApiTraits);
  return text;
}

}  // namespace

std::string SchemaFileOf(const PublicEvent& event) {
  return absl::StrCat("docs/schemas/", event.name, ".json");
}

std::map<std::string, std::string> PublicEventsDocs() {
  std::map<std::string, std::string> docs = {{"docs/public-events.asyncapi.yaml", AsyncApi()},
                                             {"docs/schemas/README.md", ListOfEvents()},
                                             {"docs/schemas/code-lists.json", CodeListsJson()}};
  for (const PublicEvent& event : PublicEvents()) {
    docs[SchemaFileOf(event)] = absl::StrCat(SchemaJson(event).dump(2), "\n");
  }
  return docs;
}

}  // namespace rufaa::publisher
