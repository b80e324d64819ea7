// A part of the console that is loaded when it is first shown. React's own lazy() would do but for
// its Suspense, which keeps what has come back for 300 ms once it has shown that something is
// missing: on every first look at a page.
import { useCallback, useEffect, useState, type ComponentType, type ReactNode } from "react";
import type { Refusal } from "../api/refusal";
import { loadAgain, withStyles } from "./files";
import { RefusalNotice } from "./States";

// No file came: the network is away, or a newer console stands where this one was.
const NOT_LOADED: Refusal = {
  reason: "NO_ANSWER",
  facts: {},
  fields: [],
  problems: {},
  said: "",
  retryable: true,
  waitMs: 0,
};

export const NotLoaded = ({ again }: { again: () => void }) => (
  <RefusalNotice refusal={NOT_LOADED} again={again} />
);

type Load<P> = () => Promise<{ default: ComponentType<P> }>;

// `waiting` stands in its place until then. What could not be loaded is said, and can be tried again.
export function later<P extends object>(load: Load<P>, waiting: ReactNode): ComponentType<P> {
  let loaded: ComponentType<P> | undefined;
  return function Later(props: P) {
    const [Part, setPart] = useState(() => loaded);
    const [failed, setFailed] = useState(false);
    const ask = useCallback((fetch: typeof withStyles) => {
      setFailed(false);
      fetch(load).then(
        (part) => {
          loaded = part.default;
          setPart(() => part.default);
        },
        () => setFailed(true),
      );
    }, []);
    useEffect(() => {
      if (!loaded) ask(withStyles);
    }, [ask]);
    if (Part) return <Part {...props} />;
    return failed ? <NotLoaded again={() => ask(loadAgain)} /> : waiting;
  };
}
