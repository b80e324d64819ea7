import "../../styles/board.css";
import type { ComponentType } from "react";
import { usePath } from "../../app/router";
import { useI18n } from "../../i18n";
import { ButtonLink } from "../../ui/Button";
import { Page } from "../../ui/Page";
import { PrintButton } from "../../ui/Print";
import { Empty } from "../../ui/States";
import { AnswersList } from "./AnswersList";
import { CasesList } from "./CasesList";
import { NeedsList } from "./NeedsList";
import { RunningList } from "./RunningList";

const LISTS = {
  cases: CasesList,
  referrals: RunningList,
  answers: AnswersList,
  needs: NeedsList,
};

// The list behind a figure of the board.
export default function ListPage({ params }: { params: Record<string, string> }) {
  const { t } = useI18n();
  const path = usePath();
  const name = params["list"] as keyof typeof LISTS;
  const List = LISTS[name] as ComponentType | undefined;
  return (
    <Page
      key={path}
      kind={t.board.kind}
      title={List ? t.board.list.titles[name] : t.board.title}
      lead={t.board.list.lead}
      actions={
        <>
          <ButtonLink href="/board">{t.board.list.back}</ButtonLink>
          <PrintButton />
        </>
      }
    >
      {List ? <List /> : <Empty title={t.directory.none} />}
    </Page>
  );
}
