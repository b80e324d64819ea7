// Work that is prepared through the API, so that a test is only about what it is about.
import type { Hub } from "./hub";

// As the county's clocks have it, so many hours from now: three hours ahead of UTC all year.
export const inCounty = (hours: number): string =>
  new Date(Date.now() + (3 + hours) * 3600_000).toISOString();

export class Api {
  private cookie = "";
  private constructor(private readonly hub: Hub) {}

  static async as(hub: Hub, loginName: string): Promise<Api> {
    const api = new Api(hub);
    await api.call("access.v1.AccessService/SignIn", { loginName, password: hub.password });
    return api;
  }

  async call<Reply = Record<string, never>>(method: string, body: object): Promise<Reply> {
    const response = await fetch(`${this.hub.url}/rufaa.${method}`, {
      method: "POST",
      headers: {
        "content-type": "application/json",
        "connect-protocol-version": "1",
        "connect-timeout-ms": "10000",
        origin: this.hub.url,
        cookie: this.cookie,
      },
      body: JSON.stringify(body),
    });
    const set = response.headers.get("set-cookie");
    if (set) this.cookie = set.split(";")[0]!;
    if (!response.ok) throw new Error(`${method}: ${response.status} ${await response.text()}`);
    return (await response.json()) as Reply;
  }

  change<Reply>(method: string, body: object): Promise<Reply> {
    return this.call(method, { requestId: crypto.randomUUID(), ...body });
  }
}

// A referral that a hospital has not yet answered; the law lets it be told without consent.
export async function sentReferral(
  hub: Hub,
  toAgency = "hosp-coast",
  by?: Api,
): Promise<{ caseCode: string; referralCode: string; at: number }> {
  const chv = await Api.as(hub, "chv.kisauni");
  const identified = await chv.change<{ caseFile: { caseCode: string } }>(
    "casework.v1.CaseworkService/IdentifyChild",
    {
      reporter: "CRON",
      categories: [{ category: "CSRG" }],
      sex: "SFEM",
      ageYears: 14,
      subcounty: "003",
    },
  );
  const caseCode = identified.caseFile.caseCode;
  const officer = by ?? (await Api.as(hub, "officer.kisauni"));
  await officer.change("casework.v1.CaseworkService/RegisterCase", { caseCode });
  const sent = await officer.change<{ referral: { referralCode: string } }>(
    "referral.v1.ReferralService/SendReferral",
    {
      caseCode,
      service: "RMTX",
      urgency: "urgent",
      toAgency,
    },
  );
  // When the hub had answered.
  return { caseCode, referralCode: sent.referral.referralCode, at: Date.now() };
}

// The hospital that was asked has no room.
export async function decline(hub: Hub, referralCode: string): Promise<void> {
  const coast = await Api.as(hub, "desk.coast");
  await coast.change("referral.v1.ReferralService/DeclineReferral", {
    referralCode,
    reason: "NO_CAPACITY",
  });
}

// A day in the children's court, so many days from now.
export const courtTime = (days: number) => new Date(Date.now() + days * 24 * 3600_000).toISOString();

// A new child's matter, which the court hears in three days.
export async function courtDate(
  hub: Hub,
): Promise<{ caseCode: string; matter: string; officer: Api }> {
  const { caseCode } = await sentReferral(hub);
  const officer = await Api.as(hub, "officer.kisauni");
  const set = await officer.change<{ caseFile: { courtDates: { matter: string }[] } }>(
    "casework.v1.CaseworkService/SetCourtDate",
    { caseCode, court: "court-tononoka", session: "STHR", courtTime: courtTime(3) },
  );
  return { caseCode, matter: set.caseFile.courtDates[0]!.matter, officer };
}
