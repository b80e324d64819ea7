import { create } from "@bufbuild/protobuf";
import { act, type ReactNode } from "react";
import { createRoot } from "react-dom/client";
import { afterEach, expect, it, vi } from "vitest";
import { access } from "../src/api/access";
import { LockForm } from "../src/app/Lock";
import { SessionContext, type Session } from "../src/app/session";
import { StepUpResponseSchema, WhoAmIResponseSchema } from "../src/gen/rufaa/access/v1/access_service_pb";
import { labels } from "../src/gen/codes.en";
import { I18nContext, makeI18n } from "../src/i18n";
import { en } from "../src/i18n/en";

const somebodyElse = vi.fn();
const session = {
  state: "in",
  caller: { person: "p-1", role: "agency_desk" },
  somebodyElse,
} as unknown as Session;
const unlock = vi.fn();

let unmount = () => {};
async function show(page: ReactNode): Promise<HTMLElement> {
  const place = document.createElement("div");
  document.body.append(place);
  const root = createRoot(place);
  unmount = () => {
    act(() => root.unmount());
    place.remove();
  };
  const i18n = makeI18n({ t: en, labels }, "en", () => undefined);
  await act(async () =>
    root.render(
      <I18nContext value={i18n}>
        <SessionContext value={session}>{page}</SessionContext>
      </I18nContext>,
    ),
  );
  return place;
}
afterEach(() => {
  unmount();
  vi.restoreAllMocks();
});

it.each([
  ["p-2", 0, 1],
  ["p-1", 1, 0],
])("a page of p-1 is unlocked by p-1's password alone: %s", async (person, unlocked, left) => {
  unlock.mockClear();
  somebodyElse.mockClear();
  vi.spyOn(access, "whoAmI").mockResolvedValue(
    create(WhoAmIResponseSchema, { caller: { person } }),
  );
  vi.spyOn(access, "stepUp").mockResolvedValue(create(StepUpResponseSchema, {}));
  const lock = { locked: true, asked: true, hide: vi.fn(), unlock };
  const place = await show(<LockForm lock={lock} />);
  place.querySelector<HTMLInputElement>("[name=password]")!.value = "theirs";
  await act(async () => place.querySelector("form")!.requestSubmit());
  expect(unlock).toHaveBeenCalledTimes(unlocked);
  expect(somebodyElse).toHaveBeenCalledTimes(left);
});
