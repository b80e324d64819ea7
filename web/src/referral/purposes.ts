// The reasons for opening personal data that each role may give, out of the API's closed list; the
// likeliest first. The hub checks; this spares people the refusal.
import { Purpose } from "../gen/rufaa/common/v1/common_pb";

const WORKING = [Purpose.CASE_MGMT, Purpose.REFERRAL_SERVICE, Purpose.COURT, Purpose.EMERGENCY];
const SERVING = [Purpose.REFERRAL_SERVICE, Purpose.COURT, Purpose.EMERGENCY, Purpose.CASE_MGMT];

const BY_ROLE: Record<string, Purpose[]> = {
  childrens_officer: [...WORKING, Purpose.DEDUP],
  supervisor: [Purpose.SUPERVISION, ...WORKING, Purpose.DEDUP, Purpose.DATA_SUBJECT_REQUEST],
  court_desk: [Purpose.COURT, Purpose.REFERRAL_SERVICE, Purpose.EMERGENCY],
  auditor: [Purpose.AUDIT],
  dpo: [Purpose.AUDIT, Purpose.DATA_SUBJECT_REQUEST],
};

export const purposesOf = (role: string): Purpose[] => BY_ROLE[role] ?? SERVING;

export const purposeCode = (purpose: Purpose): string => Purpose[purpose];
