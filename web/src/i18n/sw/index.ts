import type { Catalogue } from "../en";
import { first } from "./first";
import { rest } from "./rest";

export const sw: Catalogue = { ...first, ...rest };
