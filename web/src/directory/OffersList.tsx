import { useState } from "react";
import { directory } from "../api/directory";
import { setQuery, useQuery } from "../app/router";
import { allPages, useLoad } from "../app/useLoad";
import { areas } from "../gen/areas";
import { useI18n } from "../i18n";
import { SelectField } from "../ui/Field";
import { Tag } from "../ui/parts";
import { Empty, Show } from "../ui/States";
import { useAgencies } from "./agencies";

export function OffersList() {
  const { t, label, choices, age } = useI18n();
  const { all, name } = useAgencies();
  const [service, setService] = useState("");
  const agency = useQuery("agency");
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
      <div className="row filters">
        <SelectField
          label={t.board.service}
          value={service}
          empty={t.casefile.all}
          choices={choices("referral_reason")}
          onChange={(event) => setService(event.target.value)}
        />
        <SelectField
          label={t.board.agency}
          value={agency}
          empty={t.board.all}
          choices={all.map((one) => [one.agency, one.displayName] as const)}
          onChange={(event) => setQuery("agency", event.target.value)}
        />
      </div>
      <Show of={loaded}>
        {(offers) => {
          const shown = offers.filter(
            (offer) =>
              (!service || offer.services.includes(service)) &&
              (!agency || offer.agency === agency),
          );
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
