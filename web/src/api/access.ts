import { createClient } from "@connectrpc/connect";
import { AccessService } from "../gen/rufaa/access/v1/access_service_pb";
import { transport } from "./transport";

export const access = createClient(AccessService, transport);
