// Filling in a report, as a volunteer does.
import { codesOf, type Person } from "./people";

export interface Child {
  first: string;
  surname: string;
  narrative: string;
}

export async function fillReport(chv: Person, child: Child): Promise<void> {
  const { page, t } = chv;
  const next = () => chv.button(t.next).click();
  const codes = await codesOf(chv.screen.language);
  await chv.go("/report");
  await page.locator("button.task").first().click();
  await page.locator("[name=safe][value=yes]").check();
  await next();
  await page.getByLabel(codes["sex"]!["SFEM"]!, { exact: true }).check();
  await page.locator("[name=age]").fill("14");
  await page.locator("[name=subcounty]").selectOption("003");
  await page.locator("[name=first]").fill(child.first);
  await page.locator("[name=surname]").fill(child.surname);
  await next();
  await page.locator("[name=category]").selectOption("CSRG");
  await page.locator("[name=reporter]").selectOption("CRON");
  await page.locator("[name=narrative]").fill(child.narrative);
  await next();
  await next();
  await next();
  await chv.button(t.report.check).click();
  await page.getByText(child.first).waitFor();
}

export async function report(chv: Person, child: Child): Promise<string> {
  await fillReport(chv, child);
  await chv.button(chv.t.report.submit).click();
  return (await chv.page.locator(".big-code").textContent())!;
}
