import { createClient } from "@connectrpc/connect";
import { AuditService } from "../gen/rufaa/audit/v1/audit_service_pb";
import { transport } from "./transport";

export const audit = createClient(AuditService, transport);
