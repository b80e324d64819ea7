import { createClient } from "@connectrpc/connect";
import { LiveService } from "../gen/rufaa/live/v1/live_service_pb";
import { transport } from "./transport";

export const live = createClient(LiveService, transport);
