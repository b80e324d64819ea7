// Word that something changed, as it happens. A browser opens few connections to one place, so its
// tabs share one stream: whoever holds the lock listens and tells the others.
import { Code, ConnectError } from "@connectrpc/connect";
import { floor } from "./revision";

const LOCK = "rufaa-live";
const POLL_MS = 20_000;
const PAUSE_MS = 3_000;
// The hub says something every 20 seconds: who hears nothing for so long has no connection any
// more, whatever the browser believes.
const SILENT_MS = 45_000;

const watchers = new Set<() => void>();
let channel: BroadcastChannel | undefined;
let started = false;
let paused = false;
let pauses = 0;
let goOn = () => {};
let breakOff = () => {};

// What a page is told of, it reads again, and reading is use of the session: a screen that is
// locked must not, or whoever left it stays signed in. Another tab may listen meanwhile.
export function pauseLive(pause: boolean): void {
  if (pause === paused) return;
  paused = pause;
  if (pause) {
    pauses++;
    return breakOff();
  }
  goOn();
  catchUp();
}

let held = 0;
let missed = false;

// Has the pages read again, unless the screen is locked or a form is open: then later.
export function tell(): void {
  if (held > 0 || paused) missed = true;
  else watchers.forEach((watch) => watch());
}

function catchUp(): void {
  if (held > 0 || paused || !missed) return;
  missed = false;
  tell();
}

// While a form is open, the page that it stands on stays as it is, so that nothing typed goes with
// it; what changed meanwhile shows once the form is closed, and sending it says who was first.
export function holdLive(): () => void {
  held++;
  return () => {
    held--;
    catchUp();
  };
}

// The last position that this tab was told, by the hub or by the tab that listens: whoever takes
// over goes on from there. Who was told nothing goes on from what its page has read.
let position = 0n;
const since = (): bigint => (position > 0n ? position : floor());

// The worklists' counts as last told. Every stream begins with them; that they move, as when a
// deadline passes, may be all there is to tell of.
let counted = "";

interface Word {
  position: bigint;
  changed: boolean;
  // "": nothing was said of them.
  counts: string;
}

function hear(word: Word): void {
  // Who leads without an answer yet knows no position.
  if (word.position > 0n) position = word.position;
  const moved = word.counts && counted && word.counts !== counted;
  counted = word.counts || counted;
  if (word.changed || moved) tell();
}

function spread(word: Word): void {
  channel?.postMessage(word);
  hear(word);
}

// Listens until the hub ends the stream, it breaks, or nothing is heard for too long.
async function listen(): Promise<void> {
  const { live } = await import("./liveClient");
  const call = new AbortController();
  const hangUp = () => call.abort();
  breakOff = hangUp;
  if (paused) return;
  let silent = setTimeout(hangUp, SILENT_MS);
  try {
    const options = { timeoutMs: 0, signal: call.signal };
    for await (const answer of live.watch({ afterPosition: since() }, options)) {
      clearTimeout(silent);
      silent = setTimeout(hangUp, SILENT_MS);
      const codes = answer.referralCodes.length + answer.caseCodes.length;
      spread({
        position: answer.position,
        changed: answer.reload || codes > 0,
        counts: answer.counts.map(({ queue, count }) => `${queue}:${count}`).join(),
      });
    }
  } finally {
    clearTimeout(silent);
  }
}

const wait = (ms: number): Promise<void> =>
  new Promise((done) => {
    const timer = setTimeout(done, ms);
    breakOff = () => {
      clearTimeout(timer);
      done();
    };
  });

// Follows the stream until the screen is locked. A hub without one, or none that answers, is asked
// from time to time instead.
async function follow(): Promise<void> {
  while (!paused) {
    let pause = PAUSE_MS;
    const before = pauses;
    try {
      await listen();
    } catch (error) {
      if (pauses !== before) continue;
      if (ConnectError.from(error).code === Code.Unimplemented) pause = POLL_MS;
      if (document.visibilityState === "visible") spread({ position, changed: true, counts: "" });
    }
    if (!paused) await wait(pause);
  }
}

async function lead(): Promise<never> {
  for (;;) {
    if (paused) await new Promise<void>((go) => (goOn = go));
    if (navigator.locks) await navigator.locks.request(LOCK, follow);
    else await follow();
  }
}

function start(): void {
  started = true;
  if (typeof BroadcastChannel !== "undefined") {
    channel = new BroadcastChannel(LOCK);
    channel.onmessage = ({ data }: MessageEvent<Word>) => hear(data);
  }
  // A page that was out of sight may have slept through what it was told.
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") tell();
  });
  void lead();
}

export function watchLive(changed: () => void): () => void {
  if (!started) start();
  watchers.add(changed);
  return () => watchers.delete(changed);
}
