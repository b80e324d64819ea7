import { act, type ComponentType } from "react";
import { createRoot } from "react-dom/client";
import { expect, it } from "vitest";
import { labels } from "../src/gen/codes.en";
import { I18nContext, makeI18n } from "../src/i18n";
import { en } from "../src/i18n/en";
import { later } from "../src/ui/later";

const i18n = makeI18n({ t: en, labels }, "en", () => undefined);
const Part = ({ of }: { of: string }) => <p>Part of {of}</p>;

async function show(Later: ComponentType<{ of: string }>): Promise<HTMLElement> {
  const place = document.createElement("div");
  await act(async () =>
    createRoot(place).render(
      <I18nContext value={i18n}>
        <Later of="the console" />
      </I18nContext>,
    ),
  );
  return place;
}

it("shows what waits, then the part, and the part at once when it is shown again", async () => {
  let come: (part: { default: typeof Part }) => void = () => undefined;
  const Later = later<{ of: string }>(() => new Promise((done) => (come = done)), "waits");
  const first = await show(Later);
  expect(first.textContent).toBe("waits");
  await act(async () => come({ default: Part }));
  expect(first.textContent).toBe("Part of the console");
  expect((await show(Later)).textContent).toBe("Part of the console");
});

it("says that a part could not be loaded, and loads it when asked again", async () => {
  let away = true;
  const Later = later<{ of: string }>(
    () => away ? Promise.reject(new TypeError("no file")) : Promise.resolve({ default: Part }),
    "waits",
  );
  const place = await show(Later);
  expect(place.textContent).toContain(en.reasons.NO_ANSWER[0]);
  away = false;
  await act(async () => place.querySelector("button")!.click());
  expect(place.textContent).toBe("Part of the console");
});
