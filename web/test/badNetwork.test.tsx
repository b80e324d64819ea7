// A first visit over a network that loses a file: it is said, asked for again, and comes.
import { act, type ReactNode } from "react";
import { createRoot } from "react-dom/client";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { App } from "../src/app/App";
import { SessionContext, type Session } from "../src/app/session";
import { labels } from "../src/gen/codes.en";
import { I18nProvider, useI18n, type Loaders } from "../src/i18n";
import { en } from "../src/i18n/en";
import { first } from "../src/i18n/en/first";
import { rest } from "../src/i18n/en/rest";
import { NO_WORDS } from "../src/i18n/NoWords";
import { atTheDoor as swAtTheDoor } from "../src/i18n/sw/refusedFirst";
import { sw } from "../src/i18n/sw";
import { loadAgain, withStyles } from "../src/ui/files";
import { until } from "./until";

// The form's file, asked for at once and when it is to be shown, comes at the third time of asking.
const file = vi.hoisted(() => ({ asked: 0 }));
vi.mock("../src/app/SignIn", () => {
  if (++file.asked < 3) throw new TypeError("no file");
  return { default: () => <p>The form</p> };
});

const lost = () => Promise.reject(new TypeError("no file"));
const words: Loaders["en"] = {
  first: () => Promise.resolve(first),
  rest: () => Promise.resolve([rest, labels]),
};

let unmount = () => {};
beforeEach(() => {
  vi.useFakeTimers();
  localStorage.setItem("rufaa.language", "en");
});
afterEach(() => {
  unmount();
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

async function show(from: Loaders["en"], page: ReactNode, state = "in"): Promise<HTMLElement> {
  const place = document.createElement("div");
  const root = createRoot(place);
  unmount = () => act(() => root.unmount());
  const session = { state, caller: state === "in" ? { person: "p-1" } : undefined };
  await act(async () =>
    root.render(
      <SessionContext value={session as Session}>
        <I18nProvider from={{ en: from, sw: from }}>{page}</I18nProvider>
      </SessionContext>,
    ),
  );
  return place;
}
const press = (place: HTMLElement) => act(async () => place.querySelector("button")!.click());
const later = () => act(() => vi.advanceTimersByTimeAsync(5_000));
const online = () => act(async () => void window.dispatchEvent(new Event("online")));

function Probe() {
  const { t, whole } = useI18n();
  return <p>{whole ? t.nav.work : t.signIn.title}</p>;
}

it.each([
  ["by itself", later],
  ["when there is a network", online],
  ["when somebody asks", press],
])("words that did not come are said in both languages, and come %s", async (_, again) => {
  const firsts = vi.fn(words.first).mockImplementationOnce(lost);
  const place = await show({ ...words, first: firsts }, <Probe />);
  for (const told of Object.values(NO_WORDS)) {
    expect(place.textContent).toContain(told.title);
    expect(place.textContent).toContain(told.tryAgain);
  }
  await again(place);
  expect(place.textContent).toBe(en.nav.work);
});

it("without words the same is said as with them", () => {
  expect(NO_WORDS).toEqual({
    en: { title: en.reasons.NO_ANSWER[0], tryAgain: en.tryAgain },
    sw: { title: swAtTheDoor.NO_ANSWER[0], tryAgain: sw.tryAgain },
  });
});

it.each([
  ["by themselves", later],
  ["when somebody asks", press],
])("who signed in before the other words came is told, and they come %s", async (_, again) => {
  const rests = vi.fn(words.rest).mockImplementationOnce(lost);
  const probe = await show({ ...words, rest: rests }, <Probe />);
  expect(probe.textContent).toBe(en.signIn.title);
  unmount();

  rests.mockClear();
  rests.mockImplementationOnce(lost);
  const place = await show({ ...words, rest: rests }, <App />);
  expect(place.textContent).toContain(en.reasons.NO_ANSWER[0]);
  await again(place);
  expect(rests).toHaveBeenCalledTimes(2);
  expect(place.textContent).not.toContain(en.reasons.NO_ANSWER[0]);
});

it("the form to sign in comes when it is asked for again", async () => {
  const place = await show(words, <App />, "out");
  await until(() => expect(place.textContent).toContain(en.reasons.NO_ANSWER[0]));
  await press(place);
  await until(() => expect(place.textContent).toBe("The form"));
});

it("a file that the browser will not ask for again is worth a new page, once the hub answers", async () => {
  const newPage = vi.fn();
  vi.stubGlobal("fetch", () => Promise.reject(new TypeError("no network")));
  await expect(loadAgain(lost, newPage)).rejects.toThrow();
  expect(newPage).not.toHaveBeenCalled();
  vi.stubGlobal("fetch", () => Promise.resolve(new Response()));
  await expect(loadAgain(lost, newPage)).rejects.toThrow();
  expect(newPage).toHaveBeenCalledOnce();
  await expect(loadAgain(() => Promise.resolve("came"))).resolves.toBe("came");
});

it("a style that did not come is asked for before the page that it is of", async () => {
  const styles = () => document.head.querySelectorAll<HTMLLinkElement>("link[rel=stylesheet]");
  const link = document.createElement("link");
  link.rel = "stylesheet";
  link.href = "/assets/board.css";
  document.head.append(link);
  link.dispatchEvent(new Event("error"));
  expect(styles().length).toBe(0);

  const page = vi.fn(() => Promise.resolve("page"));
  const failing = withStyles(page);
  styles()[0]!.dispatchEvent(new Event("error"));
  await expect(failing).rejects.toThrow();
  const coming = withStyles(page);
  expect(styles()[0]!.href).toContain("/assets/board.css");
  expect(page).not.toHaveBeenCalled();
  styles()[0]!.dispatchEvent(new Event("load"));
  await expect(coming).resolves.toBe("page");
  expect(styles().length).toBe(1);
});
