// The service worker that keeps the shell on the device, and word of a newer one.
const watchers = new Set<() => void>();
let waiting: ServiceWorker | undefined;
let started = false;

export function startShellKeeper(): void {
  if (started || !("serviceWorker" in navigator) || import.meta.env.DEV) return;
  started = true;
  void navigator.serviceWorker
    .register("/sw.js")
    .then((registration) => {
      const look = () => {
        // Only a page that an older shell already serves has anything to be told.
        if (!registration.waiting || !navigator.serviceWorker.controller) return;
        waiting = registration.waiting;
        watchers.forEach((watch) => watch());
      };
      look();
      registration.addEventListener("updatefound", () =>
        registration.installing?.addEventListener("statechange", look),
      );
    })
    .catch(() => undefined);
}

export const watchShell = (watch: () => void): (() => void) => {
  watchers.add(watch);
  return () => watchers.delete(watch);
};
export const newShellWaits = (): boolean => waiting !== undefined;

export function takeNewShell(): void {
  navigator.serviceWorker.addEventListener("controllerchange", () => location.reload());
  waiting?.postMessage("take-over");
}
