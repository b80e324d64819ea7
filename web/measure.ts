// How fast the console is, as somebody at a screen has it: measured, printed, asserted nowhere.
// Times within a page are taken by the page's own clock, so that driving it costs nothing.
import type { Browser, Page } from "playwright-core";
import { Hub } from "./e2e/hub";
import { launch, Person, words } from "./e2e/people";
import { Api, sentReferral } from "./e2e/prepared";

const CASES = Number(process.argv[2] ?? 40);
const BIG = process.argv[3]; // Folder and password of a large county.
const SLOW = { kbit: 400, latencyMs: 400 };
const DESK = { language: "en", width: 1280 } as const;
const PHONE = { language: "sw", width: 360 } as const;

const figures: Record<string, unknown> = {};
function tell(what: string, times: number[], unit = "ms"): void {
  const sorted = [...times].sort((a, b) => a - b);
  const at = (share: number) => Math.round(sorted[Math.ceil(share * sorted.length) - 1]!);
  figures[what] = { unit, n: times.length, median: at(0.5), p90: at(0.9), worst: at(1) };
}
const again = async (times: number, one: (i: number) => Promise<number>) => {
  const found: number[] = [];
  for (let i = 0; i < times; i++) found.push(await one(i));
  return found;
};

// From a press to what it changes: text of `selector` becoming something else than it was.
const pressed = (page: Page, press: string, selector: string): Promise<number> =>
  page.evaluate(
    ([press, selector]) =>
      new Promise<number>((done) => {
        const text = () => document.querySelector(selector!)?.textContent;
        const before = text();
        const from = performance.now();
        const watch = new MutationObserver(() => {
          if (text() === before) return;
          watch.disconnect();
          // When it is drawn, not only decided.
          requestAnimationFrame(() => setTimeout(() => done(performance.now() - from)));
        });
        watch.observe(document.body, { subtree: true, childList: true, characterData: true });
        document.querySelector<HTMLElement>(press!)!.click();
      }),
    [press, selector],
  );

// From a reload to what is drawn where `selector` is, by the page's clock: whoever asks from outside
// asks only now and then.
async function reloads(of: Person, path: string, selector: string, times: number): Promise<number[]> {
  await of.page.addInitScript((selector) => {
    const drawn = window as unknown as Record<string, number>;
    const watch = new MutationObserver(() => {
      if (!document.querySelector(selector)) return;
      watch.disconnect();
      requestAnimationFrame(() => setTimeout(() => (drawn[selector] = performance.now())));
    });
    watch.observe(document, { subtree: true, childList: true });
  }, selector);
  return again(times, async () => {
    await of.go(path);
    await of.page.reload({ waitUntil: "commit" });
    await of.page.locator(selector).first().waitFor();
    const drawn = await of.page.waitForFunction(
      (selector) => (window as unknown as Record<string, number>)[selector],
      selector,
    );
    return (await drawn.jsonValue())!;
  });
}

async function slowly(page: Page): Promise<void> {
  const cdp = await page.context().newCDPSession(page);
  const perSecond = (SLOW.kbit * 1000) / 8;
  await cdp.send("Network.enable");
  await cdp.send("Network.emulateNetworkConditions", {
    offline: false,
    latency: SLOW.latencyMs,
    downloadThroughput: perSecond,
    uploadThroughput: perSecond,
  });
}

async function firstVisit(browser: Browser, hub: Hub): Promise<{ door: number; inside: number }> {
  const context = await browser.newContext({ viewport: { width: 360, height: 740 } });
  await context.addInitScript(`localStorage.setItem("rufaa.language", "sw")`);
  const page = await context.newPage();
  await slowly(page);
  const t = words.sw;
  const from = Date.now();
  await page.goto(hub.url, { waitUntil: "commit" });
  await page.getByLabel(t.signIn.login).waitFor();
  const door = Date.now() - from;
  await page.getByLabel(t.signIn.login).fill("chv.kisauni");
  await page.getByLabel(t.signIn.password, { exact: true }).fill(hub.password);
  const press = Date.now();
  await page.getByRole("button", { name: t.signIn.submit, exact: true }).click();
  await page.locator("button.task").first().waitFor();
  const inside = Date.now() - press;
  await context.close();
  return { door, inside };
}

const hub = new Hub();
await hub.start(CASES);
const browser = await launch();

const visits: { door: number; inside: number }[] = [];
for (let i = 0; i < 5; i++) visits.push(await firstVisit(browser, hub));
const slow = `${SLOW.kbit} kbit/s, ${SLOW.latencyMs} ms`;
tell(
  `first visit, ${slow}: page to sign in usable`,
  visits.map((one) => one.door),
);
tell(
  `then, from signing in to a report that can be written`,
  visits.map((one) => one.inside),
);

const chv = await Person.arrive(browser, hub, "chv.kisauni", PHONE);
await chv.page.evaluate(async () => void (await navigator.serviceWorker.ready));
await chv.page.reload();
await chv.page.locator("footer.foot").waitFor();
await chv.context.setOffline(true);
tell(
  "second visit without a network: report can be written",
  await again(5, async () => {
    const from = Date.now();
    await chv.page.reload({ waitUntil: "commit" });
    await chv.page.locator("button.task").first().waitFor();
    return Date.now() - from;
  }),
);
await chv.context.close();

const centre = await Person.arrive(browser, hub, "desk.tumaini", DESK);
await centre.go("/beds");
await centre.page.locator(".stepper output").first().waitFor();
tell(
  "command: one bed more or fewer, from press to screen",
  await again(20, (i) =>
    pressed(
      centre.page,
      `.stepper button:${i % 2 ? "last" : "first"}-of-type`,
      ".stepper output",
    ),
  ),
);
await centre.context.close();

const desk = await Person.arrive(browser, hub, "desk.coast", DESK);
tell(
  "command: accept a referral, from press to screen",
  await again(10, async () => {
    const { referralCode } = await sentReferral(hub);
    await desk.go(`/r/${referralCode}`);
    await desk.page.getByText(desk.t.states.opened, { exact: true }).first().waitFor();
    await desk.button(desk.t.referral.accept).click();
    await desk.page.locator(".decide-form button.primary").waitFor();
    return pressed(desk.page, ".decide-form button.primary", "main .facts");
  }),
);

await desk.go("/work?tab=new");
const officer = await Api.as(hub, "officer.kisauni");
tell(
  "sent by one agency, seen at the other's open list",
  await again(10, async () => {
    const shown = desk.page.evaluate(
      () =>
        new Promise<number>((done) => {
          const watch = new MutationObserver(() => {
            if (!document.querySelector(".fresh button")) return;
            watch.disconnect();
            done(Date.now());
          });
          watch.observe(document.body, { subtree: true, childList: true });
        }),
    );
    const sent = await sentReferral(hub, "hosp-coast", officer);
    const seen = await shown;
    await desk.page.locator(".fresh button").click();
    await desk.page.getByText(sent.referralCode).waitFor();
    return seen - sent.at;
  }),
);

tell(
  `my work, ${CASES} cases in the county, from load to rows`,
  await reloads(desk, "/work?tab=new", ".work-table tbody tr", 10),
);

await hub.end();

if (BIG) {
  const large = new Hub({ folder: BIG, password: process.argv[4] ?? "" });
  await large.start();
  const busy = await Person.arrive(browser, large, "desk", DESK);
  const committee = await Person.arrive(browser, large, "committee", DESK);
  tell(
    "the large county: my work, from load to rows",
    await reloads(busy, "/work?tab=new", ".work-table tbody tr", 10),
  );
  tell(
    "the large county: board, from load to figures",
    await reloads(committee, "/board", "main section.figure", 10),
  );
  await large.end();
}

await browser.close();
console.log(JSON.stringify(figures, null, 1));
