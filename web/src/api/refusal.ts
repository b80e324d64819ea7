// What a refused call tells, in a form that pages can act on. What people read comes from the
// catalogue, by reason; the hub's own message only where a form has no field to mark.
import { Code, ConnectError } from "@connectrpc/connect";
import {
  BadRequestSchema,
  ErrorInfoSchema,
  RetryInfoSchema,
} from "../gen/google/rpc/error_details_pb";
import { isNoAnswer } from "./transport";

export interface Refusal {
  reason: string;
  facts: Record<string, string>;
  // Paths of wrong fields, as the request names them, and what the hub finds wrong with each.
  fields: string[];
  problems: Record<string, string>;
  // The hub's own message, in English.
  said: string;
  // Nobody knows whether it was done, or it was not and may be tried again: keep the request_id.
  retryable: boolean;
  waitMs: number;
}

export function refusalOf(error: unknown): Refusal {
  const failed = ConnectError.from(error);
  const info = failed.findDetails(ErrorInfoSchema)[0];
  const violations = failed.findDetails(BadRequestSchema)[0]?.fieldViolations ?? [];
  const delay = failed.findDetails(RetryInfoSchema)[0]?.retryDelay;
  return {
    reason: isNoAnswer(error) ? "NO_ANSWER" : (info?.reason ?? byCode(failed.code)),
    facts: info?.metadata ?? {},
    fields: violations.map((violation) => violation.field),
    problems: Object.fromEntries(violations.map((one) => [one.field, one.description])),
    said: failed.rawMessage,
    retryable: failed.code === Code.Unavailable || failed.code === Code.DeadlineExceeded,
    waitMs: delay ? Number(delay.seconds) * 1000 + delay.nanos / 1e6 : 0,
  };
}

function byCode(code: Code): string {
  switch (code) {
    case Code.Unauthenticated:
      return "UNAUTHENTICATED";
    case Code.PermissionDenied:
      return "NOT_PERMITTED";
    case Code.NotFound:
      return "NOT_FOUND_OR_NOT_YOURS";
    case Code.Unavailable:
      return "NO_ANSWER";
    case Code.DeadlineExceeded:
      return "NO_ANSWER";
    case Code.ResourceExhausted:
      return "TOO_LARGE";
    case Code.Unimplemented:
      return "UNIMPLEMENTED";
    default:
      return "INTERNAL";
  }
}

export const isSignedOut = (refusal: Refusal): boolean => refusal.reason === "UNAUTHENTICATED";

// It is not, or no longer, for who asks to see.
export const isShut = (refusal: Refusal | undefined): boolean =>
  refusal?.reason === "NOT_FOUND_OR_NOT_YOURS" || refusal?.reason === "ASSIGNED_TO_ANOTHER";

// Somebody else was first, or the thing moved on since it was read.
export const isConflict = (refusal: Refusal): boolean =>
  refusal.reason === "WRONG_VERSION" ||
  refusal.reason === "NOT_ALLOWED_IN_STATE" ||
  refusal.reason === "ALREADY_DONE";
