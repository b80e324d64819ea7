import "../styles/beds.css";
import { useRef, useState } from "react";
import { change, newRequestIds } from "../api/command";
import { directory } from "../api/directory";
import { useCaller } from "../app/session";
import { useLoad } from "../app/useLoad";
import { areas } from "../gen/areas";
import type { Capacity, Offer } from "../gen/rufaa/directory/v1/directory_pb";
import { useI18n } from "../i18n";
import { Button } from "../ui/Button";
import { TextField } from "../ui/Field";
import { Page } from "../ui/Page";
import { Notice, Tag } from "../ui/parts";
import { SimpleForm } from "../ui/SimpleForm";
import { Empty, RefusalNotice, Show } from "../ui/States";
import { useAsk } from "../ui/useAsk";
import { PublishOffer, Withdraw } from "./OfferForms";

// A desk's own places and offers: what everybody else goes by when they refer to it.
export default function BedsPage(_: { params: Record<string, string> }) {
  const { t } = useI18n();
  const { agency } = useCaller();
  const loaded = useLoad(async () => {
    const [capacity, offers] = await Promise.all([
      directory.getCapacity({ agency }),
      directory.listOffers({ agency, pageSize: 500 }),
    ]);
    return { capacities: capacity.capacities, offers: offers.offers };
  }, [agency]);
  return (
    <Page
      kind={t.beds.kind}
      title={t.beds.title}
      lead={t.beds.lead}
      actions={loaded.data && <PublishOffer onDone={loaded.reload} />}
    >
      <Show of={loaded}>
        {({ capacities, offers }) => (
          <div className="stack">
            {capacities.length === 0 ? (
              <Empty title={t.beds.none} />
            ) : (
              <div className="cards">
                {capacities.map((capacity) => (
                  <Beds
                    key={capacity.offer}
                    capacity={capacity}
                    name={
                      offers.find((offer) => offer.offer === capacity.offer)?.displayName ??
                      capacity.offer
                    }
                    reload={loaded.reload}
                  />
                ))}
              </div>
            )}
            <h2>{t.beds.offers}</h2>
            {offers.length === 0 ? (
              <Empty title={t.beds.noOffers} />
            ) : (
              <ul className="list">
                {offers.map((offer) => (
                  <OfferRow key={offer.offer} offer={offer} reload={loaded.reload} />
                ))}
              </ul>
            )}
          </div>
        )}
      </Show>
    </Page>
  );
}

function Beds({
  capacity,
  name,
  reload,
}: {
  capacity: Capacity;
  name: string;
  reload: () => void;
}) {
  const { t, dateTime, age } = useI18n();
  const ids = useRef(newRequestIds());
  const { busy, refusal, ask } = useAsk();
  const [belowUsed, setBelowUsed] = useState(false);
  const [now, setNow] = useState(capacity);
  const shown = capacity.version >= now.version ? capacity : now;

  const count = (total: number, used: number) => {
    const { agency, offer, version: expectedVersion } = shown;
    const body = { agency, offer, total, used, expectedVersion };
    return ask(async () => {
      try {
        const reply = await change(ids, body, (request) => directory.countBeds(request));
        if (reply.capacity) setNow(reply.capacity);
      } finally {
        reload();
      }
    });
  };
  const { total, used, held, room } = shown;
  return (
    <section className="card beds" aria-label={name}>
      <h2>{name}</h2>
      <dl className="bed-figures">
        <div className={room > 0 ? "free" : "none"}>
          <dt>{t.beds.free}</dt>
          <dd>{room}</dd>
        </div>
        <div>
          <dt>{t.beds.held}</dt>
          <dd>{held}</dd>
        </div>
        <div>
          <dt>{t.beds.used}</dt>
          <dd>{used}</dd>
        </div>
        <div>
          <dt>{t.beds.total}</dt>
          <dd>{total}</dd>
        </div>
      </dl>
      <div className="row">
        <span>{t.beds.used}</span>
        <span className="stepper">
          <Button
            busy={busy}
            disabled={used <= 0}
            aria-label={t.beds.less}
            onClick={() => void count(total, used - 1)}
          >
            −
          </Button>
          <output aria-live="polite">{used}</output>
          <Button
            busy={busy}
            aria-label={t.beds.one}
            onClick={() => void count(total, used + 1)}
          >
            +
          </Button>
        </span>
        <Button look="primary" className="push" busy={busy} onClick={() => void count(total, used)}>
          {t.beds.confirm}
        </Button>
      </div>
      <p className="small muted">
        {t.beds.counted(dateTime(shown.countTime), age(shown.countTime))} · {t.beds.occupied}:{" "}
        {shown.occupied}
      </p>
      {used > total && <Notice tone="warn" title={t.beds.overFull(used - total)} />}
      {shown.stale && shown.countTime && <Notice tone="warn" title={t.beds.stale} />}
      {refusal && <RefusalNotice refusal={refusal} />}
      <details>
        <summary>{t.beds.totalChange}</summary>
        <SimpleForm
          submit={t.save}
          look="secondary"
          onSubmit={async (data) => {
            const inAll = Number(data.get("total"));
            // Nobody said that fewer are used: that would make free places which nobody counted.
            setBelowUsed(inAll < used);
            if (inAll >= used) await count(inAll, used);
          }}
        >
          <TextField
            label={t.beds.total}
            error={belowUsed ? t.beds.belowUsed(used) : undefined}
            name="total"
            type="number"
            min={0}
            max={1000}
            defaultValue={total}
            required
          />
        </SimpleForm>
      </details>
    </section>
  );
}

function OfferRow({ offer, reload }: { offer: Offer; reload: () => void }) {
  const { t, label } = useI18n();
  return (
    <li className="row">
      <span className="grow">
        <strong>{offer.displayName || offer.offer}</strong>
        <br />
        <span className="small">
          {offer.services.map((code) => label("referral_reason", code)).join(", ")}
        </span>
        <br />
        <span className="small muted">
          {t.beds.takes} {offer.sex ? label("sex", offer.sex).toLowerCase() : t.refer.anySex},{" "}
          {t.refer.ages(offer.ageMin, offer.ageMax || 17)},{" "}
          {offer.subcounties.map((id) => areas[id]?.name ?? id).join(", ") || t.refer.anywhere} ·{" "}
          {t.beds.hours}: {offer.hours || t.unknown}
        </span>
      </span>
      {offer.hasBeds && (
        <Tag tone={offer.room > 0 ? "good" : "bad"}>{t.refer.free(offer.room, offer.total)}</Tag>
      )}
      {offer.allowedActions.includes("WithdrawOffer") && <Withdraw offer={offer} onDone={reload} />}
    </li>
  );
}
