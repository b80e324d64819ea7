import { create } from "@bufbuild/protobuf";
import { Code, ConnectError } from "@connectrpc/connect";
import { act, type ReactNode } from "react";
import { afterEach, expect, it, vi } from "vitest";
import { access } from "../src/api/access";
import { OneTimeCodes } from "../src/app/OneTimeCodes";
import SignIn from "../src/app/SignIn";
import { ErrorInfoSchema } from "../src/gen/google/rpc/error_details_pb";
import {
  BeginOneTimeCodeResponseSchema,
  CallerSchema,
  SignInResponseSchema,
} from "../src/gen/rufaa/access/v1/access_service_pb";
import { en } from "../src/i18n/en";
import { shown } from "./shown";

const refusal = (code: Code, reason: string) =>
  new ConnectError("no", code, undefined, [
    { desc: ErrorInfoSchema, value: { reason, domain: "rufaa" } },
  ]);
const NEEDED = refusal(Code.Unauthenticated, "ONE_TIME_CODE_NEEDED");

afterEach(() => void vi.restoreAllMocks());
const signedIn = vi.fn();
function show(page: ReactNode): Promise<HTMLElement> {
  HTMLDialogElement.prototype.showModal ??= function (this: HTMLDialogElement) {
    this.open = true;
  };
  HTMLDialogElement.prototype.close ??= function (this: HTMLDialogElement) {
    this.open = false;
  };
  return shown(page, {
    state: "out",
    caller: { person: "p-1" },
    signedIn,
    sessionEnded: vi.fn(),
  });
}
const fill = (place: HTMLElement, name: string, value: string) =>
  (place.querySelector<HTMLInputElement>(`[name=${name}]`)!.value = value);
const press = (place: HTMLElement) =>
  act(async () => place.querySelector("form")!.requestSubmit());

it("whose account has codes is asked for one, without typing the password again", async () => {
  const signIn = vi
    .spyOn(access, "signIn")
    .mockRejectedValueOnce(NEEDED)
    .mockRejectedValueOnce(refusal(Code.Unauthenticated, "BAD_CREDENTIALS"))
    .mockResolvedValueOnce(
      create(SignInResponseSchema, { caller: create(CallerSchema, { person: "p-1" }) }),
    );
  const place = await show(<SignIn />);
  expect(place.querySelector("[name=code]")).toBeNull();
  fill(place, "login", "desk.coast");
  fill(place, "password", "four unrelated words");
  await press(place);
  const code = place.querySelector<HTMLInputElement>("[name=code]")!;
  expect(document.activeElement).toBe(code);
  expect(code.autocomplete).toBe("one-time-code");
  // Nothing went wrong yet.
  expect(place.querySelector("[role=alert]")).toBeNull();

  code.value = "111 111";
  await press(place);
  expect(place.textContent).toContain(en.reasons.BAD_CREDENTIALS[0]);
  expect(place.querySelector("[name=code]")).not.toBeNull();
  fill(place, "code", "123 456");
  await press(place);
  expect(signIn).toHaveBeenLastCalledWith({
    loginName: "desk.coast",
    password: "four unrelated words",
    oneTimeCode: "123456",
  });
  expect(signedIn).toHaveBeenCalledTimes(1);
});

it("setting codes up takes a step-up, shows the secret once, and is done when a code was right", async () => {
  const begin = vi
    .spyOn(access, "beginOneTimeCode")
    .mockRejectedValueOnce(refusal(Code.PermissionDenied, "STEP_UP_REQUIRED"))
    .mockResolvedValueOnce(
      create(BeginOneTimeCodeResponseSchema, { secret: "ABCDEFGH", uri: "otpauth://totp/x" }),
    );
  vi.spyOn(access, "whoAmI").mockResolvedValue({ caller: { person: "p-1" } } as never);
  vi.spyOn(access, "stepUp").mockResolvedValue({} as never);
  const confirm = vi.spyOn(access, "confirmOneTimeCode").mockResolvedValue({} as never);
  const changed = vi.fn();
  const place = await show(<OneTimeCodes set={false} changed={changed} />);
  await press(place);
  fill(place, "password", "four unrelated words");
  await act(async () => place.querySelector<HTMLFormElement>("dialog form")!.requestSubmit());
  expect(begin).toHaveBeenCalledTimes(2);
  expect(place.textContent).toContain("ABCD EFGH");
  expect(place.querySelector("svg.qr path")!.getAttribute("d")!.length).toBeGreaterThan(1000);
  expect(place.querySelector("a")!.getAttribute("href")).toBe("otpauth://totp/x");
  fill(place, "code", "654321");
  await press(place);
  expect(confirm).toHaveBeenCalledWith({ oneTimeCode: "654321" });
  expect(changed).toHaveBeenCalledTimes(1);
  expect(place.textContent).not.toContain("ABCD");
});
