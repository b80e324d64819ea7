import { useI18n } from "../i18n";
import { Tag } from "../ui/parts";

// What of a case waits to be decided; "": nothing.
export function Awaits({ what }: { what: string }) {
  const awaits: Record<string, string> = useI18n().t.work.awaits;
  return what === "" ? null : <Tag tone="warn">{awaits[what] ?? what}</Tag>;
}
