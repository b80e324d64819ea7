// What a new sign-in over an open page forgets of the session before it.
import { create } from "@bufbuild/protobuf";
import { act } from "react";
import { createRoot } from "react-dom/client";
import { beforeEach, expect, it, vi } from "vitest";
import { access } from "../src/api/access";
import { floor, forgetRevision, raise } from "../src/api/revision";
import { SessionProvider, useSession, type Session } from "../src/app/session";
import { CallerSchema, WhoAmIResponseSchema } from "../src/gen/rufaa/access/v1/access_service_pb";
import { until } from "./until";

const caller = create(CallerSchema, { person: "p-1", role: "agency_desk" });

let session: Session;
function Probe() {
  session = useSession();
  return null;
}
beforeEach(async () => {
  forgetRevision();
  vi.spyOn(access, "whoAmI").mockResolvedValue(create(WhoAmIResponseSchema, { caller }));
  const root = createRoot(document.createElement("div"));
  await act(async () =>
    root.render(
      <SessionProvider>
        <Probe />
      </SessionProvider>,
    ),
  );
  return () => act(() => root.unmount());
});

// A restored log is shorter than what the page has seen of it: reads would wait for ever.
it("a page that is signed in to again asks for no revision of before", async () => {
  raise(50n);
  act(() => session.sessionEnded());
  expect(session.state).toBe("ended");
  act(() => session.signedIn(caller, undefined));
  expect(session.state).toBe("in");
  expect(floor()).toBe(0n);
});

it("nor does one whose person signed in again in another tab", async () => {
  raise(50n);
  const other = new BroadcastChannel("rufaa-session");
  Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: false });
  other.postMessage("p-1");
  await until(() => expect(floor()).toBe(0n));
  await until(() => expect(session.signInsSeen).toBe(1));
  Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true });
  other.close();
});
