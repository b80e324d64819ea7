import { beforeEach, expect, it, vi } from "vitest";
import { all } from "../src/offline/db";
import { forgetEverything } from "../src/offline/caller";
import { addReport, drain, keepDraft, listReports, readDraft } from "../src/offline/outbox";
import { requestOf } from "../src/report/draft";
import { draftOf } from "../src/report/draftOf";

const ME = "p-chv-01";
const DRAFT = {
  sex: "SFEM",
  subcounty: "003",
  category: "CSRG",
  reporter: "CRON",
  first: "Zawadi",
  narrative: "Seen at night",
  age: "14",
};
const answers: (() => Response | Promise<Response>)[] = [];
const sent: { requestId: string; ageYears?: number; identity?: { firstName: string } }[] = [];

let signedIn = ME;

const received = (code: string) => () =>
  Response.json({ revision: "9", caseFile: { caseCode: code, ownerAgency: "dcs-kisauni" } });
const refused = (status: number, code: string) => () =>
  Response.json({ code, message: "" }, { status });

beforeEach(async () => {
  await forgetEverything(ME);
  answers.length = 0;
  sent.length = 0;
  signedIn = ME;
  vi.stubGlobal("fetch", async (url: string, init: RequestInit) => {
    if (url.endsWith("/WhoAmI")) return Response.json({ caller: { person: signedIn } });
    sent.push(JSON.parse(new TextDecoder().decode(init.body as Uint8Array)));
    return answers.shift()!();
  });
});

const stored = async () => {
  let text = "";
  for (const sealed of await all<{ data: ArrayBuffer }>("reports"))
    text += new TextDecoder().decode(sealed.data);
  return text;
};

it("a report is sealed on the device, and what arrived is emptied of the child", async () => {
  await addReport(ME, requestOf(DRAFT, crypto.randomUUID()));
  expect(await stored()).not.toContain("Zawadi");
  expect((await listReports(ME))[0]).toMatchObject({ state: "saved" });
  answers.push(received("MSA-7F3K-Q2"));
  expect(await drain(ME)).toBe("done");
  const [report] = await listReports(ME);
  expect(report).toMatchObject({ state: "received", code: "MSA-7F3K-Q2" });
  expect(report!.request).toBeUndefined();
});

it("after a lost answer the same report goes out under the same request_id", async () => {
  const id = crypto.randomUUID();
  await addReport(ME, requestOf(DRAFT, id));
  answers.push(() => {
    throw new TypeError("network");
  });
  expect(await drain(ME)).toBe("no-answer");
  expect((await listReports(ME))[0]).toMatchObject({ state: "saved" });
  answers.push(received("MSA-7F3K-Q2"));
  await drain(ME);
  expect(sent.map((request) => request.requestId)).toEqual([id, id]);
  await drain(ME);
  expect(sent.length).toBe(2);
});

it("is sent under its own person's session, and under nobody else's", async () => {
  await addReport(ME, requestOf(DRAFT, crypto.randomUUID()));
  signedIn = "p-chv-02";
  expect(await drain(ME)).toBe("somebody-else");
  expect(sent).toEqual([]);
  expect((await listReports(ME))[0]).toMatchObject({ state: "saved" });
  signedIn = ME;
  answers.push(received("MSA-7F3K-Q2"));
  expect(await drain(ME)).toBe("done");
  expect(sent.length).toBe(1);
});

it("waits for a session, and asks for attention when the hub refuses", async () => {
  await addReport(ME, requestOf(DRAFT, crypto.randomUUID()));
  answers.push(refused(401, "unauthenticated"));
  expect(await drain(ME)).toBe("signed-out");
  expect((await listReports(ME))[0]).toMatchObject({ state: "saved" });
  answers.push(refused(400, "invalid_argument"));
  expect(await drain(ME)).toBe("done");
  expect((await listReports(ME))[0]).toMatchObject({ state: "attention" });
});

it("a report that can't be sent asks for attention, and keeps none behind it waiting", async () => {
  await addReport(ME, requestOf({ ...DRAFT, age: "0.5" }, crypto.randomUUID()));
  await new Promise((done) => setTimeout(done, 2));
  await addReport(ME, requestOf(DRAFT, crypto.randomUUID()));
  answers.push(received("MSA-7F3K-Q2"));
  expect(await drain(ME)).toBe("done");
  const [second, first] = await listReports(ME);
  expect(first).toMatchObject({ state: "attention", reason: "MALFORMED" });
  expect(second).toMatchObject({ state: "received", code: "MSA-7F3K-Q2" });
  // To be corrected, with all that was said.
  expect(draftOf(first!)).toMatchObject({ first: "Zawadi", narrative: "Seen at night", age: "0.5" });
});

it.each(["0", ""])("an age of '%s' is told as it is, and corrected as it was told", async (age) => {
  await addReport(ME, requestOf({ ...DRAFT, age }, crypto.randomUUID()));
  answers.push(refused(400, "invalid_argument"));
  await drain(ME);
  expect(sent[0]!.ageYears).toBe(age === "" ? undefined : 0);
  expect(draftOf((await listReports(ME))[0]!).age).toBe(age);
});

it.each([
  ["no answer", refused(503, "unavailable")],
  ["a refusal", refused(400, "invalid_argument")],
  ["an answer", received("MSA-7F3K-Q2")],
])("a report that is being sent at sign-out does not come back with %s", async (_, answer) => {
  await addReport(ME, requestOf(DRAFT, crypto.randomUUID()));
  await addReport(ME, requestOf(DRAFT, crypto.randomUUID()));
  answers.push(async () => {
    await forgetEverything(ME);
    return answer();
  });
  await drain(ME);
  expect(await all("reports")).toEqual([]);
  expect(await all("keys")).toEqual([]);
  expect(sent.length, "the other one is gone, too").toBe(1);
});

it("signing out leaves nothing that opens, and nobody sees another's reports", async () => {
  await addReport(ME, requestOf(DRAFT, crypto.randomUUID()));
  await keepDraft(ME, DRAFT);
  expect(await readDraft(ME)).toEqual(DRAFT);
  expect(await listReports("p-chv-02")).toEqual([]);
  await forgetEverything(ME);
  expect(await all("reports")).toEqual([]);
  expect(await all("keys")).toEqual([]);
  expect(await readDraft(ME)).toBeUndefined();
});
