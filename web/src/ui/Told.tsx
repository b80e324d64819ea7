import { useEffect, useRef } from "react";
import { Notice } from "./parts";

export interface Done {
  said: string;
}

// What was done, where what it was done with goes with it: its place is there before it is said, so
// that it is heard. `focus`: what had the focus is gone, and it goes on from here.
export function Told({ done, focus }: { done: Done | undefined; focus?: boolean }) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (focus && done) place.current?.focus();
  }, [focus, done]);
  return (
    <div role="status" ref={place} tabIndex={focus ? -1 : undefined}>
      {done && <Notice tone="good" title={done.said} />}
    </div>
  );
}
