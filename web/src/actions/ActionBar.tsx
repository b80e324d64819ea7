import { useState } from "react";
import { useI18n } from "../i18n";
import { Button } from "../ui/Button";
import { Notice } from "../ui/parts";
import { ActionDialog } from "./ActionDialog";
import type { Subject } from "./ActionFields";
import type { Body } from "./body";
import type { Action } from "./definitions";

// The changes that the hub says this caller may make now; the likely ones in front.
export function ActionBar({
  allowed,
  table,
  subject,
  first = 4,
  run,
  onDone,
  onConflict,
}: {
  allowed: readonly string[];
  table: Record<string, Action>;
  subject: Subject;
  first?: number;
  run: (method: string, body: Body) => Promise<unknown>;
  onDone: (method: string) => void;
  onConflict?: () => Promise<string | undefined>;
}) {
  const { t } = useI18n();
  // Opened with the version that was on the screen then: what is sent is about what was seen.
  const [open, setOpen] = useState<{ action: Action; run: typeof run }>();
  const [done, setDone] = useState<string>();
  const names: Record<string, string> = t.actions.names;
  const usable = Object.values(table).filter((action) => allowed.includes(action.method));
  const inFront = usable.slice(0, first);
  const behind = usable.slice(first);
  const button = (action: Action) => (
    <Button
      key={action.method}
      look={action.look ?? "secondary"}
      onClick={() => {
        setDone(undefined);
        setOpen({ action, run });
      }}
    >
      {names[action.method]}
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
          action={open.action}
          subject={subject}
          onClose={() => setOpen(undefined)}
          onConflict={onConflict}
          run={(body) => open.run(open.action.method, body)}
          onDone={() => {
            setDone(open.action.method);
            setOpen(undefined);
            onDone(open.action.method);
          }}
        />
      )}
    </div>
  );
}
