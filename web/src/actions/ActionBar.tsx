import { useState } from "react";
import { useI18n } from "../i18n";
import { Button } from "../ui/Button";
import { Notice } from "../ui/parts";
import { ActionDialog, type Moved } from "./ActionDialog";
import type { Subject } from "./ActionFields";
import type { Body } from "./body";
import { nameOf, type Action } from "./definitions";
import { hasParts } from "./parts";

// The changes that the hub says this caller may make now; those that bring it on in front.
export function ActionBar({
  allowed,
  table,
  subject,
  version,
  first = 4,
  run,
  onDone,
  onConflict,
}: {
  allowed: readonly string[];
  table: Record<string, Action>;
  subject: Subject;
  version: bigint;
  first?: number;
  run: (method: string, body: Body) => Promise<unknown>;
  onDone: (method: string) => void;
  onConflict: () => Promise<Moved | undefined>;
}) {
  const { t } = useI18n();
  const [open, setOpen] = useState<Action>();
  const [done, setDone] = useState<string>();
  const names: Record<string, string> = t.actions.names;
  const may = Object.values(table).filter(
    (action) => allowed.includes(action.method) && hasParts(action, subject.file),
  );
  const isNext = (action: Action) => action.look === "primary";
  const usable = [...may.filter(isNext), ...may.filter((action) => !isNext(action))];
  const inFront = usable.slice(0, first);
  const behind = usable.slice(first);
  const button = (action: Action) => (
    <Button
      key={action.method}
      look={action.look ?? "secondary"}
      onClick={() => {
        setDone(undefined);
        setOpen(action);
      }}
    >
      {names[nameOf(action)]}
    </Button>
  );
  return (
    <div className="no-print">
      {done && (
        <Notice tone="good" title={`${names[done]}: ${t.actions.done.toLowerCase()}`} live />
      )}
      {usable.length === 0 && <p className="muted">{t.actions.nothing}</p>}
      <div className="row">{inFront.map(button)}</div>
      {behind.length > 0 && (
        <details className="more-actions">
          <summary>{t.actions.otherActions}</summary>
          <div className="row">{behind.map(button)}</div>
        </details>
      )}
      {open && (
        <ActionDialog
          action={open}
          subject={subject}
          version={version}
          onClose={() => setOpen(undefined)}
          onConflict={onConflict}
          run={(body) => run(open.method, body)}
          onDone={() => {
            setDone(nameOf(open));
            setOpen(undefined);
            onDone(open.method);
          }}
        />
      )}
    </div>
  );
}
