// Sending a change. A change has one request_id from the first try to the last, and another only
// when what it says is another: the hub does it once, however often it is sent.
import { refusalOf } from "./refusal";

export type RequestIds = (body: unknown) => string;

// For one form: the same body has the same id, also after a failure.
export function newRequestIds(): RequestIds {
  const ids = new Map<string, string>();
  return (body) => {
    const said = JSON.stringify(body, (_, value: unknown) =>
      typeof value === "bigint" ? value.toString() : value,
    );
    let id = ids.get(said);
    if (!id) ids.set(said, (id = crypto.randomUUID()));
    return id;
  };
}

const PAUSES_MS = [300, 900, 2500];

// Tries again while the hub could not answer; any other answer is the answer.
export async function send<Reply>(call: () => Promise<Reply>): Promise<Reply> {
  for (let attempt = 0; ; attempt++) {
    try {
      return await call();
    } catch (error) {
      const pause = PAUSES_MS[attempt];
      const refusal = refusalOf(error);
      if (!refusal.retryable || pause === undefined) throw error;
      await new Promise((done) =>
        setTimeout(done, Math.max(pause, refusal.waitMs) * (0.7 + Math.random() * 0.6)),
      );
    }
  }
}

// Sends one change of a form. What is said again once it was done is another change.
export async function change<Body extends object, Reply>(
  ids: { current: RequestIds },
  body: Body,
  call: (request: Body & { requestId: string }) => Promise<Reply>,
): Promise<Reply> {
  const reply = await send(() => call({ ...body, requestId: ids.current(body) }));
  ids.current = newRequestIds();
  return reply;
}
