import { useState } from "react";
import { referral as api } from "../api/referral";
import { refusalOf, type Refusal } from "../api/refusal";
import { Purpose } from "../gen/rufaa/common/v1/common_pb";
import type { Referral } from "../gen/rufaa/referral/v1/referral_pb";
import { useI18n } from "../i18n";
import { Button } from "../ui/Button";
import { Facts } from "../ui/parts";
import { RefusalNotice } from "../ui/States";

// Question and answer between the two desks: sealed like everything written, opened for this page.
export function Messages({ referral }: { referral: Referral }) {
  const { t } = useI18n();
  const [read, setRead] = useState<Referral>();
  const [refusal, setRefusal] = useState<Refusal>();
  const open = async () => {
    try {
      setRead(
        (
          await api.getReferral({
            referralCode: referral.referralCode,
            purpose: Purpose.REFERRAL_SERVICE,
          })
        ).referral,
      );
    } catch (error) {
      setRefusal(refusalOf(error));
    }
  };
  return (
    <section className="sheet no-print">
      <h2>
        {t.referral.question}, {t.referral.answer.toLowerCase()}
      </h2>
      {read ? (
        <Facts
          rows={[
            [t.referral.question, read.question || t.none],
            [t.referral.answer, read.answer || t.none],
          ]}
        />
      ) : (
        <Button onClick={() => void open()}>{t.referral.readMessages}</Button>
      )}
      {refusal && <RefusalNotice refusal={refusal} />}
    </section>
  );
}
