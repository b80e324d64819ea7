import type { Catalogue } from "../en";
import { actions } from "./actions";
import { common } from "./common";
import { audit, beds, board, court, directory, printed, printWhy } from "./county";
import { casefile, refer, referral, reveal, work } from "./desk";
import { events } from "./events";
import { facts, reasons } from "./reasons";
import { report } from "./report";
import { session } from "./session";

export const sw: Catalogue = {
  ...common,
  ...session,
  reasons,
  facts,
  events,
  actions,
  work,
  referral,
  reveal,
  casefile,
  refer,
  report,
  beds,
  court,
  board,
  audit,
  directory,
  printed,
  printWhy,
};
