import { casework } from "../api/casework";
import { allPages, useLoad, type Loaded } from "../app/useLoad";
import type { TimelineEntry } from "../gen/rufaa/casework/v1/casework_pb";

export const readTimeline = (caseCode: string): Promise<TimelineEntry[]> =>
  allPages(async (pageToken) => {
    const page = await casework.getTimeline({ caseCode, pageSize: 500, pageToken });
    return { items: page.entries, next: page.nextPageToken };
  });

export const useTimeline = (code: string, revision: bigint): Loaded<TimelineEntry[]> =>
  useLoad(() => readTimeline(code), ["timeline", code], revision);
