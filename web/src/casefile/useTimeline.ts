import { casework } from "../api/casework";
import { allPages, useLoad, type Loaded } from "../app/useLoad";
import type { TimelineEntry } from "../gen/rufaa/casework/v1/casework_pb";

export function useTimeline(code: string, round: number): Loaded<TimelineEntry[]> {
  return useLoad(
    () =>
      allPages(async (pageToken) => {
        const page = await casework.getTimeline({ caseCode: code, pageSize: 500, pageToken });
        return { items: page.entries, next: page.nextPageToken };
      }),
    ["timeline", code, round],
  );
}
