import { useEffect } from "react";
import { committee } from "../api/committee";
import { directory } from "../api/directory";
import { useLoad } from "../app/useLoad";
import { useAgencies } from "../directory/agencies";
import { areas } from "../gen/areas";
import type { Case } from "../gen/rufaa/casework/v1/casework_pb";
import type { Offer } from "../gen/rufaa/directory/v1/directory_pb";
import { useI18n } from "../i18n";
import { Tag } from "../ui/parts";
import { Empty, Show } from "../ui/States";

interface Chosen {
  id: string;
  agency: string;
}

// Who offers a service to such a child, with room first, as the hub orders them.
export function Offers({
  file,
  service,
  preset,
  chosen,
  choose,
}: {
  file: Case;
  service: string;
  preset: string;
  chosen: string | undefined;
  choose: (offer: Chosen) => void;
}) {
  const { t } = useI18n();
  const loaded = useLoad(
    async () =>
      (
        await directory.findOffers({
          service,
          sex: file.sex,
          // A case kept by an older console has no bands.
          ageBand: file.ageBands || file.ageBand,
          subcounty: file.subcounty,
          pageSize: 100,
        })
      ).offers,
    [service, file.caseCode],
  );
  // How fast an agency answers is the board's to tell, to those who may see it.
  const rates = useLoad(async () => (await committee.getBoard({})).agencies, ["rates"]);
  const found = loaded.data?.find((offer) => offer.offer === preset);
  useEffect(() => {
    if (found) choose({ id: found.offer, agency: found.agency });
    // Once, when the list with the offer that a link named has come.
  }, [found?.offer]);
  return (
    <Show of={loaded}>
      {(offers) =>
        offers.length === 0 ? (
          <Empty title={t.refer.noOffers} />
        ) : (
          <div className="cards" role="radiogroup" aria-label={t.refer.who}>
            {offers.map((offer) => (
              <Card
                key={`${offer.agency}/${offer.offer}`}
                offer={offer}
                chosen={chosen === offer.offer}
                choose={choose}
                median={rates.data?.find((one) => one.agency === offer.agency)?.toDecide?.p50Hours}
              />
            ))}
          </div>
        )
      }
    </Show>
  );
}

function Card({
  offer,
  chosen,
  choose,
  median,
}: {
  offer: Offer;
  chosen: boolean;
  choose: (offer: Chosen) => void;
  median: number | undefined;
}) {
  const { t, label, age, hours } = useI18n();
  const agency = useAgencies().name;
  const where = offer.subcounties.map((id) => areas[id]?.name ?? id).join(", ");
  return (
    <label className={chosen ? "card offer chosen" : "card offer"}>
      <span className="row">
        <input
          type="radio"
          name="offer"
          checked={chosen}
          onChange={() => choose({ id: offer.offer, agency: offer.agency })}
        />
        <strong>{agency(offer.agency)}</strong>
      </span>
      <span>{offer.displayName}</span>
      <span className="row">
        {offer.hasBeds ? (
          <Tag tone={offer.room > 0 ? "good" : "bad"}>
            {offer.room > 0 ? t.refer.free(offer.room, offer.total) : t.refer.full}
          </Tag>
        ) : (
          <Tag>{t.refer.uncounted}</Tag>
        )}
        {offer.hasBeds && (
          <span className="small muted">
            {offer.stale && offer.countTime ? t.refer.stale : t.refer.figure(age(offer.countTime))}
          </span>
        )}
      </span>
      <span className="small">
        {t.refer.takes} {offer.sex ? label("sex", offer.sex).toLowerCase() : t.refer.anySex},{" "}
        {t.refer.ages(offer.ageMin, offer.ageMax || 17)}, {where || t.refer.anywhere}
      </span>
      <span className="small">
        {t.refer.hours}: {offer.hours || t.unknown}
      </span>
      <span className="small">
        {t.refer.reply}: {median !== undefined && median >= 0 ? hours(median) : t.refer.noReply}
      </span>
    </label>
  );
}
