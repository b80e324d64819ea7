// Refusals that may be met before anybody is signed in.
type Told = readonly [what: string, help: string];
export const keyed = <Key extends string>(told: Record<Key, Told>): Record<Key, Told> => told;

export const atTheDoor = keyed({
  NO_ANSWER: [
    "The hub does not answer.",
    "Check the network. What you typed is kept; send it again.",
  ],
  INTERNAL: ["Something went wrong in the hub.", "Try again in a moment."],
  ACCESS_UNAVAILABLE: ["Sessions can't be checked now.", "Wait a moment and send it again."],
  BAD_CREDENTIALS: [
    "Login name or password is wrong.",
    "Check both. After five wrong tries you must wait.",
  ],
  HUB_UNAVAILABLE: [
    "The hub can't be reached, or is being restarted.",
    "What you typed is kept. Send it again in a moment.",
  ],
  ONE_TIME_CODE_NEEDED: [
    "This account needs a code from your phone, too.",
    "Type the six digits that it shows now.",
  ],
  TOO_MANY_ATTEMPTS: ["Too many wrong tries.", "Wait a few minutes, then try again."],
  UNAUTHENTICATED: ["Your session has ended.", "Sign in again: nothing you typed is lost."],
  WRONG_ORIGIN: [
    "This page is not the hub's own.",
    "Close it, and open the hub's own address.",
  ],
});
