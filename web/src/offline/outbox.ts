// Reports on their way to the hub. A report is sealed on this device before anything else, is sent
// under the one request_id it was given when it was made, and is emptied of the child as soon as the
// hub has it: what remains is its code.
import { fromJson, toJson, type JsonValue } from "@bufbuild/protobuf";
import { refusalOf } from "../api/refusal";
import { isStill } from "../app/samePerson";
import type { CaseReply, IdentifyChildRequest } from "../gen/rufaa/casework/v1/casework_service_pb";
import { all, get, put, remove, replace } from "./db";
import { open, seal, sealAgain, type Sealed } from "./seal";

export type ReportState = "saved" | "sending" | "received" | "attention";

export interface Report {
  id: string;
  state: ReportState;
  made: string;
  // Given by the hub.
  code?: string;
  ownerAgency?: string;
  similar?: number;
  // Of an assault, for the health clock.
  exposure?: string;
  // Why it needs attention, out of docs/errors.md.
  reason?: string;
  // Gone once it is received.
  request?: JsonValue;
}

// Loaded only when there is a report: the first page of everybody else does without.
const caseworkApi = async () => {
  const [{ casework }, { IdentifyChildRequestSchema }] = await Promise.all([
    import("../api/casework"),
    import("../gen/rufaa/casework/v1/casework_service_pb"),
  ]);
  return { casework, IdentifyChildRequestSchema };
};

const watchers = new Set<() => void>();
export const watchOutbox = (watch: () => void): (() => void) => {
  watchers.add(watch);
  return () => watchers.delete(watch);
};
const changed = () => watchers.forEach((watch) => watch());

async function keep(person: string, report: Report): Promise<void> {
  await put("reports", report.id, await seal(report.id, person, report));
  changed();
}

// What became of a report, unless it was taken from the device meanwhile: by a sign-out, in this tab or
// another. Says whether it is still there.
async function keepOn(person: string, report: Report): Promise<boolean> {
  const sealed = await sealAgain(report.id, person, report);
  const kept = sealed !== undefined && (await replace("reports", report.id, sealed));
  if (kept) changed();
  return kept;
}

export async function listReports(person: string): Promise<Report[]> {
  const mine = (await all<Sealed>("reports")).filter((sealed) => sealed.person === person);
  const reports = await Promise.all(
    mine.map((sealed) => open<Report>(sealed).catch(() => undefined)),
  );
  return reports
    .filter((report) => report !== undefined)
    .sort((a, b) => b.made.localeCompare(a.made));
}

export async function addReport(
  person: string,
  request: IdentifyChildRequest,
  exposure?: Date,
): Promise<string> {
  const { IdentifyChildRequestSchema } = await caseworkApi();
  await keep(person, {
    id: request.requestId,
    state: "saved",
    made: new Date().toISOString(),
    exposure: exposure?.toISOString(),
    request: toJson(IdentifyChildRequestSchema, request),
  });
  return request.requestId;
}

export const dropReport = async (id: string): Promise<void> => {
  await remove("reports", id);
  changed();
};

export async function readReport(id: string): Promise<Report | undefined> {
  const sealed = await get<Sealed>("reports", id);
  return sealed && open<Report>(sealed);
}

// Why a round ended: everything was tried, the session is gone or somebody else's, or nothing answers.
export type Drained = "done" | "signed-out" | "somebody-else" | "no-answer";

const receivedOf = (
  { id, made, exposure }: Pick<Report, "id" | "made" | "exposure">,
  { caseFile, similarCases }: CaseReply,
): Report => ({
  id,
  state: "received",
  made,
  exposure,
  code: caseFile?.caseCode,
  ownerAgency: caseFile?.ownerAgency,
  similar: similarCases.length,
});

async function sendOne(person: string, report: Report): Promise<Drained> {
  const { casework, IdentifyChildRequestSchema } = await caseworkApi();
  let request: IdentifyChildRequest;
  try {
    request = fromJson(IdentifyChildRequestSchema, report.request!);
  } catch {
    // What can't even be sent must not keep those behind it waiting.
    await keepOn(person, { ...report, state: "attention", reason: "MALFORMED" });
    return "done";
  }
  if (!(await keepOn(person, { ...report, state: "sending" }))) return "done";
  try {
    // Who reported it is whom the session belongs to.
    if (!(await isStill(person))) {
      await keepOn(person, { ...report, state: "saved" });
      return "somebody-else";
    }
    const reply = await casework.identifyChild(request);
    await keepOn(person, receivedOf(report, reply));
    return "done";
  } catch (error) {
    const refusal = refusalOf(error);
    const waits =
      refusal.retryable || refusal.reason === "UNAUTHENTICATED" || refusal.reason === "STORE_FULL";
    await keepOn(
      person,
      waits
        ? { ...report, state: "saved" }
        : { ...report, state: "attention", reason: refusal.reason },
    );
    if (refusal.reason === "UNAUTHENTICATED") return "signed-out";
    return waits ? "no-answer" : "done";
  }
}

// Straight to the hub, where a device keeps nothing: what it answers is all that is left of the report.
export async function sendUnkept(
  person: string,
  request: IdentifyChildRequest,
  exposure?: Date,
): Promise<Report | "somebody-else"> {
  const { casework } = await caseworkApi();
  if (!(await isStill(person))) return "somebody-else";
  const kept = { id: request.requestId, made: new Date().toISOString() };
  return receivedOf({ ...kept, exposure: exposure?.toISOString() }, await casework.identifyChild(request));
}

// Sends what waits, oldest first. One tab at a time does it; should two ever do, the hub still keeps
// each report once.
export async function drain(person: string): Promise<Drained> {
  const round = async (): Promise<Drained> => {
    for (const report of (await listReports(person)).reverse()) {
      // "sending" with nobody sending is a page that was closed in the middle.
      if (report.state !== "saved" && report.state !== "sending") continue;
      const result = await sendOne(person, report);
      if (result !== "done") return result;
    }
    return "done";
  };
  if (!navigator.locks) return round();
  return navigator.locks.request("rufaa-outbox", { ifAvailable: true }, async (lock) =>
    lock ? round() : "done",
  );
}

// How many reports signing out would delete for ever: those that have not arrived, and those that are
// still being written.
export async function countUnsent(person: string): Promise<number> {
  const [reports, others, draft] = await Promise.all([
    listReports(person),
    listOtherDrafts(person),
    readDraft<Record<string, string>>(person),
  ]);
  const unsent = reports.filter((report) => report.state !== "received").length;
  const begun = Object.values(draft ?? {}).some((said) => said !== "");
  return unsent + others.length + (begun ? 1 : 0);
}

// Forms being filled in, so that a locked or dead phone loses nothing: the one that the page opens
// with, under no id, and others, each under its own.
const place = (person: string, id: string) => `report/${person}${id && `/${id}`}`;

export async function keepDraft(person: string, draft: unknown, id = ""): Promise<void> {
  const at = place(person, id);
  await put("drafts", at, await seal(at, person, draft));
}
export async function readDraft<T>(person: string, id = ""): Promise<T | undefined> {
  const sealed = await get<Sealed>("drafts", place(person, id));
  return sealed && open<T>(sealed).catch(() => undefined);
}
export async function dropDraft(person: string, id = ""): Promise<void> {
  await remove("drafts", place(person, id));
  changed();
}

export interface OtherDraft {
  id: string;
  begun?: string;
}
export async function listOtherDrafts(person: string): Promise<OtherDraft[]> {
  const under = place(person, "/").slice(0, -1);
  const mine = (await all<Sealed>("drafts")).filter((sealed) => sealed.id.startsWith(under));
  const drafts = await Promise.all(
    mine.map((sealed) => open<{ begun?: string }>(sealed).catch(() => undefined)),
  );
  return drafts.flatMap((draft, i) =>
    draft ? [{ id: mine[i]!.id.slice(under.length), begun: draft.begun }] : [],
  );
}
