import { useState } from "react";
import { access } from "../api/access";
import { refusalOf } from "../api/refusal";
import type { BeginOneTimeCodeResponse } from "../gen/rufaa/access/v1/access_service_pb";
import { useI18n } from "../i18n";
import { CodeField, codeIn } from "../ui/CodeField";
import { TextField } from "../ui/Field";
import { Code, Notice } from "../ui/parts";
import { SimpleForm } from "../ui/SimpleForm";
import { qrCode } from "../ui/qr";
import { StepUp } from "../ui/StepUp";

// Sets and removes the codes of one's own account. The secret is shown once and kept nowhere here.
export function OneTimeCodes({ set, changed }: { set: boolean; changed: () => void }) {
  const { t } = useI18n();
  const [begun, setBegun] = useState<BeginOneTimeCodeResponse>();
  const [stepping, setStepping] = useState(false);
  const [said, setSaid] = useState<string>();
  const begin = async () => {
    setSaid(undefined);
    try {
      setBegun(await access.beginOneTimeCode({}));
    } catch (error) {
      if (refusalOf(error).reason !== "STEP_UP_REQUIRED") throw error;
      setStepping(true);
    }
  };
  const finished = (what: string) => {
    setBegun(undefined);
    setSaid(what);
    changed();
  };
  return (
    <div className="sheet">
      <h2>{t.oneTime.title}</h2>
      {said && <Notice tone="good" title={said} live />}
      {!begun && <p>{set ? t.oneTime.on : t.oneTime.off}</p>}
      {!set && !begun && <SimpleForm submit={t.oneTime.begin} look="secondary" onSubmit={begin} />}
      {begun && <Confirm begun={begun} done={() => finished(t.oneTime.done)} />}
      {set && !begun && (
        <details>
          <summary>{t.oneTime.remove}</summary>
          <SimpleForm
            submit={t.oneTime.remove}
            look="warning"
            onSubmit={async (data) => {
              await access.removeOneTimeCode({
                password: String(data.get("password")),
                oneTimeCode: codeIn(data),
              });
              finished(t.oneTime.removed);
            }}
          >
            <TextField
              label={t.signIn.password}
              name="password"
              type="password"
              autoComplete="current-password"
              required
            />
            <CodeField />
          </SimpleForm>
        </details>
      )}
      {stepping && (
        <StepUp
          onClose={() => setStepping(false)}
          onDone={() => {
            setStepping(false);
            void begin();
          }}
        />
      )}
    </div>
  );
}

// For the camera of the phone that is to show the codes; made here, since a secret goes to no one else.
function Qr({ text }: { text: string }) {
  const { t } = useI18n();
  const rows = qrCode(text);
  const size = rows.length + 8;
  return (
    <svg className="qr" role="img" aria-label={t.oneTime.qr} viewBox={`0 0 ${size} ${size}`}>
      <rect width={size} height={size} fill="#fff" />
      <path
        fill="#000"
        d={rows
          .flatMap((row, y) => row.map((on, x) => (on ? `M${x + 4} ${y + 4}h1v1h-1z` : "")))
          .join("")}
      />
    </svg>
  );
}

function Confirm({ begun, done }: { begun: BeginOneTimeCodeResponse; done: () => void }) {
  const { t } = useI18n();
  return (
    <>
      <p>{t.oneTime.begun}</p>
      <p>
        {t.oneTime.secret}: <Code>{begun.secret.replace(/(.{4})(?=.)/g, "$1 ")}</Code>
      </p>
      <Qr text={begun.uri} />
      <p>
        <a className="row-link" href={begun.uri}>
          {t.oneTime.here}
        </a>
      </p>
      <p className="hint">{t.oneTime.confirmHint}</p>
      <SimpleForm
        submit={t.oneTime.confirm}
        onSubmit={async (data) => {
          await access.confirmOneTimeCode({ oneTimeCode: codeIn(data) });
          done();
        }}
      >
        <CodeField />
      </SimpleForm>
    </>
  );
}
