import { useState } from "react";
import { committee } from "../api/committee";
import { useLoad } from "../app/useLoad";
import { useAgencies } from "../directory/agencies";
import { areas } from "../gen/areas";
import { useI18n } from "../i18n";
import { SelectField } from "../ui/Field";
import { Show } from "../ui/States";
import { Figure } from "./Figure";

// What has waited longest, by whose turn it is; codes are masked by the hub.
export function LongestOverdue({ subcounty }: { subcounty: string }) {
  const { t, label, dateTime, distance } = useI18n();
  const agencies = useAgencies();
  const [agency, setAgency] = useState("");
  const loaded = useLoad(
    () => committee.listOverdue({ agency, subcounty, pageSize: 50 }),
    ["overdue", agency, subcounty],
  );
  const states: Record<string, string> = { ...t.stages, ...t.states };
  const due: Record<string, string> = t.due;
  return (
    <Show of={loaded}>
      {({ items }) => (
        <Figure
          title={t.board.longest}
          file="overdue"
          note={
            <SelectField
              label={t.board.whose}
              value={agency}
              empty={t.board.all}
              onChange={(event) => setAgency(event.target.value)}
              choices={agencies.all.map((one) => [one.agency, one.displayName] as const)}
            />
          }
          head={[
            t.board.whose,
            t.board.due,
            t.work.columns.clock,
            t.work.columns.need,
            t.referral.urgency,
            t.referral.state,
            t.board.subcounty,
            t.board.masked,
          ]}
          rows={
            items.length === 0
              ? [[t.board.nobody]]
              : items.map((item) => [
                  agencies.name(item.turnAgency),
                  dateTime(item.dueTime),
                  `${distance(item.dueTime)}, ${due[item.dueWhat] ?? item.dueWhat}`,
                  item.service ? label("referral_reason", item.service) : "–",
                  item.urgency ? label("urgency", item.urgency.toUpperCase()) : "–",
                  states[item.state] ?? item.state,
                  areas[item.subcounty]?.name ?? item.subcounty,
                  item.maskedCode,
                ])
          }
        />
      )}
    </Show>
  );
}
