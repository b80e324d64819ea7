import { access } from "../api/access";
import { useI18n } from "../i18n";
import { Dialog } from "./Dialog";
import { TextField } from "./Field";
import { SimpleForm } from "./SimpleForm";

// Asks for the password once more, for what opens only to one who was there within five minutes.
export function StepUp({ onDone, onClose }: { onDone: () => void; onClose: () => void }) {
  const { t } = useI18n();
  return (
    <Dialog title={t.reveal.stepUp} onClose={onClose}>
      <p>{t.reveal.stepUpHint}</p>
      <SimpleForm
        submit={t.reveal.confirm}
        onCancel={onClose}
        onSubmit={async (data) => {
          await access.stepUp({ password: String(data.get("password")) });
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
      </SimpleForm>
    </Dialog>
  );
}
