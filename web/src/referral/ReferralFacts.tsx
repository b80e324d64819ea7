import { Link } from "../app/router";
import { useCaller } from "../app/session";
import { useAgencies } from "../directory/agencies";
import { areas } from "../gen/areas";
import type { Referral } from "../gen/rufaa/referral/v1/referral_pb";
import { useI18n } from "../i18n";
import { TreatUntil } from "../report/HealthClock";
import { Code, Facts, Tag } from "../ui/parts";

export function ReferralFacts({ referral: r }: { referral: Referral }) {
  const { t, label, dateTime } = useI18n();
  const agency = useAgencies().name;
  const caller = useCaller();
  const states: Record<string, string> = t.states;
  const ref = (code: string) =>
    code && (
      <Link href={`/r/${code}`}>
        <Code>{code}</Code>
      </Link>
    );
  return (
    <section className="sheet">
      <h2>{t.referral.child}</h2>
      <Facts
        rows={[
          [t.referral.age, r.ageBand && t.work.years(r.ageBand)],
          [t.referral.sex, r.sex && label("sex", r.sex)],
          [t.casefile.subcounty, areas[r.subcounty]?.name ?? r.subcounty],
          [t.casefile.pep, r.pepStartByTime && <TreatUntil time={r.pepStartByTime} />],
          [
            t.casefile.contraception,
            r.emergencyContraceptionByTime && (
              <TreatUntil time={r.emergencyContraceptionByTime} />
            ),
          ],
          [
            t.referral.state,
            <>
              <Tag tone="info">{states[r.state] ?? r.state}</Tag>{" "}
              {r.escalated && <Tag tone="bad">{t.referral.escalated}</Tag>}
            </>,
          ],
          [
            t.referral.turn,
            r.turnAgency &&
              (r.turnAgency === caller.agency ? t.referral.yours : agency(r.turnAgency)),
          ],
          [t.referral.from, agency(r.fromAgency)],
          [t.referral.to, agency(r.toAgency)],
          [t.referral.sent, dateTime(r.sendTime)],
          [t.referral.opened, dateTime(r.openTime)],
          [t.referral.decided, dateTime(r.decideTime)],
          [t.referral.contact, r.contact && <Code>{r.contact}</Code>],
          [t.referral.appointment, dateTime(r.appointmentTime)],
          [t.referral.noShows, r.noShows > 0 && t.referral.times(r.noShows)],
          [t.referral.services, r.servicesRecorded > 0 && t.referral.times(r.servicesRecorded)],
          [t.referral.bed, r.bedHeld && t.referral.bedHeld],
          [t.referral.declined, r.declineReason && label("decline_reason", r.declineReason)],
          [t.referral.cancelled, r.cancelReason && label("cancel_reason", r.cancelReason)],
          [
            t.referral.notReached,
            r.notReachedReason && label("not_reached_reason", r.notReachedReason),
          ],
          [t.referral.outcome, r.outcome && label("referral_outcome", r.outcome)],
          [t.referral.redirectedTo, ref(r.redirectedTo)],
          [t.referral.redirectedFrom, ref(r.redirectedFrom)],
          [t.referral.loop, r.loopConfirmed && t.yes],
        ]}
      />
    </section>
  );
}
