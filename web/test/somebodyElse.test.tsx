import { create } from "@bufbuild/protobuf";
import { Code, ConnectError } from "@connectrpc/connect";
import { act, type ReactNode } from "react";
import { afterEach, expect, it, vi } from "vitest";
import { access } from "../src/api/access";
import { LockForm } from "../src/app/Lock";
import { StepUpResponseSchema, WhoAmIResponseSchema } from "../src/gen/rufaa/access/v1/access_service_pb";
import { en } from "../src/i18n/en";
import { shown } from "./shown";
import { until } from "./until";

const somebodyElse = vi.fn();
const sessionEnded = vi.fn();
const session = {
  state: "in",
  caller: { person: "p-1", role: "agency_desk" },
  somebodyElse,
  sessionEnded,
};
const unlock = vi.fn();
const lock = { locked: true, asked: true, hide: vi.fn(), unlock };

const show = (page: ReactNode, state = session.state) => shown(page, { ...session, state });
afterEach(() => void vi.restoreAllMocks());

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
  const place = await show(<LockForm lock={lock} />);
  place.querySelector<HTMLInputElement>("[name=password]")!.value = "theirs";
  await act(async () => place.querySelector("form")!.requestSubmit());
  expect(unlock).toHaveBeenCalledTimes(unlocked);
  expect(somebodyElse).toHaveBeenCalledTimes(left);
});

it("a session that is gone unlocks nothing: it is told, and the lock stays", async () => {
  unlock.mockClear();
  vi.spyOn(access, "whoAmI").mockRejectedValue(new ConnectError("", Code.Unauthenticated));
  const place = await show(<LockForm lock={lock} />);
  place.querySelector<HTMLInputElement>("[name=password]")!.value = "theirs";
  await act(async () => place.querySelector("form")!.requestSubmit());
  expect(sessionEnded).toHaveBeenCalledOnce();
  expect(unlock).not.toHaveBeenCalled();
});

it("a locked page whose session is gone asks for a new sign-in, and for nothing before it", async () => {
  const place = await show(<LockForm lock={lock} />, "ended");
  // Its file comes when it comes.
  Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: false });
  await until(() => expect(place.textContent).toContain(en.signIn.again));
  Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true });
  expect(place.textContent).not.toContain(en.lock.title);
});
