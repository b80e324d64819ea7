import { useI18n } from "../i18n";
import { Button } from "../ui/Button";
import { saveCsv } from "../ui/csv";

// An answer as a file, as far as it is listed: one that lacks the rest says so at its end.
export function Export({
  name,
  rows,
  whole,
}: {
  name: string;
  rows: () => string[][];
  whole: boolean;
}) {
  const { t } = useI18n();
  const save = () => saveCsv(name, whole ? rows() : [...rows(), [t.audit.goesOn]]);
  return (
    <Button className="no-print" onClick={save}>
      {t.audit.csv}
    </Button>
  );
}
