import { useState } from "react";
import { directory } from "../api/directory";
import { allPages, useLoad } from "../app/useLoad";
import { areas } from "../gen/areas";
import { useI18n } from "../i18n";
import { SelectField } from "../ui/Field";
import { Tag } from "../ui/parts";
import { Empty, Show } from "../ui/States";
import { useAgencies } from "./agencies";

export function OffersList() {
  const { t, label, choices, age } = useI18n();
  const name = useAgencies().name;
  const [service, setService] = useState("");
  const loaded = useLoad(
    () =>
      allPages(async (pageToken) => {
        const page = await directory.listOffers({ pageSize: 500, pageToken });
        return { items: page.offers, next: page.nextPageToken };
      }),
    ["offers"],
  );
  return (
    <>
      <SelectField
        label={t.board.service}
        value={service}
        empty={t.casefile.all}
        choices={choices("referral_reason")}
        onChange={(event) => setService(event.target.value)}
      />
      <Show of={loaded}>
        {(offers) => {
          const shown = offers.filter((offer) => !service || offer.services.includes(service));
          return shown.length === 0 ? (
            <Empty title={t.directory.none} />
          ) : (
            <ul className="list">
              {shown.map((offer) => (
                <li key={`${offer.agency}/${offer.offer}`}>
                  <div className="row">
                    <strong>{offer.displayName || offer.offer}</strong>
                    <span className="push">
                      {offer.hasBeds ? (
                        <Tag tone={offer.room > 0 ? "good" : "bad"}>
                          {t.refer.free(offer.room, offer.total)},{" "}
                          {t.refer.figure(age(offer.countTime))}
                        </Tag>
                      ) : (
                        <Tag>{t.refer.uncounted}</Tag>
                      )}
                    </span>
                  </div>
                  <p className="small muted">
                    {name(offer.agency)} ·{" "}
                    {offer.services.map((code) => label("referral_reason", code)).join(", ")} ·{" "}
                    {t.refer.ages(offer.ageMin, offer.ageMax || 17)} ·{" "}
                    {offer.subcounties.map((id) => areas[id]?.name ?? id).join(", ") ||
                      t.refer.anywhere}{" "}
                    · {offer.hours}
                  </p>
                </li>
              ))}
            </ul>
          );
        }}
      </Show>
    </>
  );
}
