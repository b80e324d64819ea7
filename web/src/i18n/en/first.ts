// What the first page says; the words of all others come after it.
import { common } from "./common";
import { atTheDoor } from "./refusedFirst";
import { session } from "./session";

export const first = { ...common, ...session, reasons: atTheDoor };
