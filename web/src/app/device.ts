// What this browser is told to remember about itself; nothing about anybody else.
const SHARED = "rufaa.shared-device";
const SHORTCUTS = "rufaa.shortcuts-off";

export const isSharedDevice = (): boolean => localStorage.getItem(SHARED) === "1";

export function setSharedDevice(shared: boolean): void {
  if (shared) localStorage.setItem(SHARED, "1");
  else localStorage.removeItem(SHARED);
}

export const shortcutsOff = (): boolean => localStorage.getItem(SHORTCUTS) === "1";

export function setShortcutsOff(off: boolean): void {
  if (off) localStorage.setItem(SHORTCUTS, "1");
  else localStorage.removeItem(SHORTCUTS);
}

// At the last sign-out what was kept here could not be deleted: said to whoever signs in next.
const UNWIPED = "rufaa.unwiped";
export const isUnwiped = (): boolean => sessionStorage.getItem(UNWIPED) !== null;
export const forgetUnwiped = (): void => sessionStorage.removeItem(UNWIPED);
export const markUnwiped = (): void => sessionStorage.setItem(UNWIPED, "1");

// Without a touch or key for so long, the screen locks itself.
export function idleLimitMs(): number {
  if (isSharedDevice()) return 2 * 60_000;
  return window.matchMedia?.("(pointer: coarse)").matches ? 5 * 60_000 : 15 * 60_000;
}
