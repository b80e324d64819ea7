// An agency closes, with all that hangs on it, or works again.
import { useRef } from "react";
import { change, newRequestIds } from "../api/command";
import { directory } from "../api/directory";
import type { Agency } from "../gen/rufaa/directory/v1/directory_pb";
import type { CloseAgencyResponse } from "../gen/rufaa/directory/v1/directory_service_pb";
import { useI18n } from "../i18n";
import { Dialog } from "../ui/Dialog";
import { SelectField } from "../ui/Field";
import { Notice } from "../ui/parts";
import { SimpleForm } from "../ui/SimpleForm";

export function CloseAgency({
  agency,
  onDone,
  onCancel,
}: {
  agency: Agency;
  onDone: (ended: CloseAgencyResponse) => Promise<void>;
  onCancel: () => void;
}) {
  const { t, choices } = useI18n();
  const ids = useRef(newRequestIds());
  return (
    <Dialog title={`${t.directory.close}: ${agency.displayName}`} onClose={onCancel}>
      <SimpleForm
        submit={t.directory.close}
        look="warning"
        onCancel={onCancel}
        onSubmit={async (data) => {
          const body = { agency: agency.agency, reason: String(data.get("reason")) };
          await onDone(await change(ids, body, (request) => directory.closeAgency(request)));
        }}
      >
        <p>{t.directory.closeHint}</p>
        <SelectField
          label={t.actions.fields.reason}
          name="reason"
          required
          empty={t.choose}
          choices={choices("agency_close_reason")}
        />
      </SimpleForm>
    </Dialog>
  );
}

export function ReopenAgency({
  agency,
  onDone,
  onCancel,
}: {
  agency: Agency;
  onDone: () => Promise<void>;
  onCancel: () => void;
}) {
  const { t } = useI18n();
  const ids = useRef(newRequestIds());
  return (
    <Dialog title={`${t.directory.reopen}: ${agency.displayName}`} onClose={onCancel}>
      <SimpleForm
        submit={t.directory.reopen}
        onCancel={onCancel}
        onSubmit={async () => {
          const body = { agency: agency.agency };
          await change(ids, body, (request) => directory.reopenAgency(request));
          await onDone();
        }}
      >
        <p>{t.directory.reopenHint}</p>
      </SimpleForm>
    </Dialog>
  );
}

// What ended with an agency.
export function Ended({ ended }: { ended: CloseAgencyResponse }) {
  const { t } = useI18n();
  return (
    <Notice tone="good" title={t.actions.done} live>
      {t.directory.ended(
        ended.offersWithdrawn,
        ended.referralsDeclined,
        ended.referralsAskedBack,
        ended.transfersDeclined,
      )}
      {ended.casesLeft > 0 && <p>{t.directory.casesLeft(ended.casesLeft)}</p>}
    </Notice>
  );
}
