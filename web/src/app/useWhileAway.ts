import { useEffect } from "react";

// Asks now and then, and as soon as the browser says that there is a network, while there was none.
export function useWhileAway(away: boolean, ask: () => void, everyMs = 20_000): void {
  useEffect(() => {
    if (!away) return;
    const timer = setInterval(ask, everyMs);
    window.addEventListener("online", ask);
    return () => {
      clearInterval(timer);
      window.removeEventListener("online", ask);
    };
  }, [away, ask, everyMs]);
}
