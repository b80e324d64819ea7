// Between the hub's timestamps and the browser's dates. Everything is shown and typed in East Africa
// Time, which has no summer time, wherever the device thinks it is.
import { timestampDate, timestampFromDate, type Timestamp } from "@bufbuild/protobuf/wkt";

const EAT_MS = 3 * 3600_000;

export const dateOf = (time: Timestamp | undefined): Date | undefined =>
  time && timestampDate(time);

export const stampOf = (date: Date): Timestamp => timestampFromDate(date);

// "2026-11-24T17:05", as forms hold a day and hour.
export const toLocalInput = (date: Date): string =>
  new Date(date.getTime() + EAT_MS).toISOString().slice(0, 16);

// "2026-11-24", for an <input type="date">.
export const toDateInput = (date: Date): string => toLocalInput(date).slice(0, 10);

// "2026-11-24T17:05:09+03:00", for a spreadsheet: sorts, and says whose time it is.
export const inFiles = (date: Date | undefined): string =>
  date ? `${new Date(date.getTime() + EAT_MS).toISOString().slice(0, 19)}+03:00` : "";

// Nothing for what is not a day and an hour.
export function fromLocalInput(text: string): Date | undefined {
  if (!/^\d{4,}-\d\d-\d\dT\d\d:\d\d$/.test(text)) return undefined;
  const date = new Date(`${text}:00+03:00`);
  return Number.isNaN(date.getTime()) ? undefined : date;
}

// "14:30" from what people type for it: "14:30", "14.30", "1430", "9:05". "9" alone is not taken: in
// Kiswahili it may be three in the afternoon.
export function hourTyped(text: string): string | undefined {
  const found = /^(\d{1,2})[:.]?(\d\d)$/.exec(text.trim());
  if (!found || Number(found[1]) > 23 || Number(found[2]) > 59) return undefined;
  return `${found[1]!.padStart(2, "0")}:${found[2]}`;
}
