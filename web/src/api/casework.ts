import { createClient } from "@connectrpc/connect";
import { CaseworkService } from "../gen/rufaa/casework/v1/casework_service_pb";
import { transport } from "./transport";

export const casework = createClient(CaseworkService, transport);
