// Somebody has left, for a reason where it is known.
import { useRef } from "react";
import { change, newRequestIds } from "../api/command";
import { directory } from "../api/directory";
import { useI18n } from "../i18n";
import { Dialog } from "../ui/Dialog";
import { SelectField } from "../ui/Field";
import { SimpleForm } from "../ui/SimpleForm";

export function RetirePerson({
  person,
  onDone,
  onCancel,
}: {
  person: string;
  onDone: () => void;
  onCancel: () => void;
}) {
  const { t, choices } = useI18n();
  const ids = useRef(newRequestIds());
  return (
    <Dialog title={`${t.directory.retire}: ${person}`} onClose={onCancel}>
      <SimpleForm
        submit={t.directory.retire}
        look="warning"
        onCancel={onCancel}
        onSubmit={async (data) => {
          const body = { person, reason: String(data.get("reason")) };
          await change(ids, body, (request) => directory.retirePerson(request));
          onDone();
        }}
      >
        <p>{t.directory.retireHint}</p>
        <SelectField
          label={t.optional(t.actions.fields.reason)}
          name="reason"
          empty={t.unknown}
          choices={choices("leave_reason")}
        />
      </SimpleForm>
    </Dialog>
  );
}
