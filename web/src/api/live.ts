// Word that something changed, as it happens. A browser opens few connections to one place, so its
// tabs share one stream: whoever holds the lock listens and tells the others.
import { Code, ConnectError } from "@connectrpc/connect";

const LOCK = "rufaa-live";
const POLL_MS = 20_000;
const PAUSE_MS = 3_000;

const watchers = new Set<() => void>();
let channel: BroadcastChannel | undefined;
let started = false;
let paused = false;
let goOn = () => {};
let stop = new AbortController();

// To the hub, listening is use of the session: a screen that is locked must not listen, or whoever
// left it stays signed in.
export function pauseLive(pause: boolean): void {
  if (pause === paused) return;
  paused = pause;
  if (pause) {
    stop.abort();
  } else {
    stop = new AbortController();
    goOn();
  }
}

let held = 0;
let missed = false;

function tell(): void {
  if (held > 0) missed = true;
  else watchers.forEach((watch) => watch());
}

// While a form is open, the page that it stands on stays as it is, so that nothing typed goes with
// it; what changed meanwhile shows once the form is closed, and sending it says who was first.
export function holdLive(): () => void {
  held++;
  return () => {
    if (--held > 0 || !missed) return;
    missed = false;
    tell();
  };
}

function changedHere(): void {
  channel?.postMessage("changed");
  tell();
}

// Follows the stream until this page goes. A hub without one, or none that answers, is asked from
// time to time instead.
async function listen(): Promise<never> {
  const { live } = await import("./liveClient");
  let position = 0n;
  for (;;) {
    if (paused) await new Promise<void>((go) => (goOn = go));
    let pause = PAUSE_MS;
    const call = { timeoutMs: 0, signal: stop.signal };
    try {
      for await (const answer of live.watch({ afterPosition: position }, call)) {
        position = answer.position;
        if (answer.reload || answer.referralCodes.length > 0 || answer.caseCodes.length > 0)
          changedHere();
      }
    } catch (error) {
      if (call.signal.aborted) continue;
      if (ConnectError.from(error).code === Code.Unimplemented) pause = POLL_MS;
      if (document.visibilityState === "visible") changedHere();
    }
    await new Promise((done) => setTimeout(done, pause));
  }
}

function start(): void {
  started = true;
  if (typeof BroadcastChannel !== "undefined") {
    channel = new BroadcastChannel(LOCK);
    channel.onmessage = tell;
  }
  // A page that was out of sight may have slept through what it was told.
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") tell();
  });
  if (navigator.locks) void navigator.locks.request(LOCK, listen);
  else void listen();
}

export function watchLive(changed: () => void): () => void {
  if (!started) start();
  watchers.add(changed);
  return () => watchers.delete(changed);
}
