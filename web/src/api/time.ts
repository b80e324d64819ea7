// Between the hub's timestamps and the browser's dates. Everything is shown and typed in East Africa
// Time, which has no summer time, wherever the device thinks it is.
import { timestampDate, timestampFromDate, type Timestamp } from "@bufbuild/protobuf/wkt";

const EAT_MS = 3 * 3600_000;

export const dateOf = (time: Timestamp | undefined): Date | undefined =>
  time && timestampDate(time);

export const stampOf = (date: Date): Timestamp => timestampFromDate(date);

// "2026-11-24T17:05", for an <input type="datetime-local">.
export const toLocalInput = (date: Date): string =>
  new Date(date.getTime() + EAT_MS).toISOString().slice(0, 16);

// "2026-11-24", for an <input type="date">.
export const toDateInput = (date: Date): string => toLocalInput(date).slice(0, 10);

export function fromLocalInput(text: string): Date | undefined {
  const date = new Date(`${text}:00+03:00`);
  return text && !Number.isNaN(date.getTime()) ? date : undefined;
}
