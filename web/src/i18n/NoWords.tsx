import { Button } from "../ui/Button";

// What is said while there are no words yet, in both languages: the same as the catalogues say.
export const NO_WORDS = {
  sw: { title: "Mfumo haujibu.", tryAgain: "Jaribu tena" },
  en: { title: "The hub does not answer.", tryAgain: "Try again" },
};

export function NoWords({ again }: { again: () => void }) {
  const both = (of: "title" | "tryAgain") => (
    <>
      <span lang="sw">{NO_WORDS.sw[of]}</span> · <span lang="en">{NO_WORDS.en[of]}</span>
    </>
  );
  return (
    <main className="narrow">
      <div className="notice warn" role="status">
        <p className="notice-title">{both("title")}</p>
        <Button onClick={again}>{both("tryAgain")}</Button>
      </div>
    </main>
  );
}
