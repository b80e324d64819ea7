import { useCallback, useEffect, useRef, useState, type FormEvent, type ReactNode } from "react";
import { isSignedOut, refusalOf, type Refusal } from "../api/refusal";
import { useCaller, useSession } from "../app/session";
import { Compartment, type ChildIdentity, type Purpose } from "../gen/rufaa/common/v1/common_pb";
import { useI18n } from "../i18n";
import { Button } from "../ui/Button";
import { Checkboxes, SelectField } from "../ui/Field";
import { Facts, Notice } from "../ui/parts";
import { RefusalNotice } from "../ui/States";
import { StepUp } from "../ui/StepUp";
import { purposeCode, purposesOf } from "./purposes";

const SECONDS = 60;

export interface Opened {
  identity?: ChildIdentity;
  location?: string;
  narratives?: string[];
  justice?: string[];
  medical?: string[];
  question?: string;
  answer?: string;
}

// Names, and what was written, stay hidden until somebody says why they are needed; then for a minute,
// on this page alone.
export function Reveal({
  parts,
  read,
  note,
  title,
}: {
  // What may be chosen; names alone when absent.
  parts?: readonly Compartment[];
  read: (purpose: Purpose, parts: Compartment[]) => Promise<Opened>;
  note?: ReactNode;
  // What is opened, if it is not the child's names.
  title?: string;
}) {
  const { t, label } = useI18n();
  const { sessionEnded } = useSession();
  const { role } = useCaller();
  const [opened, setOpened] = useState<{ parts: Opened; until: number }>();
  const [refusal, setRefusal] = useState<Refusal>();
  // Of several parts the hub opens all or none.
  const [partClosed, setPartClosed] = useState(false);
  const [busy, setBusy] = useState(false);
  const [stepping, setStepping] = useState<{ purpose: Purpose; chosen: Compartment[] }>();
  const compartments: Record<number, string> = t.compartments;
  const section = useRef<HTMLElement>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  const hadFocus = useRef(false);
  // The form goes when its answer comes, and the answer when it is hidden: who was in it goes on from
  // the heading, and hears what now stands there.
  const show = useCallback((next: typeof opened) => {
    hadFocus.current = section.current?.contains(document.activeElement) ?? false;
    setOpened(next);
  }, []);
  const hide = useCallback(() => show(undefined), [show]);
  useEffect(() => {
    if (hadFocus.current) heading.current?.focus();
    hadFocus.current = false;
  }, [opened]);

  const open = async (purpose: Purpose, chosen: Compartment[]) => {
    setBusy(true);
    setRefusal(undefined);
    setPartClosed(false);
    try {
      const parts = await read(purpose, chosen);
      show({ parts, until: Date.now() + SECONDS * 1000 });
    } catch (error) {
      const refused = refusalOf(error);
      if (isSignedOut(refused)) sessionEnded();
      if (refused.reason === "STEP_UP_REQUIRED") setStepping({ purpose, chosen });
      else if (refused.reason === "NOT_PERMITTED" && chosen.length > 1) setPartClosed(true);
      else setRefusal(refused);
    } finally {
      setBusy(false);
    }
  };
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const data = new FormData(event.currentTarget);
    const chosen = parts ? data.getAll("parts").map(Number) : [Compartment.IDENTITY];
    void open(Number(data.get("purpose")), chosen.length ? chosen : [Compartment.IDENTITY]);
  };

  return (
    <section ref={section} className="sheet reveal" aria-label={title ?? t.reveal.title}>
      <h2 ref={heading} tabIndex={-1}>
        {title ?? t.reveal.title}
      </h2>
      {opened ? (
        <OpenParts opened={opened.parts} until={opened.until} hide={hide} />
      ) : (
        <form onSubmit={submit}>
          <p className="hint">{t.reveal.hidden}</p>
          {note}
          <SelectField
            label={t.reveal.why}
            name="purpose"
            required
            choices={purposesOf(role).map(
              (purpose) => [String(purpose), label("purpose", purposeCode(purpose))] as const,
            )}
          />
          {parts && (
            <Checkboxes
              label={t.reveal.what}
              name="parts"
              chosen={["1"]}
              choices={parts.map((part) => [String(part), compartments[part] ?? ""] as const)}
            />
          )}
          {partClosed && (
            <Notice tone="bad" title={t.reveal.partClosed} live>
              <p>{t.reveal.partClosedHelp}</p>
            </Notice>
          )}
          {refusal && <RefusalNotice refusal={refusal} />}
          <Button look="primary" type="submit" busy={busy}>
            {t.reveal.open}
          </Button>
        </form>
      )}
      {stepping && (
        <StepUp
          onClose={() => setStepping(undefined)}
          onDone={() => {
            setStepping(undefined);
            void open(stepping.purpose, stepping.chosen);
          }}
        />
      )}
    </section>
  );
}

// However often the page around it is drawn again: what was opened is hidden at `until`.
function OpenParts({
  opened,
  until,
  hide,
}: {
  opened: Opened;
  until: number;
  hide: () => void;
}) {
  const { t } = useI18n();
  const [left, setLeft] = useState(SECONDS);
  useEffect(() => {
    const timer = setInterval(() => {
      const now = Math.ceil((until - Date.now()) / 1000);
      if (now <= 0) hide();
      else setLeft(now);
    }, 500);
    return () => clearInterval(timer);
  }, [until, hide]);
  const id = opened.identity;
  const list = (lines: string[] | undefined) =>
    lines?.length ? (
      <ul className="plain">
        {lines.map((line, i) => (
          <li key={i}>{line}</li>
        ))}
      </ul>
    ) : undefined;
  const empty =
    !id &&
    !opened.location &&
    !opened.narratives?.length &&
    !opened.justice?.length &&
    !opened.medical?.length &&
    !opened.question &&
    !opened.answer;
  return (
    <div className="opened">
      {empty && <p>{t.reveal.nothing}</p>}
      <Facts
        rows={[
          id && [
            t.reveal.names,
            <strong>
              {[id.firstName, id.otherNames, id.surname].filter(Boolean).join(" ") || t.unknown}
            </strong>,
          ],
          id?.birthDate && [
            t.reveal.birth,
            id.birthDate + (id.birthDateEstimated ? ` (${t.reveal.estimated})` : ""),
          ],
          id?.phone && [t.reveal.phone, id.phone],
          id?.caregiverName && [t.reveal.caregiver, id.caregiverName],
          id?.caregiverPhone && [t.reveal.caregiverPhone, id.caregiverPhone],
          opened.location && [t.reveal.location, opened.location],
          [t.reveal.narratives, list(opened.narratives)],
          [t.reveal.justice, list(opened.justice)],
          [t.reveal.medical, list(opened.medical)],
          opened.question && [t.referral.question, opened.question],
          opened.answer && [t.referral.answer, opened.answer],
        ]}
      />
      <div className="row">
        <Button onClick={hide}>{t.reveal.hide}</Button>
        <span className="muted" aria-hidden="true">
          {t.reveal.left(left)}
        </span>
      </div>
    </div>
  );
}
