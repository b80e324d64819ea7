import { useI18n } from "../i18n";
import { Dialog } from "../ui/Dialog";
import { SimpleForm } from "../ui/SimpleForm";

// Asked before what is in no other place is deleted.
export function Drop({
  sure,
  drop,
  onClose,
}: {
  sure: string;
  drop: () => Promise<void>;
  onClose: () => void;
}) {
  const { t } = useI18n();
  return (
    <Dialog title={t.report.list.drop} onClose={onClose}>
      <p>{sure}</p>
      <SimpleForm submit={t.report.list.drop} look="warning" onSubmit={drop} onCancel={onClose} />
    </Dialog>
  );
}
