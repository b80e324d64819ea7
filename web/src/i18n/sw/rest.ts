import type { rest as Rest } from "../en/rest";
import { actions } from "./actions";
import { audit, beds, board, court, directory, notPrinted, printed, printWhy } from "./county";
import { casefile, refer, referral, reveal, work } from "./desk";
import { events } from "./events";
import { fields } from "./fields";
import { facts, lacking, reasons } from "./reasons";
import { oneTime } from "./oneTime";
import { report } from "./report";

export const rest: typeof Rest = {
  reasons,
  facts,
  lacking,
  events,
  fields,
  oneTime,
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
  notPrinted,
  printWhy,
};
