import { referral as api } from "../api/referral";
import { Compartment } from "../gen/rufaa/common/v1/common_pb";
import type { Referral } from "../gen/rufaa/referral/v1/referral_pb";
import { useI18n } from "../i18n";
import { Reveal } from "./Reveal";

// Question and answer between the two desks: sealed like everything written, and opened without the
// child's names. Whenever the referral moves they close: there may be an answer.
export function Messages({ referral: { referralCode, version } }: { referral: Referral }) {
  const { t } = useI18n();
  return (
    <div className="no-print">
      <Reveal
        key={String(version)}
        title={`${t.referral.question}, ${t.referral.answer.toLowerCase()}`}
        read={async (purpose) => {
          const compartments = [Compartment.REPLY];
          const { referral } = await api.getReferral({ referralCode, purpose, compartments });
          return { question: referral?.question, answer: referral?.answer };
        }}
      />
    </div>
  );
}
