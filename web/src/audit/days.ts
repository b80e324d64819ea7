// Days as they are counted in East Africa Time.
export const dayStart = (day: string): Date => new Date(`${day}T00:00:00+03:00`);
export const DAY_MS = 24 * 3600_000;
