import { setQuery, useQuery } from "../app/router";
import { useCaller } from "../app/session";
import { areas } from "../gen/areas";
import { useI18n } from "../i18n";
import { Page } from "../ui/Page";
import { Accounts } from "./Accounts";
import { Agencies } from "./AgenciesList";
import { OffersList } from "./OffersList";
import { People } from "./People";

// Who is in the network, what they offer, and, for administrators, who may sign in.
export default function DirectoryPage(_: { params: Record<string, string> }) {
  const { t } = useI18n();
  const { role } = useCaller();
  const administers = role === "county_admin";
  const tabs = [
    ["agencies", t.directory.agencies],
    ["offers", t.directory.offers],
    ["areas", t.directory.areas],
    ["people", t.directory.people],
    ...(administers ? [["accounts", t.directory.accounts] as const] : []),
  ] as const;
  const asked = useQuery("tab");
  const tab = tabs.some(([one]) => one === asked) ? asked : "agencies";
  return (
    <Page kind={t.directory.kind} title={t.directory.title}>
      <div className="tabs" role="tablist" aria-label={t.directory.title}>
        {tabs.map(([one, name]) => (
          <button
            key={one}
            id={`tab-${one}`}
            className="tab"
            role="tab"
            aria-selected={one === tab}
            aria-controls="directory-panel"
            onClick={() => setQuery("tab", one)}
          >
            {name}
          </button>
        ))}
      </div>
      <div
        className="sheet panel"
        id="directory-panel"
        role="tabpanel"
        aria-labelledby={`tab-${tab}`}
      >
        {tab === "agencies" && <Agencies administers={administers} />}
        {tab === "offers" && <OffersList />}
        {tab === "areas" && <Areas />}
        {tab === "people" && <People administers={administers} />}
        {tab === "accounts" && <Accounts />}
      </div>
    </Page>
  );
}

function Areas() {
  const { t } = useI18n();
  return (
    <div className="table-wrap" tabIndex={0} role="region" aria-label={t.directory.areas}>
      <table>
        <thead>
          <tr>
            <th scope="col">{t.casefile.subcounty}</th>
            <th scope="col">{t.directory.wards}</th>
          </tr>
        </thead>
        <tbody>
          {Object.entries(areas).map(([id, area]) => (
            <tr key={id}>
              <th scope="row">
                {id} {area.name}
              </th>
              <td>
                {Object.entries(area.wards)
                  .map(([ward, name]) => `${ward} ${name}`)
                  .join(", ")}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
