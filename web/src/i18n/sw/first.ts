import type { first as First } from "../en/first";
import { common } from "./common";
import { atTheDoor } from "./refusedFirst";
import { session } from "./session";

export const first: typeof First = { ...common, ...session, reasons: atTheDoor };
