import { useState } from "react";
import { access } from "../api/access";
import { refusalOf } from "../api/refusal";
import { isStill } from "../app/samePerson";
import { useCaller, useSession } from "../app/session";
import { useI18n } from "../i18n";
import { CodeField, codeIn, NEEDS_CODE } from "./CodeField";
import { Dialog } from "./Dialog";
import { TextField } from "./Field";
import { SimpleForm } from "./SimpleForm";

// Asks for the password once more, for what opens only to one who was there within five minutes.
export function StepUp({ onDone, onClose }: { onDone: () => void; onClose: () => void }) {
  const { t } = useI18n();
  const { somebodyElse } = useSession();
  const { person } = useCaller();
  const [needsCode, setNeedsCode] = useState(false);
  return (
    <Dialog title={t.reveal.stepUp} onClose={onClose}>
      <p>{t.reveal.stepUpHint}</p>
      <SimpleForm
        submit={t.reveal.confirm}
        onCancel={onClose}
        onSubmit={async (data) => {
          if (!(await isStill(person))) return somebodyElse();
          try {
            await access.stepUp({
              password: String(data.get("password")),
              oneTimeCode: codeIn(data),
            });
          } catch (error) {
            if (refusalOf(error).reason !== NEEDS_CODE || needsCode) throw error;
            return setNeedsCode(true);
          }
          onDone();
        }}
      >
        <TextField
          label={t.signIn.password}
          name="password"
          type="password"
          autoComplete="current-password"
          required
        />
        {needsCode && <CodeField focus />}
      </SimpleForm>
    </Dialog>
  );
}
