// Words and formats in the reader's language. English defines the keys; a key that Kiswahili lacks,
// or has too many, does not compile. Only the chosen language is loaded.
import { createContext, useContext, useEffect, useMemo, useState, type ReactNode } from "react";
import type { Catalogue } from "./en";
import { formats, type Formats } from "./format";

export type { Catalogue };
export type Language = "en" | "sw";
export type Labels = Record<string, Record<string, string>>;

interface Words {
  t: Catalogue;
  labels: Labels;
}

// The words of the pages, and, after them, those of the code lists, which the first page does not need.
const loaders: Record<
  Language,
  { words: () => Promise<Catalogue>; labels: () => Promise<Labels> }
> = {
  en: {
    words: async () => (await import("./en")).en,
    labels: async () => (await import("../gen/codes.en")).labels,
  },
  sw: {
    words: async () => (await import("./sw")).sw,
    labels: async () => (await import("../gen/codes.sw")).labels,
  },
};

const KEPT = "rufaa.language";

export function preferredLanguage(): Language {
  const kept = localStorage.getItem(KEPT);
  if (kept === "en" || kept === "sw") return kept;
  return navigator.languages?.some((tag) => tag.startsWith("sw")) ? "sw" : "en";
}

export interface I18n extends Formats {
  t: Catalogue;
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
  const { t, labels } = words;
  return {
    t,
    language,
    setLanguage,
    label: (list, code) => labels[list]?.[code] ?? code,
    choices: (list) => Object.entries(labels[list] ?? {}),
    ...formats(t, language),
  };
}

export function I18nProvider({ children }: { children: ReactNode }) {
  const [language, setLanguage] = useState(preferredLanguage);
  const [words, setWords] = useState<{ language: Language; words: Words }>();

  useEffect(() => {
    let wanted = true;
    void loaders[language].words().then(async (t) => {
      if (!wanted) return;
      document.documentElement.lang = language;
      setWords({ language, words: { t, labels: {} } });
      const labels = await loaders[language].labels();
      if (wanted) setWords({ language, words: { t, labels } });
    });
    return () => {
      wanted = false;
    };
  }, [language]);

  const value = useMemo(
    () =>
      words &&
      makeI18n(words.words, words.language, (to) => {
        localStorage.setItem(KEPT, to);
        setLanguage(to);
      }),
    [words],
  );

  return value ? <Context.Provider value={value}>{children}</Context.Provider> : null;
}

export const I18nContext = Context;
