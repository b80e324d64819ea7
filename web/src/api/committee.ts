import { createClient } from "@connectrpc/connect";
import { CommitteeService } from "../gen/rufaa/committee/v1/committee_service_pb";
import { transport } from "./transport";

export const committee = createClient(CommitteeService, transport);
