// The form of one of a case's acts, as an officer has it before them.
import { act } from "react";
import { vi } from "vitest";
import { ActionForm } from "../src/actions/ActionDialog";
import { caseActions } from "../src/actions/definitions";
import { shown } from "./shown";

// `send` gives what the form sends as it is filled in now.
export async function actionForm(method: string) {
  const run = vi.fn().mockResolvedValue({});
  const place = await shown(
    <ActionForm
      action={caseActions[method]!}
      subject={{}}
      version={1n}
      run={run}
      onConflict={async () => undefined}
      onDone={() => undefined}
    />,
    { state: "in", caller: { person: "p-1", agency: "a", role: "childrens_officer" } },
  );
  const send = async () => {
    await act(async () => place.querySelector("form")!.requestSubmit());
    return run.mock.lastCall![0] as unknown;
  };
  return { place, send };
}
