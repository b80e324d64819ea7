// The console's own files over a network that loses some of them: each can be asked for again.

// Styles that did not come. A bundler's import asks for a style once, and takes it for there the next
// time: the page would come without it.
const missed = new Set<string>();

function miss(link: HTMLLinkElement): void {
  missed.add(link.href);
  link.remove();
}

// Scripts run once the page's own styles have come, or failed to.
for (const link of document.querySelectorAll<HTMLLinkElement>("link[rel=stylesheet]"))
  if (!link.sheet) miss(link);
window.addEventListener(
  "error",
  ({ target }) => {
    if (target instanceof HTMLLinkElement && target.rel === "stylesheet") miss(target);
  },
  true,
);

const style = (href: string) =>
  new Promise<void>((done, fail) => {
    const link = document.createElement("link");
    link.rel = "stylesheet";
    link.href = href;
    link.addEventListener("load", () => done());
    link.addEventListener("error", () => fail(new Error("a style did not come")));
    document.head.append(link);
  });

export async function withStyles<T>(load: () => Promise<T>): Promise<T> {
  const again = [...missed];
  missed.clear();
  await Promise.all(again.map(style));
  return load();
}

// Past the device's copy: that the hub itself gives an answer.
const answers = () =>
  fetch("/", { method: "HEAD", cache: "no-store" }).then(
    (response) => response.ok,
    () => false,
  );

// When somebody asks for what did not come before. Some browsers keep a module's failure for as long
// as the page is open, and a newer console no longer has this one's files: where the hub answers and
// the file still does not come, only a new page gets it.
export async function loadAgain<T>(
  load: () => Promise<T>,
  newPage = () => location.reload(),
): Promise<T> {
  try {
    return await withStyles(load);
  } catch (error) {
    if (await answers()) newPage();
    throw error;
  }
}
