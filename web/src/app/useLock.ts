// Locks the screen after idleness, or at once: in every tab of this browser, and in those opened
// later. What is open stays as it is behind the curtain; a reload doesn't open it.
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
  const last = Number(localStorage.getItem(ACTIVE));
  return last > 0 && Date.now() - last > idleLimitMs();
};

// The locks of this tab; those of others hear of it from the browser.
const lifts = new Set<() => void>();

// Somebody proved to be who they are by signing in: the next one starts afresh.
export function forgetLock(): void {
  localStorage.removeItem(LOCKED);
  localStorage.removeItem(ACTIVE);
  lifts.forEach((lift) => lift());
}

// Whoever's session is gone has proved nothing: without a network the device would open to anybody
// at its next start.
export function lockUntilSignIn(): void {
  if (localStorage.getItem(LOCKED) === null) localStorage.setItem(LOCKED, "idle");
}

// Somebody is there now, however long nobody was before.
export function somebodyCame(): void {
  localStorage.setItem(ACTIVE, String(Date.now()));
}

// Watches, while it is wanted, whether somebody is there; tells when nobody was for too long, or
// when Escape was pressed three times.
export function useIdle(watching: boolean, gone: (byHand: boolean) => void): void {
  useEffect(() => {
    if (!watching) return;
    let escapes: number[] = [];
    let marked = 0;
    const mark = () => {
      // Once a second is exact enough, and cheap on a slow phone.
      if (Date.now() - marked < 1000) return;
      if (idleTooLong()) return gone(false);
      marked = Date.now();
      localStorage.setItem(ACTIVE, String(marked));
    };
    const key = (event: KeyboardEvent) => {
      mark();
      if (event.key !== "Escape") return;
      escapes = [...escapes.filter((at) => Date.now() - at < ESCAPES_WITHIN_MS), Date.now()];
      if (escapes.length >= ESCAPES) gone(true);
    };
    mark();
    const timer = setInterval(() => {
      if (idleTooLong()) gone(false);
    }, 5000);
    window.addEventListener("pointerdown", mark, true);
    window.addEventListener("keydown", key, true);
    return () => {
      clearInterval(timer);
      window.removeEventListener("pointerdown", mark, true);
      window.removeEventListener("keydown", key, true);
    };
  }, [watching, gone]);
}

export function useLock(): Lock {
  const [locked, setLocked] = useState(
    () => localStorage.getItem(LOCKED) !== null || idleTooLong(),
  );
  const [asked, setAsked] = useState(() => localStorage.getItem(LOCKED) === "asked");

  const lock = useCallback((byHand: boolean) => {
    setAsked(byHand);
    setLocked(true);
  }, []);
  const unlock = useCallback(() => {
    localStorage.removeItem(LOCKED);
    somebodyCame();
    setLocked(false);
  }, []);
  const hide = useCallback(() => lock(true), [lock]);

  useEffect(() => {
    if (!locked) return;
    document.title = "Rufaa";
    localStorage.setItem(LOCKED, asked ? "asked" : "idle");
  }, [locked, asked]);

  useEffect(() => {
    const lift = () => setLocked(false);
    lifts.add(lift);
    return () => {
      lifts.delete(lift);
    };
  }, []);

  // Another tab was locked, or unlocked.
  useEffect(() => {
    const told = ({ key, newValue }: StorageEvent) => {
      if (key !== LOCKED) return;
      if (newValue !== null) setAsked(newValue === "asked");
      setLocked(newValue !== null);
    };
    window.addEventListener("storage", told);
    return () => window.removeEventListener("storage", told);
  }, []);

  useIdle(!locked, lock);
  return { locked, asked, hide, unlock };
}
