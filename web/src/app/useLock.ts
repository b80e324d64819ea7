// Locks the screen after idleness, or at once. What is open stays as it is behind the curtain; a
// reload doesn't open it.
import { useCallback, useEffect, useState } from "react";
import { idleLimitMs } from "./device";

const ACTIVE = "rufaa.active";
const LOCKED = "rufaa.locked";
const ESCAPES = 3;
const ESCAPES_WITHIN_MS = 1200;

export interface Lock {
  locked: boolean;
  // Somebody asked for it, rather than nobody having been there.
  asked: boolean;
  hide: () => void;
  unlock: () => void;
}

const idleTooLong = (): boolean => {
  const last = Number(sessionStorage.getItem(ACTIVE));
  return last > 0 && Date.now() - last > idleLimitMs();
};

// Nobody is signed in: nothing to lock, and the next one starts afresh.
export function forgetLock(): void {
  sessionStorage.removeItem(LOCKED);
  sessionStorage.removeItem(ACTIVE);
}

export function useLock(): Lock {
  const [locked, setLocked] = useState(
    () => sessionStorage.getItem(LOCKED) !== null || idleTooLong(),
  );
  const [asked, setAsked] = useState(() => sessionStorage.getItem(LOCKED) === "asked");

  const lock = useCallback((byHand: boolean) => {
    sessionStorage.setItem(LOCKED, byHand ? "asked" : "idle");
    document.title = "Rufaa";
    setAsked(byHand);
    setLocked(true);
  }, []);
  const unlock = useCallback(() => {
    sessionStorage.removeItem(LOCKED);
    sessionStorage.setItem(ACTIVE, String(Date.now()));
    setLocked(false);
  }, []);
  const hide = useCallback(() => lock(true), [lock]);

  useEffect(() => {
    if (locked) return;
    let escapes: number[] = [];
    let marked = 0;
    const mark = () => {
      // Once a second is exact enough, and cheap on a slow phone.
      if (Date.now() - marked < 1000) return;
      if (idleTooLong()) return lock(false);
      marked = Date.now();
      sessionStorage.setItem(ACTIVE, String(marked));
    };
    const key = (event: KeyboardEvent) => {
      mark();
      if (event.key !== "Escape") return;
      escapes = [...escapes.filter((at) => Date.now() - at < ESCAPES_WITHIN_MS), Date.now()];
      if (escapes.length >= ESCAPES) lock(true);
    };
    mark();
    const timer = setInterval(() => {
      if (idleTooLong()) lock(false);
    }, 5000);
    window.addEventListener("pointerdown", mark, true);
    window.addEventListener("keydown", key, true);
    return () => {
      clearInterval(timer);
      window.removeEventListener("pointerdown", mark, true);
      window.removeEventListener("keydown", key, true);
    };
  }, [locked, lock]);

  return { locked, asked, hide, unlock };
}
