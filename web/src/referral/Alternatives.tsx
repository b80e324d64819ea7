import { referral as api } from "../api/referral";
import { Link } from "../app/router";
import { useCaller } from "../app/session";
import { useLoad } from "../app/useLoad";
import { useAgencies } from "../directory/agencies";
import { areas } from "../gen/areas";
import type { Alternative, Referral } from "../gen/rufaa/referral/v1/referral_pb";
import { useI18n } from "../i18n";
import { Show } from "../ui/States";

// After a decline the need stays open: who else offers the same, with room.
export function Alternatives({ referral, found }: { referral: Referral; found?: Alternative[] }) {
  const { t } = useI18n();
  return (
    <section className="sheet">
      <h2>{t.referral.alternatives}</h2>
      {found ? <List referral={referral} list={found} /> : <Find referral={referral} />}
    </section>
  );
}

function Find({ referral }: { referral: Referral }) {
  const { referralCode } = referral;
  const loaded = useLoad(
    async () => (await api.findAlternatives({ referralCode })).alternatives,
    ["alternatives", referralCode],
  );
  return <Show of={loaded}>{(list) => <List referral={referral} list={list} />}</Show>;
}

function List({ referral, list }: { referral: Referral; list: Alternative[] }) {
  const { t, age } = useI18n();
  const agency = useAgencies().name;
  const caller = useCaller();
  const maySend = referral.fromAgency === caller.agency && referral.caseCode;
  return (
    <>
      {list.length === 0 && <p>{t.referral.noAlternatives}</p>}
      <ul className="list">
        {list.map((one) => (
          <li key={`${one.agency}/${one.offer}`} className="row">
            <span>
              <strong>{agency(one.agency)}</strong>
              <br />
              <span className="muted">
                {[one.displayName, areas[one.subcounty]?.name].filter(Boolean).join(", ")}
              </span>
            </span>
            <span className="push">
              {one.counted
                ? `${t.referral.room(one.room)}, ${t.referral.counted(age(one.countTime))}`
                : t.referral.notCounted}
            </span>
            {maySend && (
              <Link
                className="button secondary"
                href={`/c/${referral.caseCode}/refer?service=${referral.service}&offer=${one.offer}`}
              >
                {t.referral.referThere}
              </Link>
            )}
          </li>
        ))}
      </ul>
    </>
  );
}
