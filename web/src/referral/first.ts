// Who answered a referral before us, as far as the hub tells it.
import type { Moved } from "../actions/ActionDialog";
import { referral } from "../api/referral";
import type { I18n } from "../i18n";

export async function whoWasFirst(
  code: string,
  { t, dateTime }: I18n,
): Promise<Moved | undefined> {
  const now = (await referral.getReferral({ referralCode: code })).referral;
  if (!now) return undefined;
  const states: Record<string, string> = t.states;
  const stands = (states[now.state] ?? now.state).toLowerCase();
  const when = dateTime(now.decideTime ?? now.openTime);
  return { version: now.version, said: t.actions.first(now.contact || now.toAgency, stands, when) };
}
