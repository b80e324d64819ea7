// From a refused report back to the form it came from, to be corrected.
import { fromJson, type JsonObject } from "@bufbuild/protobuf";
import { dateOf, toLocalInput } from "../api/time";
import { IdentifyChildRequestSchema } from "../gen/rufaa/casework/v1/casework_service_pb";
import type { Report } from "../offline/outbox";
import type { Draft } from "./draft";

export function draftOf(report: Report): Draft {
  // The age as it was kept, even one that no request can hold: the form asks for it again.
  const { ageYears, ...rest } = report.request as JsonObject;
  const said = fromJson(IdentifyChildRequestSchema, rest);
  const exposure = dateOf(said.exposureTime);
  const category = said.categories[0];
  return {
    safe: said.safeNow ? "yes" : "no",
    household: said.perpetratorInHousehold ? "on" : "",
    trafficking: said.trafficking ? "on" : "",
    first: said.identity?.firstName ?? "",
    other: said.identity?.otherNames ?? "",
    surname: said.identity?.surname ?? "",
    birth: said.identity?.birthDate ?? "",
    phone: said.identity?.phone ?? "",
    caregiver: said.identity?.caregiverName ?? "",
    caregiverPhone: said.identity?.caregiverPhone ?? "",
    sex: said.sex,
    age: ageYears === undefined ? "" : String(ageYears),
    subcounty: said.subcounty,
    ward: said.ward,
    location: said.location,
    disability: said.disability,
    school: said.inSchool === undefined ? "" : said.inSchool ? "yes" : "no",
    category: category?.category ?? "",
    subcategory: category?.subcategory ?? "",
    nature: category?.nature ?? "",
    exposure: exposure ? toLocalInput(exposure) : "",
    reporter: said.reporter,
    narrative: said.narrative,
  };
}
