import { createClient } from "@connectrpc/connect";
import { ReferralService } from "../gen/rufaa/referral/v1/referral_service_pb";
import { transport } from "./transport";

export const referral = createClient(ReferralService, transport);
