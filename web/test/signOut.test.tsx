// Signing out deletes what was never sent: whoever wrote it is asked first.
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { SignOut } from "../src/app/SignOut";
import { en } from "../src/i18n/en";
import { forgetEverything } from "../src/offline/caller";
import { addReport, keepDraft } from "../src/offline/outbox";
import { requestOf } from "../src/report/draft";
import { shown } from "./shown";
import { until } from "./until";

const ME = "p-chv-01";
const signOut = vi.fn();

beforeEach(async () => {
  HTMLDialogElement.prototype.showModal ??= () => undefined;
  HTMLDialogElement.prototype.close ??= () => undefined;
  signOut.mockClear();
  await forgetEverything(ME);
});
afterEach(() => Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true }));

async function leave(): Promise<HTMLElement> {
  const place = await shown(<SignOut />, { state: "in", signOut, caller: { person: ME } });
  // What is kept on the device comes when it comes.
  Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: false });
  place.querySelector("button")!.click();
  return place;
}

it("one that was begun, one begun on a locked screen and one that waits are asked about", async () => {
  await keepDraft(ME, { first: "Zawadi" });
  await keepDraft(ME, { begun: new Date().toISOString() }, crypto.randomUUID());
  await addReport(ME, requestOf({ safe: "no" }, crypto.randomUUID()));
  const place = await leave();
  await until(() => expect(place.textContent).toContain(en.signOutUnsent(3)));
  expect(signOut).not.toHaveBeenCalled();
});

it("a form that was looked at, and another's, are not", async () => {
  await keepDraft(ME, { safe: "", household: "" });
  await keepDraft("p-chv-02", { first: "Amani" });
  await leave();
  await until(() => expect(signOut).toHaveBeenCalledOnce());
});
