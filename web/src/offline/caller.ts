// Whose phone this is, so that it can be used without a network: pseudonymous ids, no secret.
import { all, get, put, remove } from "./db";
import { destroyKey, type Sealed } from "./seal";

export interface KnownCaller {
  person: string;
  agency: string;
  agencyKind: string;
  desk: string;
  role: string;
  county: string;
  subcounty: string;
}

export const rememberCaller = (caller: KnownCaller): Promise<unknown> =>
  put("device", "caller", caller).catch(() => undefined);

export const forgetCaller = (): Promise<unknown> =>
  remove("device", "caller").catch(() => undefined);

export const rememberedCaller = (): Promise<KnownCaller | undefined> =>
  get<KnownCaller>("device", "caller").catch(() => undefined);

// At sign-out: the key first, so that whatever remains can't be read.
export async function forgetEverything(person: string | undefined): Promise<void> {
  if (person) {
    await destroyKey(person);
    for (const store of ["reports", "drafts"] as const) {
      for (const sealed of await all<Sealed>(store)) {
        if (sealed.person === person) await remove(store, sealed.id);
      }
    }
  }
  await remove("device", "caller");
}
