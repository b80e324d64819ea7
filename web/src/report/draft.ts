// A report while it is being written: what was typed, as it was typed.
import { create } from "@bufbuild/protobuf";
import { fromLocalInput, stampOf, toDateInput } from "../api/time";
import { areas, parents } from "../gen/areas";
import {
  IdentifyChildRequestSchema,
  type IdentifyChildRequest,
} from "../gen/rufaa/casework/v1/casework_service_pb";

export type Draft = Record<string, string>;
export const STEPS = ["safe", "child", "what", "consent", "where"] as const;
export type Step = (typeof STEPS)[number];

// Fields of each step, in the order of the form; what stands first is what the check page shows.
export const FIELDS: Record<Step, readonly string[]> = {
  safe: ["safe", "household", "trafficking"],
  child: [
    "first",
    "other",
    "surname",
    "sex",
    "age",
    "birth",
    "subcounty",
    "ward",
    "location",
    "phone",
    "caregiver",
    "caregiverPhone",
    "school",
    "disability",
  ],
  what: ["category", "subcategory", "nature", "exposure", "reporter", "narrative"],
  consent: [],
  where: ["seen"],
};

// A ward is one of its sub-county, and so is what is alleged more exactly: where the one that it was
// chosen under is another now, it is no longer said. The form shows it so, and may be left by the
// phone's own Back before it is read again.
export function fitting(draft: Draft): Draft {
  const { subcounty = "", ward = "", category = "", subcategory = "" } = draft;
  const fits = { ...draft };
  if (ward && !areas[subcounty]?.wards[ward]) fits["ward"] = "";
  if (subcategory && parents["case_subcategory"]?.[subcategory] !== category)
    fits["subcategory"] = "";
  return fits;
}

export type Missing =
  | "safe"
  | "sex"
  | "age"
  | "subcounty"
  | "category"
  | "reporter"
  | "future"
  | "hour"
  | "apart"
  | "year"
  | "unborn";

export const AGE_MOST = 25;
// In whole years: the hub takes no other number.
const isAge = (text: string): boolean => /^\d{1,2}$/.test(text) && Number(text) <= AGE_MOST;

// Nobody lives longer, in years: such a year was mistyped, and the hub takes none.
const OLDEST = 120;
const earliest = (now: Date): string =>
  `${now.getFullYear() - OLDEST}`.padStart(4, "0") + toDateInput(now).slice(4);

// Whether the age told is more than a year from what the date of birth makes it: the hub goes by the
// date, and takes no such two.
function areApart(age: string, birth: string, now: Date): boolean {
  if (!isAge(age) || !birth) return false;
  const today = toDateInput(now);
  const birthdayAhead = today.slice(5) < birth.slice(5) ? 1 : 0;
  const years = Number(today.slice(0, 4)) - Number(birth.slice(0, 4)) - birthdayAhead;
  return Math.abs(years - Number(age)) > 1;
}

function isBeforeBirth(at: Date, { age = "", birth = "" }: Draft, now: Date): boolean {
  const day = toDateInput(at);
  if (birth) return day < birth;
  if (!isAge(age)) return day < earliest(now);
  // Of an age that was told the year may be one off.
  return Number(day.slice(0, 4)) < now.getFullYear() - Number(age) - 1;
}

export function missingIn(
  step: Step,
  draft: Draft,
  now = new Date(),
): Partial<Record<string, Missing>> {
  const wrong: Partial<Record<string, Missing>> = {};
  if (step === "safe" && !draft["safe"]) wrong["safe"] = "safe";
  if (step === "child") {
    if (!draft["sex"]) wrong["sex"] = "sex";
    if (draft["age"] && !isAge(draft["age"])) wrong["age"] = "age";
    if (!draft["subcounty"]) wrong["subcounty"] = "subcounty";
    if (draft["birth"] && draft["birth"] > toDateInput(now)) wrong["birth"] = "future";
    else if (draft["birth"] && draft["birth"] < earliest(now)) wrong["birth"] = "year";
    else if (areApart(draft["age"] ?? "", draft["birth"] ?? "", now)) wrong["birth"] = "apart";
  }
  if (step === "what") {
    if (!draft["category"]) wrong["category"] = "category";
    if (!draft["reporter"]) wrong["reporter"] = "reporter";
    const at = exposureOf(draft);
    if (draft["exposure"] && !at) wrong["exposure"] = "hour";
    if (at && at > now) wrong["exposure"] = "future";
    else if (at && isBeforeBirth(at, draft, now)) wrong["exposure"] = "unborn";
  }
  return wrong;
}

export const isDone = (step: Step, draft: Draft): boolean =>
  draft[`${step}.done`] === "yes" && Object.keys(missingIn(step, draft)).length === 0;

export const exposureOf = (draft: Draft): Date | undefined =>
  fromLocalInput(draft["exposure"] ?? "");

// A request, and what its draft said when it was made.
export interface Made {
  said: string;
  request: IdentifyChildRequest;
}

// Sent again, a report is the same one, of the same id and moment, until its draft says something
// else.
export function requestFor(draft: Draft, before: Made | undefined): Made {
  const told = [...FIELDS.safe, ...FIELDS.child, ...FIELDS.what];
  const said = JSON.stringify(told.map((field) => (draft[field] ?? "").trim()));
  if (before?.said === said) return before;
  return { said, request: requestOf(draft, crypto.randomUUID()) };
}

export function requestOf(draft: Draft, requestId: string): IdentifyChildRequest {
  const text = (name: string) => (draft[name] ?? "").trim();
  const exposure = exposureOf(draft);
  return create(IdentifyChildRequestSchema, {
    requestId,
    // A report may wait for a network for days; it happened when it was written.
    occurTime: stampOf(new Date()),
    reporter: text("reporter"),
    categories: [
      { category: text("category"), subcategory: text("subcategory"), nature: text("nature") },
    ],
    sex: text("sex"),
    // 0 is a baby; an age that nobody told is none.
    ageYears: text("age") === "" ? undefined : Number(text("age")),
    subcounty: text("subcounty"),
    ward: text("ward"),
    identity: {
      firstName: text("first"),
      otherNames: text("other"),
      surname: text("surname"),
      birthDate: text("birth"),
      phone: text("phone"),
      caregiverName: text("caregiver"),
      caregiverPhone: text("caregiverPhone"),
    },
    narrative: text("narrative"),
    location: text("location"),
    inSchool: text("school") === "" ? undefined : text("school") === "yes",
    disability: text("disability"),
    trafficking: text("trafficking") === "on",
    perpetratorInHousehold: text("household") === "on",
    safeNow: text("safe") === "yes",
    exposureTime: exposure && stampOf(exposure),
  });
}
