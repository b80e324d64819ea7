import { referralActions } from "../actions/definitions";
import { ActionDialog } from "../actions/ActionDialog";
import { runOnReferral } from "../actions/run";
import { whoWasFirst } from "../referral/first";
import type { Referral } from "../gen/rufaa/referral/v1/referral_pb";
import { useI18n } from "../i18n";

export interface Quick {
  method: "AcceptReferral" | "DeclineReferral" | "AskInformation";
  referral: Referral;
}

// Answering a referral from the list.
export function QuickAnswer({
  quick,
  onClose,
  onDone,
}: {
  quick: Quick;
  onClose: () => void;
  onDone: (said: string) => void;
}) {
  const i18n = useI18n();
  const { t } = i18n;
  const { method, referral } = quick;
  return (
    <ActionDialog
      action={referralActions[method]!}
      subject={{ preset: referral.offer ? { offer: referral.offer } : undefined }}
      version={referral.version}
      onClose={onClose}
      onConflict={() => whoWasFirst(referral.referralCode, i18n)}
      run={(body) =>
        runOnReferral(method, { ...body, referralCode: referral.referralCode })
      }
      onDone={() => onDone(`${referral.referralCode}: ${t.actions.names[method]}`)}
    />
  );
}
