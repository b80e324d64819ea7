import { useEffect, useRef } from "react";
import { committee } from "../api/committee";
import { setQuery, useQuery } from "../app/router";
import { useCaller } from "../app/session";
import { useLoad } from "../app/useLoad";
import { useAgencies } from "../directory/agencies";
import { areas } from "../gen/areas";
import { useI18n } from "../i18n";
import { SelectField } from "../ui/Field";
import { Show } from "../ui/States";
import { STAGES } from "./CasesByStage";
import { Figure } from "./Figure";
import { RUNNING } from "./ReferralStates";

const MOST = 500;

// What has waited longest, by whose turn it is; codes are masked by the hub. The board's other figures
// open it, narrowed by the address. The committee, from whom small counts are hidden, is told by the
// hub of the referrals that are counted for it, and no more of each than whose turn it is; nor are
// they in the order in which they fell due. That there may be others stands in the table, too, which
// is all that the file has.
export function LongestOverdue({ subcounty }: { subcounty: string }) {
  const { t, label, dateTime, distance } = useI18n();
  const agencies = useAgencies();
  const counted = useCaller().role === "committee";
  const [whose, kind, state] = [useQuery("whose"), useQuery("kind"), useQuery("state")];
  const asked = [whose, kind, state].join();
  const loaded = useLoad(async () => {
    const read = (pageToken: string) =>
      committee.listOverdue({ agency: whose, subcounty, kind, state, pageSize: MOST, pageToken });
    let page = await read("");
    // The hub looks at so much for one page, and may find nothing in it and more behind it.
    while (page.items.length === 0 && page.nextPageToken) page = await read(page.nextPageToken);
    return { ...page, asked };
  }, ["overdue", asked, subcounty]);
  const place = useRef<HTMLDivElement>(null);
  const came = useRef(asked === ",," ? asked : "");
  // What is still there of another question goes in a moment, and the focus with it.
  const there = loaded.data?.asked === asked;
  useEffect(() => {
    if (!there || came.current === asked) return;
    came.current = asked;
    // Choosing in the list's own filters does not take the reader anywhere: it is where he is.
    if (place.current?.contains(document.activeElement)) return;
    place.current?.scrollIntoView();
    place.current?.focus({ preventScroll: true });
  }, [asked, there]);
  const states: Record<string, string> = { ...t.stages, ...t.states };
  const due: Record<string, string> = t.due;
  return (
    <Show of={loaded}>
      {({ items, revision, nextPageToken, someHidden }) => {
        const known = [...(kind === "referral" ? [] : STAGES), ...(kind === "case" ? [] : RUNNING)];
        const n = items.length;
        const first = counted ? t.board.list.linesAndMore(n) : t.board.listedFirst(n);
        const others = [
          ...(nextPageToken ? [first] : []),
          ...(someHidden ? [t.board.overdueHidden] : []),
        ];
        const these = counted && n > 0 ? t.board.list.lines(n) : t.board.listed(n);
        const told = nextPageToken || (n === 0 && someHidden) ? others : [these, ...others];
        return (
          <div ref={place} tabIndex={-1} className="overdue">
            <Figure
              title={t.board.longest}
              file="overdue"
              revision={revision}
              note={
                <>
                  <div className="row filters">
                    <SelectField
                      label={t.board.whose}
                      value={whose}
                      empty={t.board.all}
                      onChange={(event) => setQuery("whose", event.target.value)}
                      choices={agencies.all.map((one) => [one.agency, one.displayName] as const)}
                    />
                    {!counted && (
                      <>
                        <SelectField
                          label={t.board.kindOf}
                          value={kind}
                          empty={t.casefile.all}
                          onChange={(event) => setQuery("kind", event.target.value)}
                          choices={Object.entries(t.board.kinds)}
                        />
                        <SelectField
                          label={t.referral.state}
                          value={state}
                          empty={t.casefile.all}
                          onChange={(event) => setQuery("state", event.target.value)}
                          choices={known.map((one) => [one, states[one] ?? one] as const)}
                        />
                      </>
                    )}
                  </div>
                  <p className="hint" role="status">
                    {told.join(" ")}
                  </p>
                </>
              }
              head={[
                t.board.whose,
                ...(counted
                  ? []
                  : [
                      t.board.due,
                      t.work.columns.clock,
                      t.work.columns.need,
                      t.referral.urgency,
                      t.referral.state,
                    ]),
                t.board.subcounty,
                t.board.masked,
              ]}
              rows={
                n === 0 && others.length === 0
                  ? [[t.board.nobody]]
                  : [
                      ...items.map((item) => [
                        agencies.name(item.turnAgency),
                        ...(counted
                          ? []
                          : [
                              dateTime(item.dueTime),
                              `${distance(item.dueTime)}, ${due[item.dueWhat] ?? item.dueWhat}`,
                              item.service ? label("referral_reason", item.service) : "–",
                              item.urgency ? label("urgency", item.urgency.toUpperCase()) : "–",
                              states[item.state] ?? item.state,
                            ]),
                        areas[item.subcounty]?.name ?? item.subcounty,
                        item.maskedCode,
                      ]),
                      ...others.map((one) => [one]),
                    ]
              }
            />
          </div>
        );
      }}
    </Show>
  );
}
