import { stampOf } from "../api/time";

// Days as they are counted in East Africa Time.
export const dayStart = (day: string): Date => new Date(`${day}T00:00:00+03:00`);
export const DAY_MS = 24 * 3600_000;

// Of a question about the days from one to the other, each as it is typed; "": without an end there.
export function timesOf(from: string, to: string) {
  return {
    fromTime: from ? stampOf(dayStart(from)) : undefined,
    // The day named is meant whole.
    toTime: to ? stampOf(new Date(dayStart(to).getTime() + DAY_MS)) : undefined,
  };
}
