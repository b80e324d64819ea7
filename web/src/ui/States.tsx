// What stands in a page's place while it loads, when there is nothing, and when it may not be shown.
import type { ReactNode } from "react";
import { isShut, type Refusal } from "../api/refusal";
import { useI18n } from "../i18n";
import type { Loaded } from "../app/useLoad";
import { useAgencies } from "../directory/agencies";
import { Button } from "./Button";
import { Notice } from "./parts";
import { refusalFacts } from "./refusalFacts";

export function Loading() {
  const { t } = useI18n();
  return (
    <div className="loading" role="status">
      <span className="sr-only">{t.loading}</span>
      <div className="bone" aria-hidden="true" />
      <div className="bone" aria-hidden="true" />
      <div className="bone short" aria-hidden="true" />
    </div>
  );
}

export const Empty = ({ title, children }: { title: string; children?: ReactNode }) => (
  <div className="empty">
    <p className="empty-title">{title}</p>
    {children}
  </div>
);

type Why = Pick<Refusal, "reason" | "facts">;

export function useReason(): (refusal: Why) => { title: string; help: string } {
  const { t } = useI18n();
  const reasons: Record<string, readonly [string, string]> = t.reasons;
  return (refusal) => {
    const [title, help] = reasons[refusal.reason] ?? reasons["INTERNAL"]!;
    const correlation = refusal.facts["correlation"] ?? refusal.facts["correlation_id"];
    return { title, help: correlation ? `${help} ${t.quote(correlation)}` : help };
  };
}

export function RefusalNotice({
  refusal,
  again,
  marked,
}: {
  refusal: Refusal;
  again?: () => void;
  // What is wrong stands beside its field; where it doesn't, the hub's own words are all there is.
  marked?: boolean;
}) {
  const { t } = useI18n();
  const { title, help } = useReason()(refusal);
  return (
    <Notice tone={refusal.retryable ? "warn" : "bad"} title={title} live>
      <p>{help}</p>
      {refusal.reason === "MALFORMED" && !marked && refusal.said && (
        <p className="small">
          {t.hubSays} {refusal.said}
        </p>
      )}
      {Object.keys(refusal.facts).length > 0 && <FactsOf refusal={refusal} />}
      {again && <Button onClick={again}>{t.tryAgain}</Button>}
    </Notice>
  );
}

function FactsOf({ refusal }: { refusal: Why }) {
  const told = refusalFacts(useI18n(), useAgencies().name, refusal);
  if (told.length === 0) return null;
  return (
    <ul>
      {told.map(([name, value]) => (
        <li key={name}>
          {name}: {value}
        </li>
      ))}
    </ul>
  );
}

// A page's data in whichever state it is. Old data stays, marked, when a newer could not be had; not
// what its reader may no longer know of.
export function Show<T>({ of, children }: { of: Loaded<T>; children: (data: T) => ReactNode }) {
  const { t } = useI18n();
  if (of.data === undefined || isShut(of.refusal)) {
    return of.refusal ? <RefusalNotice refusal={of.refusal} again={of.reload} /> : <Loading />;
  }
  return (
    <>
      {of.refusal && (
        <Notice tone="warn" title={t.staleTitle} live>
          <p>{t.stale}</p>
          <Button onClick={of.reload}>{t.tryAgain}</Button>
        </Notice>
      )}
      {children(of.data)}
    </>
  );
}
