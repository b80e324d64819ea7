// People at their screens: each has a browser profile of its own, a language and a width.
import { chromium, type Browser, type BrowserContext, type Page } from "playwright-core";
import { en } from "../src/i18n/en";
import { sw } from "../src/i18n/sw";
import type { Hub } from "./hub";

export type Language = "en" | "sw";
export const words = { en, sw };

export const codesOf = async (language: Language) =>
  (language === "en" ? await import("../src/gen/codes.en") : await import("../src/gen/codes.sw"))
    .labels;

export function launch(): Promise<Browser> {
  return chromium.launch({
    executablePath: process.env["RUFAA_CHROMIUM"] ?? "/usr/bin/chromium",
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });
}

// Everything a browser lets out or keeps, for the canaries.
export const traces: string[] = [];

export interface Screen {
  language: Language;
  width: number;
}
export const DESK: Screen = { language: "en", width: 1280 };
export const PHONE: Screen = { language: "sw", width: 320 };

export class Person {
  readonly t;
  private constructor(
    readonly page: Page,
    readonly context: BrowserContext,
    readonly hub: Hub,
    readonly login: string,
    readonly screen: Screen,
  ) {
    this.t = words[screen.language];
  }

  static arrive(browser: Browser, hub: Hub, login: string, screen: Screen): Promise<Person> {
    return Person.follow(browser, hub, login, screen, "/");
  }

  // Comes by a link, say out of a message, without a session yet.
  static async follow(
    browser: Browser,
    hub: Hub,
    login: string,
    screen: Screen,
    path: string,
  ): Promise<Person> {
    const person = await Person.open(browser, hub, login, screen);
    await person.page.goto(hub.url + path);
    await person.signIn();
    return person;
  }

  // Has a browser, and no page in it yet.
  static async open(
    browser: Browser,
    hub: Hub,
    login: string,
    screen: Screen,
  ): Promise<Person> {
    const context = await browser.newContext({ viewport: { width: screen.width, height: 800 } });
    await context.addInitScript(`localStorage.setItem("rufaa.language", "${screen.language}")`);
    const page = await context.newPage();
    page.on("console", (message) => traces.push(`console: ${message.text()}`));
    page.on("pageerror", (error) => traces.push(`pageerror: ${error.message}`));
    page.on("request", (request) => traces.push(`url: ${request.url()}`));
    page.on("framenavigated", (frame) => traces.push(`address: ${frame.url()}`));
    return new Person(page, context, hub, login, screen);
  }

  async signIn(): Promise<void> {
    const { page, t } = this;
    await page.getByLabel(t.signIn.login).fill(this.login);
    await page.getByLabel(t.signIn.password, { exact: true }).fill(this.hub.password);
    await page.getByRole("button", { name: t.signIn.submit, exact: true }).click();
    await page.locator("footer.foot").waitFor();
    await page.locator(".curtain").waitFor({ state: "detached" });
  }

  // Like following a link: nothing is loaded anew, so what is open elsewhere stays signed in.
  async go(path: string): Promise<void> {
    await this.page.evaluate((to) => {
      history.pushState(null, "", to);
      dispatchEvent(new PopStateEvent("popstate"));
    }, path);
    await this.settled();
  }

  async settled(): Promise<void> {
    await this.page.locator("main h1").waitFor();
    await this.page.locator(".loading").first().waitFor({ state: "detached" });
  }

  button(name: string) {
    return this.page.getByRole("button", { name, exact: true });
  }

  // One of the case's or referral's allowed actions, in its dialog.
  async act(method: keyof typeof en.actions.names, fill?: () => Promise<void>): Promise<void> {
    await this.openAction(method);
    await fill?.();
    await this.submitDialog(this.t.actions.names[method]);
  }

  async openAction(method: keyof typeof en.actions.names): Promise<void> {
    const name = this.t.actions.names[method];
    const main = this.page.locator("main");
    const inBar = main.getByRole("button", { name, exact: true });
    await main.locator("h1").waitFor();
    // Allowed once the page has heard of what was done before; it may then stand behind the others.
    const anywhere = this.page.getByRole("button", { name, exact: true, includeHidden: true });
    await main.locator(anywhere).first().waitFor({ state: "attached" });
    const behind = main.locator("details.more-actions:not([open])").filter({ has: anywhere });
    if ((await behind.count()) > 0) await behind.locator("summary").click();
    await inBar.first().click();
  }

  pressInDialog(name: string): Promise<void> {
    return this.page.locator("dialog").getByRole("button", { name, exact: true }).click();
  }

  async submitDialog(name: string): Promise<void> {
    await this.pressInDialog(name);
    await this.page.locator("dialog").waitFor({ state: "detached" });
  }

  field(name: keyof typeof en.actions.fields) {
    return this.page.locator("dialog").getByLabel(this.t.actions.fields[name]);
  }

  async leave(): Promise<void> {
    traces.push(`title: ${await this.page.title()}`);
    traces.push(
      `storage: ${await this.page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }]))}`,
    );
    traces.push(`indexeddb: ${await this.page.evaluate(storedInClear)}`);
    await this.context.close();
  }
}

// What IndexedDB holds, byte for byte as text: sealed reports must not read as anything.
async function storedInClear(): Promise<string> {
  const database = await new Promise<IDBDatabase>((done, fail) => {
    const request = indexedDB.open("rufaa");
    request.onsuccess = () => done(request.result);
    request.onerror = () => fail(request.error);
  });
  let text = "";
  for (const store of database.objectStoreNames) {
    const rows = await new Promise<unknown[]>((done) => {
      const request = database.transaction(store).objectStore(store).getAll();
      request.onsuccess = () => done(request.result);
    });
    text += JSON.stringify(rows, (_, value: unknown) =>
      value instanceof ArrayBuffer ? new TextDecoder().decode(value) : value,
    );
  }
  database.close();
  return text;
}
