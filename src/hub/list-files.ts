import { BagOfLatentsError, HubAnswerError } from "../errors/index.ts";
import { HUB_LISTED_FILES, HUB_LISTING_MS, HUB_LISTING_PAGES, HUB_PAGE_BYTES } from "../limits.ts";
import { bounded } from "./bounded.ts";
import { encodePath } from "./file-info.ts";
import { hubRequest } from "./hub-fetch.ts";
import { checkHubFile, describeHubFile, type HubFile } from "./hub-file.ts";
import { type HubTools, hubTools } from "./hub-tools.ts";
import { withTries } from "./tries.ts";

/** A repository, or a folder of it. */
export type ListedFolder = Pick<HubFile, "repo" | "type" | "revision"> & { readonly folder?: string };

/**
 * Paths and sizes of all files of a repository, or of one folder of it, in the order of their names.
 *
 * Throws: the Hub errors; HubAnswerError when a page was seen before, when pages, files, bytes of a page or the time
 * exceed their bounds, and for an entry that is none.
 */
export function listHubFiles(
  at: ListedFolder,
  tools: HubTools = hubTools(),
): Promise<{ path: string; bytes: number }[]> {
  return withTries(({ attempt }) => listOnce(at, attempt, tools), tools);
}

/** The same in one try. */
export async function listOnce(
  at: ListedFolder,
  attempt: number,
  tools: HubTools,
): Promise<{ path: string; bytes: number }[]> {
  const named: HubFile = { repo: at.repo, type: at.type, revision: at.revision, path: at.folder ?? "(list)" };
  checkHubFile(named);
  const refused = (fact: string) => new HubAnswerError({ file: describeHubFile(named), fact });
  const request = await hubRequest(named, attempt, tools);
  const until = tools.now() + HUB_LISTING_MS;
  const pages = new Set<string>();
  const found: { path: string; bytes: number }[] = [];

  const page: typeof fetch = async (input, init) => {
    const address = input instanceof Request ? input.url : String(input);
    if (pages.has(address)) throw refused("its list of files points back to a page that was seen");
    pages.add(address);
    if (pages.size > HUB_LISTING_PAGES)
      throw refused(`its list of files has over ${HUB_LISTING_PAGES} pages`);
    if (tools.now() > until)
      throw refused(`its list of files has no end after ${HUB_LISTING_MS / 60_000} minutes`);
    const answer = await request.fetch(input, init);
    const long = () => refused(`a page of its list of files has over ${HUB_PAGE_BYTES} bytes`);
    return bounded(answer, HUB_PAGE_BYTES, long);
  };

  try {
    const { listFiles } = await import("@huggingface/hub");
    const entries = listFiles({
      repo: { type: at.type, name: at.repo },
      ...(at.folder === undefined ? {} : { path: encodePath(at.folder) }),
      revision: encodeURIComponent(at.revision),
      recursive: true,
      hubUrl: tools.environment.endpoint,
      fetch: page,
    });
    for await (const entry of entries) {
      const { type, path, size } = checkedEntry(entry);
      if (type === "file") found.push({ path, bytes: size });
      if (found.length > HUB_LISTED_FILES) throw refused(`it lists over ${HUB_LISTED_FILES} files`);
    }
  } catch (error) {
    if (error instanceof BagOfLatentsError) throw error;
    if (error instanceof SyntaxError || (error instanceof TypeError && error.cause === undefined))
      throw refused(`its list of files is none (${request.shown(error.message)})`);
    throw request.failure(error);
  } finally {
    request.end();
  }
  return found.sort((a, b) => (a.path < b.path ? -1 : 1));

  /** An entry as the Hub gives it; a path that git cannot have, or a size that is none, is refused. */
  function checkedEntry(entry: unknown): { type: unknown; path: string; size: number } {
    const { type, path, size } = (entry ?? {}) as Record<string, unknown>;
    const parts = typeof path === "string" ? path.split("/") : [""];
    const strange = parts.some((part) => part === "" || part === "." || part === ".." || part.includes("\0"));
    const sized = Number.isSafeInteger(size) && (size as number) >= 0;
    if (strange || (type === "file" && !sized))
      throw refused(
        `its list of files has an entry "${request.shown(String(path))}" of ${String(size)} bytes`,
      );
    return { type, path: path as string, size: size as number };
  }
}
