import { HubHashError } from "../errors/index.ts";
import { checkedCopy, type FetchedFile } from "./checked-copy.ts";
import { cachedFile, nameBlob } from "./hub-cache.ts";
import { describeHubFile, type HubFile, isCommit } from "./hub-file.ts";
import type { HubTools } from "./hub-tools.ts";

/**
 * The file as the cache holds it under a name that its repository had before; null when it does not.
 *
 * Python's cache names folders by the id that was asked for (`gpt2`), the Hub calls the repository otherwise now
 * (`openai-community/gpt2`); a commit is the same commit under both. The file gets its name under the present id too,
 * so that all files of a release lie in one folder. A branch is only looked up so when nobody can be asked.
 * Throws: HubHashError for an altered copy when nothing else can be had.
 */
export async function underFormerName(file: HubFile, tools: HubTools): Promise<FetchedFile | null> {
  const { cacheDir, offline } = tools.environment;
  if (!offline && !isCommit(file.revision)) return null;
  for (const repo of file.formerly ?? []) {
    const cached = await cachedFile({ ...file, repo }, cacheDir);
    if (cached === null) continue;
    try {
      const copy = await checkedCopy(file, cached);
      const at = { cacheDir, commit: cached.commit, blob: cached.path };
      const named = await nameBlob(file, at, tools).catch(() => cached); // a cache that is only read
      return { ...named, hash: copy.hash };
    } catch (error) {
      if (offline || !(error instanceof HubHashError)) throw error;
      tools.warn(`${error.message} ${describeHubFile(file)} is fetched instead.`);
    }
  }
  return null;
}
