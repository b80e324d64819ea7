// Who is at the screen. The session itself is a cookie no script can read; what stands here is only
// whom the hub takes the caller for.
import {
  createContext,
  useCallback,
  useContext,
  useEffect,
  useMemo,
  useState,
  type ReactNode,
} from "react";
import { access } from "../api/access";
import { refusalOf } from "../api/refusal";
import { forgetRevision } from "../api/revision";
import type { Caller } from "../gen/rufaa/access/v1/access_service_pb";
import {
  forgetCaller,
  forgetEverything,
  rememberCaller,
  rememberedCaller,
  type KnownCaller,
} from "../offline/caller";
import { forgetBegun } from "./begun";
import { forgetUnwiped, isSharedDevice, markUnwiped } from "./device";
import { tellTabs, watchTabs } from "./samePerson";
import { forgetLock, lockUntilSignIn } from "./useLock";
import { useWhileAway } from "./useWhileAway";

export type SessionState =
  | "starting"
  | "out"
  | "in"
  // It ran out with a page open: sign in again over it, nothing typed is lost.
  | "ended"
  // No network, on a phone whose owner is known: reports can be made.
  | "away";

export interface Session {
  state: SessionState;
  caller: KnownCaller | undefined;
  expires: Date | undefined;
  // Counts sign-ins, so that pages read again what was refused before.
  signInsSeen: number;
  signedIn: (caller: Caller, expires: Date | undefined) => void;
  // The browser is somebody else's now: nothing of this page is for them.
  somebodyElse: () => void;
  sessionEnded: () => void;
  signOut: () => Promise<void>;
}

const Context = createContext<Session | undefined>(undefined);
export const SessionContext = Context;

export function useSession(): Session {
  const session = useContext(Context);
  if (!session) throw new Error("no session provider");
  return session;
}

// For pages that are only shown to somebody.
export function useCaller(): KnownCaller {
  const { caller } = useSession();
  if (!caller) throw new Error("nobody is signed in");
  return caller;
}

// A sign-out without a network is carried out when there is one again.
const OWED = "rufaa.sign-out-owed";

const known = (caller: Caller): KnownCaller => ({
  person: caller.person,
  agency: caller.agency,
  agencyKind: caller.agencyKind,
  desk: caller.desk,
  role: caller.role,
  county: caller.county,
  subcounty: caller.subcounty,
});

// A shared device remembers nobody, nor who used it before it was shared.
const remember = (caller: KnownCaller): void =>
  void (isSharedDevice() ? forgetCaller() : rememberCaller(caller));

async function settleOwedSignOut(): Promise<void> {
  if (!localStorage.getItem(OWED)) return;
  await access.signOut({});
  localStorage.removeItem(OWED);
}

export function SessionProvider({ children }: { children: ReactNode }) {
  const [state, setState] = useState<SessionState>("starting");
  const [caller, setCaller] = useState<KnownCaller>();
  const [expires, setExpires] = useState<Date>();
  const [signInsSeen, setSignInsSeen] = useState(0);

  const ask = useCallback(async () => {
    try {
      await settleOwedSignOut();
      const answer = await access.whoAmI({});
      if (!answer.caller) {
        lockUntilSignIn();
        return setState("out");
      }
      setCaller(known(answer.caller));
      setExpires(answer.expireTime && new Date(Number(answer.expireTime.seconds) * 1000));
      setState("in");
      remember(known(answer.caller));
    } catch (error) {
      const { reason } = refusalOf(error);
      if (reason === "UNAUTHENTICATED") lockUntilSignIn();
      const remembered =
        reason === "NO_ANSWER" && !localStorage.getItem(OWED)
          ? await rememberedCaller()
          : undefined;
      setCaller(remembered);
      setState(remembered ? "away" : "out");
    }
  }, []);

  useEffect(() => {
    void ask();
  }, [ask]);

  // Back in the network: find out whether the session still holds.
  useWhileAway(state === "away", ask);

  const somebodyElse = useCallback(() => {
    forgetRevision();
    // Closed at once, whenever the browser gets to the next page.
    setState("starting");
    forgetBegun();
    location.assign("/");
  }, []);

  const signedIn = useCallback(
    (now: Caller, until: Date | undefined) => {
      tellTabs(now.person);
      forgetLock();
      if (caller && caller.person !== now.person) return somebodyElse();
      forgetRevision();
      localStorage.removeItem(OWED);
      forgetUnwiped();
      setCaller(known(now));
      setExpires(until);
      setState("in");
      setSignInsSeen((n) => n + 1);
      remember(known(now));
    },
    [caller, somebodyElse],
  );

  // In another tab somebody signed in, or out.
  useEffect(
    () =>
      watchTabs((person) => {
        if (caller && caller.person !== person) return somebodyElse();
        if (!person) return;
        forgetRevision();
        void ask().then(() => setSignInsSeen((n) => n + 1));
      }),
    [caller, somebodyElse, ask],
  );

  const sessionEnded = useCallback(() => {
    lockUntilSignIn();
    setState((before) => (before === "in" || before === "away" ? "ended" : before));
  }, []);

  const signOut = useCallback(async () => {
    // The session ends whatever this device does about what it keeps.
    localStorage.setItem(OWED, "1");
    const wiped = forgetEverything(caller?.person).then(
      () => true,
      () => false,
    );
    await settleOwedSignOut().catch(() => undefined);
    if (!(await wiped)) markUnwiped();
    tellTabs("");
    somebodyElse();
  }, [caller, somebodyElse]);

  const value = useMemo(
    () => ({
      state,
      caller,
      expires,
      signInsSeen,
      signedIn,
      somebodyElse,
      sessionEnded,
      signOut,
    }),
    [state, caller, expires, signInsSeen, signedIn, somebodyElse, sessionEnded, signOut],
  );
  return <Context.Provider value={value}>{children}</Context.Provider>;
}
