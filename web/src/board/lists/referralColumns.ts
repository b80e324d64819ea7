import type { CountedReferral } from "../../gen/rufaa/committee/v1/lists_pb";
import { useI18n } from "../../i18n";
import { useFilters } from "./filters";
import type { Column } from "./Lines";

export function useReferralColumns(): Column<CountedReferral>[] {
  const { t, label, date, dateTime } = useI18n();
  const { agencyName, state, area, bucket } = useFilters();
  return [
    { head: t.board.masked, say: (row) => row.maskedCode },
    { head: t.referral.state, say: (row) => state(row.state) },
    { head: t.board.list.to, say: (row) => agencyName(row.toAgency) },
    { head: t.board.whose, say: (row) => agencyName(row.turnAgency) },
    { head: t.board.overdue, say: (row) => (row.overdue ? t.board.list.yes : "") },
    { head: t.board.subcounty, say: (row) => area(row.subcounty) },
    { head: t.board.list.sentSince, say: (row) => bucket(row.ageBucket) },
    {
      head: t.board.service,
      say: (row) => row.service && label("referral_reason", row.service),
    },
    {
      head: t.referral.urgency,
      say: (row) => row.urgency && label("urgency", row.urgency.toUpperCase()),
    },
    { head: t.board.list.sent, say: (row) => (row.sentTime ? date(row.sentTime) : "") },
    { head: t.board.list.due, say: (row) => (row.dueTime ? dateTime(row.dueTime) : "") },
  ];
}
