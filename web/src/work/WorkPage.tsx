import "../styles/work.css";
import { useEffect, useRef, useState } from "react";
import { setQuery, useQuery } from "../app/router";
import { setShortcutsOff, shortcutsOff } from "../app/device";
import { useCaller } from "../app/session";
import { useLoad } from "../app/useLoad";
import { watchLive } from "../api/live";
import { useI18n } from "../i18n";
import { Button } from "../ui/Button";
import { More } from "../ui/More";
import { Page } from "../ui/Page";
import { Notice } from "../ui/parts";
import { Empty, Show } from "../ui/States";
import {
  arrivals,
  readWork,
  ROWS,
  sameItems,
  TABS,
  tabsFor,
  type Item,
  type Tab,
  type Work,
} from "./items";
import { QuickAnswer, type Quick } from "./QuickAnswer";
import { FindCode } from "./FindCode";
import { WorkTable } from "./WorkTable";
import { useKeys } from "./useKeys";

export default function WorkPage() {
  const { t, time } = useI18n();
  const caller = useCaller();
  const most = useRef(ROWS);
  const read = () => readWork(caller, most.current);
  const loaded = useLoad(read, [caller.role, caller.person]);
  // Rows never move under a finger: what is shown changes only when its reader asks for it.
  const [shown, setShown] = useState<Work>();
  const newest = loaded.data;
  if (newest && !shown) setShown(newest);
  const reload = loaded.reload;
  useEffect(() => watchLive(reload), [reload]);

  const asked = useQuery("tab");
  const tabs = tabsFor(caller.role);
  const tab = tabs.find((one) => one === asked) ?? firstTab(shown);

  return (
    <Page
      kind={t.work.kind}
      title={t.work.title}
      actions={<FindCode />}
      lead={shown && `${time(shown.readAt)}`}
    >
      <Show of={{ ...loaded, data: shown }}>
        {(work) => (
          <>
            <Tabs work={work} tabs={tabs} tab={tab} />
            <Fresh shown={work} newest={newest} tab={tab} take={() => setShown(newest)} />
            <List
              items={work.tabs[tab]}
              tab={tab}
              onChanged={() => {
                void read().then(setShown);
                reload();
              }}
            />
            {goesOn(work, tab) && (
              <More
                left={work.counts[tab] - work.tabs[tab].length || undefined}
                more={async () => {
                  const rows = most.current + ROWS;
                  setShown(await readWork(caller, rows));
                  most.current = rows;
                  reload();
                }}
              />
            )}
          </>
        )}
      </Show>
    </Page>
  );
}

// The first tab that has something; a desk with nothing starts at New.
const FIRST: readonly Tab[] = ["new", "overdue", "soon", "asked"];
const firstTab = (work: Work | undefined): Tab =>
  (work && FIRST.find((tab) => work.tabs[tab].length > 0)) ?? "new";

const goesOn = (work: Work, tab: Tab): boolean =>
  work.counts[tab] > work.tabs[tab].length || (tab === "escalated" && work.moreEscalated);

const URGENT: readonly Tab[] = ["overdue", "escalated"];

function Tabs({ work, tabs, tab }: { work: Work; tabs: readonly Tab[]; tab: Tab }) {
  const { t, number } = useI18n();
  const list = useRef<HTMLDivElement>(null);
  const step = (by: number) => {
    const next = tabs[(tabs.indexOf(tab) + by + tabs.length) % tabs.length]!;
    setQuery("tab", next);
    list.current?.querySelector<HTMLElement>(`#tab-${next}`)?.focus();
  };
  return (
    <div
      className="tabs"
      role="tablist"
      aria-label={t.work.title}
      ref={list}
      onKeyDown={(event) => {
        if (event.key === "ArrowRight") step(1);
        if (event.key === "ArrowLeft") step(-1);
      }}
    >
      {tabs.map((one) => (
        <button
          key={one}
          id={`tab-${one}`}
          className="tab"
          role="tab"
          aria-selected={one === tab}
          aria-controls="work-panel"
          tabIndex={one === tab ? 0 : -1}
          onClick={() => setQuery("tab", one)}
        >
          {t.work.tabs[one]}{" "}
          <span
            className={URGENT.includes(one) && work.counts[one] > 0 ? "count bad" : "count"}
          >
            {number(work.counts[one])}
            {one === "escalated" && work.moreEscalated && "+"}
          </span>
        </button>
      ))}
    </div>
  );
}

function Fresh({
  shown,
  newest,
  tab,
  take,
}: {
  shown: Work;
  newest: Work | undefined;
  tab: Tab;
  take: () => void;
}) {
  const { t } = useI18n();
  if (
    !newest ||
    newest === shown ||
    TABS.every(
      (one) =>
        sameItems(shown.tabs[one], newest.tabs[one]) && shown.counts[one] === newest.counts[one],
    )
  ) {
    return <div role="status" />;
  }
  // What arrived where one looks; else whatever is new at the desk.
  const more =
    arrivals(shown.tabs[tab], newest.tabs[tab]) ||
    arrivals(shown.tabs.new, newest.tabs.new) ||
    Math.max(0, newest.counts.new - shown.counts.new);
  return (
    <div role="status" className="fresh">
      <Button look="primary" onClick={take}>
        {more > 0 ? t.work.fresh(more) : t.work.changed} – {t.work.showFresh}
      </Button>
    </div>
  );
}

function List({ items, tab, onChanged }: { items: Item[]; tab: Tab; onChanged: () => void }) {
  const { t } = useI18n();
  const [off, setOff] = useState(shortcutsOff());
  const [quick, setQuick] = useState<Quick>();
  const [done, setDone] = useState<string>();
  const at = useKeys(items, tab, !off && !quick, setQuick);

  return (
    <div id="work-panel" role="tabpanel" aria-labelledby={`tab-${tab}`}>
      {done && <Notice tone="good" title={done} live />}
      {tab === "escalated" && <p className="hint">{t.work.escalatedHint}</p>}
      {items.length === 0 ? (
        <Empty title={t.work.empty[tab]}>
          <p>{t.work.emptyHint}</p>
        </Empty>
      ) : (
        <WorkTable items={items} tab={tab} at={at.index} move={at.setIndex} answer={setQuick} />
      )}
      {items.length > 0 && !off && (
        <p className="hint keys-hint">
          {t.work.keys}{" "}
          <Button
            look="quiet"
            onClick={() => {
              setShortcutsOff(true);
              setOff(true);
            }}
          >
            {t.work.keysOff}
          </Button>
        </p>
      )}
      {quick && (
        <QuickAnswer
          quick={quick}
          onClose={() => setQuick(undefined)}
          onDone={(said) => {
            setQuick(undefined);
            setDone(said);
            onChanged();
          }}
        />
      )}
    </div>
  );
}
