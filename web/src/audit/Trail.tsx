import { dateOf, inFiles } from "../api/time";
import { fieldWord, valueWords } from "../casefile/factWords";
import { useAgencies } from "../directory/agencies";
import type { TrailEntry } from "../gen/rufaa/audit/v1/audit_service_pb";
import { useI18n, type I18n } from "../i18n";
import { Code, Facts } from "../ui/parts";
import { Export } from "./Export";

// Each event as a plain sentence, with what changed beneath it.
export function Trail({ entries, whole }: { entries: readonly TrailEntry[]; whole: boolean }) {
  const i18n = useI18n();
  const { t, dateTime } = i18n;
  const name = useAgencies().name;
  return (
    <>
      <Export name="rufaa-trail.csv" rows={() => csvOf(entries, i18n)} whole={whole} />
      <ol className="timeline trail">
        {entries.map((entry, i) => (
          <li key={`${entry.position}/${i}`}>
            <p className="timeline-what">
              {sentence(entry, i18n, name)} <Code>{entry.stream.replace(/^[a-z-]+\//, "")}</Code>
            </p>
            <p className="timeline-when">
              {t.audit.happened} {dateTime(entry.occurTime)} · {t.audit.recorded}{" "}
              {dateTime(entry.recordTime)} · {t.audit.event} {entry.position.toString()}
              {entry.authority && ` · ${t.audit.authority} ${entry.authority}`}
              {entry.causedBy > 0n && ` · ${t.audit.cause} ${entry.causedBy}`}
            </p>
            {entry.changes.length > 0 && (
              <details>
                <summary>{t.audit.changes}</summary>
                <Facts
                  rows={entry.changes.map((change) => {
                    const said = (value: string) =>
                      value ? valueWords(i18n, name, change.field, value) : "–";
                    return [
                      fieldWord(i18n, change.field),
                      change.sealed ? (
                        <em>{t.audit.sealed}</em>
                      ) : change.oldValue ? (
                        `${said(change.oldValue)} → ${said(change.newValue)}`
                      ) : (
                        said(change.newValue)
                      ),
                    ] as const;
                  })}
                />
              </details>
            )}
          </li>
        ))}
      </ol>
    </>
  );
}

function sentence(entry: TrailEntry, { t }: I18n, name: (id: string) => string): string {
  const events: Record<string, string> = t.events;
  const roles: Record<string, string> = t.roles;
  const did = events[entry.eventType] ?? entry.eventType;
  const by = entry.actor;
  if (!by || by.person === "system") return `${t.roles.system}: ${did}`;
  return t.audit.sentence(by.person, roles[by.role] ?? by.role, name(by.agency), did);
}

function csvOf(entries: readonly TrailEntry[], { t }: I18n): string[][] {
  const head = [
    t.audit.event,
    t.audit.happened,
    t.audit.recorded,
    "type",
    "stream",
    t.audit.subjects.person,
    t.audit.agency,
    t.directory.role,
    t.audit.authority,
    t.audit.changes,
  ];
  return [
    head,
    ...entries.map((entry) => [
      entry.position.toString(),
      inFiles(dateOf(entry.occurTime)),
      inFiles(dateOf(entry.recordTime)),
      entry.eventType,
      entry.stream,
      entry.actor?.person ?? "",
      entry.actor?.agency ?? "",
      entry.actor?.role ?? "",
      entry.authority,
      entry.changes
        .map(
          (change) =>
            `${change.field}: ${change.sealed ? t.audit.sealed : `${change.oldValue} > ${change.newValue}`}`,
        )
        .join("; "),
    ]),
  ];
}
