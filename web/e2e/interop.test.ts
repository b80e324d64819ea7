// The generated client of @connectrpc/connect-web, as a partner's developer would use it, against the
// hub's own gateway: both encodings, a stream, refusals with their details, compression, timeouts.
import { Code, ConnectError, createClient, type Transport } from "@connectrpc/connect";
import { createConnectTransport } from "@connectrpc/connect-web";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { BadRequestSchema, ErrorInfoSchema } from "../src/gen/google/rpc/error_details_pb";
import { AccessService } from "../src/gen/rufaa/access/v1/access_service_pb";
import { CaseworkService } from "../src/gen/rufaa/casework/v1/casework_service_pb";
import { DirectoryService } from "../src/gen/rufaa/directory/v1/directory_service_pb";
import { LiveService } from "../src/gen/rufaa/live/v1/live_service_pb";
import { Hub } from "./hub";
import { sentReferral } from "./prepared";

const hub = new Hub();
beforeAll(() => hub.start());
afterAll(() => hub.end());

// What went over the wire, for the tests that are about it.
interface Heard {
  type: string | null;
  encoding: string | null;
  sent: string | null;
}

// A program has no cookie: it gets the token and sends it itself.
async function come(login: string, useBinaryFormat: boolean, heard: Heard[] = []) {
  let token = "";
  const transport: Transport = createConnectTransport({
    baseUrl: hub.url,
    useBinaryFormat,
    defaultTimeoutMs: 15_000,
    fetch: async (input, init) => {
      const headers = new Headers(init?.headers);
      if (token) headers.set("authorization", `Bearer ${token}`);
      // Browsers say which page they are on; a program says nothing.
      headers.delete("origin");
      const response = await fetch(input, { ...init, headers });
      heard.push({
        type: response.headers.get("content-type"),
        encoding: response.headers.get("content-encoding"),
        sent: headers.get("content-type"),
      });
      return response;
    },
  });
  const access = createClient(AccessService, transport);
  const session = await access.signIn({ loginName: login, password: hub.password });
  token = session.token;
  return { transport, access, session };
}

describe.each([
  { encoding: "JSON", binary: false, type: "application/json" },
  { encoding: "protobuf", binary: true, type: "application/proto" },
])("connect-web in $encoding", ({ binary, type }) => {
  it("a unary call carries every kind of field there and back", async () => {
    const heard: Heard[] = [];
    const { access, session } = await come("chv.kisauni", binary, heard);
    expect(session.token).not.toBe("");
    const me = await access.whoAmI({});
    expect(me.caller).toMatchObject({ role: "chv", county: "001" });
    expect(Number(me.expireTime!.seconds)).toBeGreaterThan(Date.now() / 1000);
    expect(heard.at(-1)).toMatchObject({ type, sent: type });

    const { transport } = await come("officer.kisauni", binary);
    const casework = createClient(CaseworkService, transport);
    const written = await casework.identifyChild({
      requestId: crypto.randomUUID(),
      reporter: "CRON",
      categories: [{ category: "CSRG" }],
      sex: "SFEM",
      ageYears: 14,
      subcounty: "003",
      narrative: "Aliona „mgeni“ – 3 × usiku",
      inSchool: false,
    });
    expect(written.revision).toBeGreaterThan(0n);
    const read = await casework.getCase({
      caseCode: written.caseFile!.caseCode,
      minRevision: written.revision,
    });
    expect(read.caseFile!.stage).toBe("identified");
    expect(read.caseFile!.version).toBe(written.caseFile!.version);
  });

  it("a large answer comes compressed and whole", async () => {
    const heard: Heard[] = [];
    const { transport } = await come("committee", binary, heard);
    const { agencies } = await createClient(DirectoryService, transport).listAgencies({
      pageSize: 500,
    });
    expect(agencies.length).toBeGreaterThan(20);
    expect(heard.at(-1)!.encoding).toBe("gzip");
  });

  it("a refusal comes as its code, with the reason and the fields it names", async () => {
    const { transport } = await come("officer.kisauni", binary);
    const casework = createClient(CaseworkService, transport);
    const refused = (call: Promise<unknown>) =>
      call.then(
        () => expect.unreachable(),
        (error: unknown) => ConnectError.from(error),
      );
    const hidden = await refused(casework.getCase({ caseCode: "MSA-0000-00" }));
    expect(hidden.code).toBe(Code.NotFound);
    expect(hidden.findDetails(ErrorInfoSchema)[0]).toMatchObject({
      reason: "NOT_FOUND_OR_NOT_YOURS",
    });
    const wrong = await refused(casework.identifyChild({ requestId: "no uuid" }));
    expect(wrong.code).toBe(Code.InvalidArgument);
    expect(
      wrong.findDetails(BadRequestSchema)[0]!.fieldViolations.map((one) => one.field),
    ).toContain("request_id");
    const nobody = createClient(
      CaseworkService,
      createConnectTransport({ baseUrl: hub.url, useBinaryFormat: binary }),
    );
    expect((await refused(nobody.listCaseload({}, { timeoutMs: 5000 }))).code).toBe(
      Code.Unauthenticated,
    );
  });

  it("a stream tells what happens while it is read, and ends when its reader goes", async () => {
    const { transport } = await come("desk.coast", binary);
    const stop = new AbortController();
    const stream = createClient(LiveService, transport).watch(
      { afterPosition: 0n },
      { signal: stop.signal, timeoutMs: 60_000 },
    );
    const told: string[] = [];
    let first = true;
    let referral: Promise<{ referralCode: string }> | undefined;
    const reading = (async () => {
      for await (const answer of stream) {
        if (first) referral = sentReferral(hub);
        first = false;
        told.push(...answer.referralCodes);
        if (told.length > 0) break;
      }
    })();
    await reading;
    stop.abort();
    expect(told).toContain((await referral!).referralCode);
  });
});

it("a call that is not wanted any longer ends at once, as cancelled", async () => {
  const { transport } = await come("desk.coast", false);
  const stop = new AbortController();
  const stream = createClient(LiveService, transport).watch({}, { signal: stop.signal });
  const ended = (async () => {
    for await (const _ of stream) stop.abort();
  })();
  await expect(ended).rejects.toMatchObject({ code: Code.Canceled });
});
