// What happened to a case while a form about it was open.
import type { Moved } from "../actions/ActionDialog";
import { casework } from "../api/casework";
import type { TimelineEntry } from "../gen/rufaa/casework/v1/casework_pb";
import type { I18n } from "../i18n";
import { readTimeline } from "./useTimeline";

export type AgencyName = (agency: string) => string;

export function whoDid({ t }: I18n, agency: AgencyName, { actor }: TimelineEntry): string {
  const roles: Record<string, string> = t.roles;
  return !actor || actor.person === "system"
    ? t.roles.system
    : `${roles[actor.role] ?? actor.role}, ${agency(actor.agency)}`;
}

// `since`: the revision that the form's page was read at.
export async function whatChanged(
  caseCode: string,
  since: bigint,
  i18n: I18n,
  agency: AgencyName,
): Promise<Moved | undefined> {
  const now = (await casework.getCase({ caseCode })).caseFile;
  if (!now) return undefined;
  const events: Record<string, string> = i18n.t.events;
  const told = (await readTimeline(caseCode).catch(() => []))
    .filter((entry) => entry.position > since && entry.eventType.startsWith("case."))
    .map(
      (entry) =>
        `${whoDid(i18n, agency, entry)}: ${events[entry.eventType] ?? entry.eventType}, ` +
        `${i18n.dateTime(entry.recordTime)}.`,
    );
  return { version: now.version, said: told.slice(-5).join(" ") || undefined };
}
