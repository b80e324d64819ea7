// Day and hour are typed on our own fields: a browser's own control shows the hours as the device is
// set, and "2:00 PM" is read otherwise by whom counts hours from sunrise.
import { act } from "react";
import { createRoot } from "react-dom/client";
import { afterEach, expect, it } from "vitest";
import { labels } from "../src/gen/codes.en";
import { I18nContext, makeI18n } from "../src/i18n";
import { en } from "../src/i18n/en";
import { sw } from "../src/i18n/sw";
import { missingIn } from "../src/report/draft";
import { DateTimeField } from "../src/ui/DateTimeField";

let unmount = () => {};
afterEach(() => unmount());

async function show(t: typeof en, props: Partial<Parameters<typeof DateTimeField>[0]> = {}) {
  const place = document.createElement("form");
  document.body.append(place);
  const root = createRoot(place);
  unmount = () => {
    act(() => root.unmount());
    place.remove();
  };
  const i18n = makeI18n({ t, labels }, t === en ? "en" : "sw", () => undefined);
  await act(async () =>
    root.render(
      <I18nContext value={i18n}>
        <DateTimeField label="Court" name="at" {...props} />
      </I18nContext>,
    ),
  );
  const day = place.querySelector<HTMLInputElement>("input[type=date]")!;
  const hour = place.querySelector<HTMLInputElement>("input[type=text]")!;
  const type = async (input: HTMLInputElement, value: string) => {
    const set = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value")!.set!;
    await act(async () => {
      set.call(input, value);
      input.dispatchEvent(new Event("input", { bubbles: true }));
      input.dispatchEvent(new FocusEvent("focusout", { bubbles: true }));
    });
  };
  const sent = () => new FormData(place).get("at");
  const mayGo = () => act(async () => place.checkValidity());
  return { place, day, hour, type, sent, mayGo };
}

it("asks for a day, and for an hour of 24 with EAT beside it, each under its own label", async () => {
  const { place, day, hour } = await show(en, { defaultValue: "2026-11-25T14:05" });
  expect(hour.value).toBe("14:05");
  expect(place.querySelector(`label[for="${day.id}"]`)!.textContent).toBe(en.when.day);
  expect(place.querySelector(`label[for="${hour.id}"]`)!.textContent).toContain("EAT");
  expect(place.querySelector("legend")!.textContent).toBe("Court");
  // And says it once more in words, since a day is shown as the device is set.
  expect(place.textContent).toContain("25 Nov 2026, 14:05 EAT");
});

it("takes an hour as people type it and shows it as it is understood", async () => {
  const { day, hour, type, sent } = await show(en);
  await type(day, "2026-11-25");
  for (const [typed, shown] of [
    ["905", "09:05"],
    ["9.05", "09:05"],
    ["1730", "17:30"],
    ["23:59", "23:59"],
  ] as const) {
    await type(hour, typed);
    expect(hour.value).toBe(shown);
    expect(sent()).toBe(`2026-11-25T${shown}`);
  }
});

it.each([en, sw] as const)("says what is wrong in the page's language, and isn't sent", async (t) => {
  const { place, day, hour, type, mayGo } = await show(t);
  await type(day, "2026-11-25");
  for (const typed of ["2pm", "24:00", "12:60", "9"]) {
    await type(hour, typed);
    expect(place.querySelector(".error")!.textContent, typed).toBe(t.when.badHour);
    expect(hour.getAttribute("aria-invalid")).toBe("true");
    expect(await mayGo()).toBe(false);
  }
  await type(hour, "");
  expect(hour.validationMessage).toBe(t.when.noHour);
  await type(hour, "08:00");
  await type(day, "");
  expect(day.validationMessage).toBe(t.when.noDay);
  await type(hour, "");
  expect(await mayGo()).toBe(true);
});

it("one that is needed is not left out", async () => {
  const { day, mayGo } = await show(sw, { required: true });
  expect(await mayGo()).toBe(false);
  expect(day.validationMessage).toBe(sw.when.noDay);
});

it("a report whose hour can't be read is not sent as one without", () => {
  const told = { category: "CSRG", reporter: "CRON" };
  expect(missingIn("what", { ...told, exposure: "2026-11-20T" })).toEqual({ exposure: "hour" });
  expect(missingIn("what", { ...told, exposure: "2026-11-20T2pm" })).toEqual({ exposure: "hour" });
  expect(missingIn("what", { ...told, exposure: "T08:00" })).toEqual({ exposure: "hour" });
  expect(missingIn("what", { ...told, exposure: "2026-11-20T08:00" })).toEqual({});
});
