import { useI18n } from "../../i18n";
import type { Loaded } from "../../app/useLoad";
import { setQuery, useQuery } from "../../app/router";
import { SelectField } from "../../ui/Field";
import { More } from "../../ui/More";
import { Notice } from "../../ui/parts";
import { Show } from "../../ui/States";
import { Figure } from "../Figure";
import type { Listed } from "./useListed";

export interface Filter {
  name: string; // In the address.
  label: string;
  choices: readonly (readonly [string, string])[];
  empty?: string;
  // Filters that can't be asked for together with this one.
  clears?: readonly string[];
}

export interface Column<Row> {
  head: string;
  say: (row: Row) => string;
}

function Choose({ filter }: { filter: Filter }) {
  const { t } = useI18n();
  const value = useQuery(filter.name);
  return (
    <SelectField
      label={filter.label}
      value={value}
      empty={filter.empty ?? t.casefile.all}
      onChange={(event) => {
        for (const other of filter.clears ?? []) if (event.target.value) setQuery(other, "");
        setQuery(filter.name, event.target.value);
      }}
      choices={filter.choices}
    />
  );
}

// Line by line what a figure counts. A line says to nobody more than the hub says to them: columns of
// which it says nothing are left out.
export function Lines<Row>({
  title,
  file,
  list,
  filters,
  columns,
}: {
  title: string;
  file: string;
  list: { loaded: Loaded<Listed<Row>>; more: () => Promise<void> };
  filters: readonly Filter[];
  columns: readonly Column<Row>[];
}) {
  const { t } = useI18n();
  return (
    <>
      <div className="row filters no-print">
        {filters.map((filter) => (
          <Choose key={filter.name} filter={filter} />
        ))}
      </div>
      <Show of={list.loaded}>
        {({ rows, next, hidden, revision }) => {
          const said = columns.filter((column) => rows.some((row) => column.say(row)));
          return (
            <div className="stack">
              {hidden && (
                <Notice tone="info" title={t.board.list.hidden}>
                  <p>{t.board.list.hiddenWhy}</p>
                </Notice>
              )}
              <Figure
                title={title}
                file={file}
                revision={revision}
                note={
                  <p className="hint" role="status">
                    {next ? t.board.list.linesAndMore(rows.length) : t.board.list.lines(rows.length)}
                  </p>
                }
                head={said.map((column) => column.head)}
                rows={rows.map((row) => said.map((column) => column.say(row) || "–"))}
              />
              {next && <More more={list.more} />}
            </div>
          );
        }}
      </Show>
    </>
  );
}
