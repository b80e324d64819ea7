import { useEffect } from "react";
import { useI18n } from "../i18n";
import ReportPage from "../report/ReportPage";
import { Button } from "../ui/Button";
import { somebodyCame, useIdle } from "./useLock";

// Reporting a child on a phone that stays locked: a report of its own, which shows nothing of what
// was written or open before.
export default function ReportApart({ back }: { back: () => void }) {
  const { t } = useI18n();
  // A screen that idleness locked would send away at once whoever comes to it.
  useEffect(somebodyCame, []);
  useIdle(true, back);
  return (
    <div className="apart">
      <p id="lock-title" className="sr-only">
        {t.lock.awayReport}
      </p>
      <div className="buttons">
        <Button className="push" onClick={back}>
          {t.hide}
        </Button>
      </div>
      <ReportPage params={{}} apart />
    </div>
  );
}
