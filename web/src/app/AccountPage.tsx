import { useState } from "react";
import { useI18n } from "../i18n";
import { access } from "../api/access";
import { useAgencies } from "../directory/agencies";
import { Code, Facts, Notice } from "../ui/parts";
import { Checkbox, TextField } from "../ui/Field";
import { Page } from "../ui/Page";
import { SimpleForm } from "../ui/SimpleForm";
import { setShortcutsOff, shortcutsOff } from "./device";
import { OneTimeCodes } from "./OneTimeCodes";
import { useCaller, useSession } from "./session";
import { useLoad } from "./useLoad";

export default function AccountPage() {
  const { t, dateTime } = useI18n();
  const caller = useCaller();
  const { expires } = useSession();
  const agency = useAgencies().name;
  const roles: Record<string, string> = t.roles;
  const [off, setOff] = useState(shortcutsOff());
  const [changed, setChanged] = useState(false);
  const hub = useLoad(() => access.whoAmI({}), ["who"]);

  return (
    <Page kind={t.settings.title} title={t.settings.title}>
      <div className="sheet">
        <Facts
          rows={[
            [t.settings.you, <Code>{caller.person}</Code>],
            [t.settings.agency, agency(caller.agency)],
            [t.settings.role, roles[caller.role] ?? caller.role],
            expires && [t.settings.until, dateTime(expires)],
            hub.data && [t.settings.hub, `Rufaa ${hub.data.hubVersion}`],
          ]}
        />
      </div>
      <div className="sheet">
        <Checkbox
          label={t.settings.shortcuts}
          hint={t.settings.shortcutsHint}
          checked={!off}
          onChange={(event) => {
            setShortcutsOff(!event.target.checked);
            setOff(!event.target.checked);
          }}
        />
        <p className="hint">{t.hideHint}</p>
      </div>
      {hub.data && <OneTimeCodes set={hub.data.oneTimeCodeSet} changed={hub.reload} />}
      <div className="sheet">
        <h2>{t.directory.own}</h2>
        {changed && <Notice tone="good" title={t.actions.done} live />}
        <SimpleForm
          submit={t.save}
          onSubmit={async (data) => {
            await access.setPassword({
              oldPassword: String(data.get("old")),
              newPassword: String(data.get("new")),
            });
            setChanged(true);
          }}
        >
          <TextField
            label={t.directory.old}
            name="old"
            type="password"
            autoComplete="current-password"
            required
          />
          <TextField
            label={t.directory.password}
            hint={t.directory.passwordHint}
            name="new"
            type="password"
            autoComplete="new-password"
            minLength={12}
            required
          />
        </SimpleForm>
      </div>
    </Page>
  );
}
