// Word that something may have changed. Until the hub can say so itself, the page asks from time to
// time while somebody looks at it.
const EVERY_MS = 20_000;

export function watchLive(changed: () => void): () => void {
  const look = () => {
    if (document.visibilityState === "visible") changed();
  };
  const timer = setInterval(look, EVERY_MS);
  document.addEventListener("visibilitychange", look);
  return () => {
    clearInterval(timer);
    document.removeEventListener("visibilitychange", look);
  };
}
