import { useState } from "react";
import { access } from "../api/access";
import { allPages, useLoad } from "../app/useLoad";
import { useI18n } from "../i18n";
import { Button } from "../ui/Button";
import { Dialog } from "../ui/Dialog";
import { TextField } from "../ui/Field";
import { Code, Notice, Tag } from "../ui/parts";
import { SimpleForm } from "../ui/SimpleForm";
import { Show } from "../ui/States";

type Doing = { what: "open" } | { what: "password" | "close" | "lost"; login: string };

// Who may sign in. Passwords go to the hub and nowhere else.
export function Accounts() {
  const { t, date } = useI18n();
  const [doing, setDoing] = useState<Doing>();
  const [done, setDone] = useState(false);
  const loaded = useLoad(
    () =>
      allPages(async (pageToken) => {
        const page = await access.listAccounts({ pageSize: 500, pageToken });
        return { items: page.accounts, next: page.nextPageToken };
      }),
    ["accounts"],
  );
  const finished = () => {
    setDoing(undefined);
    setDone(true);
    loaded.reload();
  };
  const words = t.directory;
  const send = async (data: FormData) => {
    const value = (name: string) => String(data.get(name) ?? "");
    if (doing?.what === "open")
      await access.createAccount({
        loginName: value("login"),
        person: value("person"),
        password: value("password"),
      });
    else if (doing?.what === "password")
      await access.setPassword({ loginName: doing.login, newPassword: value("password") });
    else if (doing?.what === "lost") await access.removeOneTimeCode({ loginName: doing.login });
    else if (doing) await access.disableAccount({ loginName: doing.login });
    finished();
  };
  const verbs = {
    open: words.account,
    password: words.setPassword,
    lost: t.oneTime.lost,
    close: words.disable,
  };
  const title =
    doing && (doing.what === "open" ? verbs.open : `${verbs[doing.what]}: ${doing.login}`);
  return (
    <>
      <p>
        <Button
          onClick={() => {
            setDone(false);
            setDoing({ what: "open" });
          }}
        >
          {words.account}
        </Button>
      </p>
      {done && <Notice tone="good" title={t.actions.done} live />}
      <Show of={loaded}>
        {(accounts) => (
          <div className="table-wrap" tabIndex={0} role="region" aria-label={words.accounts}>
            <table>
              <thead>
                <tr>
                  <th scope="col">{words.login}</th>
                  <th scope="col">{words.person}</th>
                  <th scope="col">{words.opened}</th>
                  <th scope="col">{words.active}</th>
                  <th scope="col">
                    <span className="sr-only">{t.actions.doNow}</span>
                  </th>
                </tr>
              </thead>
              <tbody>
                {accounts.map((one) => (
                  <tr key={one.loginName}>
                    <th scope="row">{one.loginName}</th>
                    <td>
                      <Code>{one.person}</Code>
                    </td>
                    <td>{date(one.createTime)}</td>
                    <td>
                      <Tag tone={one.disabled ? "bad" : "good"}>
                        {one.disabled ? words.disabled : words.active}
                      </Tag>
                    </td>
                    <td>
                      <div className="row">
                        <Button
                          look="quiet"
                          onClick={() => setDoing({ what: "password", login: one.loginName })}
                        >
                          {words.setPassword}
                        </Button>
                        {one.oneTimeCodeSet && (
                          <Button
                            look="quiet"
                            onClick={() => setDoing({ what: "lost", login: one.loginName })}
                          >
                            {t.oneTime.lost}
                          </Button>
                        )}
                        {!one.disabled && (
                          <Button
                            look="quiet"
                            onClick={() => setDoing({ what: "close", login: one.loginName })}
                          >
                            {words.disable}
                          </Button>
                        )}
                      </div>
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        )}
      </Show>
      {doing && title && (
        <Dialog title={title} onClose={() => setDoing(undefined)}>
          <SimpleForm
            submit={verbs[doing.what]}
            look={doing.what === "close" || doing.what === "lost" ? "warning" : "primary"}
            onCancel={() => setDoing(undefined)}
            onSubmit={send}
          >
            {doing.what === "open" && (
              <>
                <TextField
                  label={words.login}
                  name="login"
                  required
                  maxLength={64}
                  pattern="[a-z0-9.\-]+"
                />
                <TextField
                  label={words.person}
                  name="person"
                  required
                  maxLength={64}
                  placeholder="p-"
                />
              </>
            )}
            {doing.what === "lost" && <p>{t.oneTime.lostHint}</p>}
            {(doing.what === "open" || doing.what === "password") && (
              <TextField
                label={words.password}
                hint={words.passwordHint}
                name="password"
                type="password"
                minLength={12}
                required
                autoComplete="new-password"
              />
            )}
          </SimpleForm>
        </Dialog>
      )}
    </>
  );
}
