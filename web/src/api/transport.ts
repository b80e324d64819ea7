// The one door to the hub: Connect's protocol with JSON, on the page's own origin. The session is an
// HttpOnly cookie, so no script ever holds it.
import { Code, ConnectError, type Interceptor } from "@connectrpc/connect";
import { createConnectTransport } from "@connectrpc/connect-web";
import { noteAge } from "./age";
import { floor, raise } from "./revision";

// No answer came, so nobody knows whether the hub did it. The same request may be sent again.
// (Marked rather than a class of its own: every ConnectError passes for an instance of its subclasses.)
const unanswered = new WeakSet<object>();

export function noAnswer(): ConnectError {
  const error = new ConnectError("no answer", Code.Unavailable);
  unanswered.add(error);
  return error;
}

export const isNoAnswer = (error: unknown): boolean =>
  typeof error === "object" && error !== null && unanswered.has(error);

const watchers = new Set<(answered: boolean) => void>();

// Tells whether the hub answered at all, call by call: better than the browser's idea of "online".
export function watchAnswers(watch: (answered: boolean) => void): () => void {
  watchers.add(watch);
  return () => watchers.delete(watch);
}

async function reach(input: RequestInfo | URL, init?: RequestInit): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(input, { ...init, credentials: "same-origin", cache: "no-store" });
  } catch (error) {
    if (init?.signal?.aborted) throw error;
    for (const watch of watchers) watch(false);
    throw noAnswer();
  }
  // A door without a hub behind it is no answer of the hub.
  const reached = response.status !== 502 && response.status !== 504;
  for (const watch of watchers) watch(reached);
  return response;
}

interface Revised {
  revision?: bigint;
  minRevision?: bigint;
}

// Reads ask for at least what this page has written or seen, so nothing goes back in time.
const readYourWrites: Interceptor = (next) => async (request) => {
  if (!request.stream) {
    const message = request.message as Revised;
    if (message.minRevision === 0n) message.minRevision = floor();
  }
  const response = await next(request);
  if (!response.stream) raise((response.message as Revised).revision);
  return response;
};

// The hub tells a reply's age while its log does not answer. A log that does is never so far behind.
const AGE = "rufaa-age-ms";
const OLD_MS = 30_000;

// What has no revision was not read from the log.
const tellAge: Interceptor = (next) => async (request) => {
  const response = await next(request);
  if (!response.stream && (response.message as Revised).revision !== undefined) {
    const ms = Number(response.trailer.get(AGE) ?? 0);
    noteAge(request.service.typeName, ms > OLD_MS ? new Date(Date.now() - ms) : undefined);
  }
  return response;
};

export const transport = createConnectTransport({
  baseUrl: "/",
  defaultTimeoutMs: 20_000,
  fetch: reach,
  interceptors: [readYourWrites, tellAge],
});
