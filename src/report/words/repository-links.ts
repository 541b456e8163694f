/** Pages of the repository that a report was made from, where it knows where that is. */
import type { Provenance } from "../report.generated.ts";

type Source = Pick<Provenance, "commit" | "dirty" | "repository">;

/** The page of a file or folder: as of the report's commit, or of the newest one where its code was no commit's. */
export function sourceLink({ repository, commit, dirty }: Source, path: string): string | null {
  if (!repository) return null;
  return `${repository}/blob/${isDigest(commit) && dirty === false ? commit : "HEAD"}/${path}`;
}

/** The page of a commit. */
export function commitLink({ repository }: Pick<Source, "repository">, commit: string | null): string | null {
  return repository && isDigest(commit) ? `${repository}/commit/${commit}` : null;
}

/** The first letters of a digest, as git shows it; any other name whole. */
export function shortCommit(commit: string): string {
  return isDigest(commit) ? commit.slice(0, 12) : commit;
}

function isDigest(commit: string | null): commit is string {
  return commit !== null && /^[0-9a-f]{40,64}$/.test(commit);
}
