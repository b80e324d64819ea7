// Calls a change by its name: the API's names of methods are what allowed_actions holds.
import { send } from "../api/command";
import type { CaseReply } from "../gen/rufaa/casework/v1/casework_service_pb";
import type { ReferralReply } from "../gen/rufaa/referral/v1/referral_service_pb";
import type { Body } from "./body";

type Methods<Reply> = Record<string, (request: Body) => Promise<Reply>>;

const local = (method: string) => method.charAt(0).toLowerCase() + method.slice(1);

export async function runOnCase(method: string, request: Body): Promise<CaseReply> {
  const { casework } = await import("../api/casework");
  return send(() => (casework as unknown as Methods<CaseReply>)[local(method)]!(request));
}

export async function runOnReferral(method: string, request: Body): Promise<ReferralReply> {
  const { referral } = await import("../api/referral");
  return send(() => (referral as unknown as Methods<ReferralReply>)[local(method)]!(request));
}
