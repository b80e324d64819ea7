// From a filled-in form to the body of a request.
import { fromLocalInput, stampOf } from "../api/time";
import type { Action } from "./definitions";

export type Body = Record<string, unknown>;

export function bodyOf(action: Action, data: FormData): Body {
  const body: Body = { ...action.fixed };
  for (const field of action.fields) {
    const text = String(data.get(field.name) ?? "").trim();
    switch (field.kind) {
      case "check":
        body[field.name] = data.get(field.name) === "on";
        break;
      case "area":
        for (const name of ["subcounty", "ward"]) {
          const code = String(data.get(name) ?? "");
          if (code) body[name] = code;
        }
        break;
      case "categories":
      case "identity":
        if (text) body[field.name] = JSON.parse(text) as unknown;
        break;
      case "scope":
        body[field.name] = data.getAll(field.name).map(Number);
        break;
      case "codes":
        body[field.name] = data.getAll(field.name);
        break;
      case "yesNo":
        if (text) body[field.name] = text === "yes";
        break;
      case "compartment":
        if (text) body[field.name] = Number(text);
        break;
      case "time": {
        const at = fromLocalInput(text);
        if (at) body[field.name] = stampOf(at);
        break;
      }
      default:
        if (text) body[field.name] = text;
    }
  }
  return body;
}
