import "../styles/refer.css";
import { useRef, useState } from "react";
import { change, newRequestIds } from "../api/command";
import { casework } from "../api/casework";
import { referral as api } from "../api/referral";
import { useBegun } from "../app/begun";
import { Link, useQuery } from "../app/router";
import { useLoad } from "../app/useLoad";
import { Compartment } from "../gen/rufaa/common/v1/common_pb";
import type { Case } from "../gen/rufaa/casework/v1/casework_pb";
import { useI18n } from "../i18n";
import { Button, ButtonLink } from "../ui/Button";
import { SelectField, TextArea } from "../ui/Field";
import { Page } from "../ui/Page";
import { Code, Notice } from "../ui/parts";
import { Show } from "../ui/States";
import { SimpleForm } from "../ui/SimpleForm";
import { Disclosure } from "./Disclosure";
import { Offers } from "./Offers";

// The officer asks another agency: what, whom, and exactly what they are told.
export default function ReferPage({ params }: { params: Record<string, string> }) {
  const { t } = useI18n();
  const code = params["code"]!;
  const loaded = useLoad(
    async () => (await casework.getCase({ caseCode: code })).caseFile,
    ["case", code],
  );
  return (
    <Page
      kind={t.refer.kind}
      title={t.refer.title}
      lead={
        <Link className="row-link" href={`/c/${code}`}>
          {t.casefile.kind}&nbsp;<Code>{code}</Code>
        </Link>
      }
    >
      <Show of={loaded}>{(file) => file && <Refer file={file} />}</Show>
    </Page>
  );
}

function Refer({ file }: { file: Case }) {
  const { t, choices, label } = useI18n();
  const ids = useRef(newRequestIds());
  const asked = useQuery("service");
  const need = useQuery("need");
  const [service, setService] = useState(asked);
  const [offer, setOffer] = useState<{ id: string; agency: string }>();
  const [note, setNote] = useState("");
  const [sent, setSent] = useState<string>();
  const presetOffer = useQuery("offer");
  useBegun(note.trim() !== "" && sent === undefined);

  if (sent) {
    return (
      <Notice tone="good" title={t.refer.done(sent)} live>
        <div className="row">
          <ButtonLink href={`/r/${sent}`}>
            {t.open} {sent}
          </ButtonLink>
          <ButtonLink href={`/c/${file.caseCode}`}>{t.refer.toCase}</ButtonLink>
          <Button
            onClick={() => {
              setSent(undefined);
              setOffer(undefined);
              setService("");
              setNote("");
            }}
          >
            {t.refer.again}
          </Button>
        </div>
      </Notice>
    );
  }
  const submit = async (data: FormData) => {
    const ticked = data.getAll("scope").map(Number) as Compartment[];
    // Without any the hub would open what is usual, and a note that was to stay closed.
    const scope = ticked.length > 0 ? ticked : [Compartment.IDENTITY];
    const body = {
      caseCode: file.caseCode,
      need: service === asked ? need : "",
      service,
      urgency: String(data.get("urgency")),
      toAgency: offer!.agency,
      offer: offer!.id,
      basis: String(data.get("basis")),
      note: note.trim(),
      scope,
    };
    const reply = await change(ids, body, (request) => api.sendReferral(request));
    setSent(reply.referral?.referralCode);
  };
  return (
    <div className="stack">
      <section className="sheet">
        <h2>{t.refer.what}</h2>
        <SelectField
          label={t.actions.fields.service}
          value={service}
          empty={t.choose}
          choices={choices("referral_reason")}
          onChange={(event) => {
            setService(event.target.value);
            setOffer(undefined);
          }}
        />
      </section>
      {service && (
        <section>
          <h2>{t.refer.who}</h2>
          <Offers
            file={file}
            service={service}
            preset={presetOffer}
            chosen={offer?.id}
            choose={setOffer}
          />
        </section>
      )}
      {offer && (
        <section className="sheet">
          <SimpleForm submit={t.refer.submit} onSubmit={submit}>
            <Disclosure
              file={file}
              agency={offer.agency}
              service={service}
              note={note.trim() !== ""}
            />
            <TextArea
              label={t.optional(t.refer.note)}
              hint={t.actions.hints.note}
              name="note"
              maxLength={4000}
              value={note}
              onChange={(event) => setNote(event.target.value)}
            />
            <SelectField
              label={t.refer.urgency}
              name="urgency"
              empty={t.refer.byRisk}
              choices={["emergency", "urgent", "normal"].map(
                (u) => [u, label("urgency", u.toUpperCase())] as const,
              )}
            />
          </SimpleForm>
        </section>
      )}
    </div>
  );
}
