import { createHash } from "node:crypto";
import { HubOfflineError, MalformedFileError } from "../errors/index.ts";
import { describeHubFile, type HubFile, isCommit } from "../hub/hub-file.ts";
import type { HubTools } from "../hub/hub-tools.ts";
import { checkLock, lockKey, readLock } from "../hub/lock-file.ts";
import { listHubFiles, openRange } from "../hub/range-reader.ts";
import type { KeptPieces } from "./kept-pieces.ts";

/** A data set of the Hub whose rows are token ids. */
export interface TokenDataSet {
  /** As reports name it. */
  readonly name: string;
  readonly repo: string;
  readonly revision: string;
  readonly split: string;
  /** One list of token ids a row. */
  readonly column: string;
}

/** The set the authors used, packed in rows of 1024 ids of GPT-2's tokenizer. Source: paper A.4. No commit is known. */
export const OPENWEBTEXT: TokenDataSet = {
  name: "OpenWebText",
  repo: "apollo-research/Skylion007-openwebtext-tokenizer-gpt2",
  revision: "main",
  split: "train",
  column: "input_ids",
};

/** A parquet file of a data set. */
interface DataFile {
  readonly path: string;
  readonly bytes: number;
}

/** A data set at one commit. */
export interface OpenedDataSet {
  readonly commit: string;
  /** The parquet files of its split, in the order of their names. */
  readonly files: readonly DataFile[];
}

/** Where a data set is read and kept. */
export interface DataSetPlaces {
  readonly tools: HubTools;
  readonly lockFile: string;
  readonly piecesAt: (commit: string) => KeptPieces;
}

/** The name under which the list of files stands in a lock file, and is kept. */
const LIST = "parquet-files";

/**
 * Opens a data set at the commit that the lock file recorded at first use; a branch is resolved when there is none.
 *
 * Throws: HubOfflineError; the Hub's errors; HubLockError when the same commit lists other files; MalformedFileError
 * when there is no parquet file of the split.
 */
export async function openDataSet(set: TokenDataSet, places: DataSetPlaces): Promise<OpenedDataSet> {
  const { tools, lockFile, piecesAt } = places;
  const list = dataFile(set, LIST);
  const offline = (cache: string) => new HubOfflineError({ file: describeHubFile(list), cache });
  const known = isCommit(set.revision)
    ? set.revision
    : (await readLock(lockFile)).files.get(lockKey(list))?.commit;
  if (known === undefined && tools.environment.offline) throw offline(lockFile);
  const commit = known ?? (await commitOf(set, tools));
  const pieces = piecesAt(commit);
  const kept = await pieces.get(LIST);
  if (kept === null && tools.environment.offline) throw offline(pieces.folder);
  const files: readonly DataFile[] =
    kept === null ? await parquetFiles({ ...set, revision: commit }, tools) : JSON.parse(decoded(kept));
  const text = Buffer.from(JSON.stringify(files));
  const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
  const sha256 = createHash("sha256").update(text).digest("hex");
  if (!isCommit(set.revision))
    await checkLock(lockFile, list, { sha256, bytes, commit }, { warn: tools.warn });
  if (kept === null) await pieces.put(LIST, text);
  return { commit, files };
}

/** A file of a data set, as the Hub is asked for it. */
export function dataFile({ repo, revision }: Pick<TokenDataSet, "repo" | "revision">, path: string): HubFile {
  return { repo, type: "dataset", revision, path };
}

/** The commit a branch stands for: that of any of its files. */
async function commitOf(set: TokenDataSet, tools: HubTools): Promise<string> {
  const [first] = await parquetFiles(set, tools);
  return (await openRange(dataFile(set, first!.path), tools)).commit;
}

/** At least one. */
async function parquetFiles(set: TokenDataSet, tools: HubTools): Promise<readonly DataFile[]> {
  const { repo, revision, split } = set;
  const all = await listHubFiles({ repo, type: "dataset", revision }, tools);
  const ofSplit = new RegExp(`(^|[/._-])${split}([/._-].*)?\\.parquet$`);
  const files = all.filter(({ path }) => ofSplit.test(path));
  if (files.length === 0)
    throw new MalformedFileError({
      file: describeHubFile(dataFile(set, LIST)),
      fact: `none of its ${all.length} files is a parquet file of the split ${split}`,
      hint: "Hint: the data set was moved or packed anew; give prompts of your own with --prompts FILE.",
    });
  return files;
}

function decoded(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("utf8");
}
