// The reports of who is signed in, and the moments at which sending them is worth a try.
import { useEffect, useState } from "react";
import { useSession } from "../app/session";
import {
  drain,
  listOtherDrafts,
  listReports,
  watchOutbox,
  type OtherDraft,
  type Report,
} from "./outbox";

const EVERY_MS = 15_000;

export function useOutboxSender(): void {
  const { state, caller, sessionEnded, somebodyElse, signInsSeen } = useSession();
  const person = caller?.person;
  useEffect(() => {
    if (!person || state === "out" || state === "starting") return;
    const go = () => {
      drain(person).then(
        (result) => {
          if (result === "signed-out") sessionEnded();
          if (result === "somebody-else") somebodyElse();
        },
        // A device that keeps nothing has nothing to send.
        () => undefined,
      );
    };
    const visible = () => {
      if (document.visibilityState === "visible") go();
    };
    go();
    const timer = setInterval(go, EVERY_MS);
    window.addEventListener("online", go);
    document.addEventListener("visibilitychange", visible);
    return () => {
      clearInterval(timer);
      window.removeEventListener("online", go);
      document.removeEventListener("visibilitychange", visible);
    };
  }, [person, state, sessionEnded, somebodyElse, signInsSeen]);
}

export const useReports = (person: string): Report[] => useKept(person, listReports);
export const useOtherDrafts = (person: string): OtherDraft[] => useKept(person, listOtherDrafts);

function useKept<T>(person: string, list: (person: string) => Promise<T[]>): T[] {
  const [kept, setKept] = useState<T[]>([]);
  useEffect(() => {
    let wanted = true;
    const read = () =>
      list(person).then(
        (now) => {
          if (wanted) setKept(now);
        },
        () => undefined,
      );
    read();
    const stop = watchOutbox(read);
    return () => {
      wanted = false;
      stop();
    };
  }, [person, list]);
  return kept;
}
