import { useRef, useState } from "react";
import { change, newRequestIds } from "../api/command";
import { directory } from "../api/directory";
import { allPages, useLoad } from "../app/useLoad";
import { useI18n } from "../i18n";
import { Button } from "../ui/Button";
import { Dialog } from "../ui/Dialog";
import { SelectField, TextField } from "../ui/Field";
import { Code, Tag } from "../ui/parts";
import { SimpleForm } from "../ui/SimpleForm";
import { Empty, Show } from "../ui/States";
import { useAgencies } from "./agencies";
import { RetirePerson } from "./RetirePerson";

export function People({ administers }: { administers: boolean }) {
  const { t } = useI18n();
  const agencies = useAgencies();
  const [agency, setAgency] = useState("");
  const [adding, setAdding] = useState(false);
  const [retiring, setRetiring] = useState<string>();
  const ids = useRef(newRequestIds());
  const roles: Record<string, string> = t.roles;
  const loaded = useLoad(
    () =>
      allPages(async (pageToken) => {
        const page = await directory.listPeople({ agency, pageSize: 500, pageToken });
        return { items: page.people, next: page.nextPageToken };
      }),
    ["people", agency],
  );
  const enroll = async (data: FormData) => {
    const value = (name: string) => String(data.get(name) ?? "").trim();
    const body = {
      person: value("person"),
      agency: value("agency"),
      desk: value("desk"),
      role: value("role"),
    };
    await change(ids, body, (request) => directory.enrollPerson(request));
    setAdding(false);
    loaded.reload();
  };
  return (
    <>
      <p className="hint">{t.directory.noNames}</p>
      <div className="row filters">
        <SelectField
          label={t.board.agency}
          value={agency}
          empty={t.board.all}
          onChange={(event) => setAgency(event.target.value)}
          choices={agencies.all.map((one) => [one.agency, one.displayName] as const)}
        />
        {administers && <Button onClick={() => setAdding(true)}>{t.directory.enroll}</Button>}
      </div>
      <Show of={loaded}>
        {(people) =>
          people.length === 0 ? (
            <Empty title={t.directory.none} />
          ) : (
            <div className="table-wrap" tabIndex={0} role="region" aria-label={t.directory.people}>
              <table>
                <thead>
                  <tr>
                    <th scope="col">{t.directory.person}</th>
                    <th scope="col">{t.directory.role}</th>
                    <th scope="col">{t.board.agency}</th>
                    <th scope="col">{t.directory.desk}</th>
                    <th scope="col">
                      <span className="sr-only">{t.actions.doNow}</span>
                    </th>
                  </tr>
                </thead>
                <tbody>
                  {people.map((one) => (
                    <tr key={one.person}>
                      <th scope="row">
                        <Code>{one.person}</Code> {one.left && <Tag>{t.directory.left}</Tag>}
                      </th>
                      <td>{roles[one.role] ?? one.role}</td>
                      <td>{agencies.name(one.agency)}</td>
                      <td>{one.desk}</td>
                      <td>
                        {administers && !one.left && (
                          <Button look="quiet" onClick={() => setRetiring(one.person)}>
                            {t.directory.retire}
                          </Button>
                        )}
                      </td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </div>
          )
        }
      </Show>
      {adding && (
        <Dialog title={t.directory.enroll} onClose={() => setAdding(false)}>
          <SimpleForm
            submit={t.directory.enroll}
            onCancel={() => setAdding(false)}
            onSubmit={enroll}
          >
            <TextField
              label={t.directory.id}
              name="person"
              required
              maxLength={64}
              placeholder="p-"
            />
            <SelectField
              label={t.board.agency}
              name="agency"
              required
              empty={t.choose}
              choices={agencies.all
                .filter((one) => !one.closeTime)
                .map((one) => [one.agency, one.displayName] as const)}
            />
            <TextField label={t.optional(t.directory.desk)} name="desk" maxLength={64} />
            <SelectField
              label={t.directory.role}
              name="role"
              required
              empty={t.choose}
              choices={Object.entries(t.roles).filter(([role]) => role !== "system")}
            />
          </SimpleForm>
        </Dialog>
      )}
      {retiring && (
        <RetirePerson
          person={retiring}
          onCancel={() => setRetiring(undefined)}
          onDone={() => {
            setRetiring(undefined);
            loaded.reload();
          }}
        />
      )}
    </>
  );
}
