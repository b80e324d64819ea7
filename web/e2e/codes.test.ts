// The second factor, and the book of who saw what, by the people who need them.
import { createHmac } from "node:crypto";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { Hub } from "./hub";
import { DESK, launch, Person } from "./people";
import { sentReferral } from "./prepared";

const hub = new Hub();
let browser: Browser;
beforeAll(async () => {
  await hub.start();
  browser = await launch();
});
afterAll(async () => {
  await browser?.close();
  await hub.end();
});

// What an authenticator shows (RFC 6238): SHA-1, six digits, 30 seconds.
function codeOf(secret: string, stepsOn = 0): string {
  const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  let bits = "";
  for (const letter of secret) bits += letters.indexOf(letter).toString(2).padStart(5, "0");
  const key = Buffer.from(bits.match(/.{8}/g)!.map((byte) => parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000) + stepsOn));
  const digest = createHmac("sha1", key).update(counter).digest();
  const at = digest[19]! & 15;
  return String((digest.readUInt32BE(at) & 0x7fffffff) % 1_000_000).padStart(6, "0");
}

it("somebody sets codes up, and signs in with one from then on", async () => {
  const dpo = await Person.arrive(browser, hub, "dpo", DESK);
  const { page, t } = dpo;
  await dpo.go("/account");
  await dpo.button(t.oneTime.begin).click();
  const password = page.locator("dialog").getByLabel(t.signIn.password);
  const secretShown = page.locator(".sheet").getByText(t.oneTime.secret, { exact: false });
  await password.or(page.locator("svg.qr")).first().waitFor();
  if (await password.isVisible()) {
    await password.fill(hub.password);
    await dpo.submitDialog(t.reveal.confirm);
  }
  await page.locator("svg.qr").waitFor();
  const secret = (await secretShown.locator(".code").textContent())!.replaceAll(" ", "");
  await page.getByLabel(t.signIn.code).fill("000000");
  await dpo.button(t.oneTime.confirm).click();
  await page.getByText(t.reasons.BAD_CREDENTIALS[0]).waitFor();
  await page.getByLabel(t.signIn.code).fill(codeOf(secret));
  await dpo.button(t.oneTime.confirm).click();
  await page.getByText(t.oneTime.done).waitFor();

  await dpo.button(t.signOut).click();
  await page.getByLabel(t.signIn.login).fill("dpo");
  await page.getByLabel(t.signIn.password, { exact: true }).fill(hub.password);
  await dpo.button(t.signIn.submit).click();
  // Each code is good once: the next one is taken.
  await page.getByLabel(t.signIn.code).fill(codeOf(secret, 1));
  await dpo.button(t.signIn.submit).click();
  await page.locator("footer.foot").waitFor();
  await dpo.leave();
});

it("the auditor finds who opened a child's names, and who was refused", async () => {
  const { caseCode } = await sentReferral(hub);
  const officer = await Person.arrive(browser, hub, "officer.kisauni", DESK);
  await officer.go(`/c/${caseCode}`);
  await officer.button(officer.t.reveal.open).click();
  await officer.page.locator(".reveal .opened").waitFor();
  await officer.leave();

  const auditor = await Person.arrive(browser, hub, "auditor", DESK);
  const { page, t } = auditor;
  await auditor.go(`/c/${caseCode}`);
  await page.getByRole("link", { name: t.audit.whoSaw(caseCode) }).click();
  await auditor.button(t.audit.search).click();
  const saw = page.locator(".trail > li");
  const opened = saw.filter({ hasText: t.audit.reads.RevealChild });
  await opened.first().waitFor();
  const said = await opened.first().textContent();
  expect(said).toMatch(/^p-\S+ \(Children's officer, Kisauni Sub-County Children's Office\)/);
  expect(said).toContain(`${t.audit.opened}: ${t.compartments[1]}`);
  await page.getByLabel(t.audit.refusedOnly).check();
  await auditor.button(t.audit.search).click();
  await page.locator("form [aria-busy]").waitFor({ state: "detached" });
  await saw.filter({ hasText: t.audit.refused }).first().waitFor();
  await auditor.leave();
});
