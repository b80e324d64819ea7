import { referral as api } from "../api/referral";
import { isShut, refusalOf } from "../api/refusal";
import { Link } from "../app/router";
import { useLoad } from "../app/useLoad";
import { useAgencies } from "../directory/agencies";
import type { Case, TimelineEntry } from "../gen/rufaa/casework/v1/casework_pb";
import { useI18n } from "../i18n";
import { Code, Due, Tag, type Tone } from "../ui/parts";
import { Empty, Show } from "../ui/States";

export const toneOf = (state: string): Tone =>
  ["accepted", "in-service", "completed", "scheduled"].includes(state)
    ? "good"
    : ["declined", "expired", "could-not-reach", "no-show"].includes(state)
      ? "bad"
      : ["sent", "opened", "info-requested", "waitlisted", "cancel-requested"].includes(state)
        ? "warn"
        : "plain";

// The case names its open referrals; those that ended are known from its timeline.
export function CaseReferrals({
  file,
  revision,
  timeline,
}: {
  file: Case;
  // A referral moves without its case.
  revision: bigint;
  timeline: readonly TimelineEntry[];
}) {
  const { t, label, date } = useI18n();
  const agency = useAgencies().name;
  const states: Record<string, string> = t.states;
  const codes = [
    ...new Set([
      ...file.openReferrals,
      ...timeline.map((entry) => entry.referralCode).filter(Boolean),
    ]),
  ];
  const loaded = useLoad(async () => {
    const found = await Promise.all(
      codes.map((referralCode) =>
        api.getReferral({ referralCode }).then(
          (answer) => answer.referral,
          // Not everybody on a case may see each referral of it; anything else is no answer.
          (error: unknown) => {
            if (!isShut(refusalOf(error))) throw error;
            return undefined;
          },
        ),
      ),
    );
    return found
      .filter((one) => one !== undefined)
      .sort((a, b) => Number((b.sendTime?.seconds ?? 0n) - (a.sendTime?.seconds ?? 0n)));
  }, [codes], revision);
  if (codes.length === 0) return <Empty title={t.casefile.noReferrals} />;
  return (
    <Show of={loaded}>
      {(referrals) => (
        <ul className="list">
          {referrals.map((one) => (
            <li key={one.referralCode}>
              <div className="row">
                <Link href={`/r/${one.referralCode}`} className="row-link">
                  <Code>{one.referralCode}</Code>
                </Link>
                <strong>{label("referral_reason", one.service)}</strong>
                <span className="push">
                  {one.escalated && <Tag tone="bad">{t.referral.escalated}</Tag>}{" "}
                  <Tag tone={toneOf(one.state)}>{states[one.state] ?? one.state}</Tag>
                </span>
              </div>
              <div className="row small">
                <span>{agency(one.toAgency)}</span>
                <span className="muted">
                  {t.referral.sent} {date(one.sendTime)}
                </span>
                {one.dueTime && <Due what={one.dueWhat} time={one.dueTime} />}
                {one.declineReason && <span>{label("decline_reason", one.declineReason)}</span>}
              </div>
            </li>
          ))}
        </ul>
      )}
    </Show>
  );
}
