import { useRef, useState } from "react";
import { change, newRequestIds } from "../api/command";
import { directory } from "../api/directory";
import { areas } from "../gen/areas";
import type { Agency } from "../gen/rufaa/directory/v1/directory_pb";
import type { CloseAgencyResponse } from "../gen/rufaa/directory/v1/directory_service_pb";
import { useI18n } from "../i18n";
import { Button } from "../ui/Button";
import { Dialog } from "../ui/Dialog";
import { Checkbox, Checkboxes, SelectField, TextField } from "../ui/Field";
import { Code, Tag } from "../ui/parts";
import { SimpleForm } from "../ui/SimpleForm";
import { Empty, Loading, RefusalNotice } from "../ui/States";
import { readAgencies, useAgencies } from "./agencies";
import { CloseAgency, Ended, ReopenAgency } from "./CloseAgency";

// Or come back.
const mayLeave = (agency: Agency) =>
  agency.allowedActions.includes("CloseAgency") || agency.allowedActions.includes("ReopenAgency");

export function Agencies({ administers }: { administers: boolean }) {
  const { t, label, choices, date } = useI18n();
  const { all, refusal } = useAgencies();
  const [kind, setKind] = useState("");
  const [text, setText] = useState("");
  const [adding, setAdding] = useState(false);
  const [opening, setOpening] = useState<Agency>();
  const [leaving, setLeaving] = useState<Agency>();
  const [ended, setEnded] = useState<CloseAgencyResponse>();
  const ids = useRef(newRequestIds());
  if (all.length === 0) {
    if (!refusal) return <Loading />;
    return <RefusalNotice refusal={refusal} again={() => void readAgencies()} />;
  }
  const shown = all.filter(
    (one) =>
      (!kind || one.kind === kind) && one.displayName.toLowerCase().includes(text.toLowerCase()),
  );
  const register = async (data: FormData) => {
    const value = (name: string) => String(data.get(name) ?? "").trim();
    const body = {
      agency: value("id"),
      kind: value("kind"),
      displayName: value("name"),
      unitType: value("unit"),
      subcounties: data.getAll("subcounties").map(String),
      placeOfSafety: data.get("safety") === "on",
    };
    await change(ids, body, (request) => directory.registerAgency(request));
    setAdding(false);
    await readAgencies();
  };
  const openDesk = async (data: FormData) => {
    const body = {
      agency: opening!.agency,
      desk: String(data.get("id")).trim(),
      displayName: String(data.get("name")).trim(),
    };
    await change(ids, body, (request) => directory.openDesk(request));
    setOpening(undefined);
    await readAgencies();
  };
  return (
    <>
      <div className="row filters">
        <TextField
          label={t.directory.find}
          type="search"
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
        <SelectField
          label={t.directory.kindOf}
          value={kind}
          empty={t.casefile.all}
          choices={choices("agency_kind")}
          onChange={(event) => setKind(event.target.value)}
        />
        {administers && <Button onClick={() => setAdding(true)}>{t.directory.register}</Button>}
      </div>
      {ended && <Ended ended={ended} />}
      {shown.length === 0 ? (
        <Empty title={t.directory.none} />
      ) : (
        <ul className="list">
          {shown.map((one) => (
            <li key={one.agency}>
              <div className="row">
                <strong>{one.displayName}</strong>
                {one.placeOfSafety && <Tag tone="good">{t.directory.safety}</Tag>}
                {one.closeTime && (
                  <Tag tone="bad">
                    {t.directory.closed} {date(one.closeTime)}:{" "}
                    {label("agency_close_reason", one.closeReason)}
                  </Tag>
                )}
                <span className="push muted small">{label("agency_kind", one.kind)}</span>
              </div>
              <p className="small muted">
                <Code>{one.agency}</Code> ·{" "}
                {one.subcounties.map((id) => areas[id]?.name ?? id).join(", ") ||
                  t.directory.everywhere}{" "}
                · {t.directory.desks}:{" "}
                {one.desks.map((desk) => desk.displayName || desk.desk).join(", ") || "–"}
              </p>
              {administers && (
                <div className="row">
                  {!one.closeTime && (
                    <Button look="quiet" onClick={() => setOpening(one)}>
                      {t.directory.openDesk}
                    </Button>
                  )}
                  {mayLeave(one) && (
                    <Button
                      look="quiet"
                      onClick={() => {
                        setEnded(undefined);
                        setLeaving(one);
                      }}
                    >
                      {one.closeTime ? t.directory.reopen : t.directory.close}
                    </Button>
                  )}
                </div>
              )}
            </li>
          ))}
        </ul>
      )}
      {leaving && !leaving.closeTime && (
        <CloseAgency
          agency={leaving}
          onCancel={() => setLeaving(undefined)}
          onDone={async (told) => {
            setLeaving(undefined);
            setEnded(told);
            await readAgencies();
          }}
        />
      )}
      {leaving?.closeTime && (
        <ReopenAgency
          agency={leaving}
          onCancel={() => setLeaving(undefined)}
          onDone={async () => {
            setLeaving(undefined);
            await readAgencies();
          }}
        />
      )}
      {opening && (
        <Dialog
          title={`${t.directory.openDesk}: ${opening.displayName}`}
          onClose={() => setOpening(undefined)}
        >
          <SimpleForm
            submit={t.directory.openDesk}
            onCancel={() => setOpening(undefined)}
            onSubmit={openDesk}
          >
            <TextField label={t.directory.name} name="name" required maxLength={120} />
            <TextField
              label={t.directory.id}
              name="id"
              required
              maxLength={64}
              pattern="[a-z0-9.\-]+"
            />
          </SimpleForm>
        </Dialog>
      )}
      {adding && (
        <Dialog title={t.directory.register} onClose={() => setAdding(false)}>
          <SimpleForm
            submit={t.directory.register}
            onCancel={() => setAdding(false)}
            onSubmit={register}
          >
            <TextField label={t.directory.name} name="name" required maxLength={120} />
            <TextField
              label={t.directory.id}
              name="id"
              required
              maxLength={64}
              pattern="[a-z0-9.\-]+"
            />
            <SelectField
              label={t.directory.kindOf}
              name="kind"
              required
              empty={t.choose}
              choices={choices("agency_kind")}
            />
            <SelectField
              label={t.optional(t.directory.unit)}
              name="unit"
              empty={t.none}
              choices={choices("unit_type")}
            />
            <Checkboxes
              label={t.directory.works}
              name="subcounties"
              choices={Object.entries(areas).map(([id, area]) => [id, area.name] as const)}
            />
            <Checkbox label={t.directory.safety} name="safety" />
          </SimpleForm>
        </Dialog>
      )}
    </>
  );
}
