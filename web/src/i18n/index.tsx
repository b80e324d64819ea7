// Words and formats in the reader's language. English defines the keys; a key that Kiswahili lacks,
// or has too many, does not compile. Only the chosen language is loaded.
import {
  createContext,
  useCallback,
  useContext,
  useEffect,
  useMemo,
  useState,
  type ReactNode,
} from "react";
import { useWhileAway } from "../app/useWhileAway";
import { loadAgain } from "../ui/files";
import type { Catalogue } from "./en";
import { formats, type Formats } from "./format";
import { NoWords } from "./NoWords";

export type { Catalogue };
export type Language = "en" | "sw";
export type Labels = Record<string, Record<string, string>>;

interface Words {
  t: Catalogue;
  labels: Labels;
  // False while only the first page's words are there.
  whole?: boolean;
}

type First = typeof import("./en/first").first;
type Rest = typeof import("./en/rest").rest;

// The words of the first page, and, after them, those of all others and of the code lists.
export type Loaders = Record<
  Language,
  { first: () => Promise<First>; rest: () => Promise<[Rest, Labels]> }
>;
const loaders: Loaders = {
  en: {
    first: async () => (await import("./en/first")).first,
    rest: async () => {
      const [words, codes] = await Promise.all([import("./en/rest"), import("../gen/codes.en")]);
      return [words.rest, codes.labels];
    },
  },
  sw: {
    first: async () => (await import("./sw/first")).first,
    rest: async () => {
      const [words, codes] = await Promise.all([import("./sw/rest"), import("../gen/codes.sw")]);
      return [words.rest, codes.labels];
    },
  },
};

const KEPT = "rufaa.language";

export function preferredLanguage(): Language {
  const kept = localStorage.getItem(KEPT);
  if (kept === "en" || kept === "sw") return kept;
  return navigator.languages?.some((tag) => tag.startsWith("sw")) ? "sw" : "en";
}

export interface I18n extends Formats {
  // Only what en/first.ts has, until `whole`.
  t: Catalogue;
  whole: boolean;
  // There while the last try to load words failed: asks for them anew.
  again?: () => void;
  language: Language;
  setLanguage: (language: Language) => void;
  // A code by the word of its list; a code that the list does not have is shown as it is.
  label: (list: string, code: string) => string;
  // Every code of a list with its word, for choosing.
  choices: (list: string) => [code: string, label: string][];
}

const Context = createContext<I18n | undefined>(undefined);

export function useI18n(): I18n {
  const i18n = useContext(Context);
  if (!i18n) throw new Error("no language yet");
  return i18n;
}

export function makeI18n(
  words: Words,
  language: Language,
  setLanguage: (to: Language) => void,
): I18n {
  const { t, labels, whole = true } = words;
  return {
    t,
    whole,
    language,
    setLanguage,
    label: (list, code) => labels[list]?.[code] ?? code,
    choices: (list) => Object.entries(labels[list] ?? {}),
    ...formats(t, language),
  };
}

// On a bad network, seconds that somebody looks at a page without words.
const ASK_EVERY_MS = 5_000;
const asIs = <T,>(load: () => Promise<T>): Promise<T> => load();

export function I18nProvider({
  children,
  from = loaders,
}: {
  children: ReactNode;
  from?: Loaders;
}) {
  // How: as it comes, or because somebody asked for what did not come.
  const [wish, setWish] = useState(() => ({ language: preferredLanguage(), how: asIs }));
  const [words, setWords] = useState<{ language: Language; words: Words }>();
  const [failed, setFailed] = useState(false);

  useEffect(() => {
    let wanted = true;
    const { language, how } = wish;
    const { first, rest } = from[language];
    const load = async () => {
      const some = await how(first);
      // What is open in another language stays open in it until all of this one is there.
      if (wanted)
        setWords((before) =>
          before?.words.whole
            ? before
            : { language, words: { t: some as Catalogue, labels: {}, whole: false } },
        );
      const [others, labels] = await how(rest);
      if (wanted) setWords({ language, words: { t: { ...some, ...others }, labels, whole: true } });
    };
    load().then(
      () => wanted && setFailed(false),
      () => wanted && setFailed(true),
    );
    return () => {
      wanted = false;
    };
  }, [wish, from]);

  const askSoon = useCallback(() => setWish(({ language }) => ({ language, how: asIs })), []);
  const again = useCallback(() => setWish(({ language }) => ({ language, how: loadAgain })), []);
  useWhileAway(failed, askSoon, ASK_EVERY_MS);

  useEffect(() => {
    if (words) document.documentElement.lang = words.language;
  }, [words]);

  const value = useMemo(
    () =>
      words && {
        ...makeI18n(words.words, words.language, (to) => {
          localStorage.setItem(KEPT, to);
          setWish({ language: to, how: asIs });
        }),
        again: failed ? again : undefined,
      },
    [words, failed, again],
  );

  if (!value) return failed ? <NoWords again={again} /> : null;
  return <Context.Provider value={value}>{children}</Context.Provider>;
}

export const I18nContext = Context;
