// The reports of who is signed in, and the moments at which sending them is worth a try.
import { useEffect, useState } from "react";
import { useSession } from "../app/session";
import { drain, listReports, watchOutbox, type Report } from "./outbox";

const EVERY_MS = 15_000;

export function useOutboxSender(): void {
  const { state, caller, sessionEnded, signInsSeen } = useSession();
  const person = caller?.person;
  useEffect(() => {
    if (!person || state === "out" || state === "starting") return;
    const go = () => {
      void drain(person).then((result) => {
        if (result === "signed-out") sessionEnded();
      });
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
  }, [person, state, sessionEnded, signInsSeen]);
}

export function useReports(person: string): Report[] {
  const [reports, setReports] = useState<Report[]>([]);
  useEffect(() => {
    let wanted = true;
    const read = () =>
      void listReports(person).then((list) => {
        if (wanted) setReports(list);
      });
    read();
    const stop = watchOutbox(read);
    return () => {
      wanted = false;
      stop();
    };
  }, [person]);
  return reports;
}
