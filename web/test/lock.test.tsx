// A lock is lifted by a proof, and by nothing else: not by a session that is gone.
import { createRoot } from "react-dom/client";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { setSharedDevice } from "../src/app/device";
import { SessionProvider, useSession, type Session } from "../src/app/session";
import { useLock, type Lock } from "../src/app/useLock";
import type { Caller } from "../src/gen/rufaa/access/v1/access_service_pb";
import { rememberCaller, rememberedCaller } from "../src/offline/caller";
import { until } from "./until";

const CALLER = { person: "p-chv-01", agency: "chv", role: "chv" } as Caller;
const hub: { answer: () => Response } = { answer: () => Response.json({}) };
const signedIn = () => Response.json({ caller: CALLER });
const nobody = () => Response.json({ code: "unauthenticated", message: "" }, { status: 401 });
const away = () => {
  throw new TypeError("network");
};

let unmount = () => {};
const seen: { session?: Session; lock?: Lock } = {};
beforeEach(async () => {
  Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: false });
  vi.stubGlobal("fetch", async () => hub.answer());
  localStorage.clear();
  await rememberCaller({ ...CALLER, agencyKind: "", desk: "", county: "", subcounty: "" });
});
afterEach(() => unmount());

// The console begun anew, as after a reload, with this answer of the hub.
async function start(answer: () => Response, state: Session["state"]): Promise<void> {
  unmount();
  hub.answer = answer;
  const SignedIn = () => {
    seen.lock = useLock();
    return null;
  };
  const Door = () => {
    seen.session = useSession();
    return seen.session.caller ? <SignedIn /> : null;
  };
  const root = createRoot(document.createElement("div"));
  unmount = () => root.unmount();
  seen.session = seen.lock = undefined;
  root.render(
    <SessionProvider>
      <Door />
    </SessionProvider>,
  );
  await until(() => expect(seen.session?.state).toBe(state));
}

it.each(["a locked screen", "an open one"])(
  "after %s whose session ran out, a phone without a network is locked",
  async (which) => {
    await start(signedIn, "in");
    if (which === "a locked screen") seen.lock!.hide();
    await start(nobody, "out");
    await start(away, "away");
    expect(seen.lock!.locked).toBe(true);
  },
);

it("a session that ends under an open page leaves a lock until somebody signs in", async () => {
  await start(signedIn, "in");
  seen.session!.sessionEnded();
  await start(away, "away");
  expect(seen.lock!.locked).toBe(true);
  seen.session!.sessionEnded();
  await until(() => expect(seen.session!.state).toBe("ended"));
  expect(seen.lock!.locked).toBe(true);

  seen.session!.signedIn(CALLER, undefined);
  await until(() => expect(seen.lock!.locked).toBe(false));
  await start(away, "away");
  expect(seen.lock!.locked).toBe(false);
});

it("who signs in at the door finds no lock behind it", async () => {
  await start(nobody, "out");
  seen.session!.signedIn(CALLER, undefined);
  await until(() => expect(seen.lock).toBeDefined());
  expect(seen.lock!.locked).toBe(false);
});

it("a device that came to be shared forgets who used it before", async () => {
  setSharedDevice(true);
  await start(signedIn, "in");
  await until(async () => expect(await rememberedCaller()).toBeUndefined());
  await start(away, "out");
  setSharedDevice(false);
  await start(nobody, "out");
  seen.session!.signedIn(CALLER, undefined);
  await until(async () => expect(await rememberedCaller()).toBeDefined());
});
