import { useEffect, useRef, type ReactNode } from "react";
import { useI18n } from "../i18n";

// One page: its heading has the focus when it opens, and the window's title says no more than the
// kind of page, since titles end up in histories and on other people's screens.
export function Page({
  kind,
  title,
  lead,
  actions,
  children,
}: {
  kind: string;
  title: ReactNode;
  lead?: ReactNode;
  actions?: ReactNode;
  children: ReactNode;
}) {
  const { t } = useI18n();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = t.titleOf(kind);
  }, [t, kind]);
  useEffect(() => {
    heading.current?.focus({ preventScroll: true });
  }, []);
  return (
    <>
      <div className="page-head">
        <div>
          <h1 ref={heading} tabIndex={-1}>
            {title}
          </h1>
          {lead && <p className="lead">{lead}</p>}
        </div>
        {actions && <div className="page-actions">{actions}</div>}
      </div>
      {children}
    </>
  );
}
