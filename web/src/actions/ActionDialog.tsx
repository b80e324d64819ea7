import { useEffect, useRef, useState, type FormEvent } from "react";
import { newRequestIds } from "../api/command";
import { holdLive } from "../api/live";
import { isConflict, isSignedOut, refusalOf, type Refusal } from "../api/refusal";
import { useBegun } from "../app/begun";
import { useSession } from "../app/session";
import { useI18n } from "../i18n";
import { Button } from "../ui/Button";
import { Dialog } from "../ui/Dialog";
import { Notice } from "../ui/parts";
import { RefusalNotice } from "../ui/States";
import { ActionFields, type Subject } from "./ActionFields";
import { bodyOf, type Body } from "./body";
import { nameOf, type Action } from "./definitions";
import { wrongFields } from "./wrong";

// How a thing stands that moved while a form about it was open.
export interface Moved {
  // Absent when it stands no more.
  version?: bigint;
  // By whom, and what, as a sentence; absent when it can't be told.
  said?: string;
}

// One change: its fields, its sending, and what the hub said. It keeps its request_id until the hub
// has answered, through lost networks and ended sessions.
export function ActionForm({
  action,
  subject,
  version: opened,
  run,
  onDone,
  onCancel,
  onConflict,
  submit,
}: {
  action: Action;
  subject: Subject;
  // As it was read: what is sent is about what was seen.
  version: bigint;
  run: (body: Body) => Promise<unknown>;
  onDone: () => void;
  onCancel?: () => void;
  // Reads again what somebody else changed meanwhile.
  onConflict: () => Promise<Moved | undefined>;
  submit?: string;
}) {
  const i18n = useI18n();
  const { t } = i18n;
  const { sessionEnded } = useSession();
  const [refusal, setRefusal] = useState<Refusal>();
  const [wrong, setWrong] = useState<Record<string, string>>({});
  const [version, setVersion] = useState(opened);
  const [first, setFirst] = useState<Moved>();
  const [begun, setBegun] = useState(false);
  useBegun(begun);
  const [busy, setBusy] = useState(false);
  const ids = useRef(newRequestIds());
  useEffect(() => holdLive(), []);
  const names: Record<string, string> = t.actions.names;
  const hints: Record<string, string> = t.actions.hints;

  const send = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (busy) return;
    const body = {
      ...bodyOf(action, new FormData(event.currentTarget)),
      expectedVersion: version,
    };
    setBusy(true);
    setRefusal(undefined);
    setFirst(undefined);
    setWrong({});
    try {
      await run({ ...body, requestId: ids.current(body) });
      setBegun(false);
      onDone();
    } catch (error) {
      const refused = refusalOf(error);
      setWrong(wrongFields(i18n, action, refused, body));
      if (isSignedOut(refused)) sessionEnded();
      if (isConflict(refused)) {
        // Told what changed, its writer may send the same form about the thing as it now stands.
        const moved = await onConflict().catch(() => undefined);
        setFirst(moved);
        if (moved?.version) setVersion(moved.version);
      }
      setRefusal(refused);
    } finally {
      setBusy(false);
    }
  };

  return (
    <form onSubmit={(event) => void send(event)} onInput={() => setBegun(true)}>
      {hints[nameOf(action)] && <p>{hints[nameOf(action)]}</p>}
      <ActionFields action={action} subject={subject} wrong={wrong} />
      {first && (
        <Notice tone="warn" title={t.actions.firstTitle} live>
          {first.said && <p>{first.said}</p>}
          {refusal?.reason === "WRONG_VERSION" && first.version && <p>{t.actions.sendAgain}</p>}
        </Notice>
      )}
      {refusal && (
        <RefusalNotice refusal={refusal} marked={Object.keys(wrong).length > 0} />
      )}
      <div className="buttons">
        <Button look={action.look === "warning" ? "warning" : "primary"} type="submit" busy={busy}>
          {submit ?? names[nameOf(action)]}
        </Button>
        {onCancel && (
          <Button look="quiet" onClick={onCancel}>
            {t.cancel}
          </Button>
        )}
      </div>
    </form>
  );
}

export function ActionDialog(props: Parameters<typeof ActionForm>[0] & { onClose: () => void }) {
  const { t } = useI18n();
  const names: Record<string, string> = t.actions.names;
  return (
    <Dialog title={names[nameOf(props.action)] ?? props.action.method} onClose={props.onClose}>
      <ActionForm {...props} onCancel={props.onClose} />
    </Dialog>
  );
}
