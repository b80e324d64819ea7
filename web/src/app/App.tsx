import { lazy, Suspense } from "react";
import { useI18n } from "../i18n";
import { Loading } from "../ui/States";
import { useSession } from "./session";

const SignIn = lazy(() => import("./SignIn"));
const SignedIn = lazy(() => import("./SignedIn"));

// The door: what only somebody signed in needs is loaded behind it.
export function App() {
  const { state, caller } = useSession();
  const { whole } = useI18n();
  if (state === "starting")
    return (
      <main className="narrow">
        <Loading />
      </main>
    );
  if (state === "out" || !caller)
    return (
      <Suspense fallback={null}>
        <SignIn />
      </Suspense>
    );
  if (!whole)
    return (
      <main className="narrow">
        <Loading />
      </main>
    );
  return (
    <Suspense
      fallback={
        <main className="narrow">
          <Loading />
        </main>
      }
    >
      <SignedIn />
    </Suspense>
  );
}
