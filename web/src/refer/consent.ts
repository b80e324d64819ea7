// Which consent of a case lets an agency be told, read as the hub reads it (casework::Serves).
import { dateOf } from "../api/time";
import type { Case, Consent } from "../gen/rufaa/casework/v1/casework_pb";
import { Compartment, Purpose } from "../gen/rufaa/common/v1/common_pb";
import { purposeCode } from "../referral/purposes";

export interface Standing {
  consent: Consent;
  // What is to be told and stands in no scope of it.
  lacks: Compartment[];
}

const inForce = ({ fromTime, untilTime, withdrawTime }: Consent, now: Date): boolean => {
  const from = dateOf(fromTime);
  const until = dateOf(untilTime);
  return !withdrawTime && (!from || from <= now) && (!until || now < until);
};

// Of those that stand for this agency and for referrals, the one that lacks the least. `basis`: the
// hub looks at no other, once one is chosen; empty: whatever they rest on.
export function standingConsent(
  file: Case,
  agency: string,
  kind: string | undefined,
  scope: Compartment[],
  basis: string,
  now = new Date(),
): Standing | undefined {
  // Without a name there is nobody to serve: that is what is told when nothing is ticked.
  const told = scope.length > 0 ? scope : [Compartment.IDENTITY];
  const standing = file.consents
    .filter(
      (consent) =>
        (consent.recipientAgency
          ? consent.recipientAgency === agency
          : consent.recipientKind === kind) &&
        consent.purpose === purposeCode(Purpose.REFERRAL_SERVICE) &&
        (!basis || consent.basis === basis) &&
        inForce(consent, now),
    )
    .map((consent) => ({
      consent,
      lacks: told.filter((part) => !consent.scope.includes(part)),
    }));
  return standing.sort((a, b) => a.lacks.length - b.lacks.length)[0];
}
