import { useEffect, useState } from "react";
import { referral as api } from "../api/referral";
import { Link } from "../app/router";
import { useCaller } from "../app/session";
import { useAgencies } from "../directory/agencies";
import { areas } from "../gen/areas";
import type { Alternative, Referral } from "../gen/rufaa/referral/v1/referral_pb";
import { useI18n } from "../i18n";

// After a decline the need stays open: who else offers the same, with room.
export function Alternatives({ referral, found }: { referral: Referral; found?: Alternative[] }) {
  const { t, age } = useI18n();
  const agency = useAgencies().name;
  const caller = useCaller();
  const [read, setRead] = useState<Alternative[]>();
  const code = referral.referralCode;
  useEffect(() => {
    if (!found)
      void api.findAlternatives({ referralCode: code }).then(
        (answer) => setRead(answer.alternatives),
        () => undefined,
      );
  }, [code, found]);
  const list = found ?? read;
  if (!list) return null;
  const maySend = referral.fromAgency === caller.agency && referral.caseCode;
  return (
    <section className="sheet">
      <h2>{t.referral.alternatives}</h2>
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
    </section>
  );
}
