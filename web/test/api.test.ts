import { Code, ConnectError } from "@connectrpc/connect";
import { expect, it, vi } from "vitest";
import { change, newRequestIds, send } from "../src/api/command";
import { refusalOf } from "../src/api/refusal";
import { fromLocalInput, inFiles, toLocalInput } from "../src/api/time";
import { noAnswer } from "../src/api/transport";
import { matchPath } from "../src/app/router";
import { toCsv } from "../src/ui/csv";

it("what is said again goes out under the same request_id; what is said otherwise under another", () => {
  const id = newRequestIds();
  const first = id({ reason: "NO_CAPACITY", at: 7n });
  expect(id({ reason: "NO_CAPACITY", at: 7n })).toBe(first);
  expect(id({ reason: "OTHER", at: 7n })).not.toBe(first);
  expect(newRequestIds()({ reason: "NO_CAPACITY", at: 7n })).not.toBe(first);
});

it("what was done may be done again: the same words, once answered, are another change", async () => {
  const ids = { current: newRequestIds() };
  const sent: string[] = [];
  const call = (request: { person: string; requestId: string }) => {
    sent.push(request.requestId);
    return sent.length === 1 ? Promise.reject(new ConnectError("no", Code.Aborted)) : Promise.resolve();
  };
  await expect(change(ids, { person: "p-1" }, call)).rejects.toThrow();
  await change(ids, { person: "p-1" }, call);
  await change(ids, { person: "p-1" }, call);
  expect(sent[1]).toBe(sent[0]);
  expect(sent[2]).not.toBe(sent[1]);
});

it("tries again while nothing answers, and not after a refusal", async () => {
  vi.useFakeTimers();
  const call = vi.fn().mockRejectedValueOnce(noAnswer()).mockResolvedValueOnce("done");
  const sent = send(call);
  await vi.runAllTimersAsync();
  await expect(sent).resolves.toBe("done");
  expect(call).toHaveBeenCalledTimes(2);
  const refused = vi.fn().mockRejectedValue(new ConnectError("no", Code.FailedPrecondition));
  await expect(send(refused)).rejects.toThrow();
  expect(refused).toHaveBeenCalledTimes(1);
  vi.useRealTimers();
});

it("a refusal without details is still told by its code", () => {
  expect(refusalOf(new ConnectError("x", Code.Unauthenticated)).reason).toBe("UNAUTHENTICATED");
  expect(refusalOf(noAnswer())).toMatchObject({ reason: "NO_ANSWER", retryable: true });
  expect(refusalOf(new Error("x")).reason).toBe("INTERNAL");
});

it("times are typed and shown in East Africa Time", () => {
  expect(toLocalInput(new Date("2026-11-24T21:30:00Z"))).toBe("2026-11-25T00:30");
  expect(fromLocalInput("2026-11-25T00:30")?.toISOString()).toBe("2026-11-24T21:30:00.000Z");
  expect(fromLocalInput("")).toBeUndefined();
  expect(inFiles(new Date("2026-11-24T21:30:09.5Z"))).toBe("2026-11-25T00:30:09+03:00");
});

it("an address is matched part by part, and holds nothing but codes", () => {
  expect(matchPath("/c/:code/refer", "/c/MSA-7F3K-Q2/refer")).toEqual({ code: "MSA-7F3K-Q2" });
  expect(matchPath("/c/:code", "/c/MSA-7F3K-Q2/")).toEqual({ code: "MSA-7F3K-Q2" });
  expect(matchPath("/c/:code", "/c/<b>")).toBeUndefined();
  expect(matchPath("/c/:code", "/r/MSA-7F3K-Q2")).toBeUndefined();
});

it("no cell of an exported table runs as a formula", () => {
  expect(toCsv([["=1+1", "-5", "@x", 'a"b', "plain"]])).toBe(`\uFEFF'=1+1,-5,'@x,"a""b",plain\r\n`);
});
