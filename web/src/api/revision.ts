// The newest log position that this page has written or been shown.
let newest = 0n;

export const floor = (): bigint => newest;

export function raise(revision: bigint | undefined): void {
  if (revision !== undefined && revision > newest) newest = revision;
}

// Another session may be of another county, whose log counts for itself, or of after a backup was
// restored: the log no longer has what was seen, and reads that ask for it are never answered.
export function forgetRevision(): void {
  newest = 0n;
}
