import { useEffect } from "react";
import { useI18n } from "../i18n";
import { later, NotLoaded } from "../ui/later";
import { Loading } from "../ui/States";
import { useSession } from "./session";
import { startShellKeeper } from "./shellKeeper";

// Asked for at once, with the words and the session: on a slow network each turn costs.
const signIn = () => import("./SignIn");
signIn().catch(() => undefined);
const SignIn = later(signIn, null);
const SignedIn = later(
  () => import("./SignedIn"),
  <main className="narrow">
    <Loading />
  </main>,
);

// The door: what only somebody signed in needs is loaded behind it.
export function App() {
  const { state, caller } = useSession();
  const { whole, again } = useI18n();
  // Keeping the whole console on the device waits until what is needed now has come.
  const ready = whole && state !== "starting";
  useEffect(() => {
    if (ready) startShellKeeper();
  }, [ready]);
  if (state === "starting")
    return (
      <main className="narrow">
        <Loading />
      </main>
    );
  if (state === "out" || !caller) return <SignIn />;
  if (!whole)
    return (
      <main className="narrow">
        {again ? <NotLoaded again={again} /> : <Loading />}
      </main>
    );
  return <SignedIn />;
}
