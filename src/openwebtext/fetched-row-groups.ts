import { HubOfflineError, MalformedFileError } from "../errors/index.ts";
import { describeHubFile } from "../hub/hub-file.ts";
import type { HubTools } from "../hub/hub-tools.ts";
import { openRange, type RangeReader } from "../hub/range-reader.ts";
import { PROMPT_DOWNLOAD_BYTES } from "../limits.ts";
import type { Tokens } from "../model/language-model.ts";
import type { FetchedBytes, RowGroupSet } from "../prompts/row-group-prompts.ts";
import type { RowGroup } from "../prompts/row-groups.ts";
import { dataFile, type OpenedDataSet, type TokenDataSet } from "./data-set.ts";
import type { KeptPieces } from "./kept-pieces.ts";
import { fetchFooter, firstTokensOf, type ParquetFile, readFooter } from "./parquet-tokens.ts";

/** Told while row groups are fetched; what is kept already is not told. */
export type FetchProgress = (progress: {
  readonly what: string;
  readonly done: number;
  readonly of: number;
  readonly unit: string;
}) => void;

/** What reading the row groups of a data set takes. */
export interface RowGroupOptions {
  readonly set: TokenDataSet;
  readonly opened: OpenedDataSet;
  readonly pieces: KeptPieces;
  readonly tools: HubTools;
  /** Tokens of a prompt. */
  readonly tokens: number;
  /** Token ids of the model are below this. */
  readonly vocabulary: number;
  readonly onProgress: FetchProgress;
}

const MIB = 2 ** 20;

/**
 * The row groups of a data set, by ranges of its files: footers, and the column of token ids of the groups drawn.
 *
 * Footers and the first tokens of every row of a group are kept, so what was fetched once needs no network again.
 * Reading throws: HubOfflineError; the Hub's errors; MalformedFileError for a file that is no such parquet, and for
 * token ids the model does not know.
 */
export function fetchedRowGroups(options: RowGroupOptions): RowGroupSet {
  const { set, opened, pieces, tools, tokens, vocabulary, onProgress } = options;
  const readers = new Map<string, Promise<RangeReader>>();
  const files = new Map<string, ParquetFile>();
  const hubFile = (path: string) => dataFile({ ...set, revision: opened.commit }, path);

  function reader(path: string): Promise<RangeReader> {
    const file = hubFile(path);
    if (tools.environment.offline)
      throw new HubOfflineError({ file: describeHubFile(file), cache: pieces.folder });
    const open = readers.get(path) ?? openRange(file, tools);
    readers.set(path, open);
    return open;
  }

  async function parquetFile(path: string): Promise<ParquetFile> {
    const known = files.get(path);
    if (known !== undefined) return known;
    const piece = `${encodeURIComponent(path)}.footer`;
    const name = describeHubFile(hubFile(path));
    const kept = await pieces.get(piece);
    const footer = kept ?? (await fetchFooter(name, await reader(path)));
    const file = readFooter(name, set.column, footer);
    if (kept === null) await pieces.put(piece, footer);
    files.set(path, file);
    return file;
  }

  async function fetchPrompts(group: RowGroup, { done, of }: FetchedBytes): Promise<(Tokens | null)[]> {
    const tell = (bytes: number) =>
      onProgress({
        what: `${set.name} rows`,
        done: Math.floor(bytes / MIB),
        of: Math.ceil(of / MIB),
        unit: "MiB",
      });
    tell(done);
    const file = await parquetFile(group.file);
    const at = { group: group.index, count: tokens };
    const prompts = await firstTokensOf(file, await reader(group.file), at);
    tell(done + group.bytes);
    return prompts;
  }

  return {
    description: `${set.name} (${set.repo})`,
    files: opened.files.map(({ path }) => path),
    limit: PROMPT_DOWNLOAD_BYTES,
    async groupsIn(path) {
      const { groups } = await parquetFile(path);
      return groups.map(({ rows, bytes }, index) => ({ file: path, index, rows, bytes }));
    },
    async promptsIn(group, fetched) {
      const piece = `${encodeURIComponent(group.file)}.${group.index}.first-${tokens}`;
      const kept = await pieces.get(piece);
      const prompts =
        kept === null
          ? await fetchPrompts(group, fetched)
          : (JSON.parse(Buffer.from(kept).toString("utf8")) as readonly (Tokens | null)[]);
      checkVocabulary(describeHubFile(hubFile(group.file)), group, prompts, vocabulary);
      if (kept === null) await pieces.put(piece, Buffer.from(JSON.stringify(prompts)));
      return prompts;
    },
  };
}

/** Throws: MalformedFileError naming the first token id that the model does not know. */
function checkVocabulary(
  name: string,
  { index }: RowGroup,
  prompts: readonly (Tokens | null)[],
  vocabulary: number,
): void {
  for (const [row, prompt] of prompts.entries()) {
    const strange = prompt?.find((id) => !Number.isInteger(id) || id < 0 || id >= vocabulary);
    if (strange !== undefined)
      throw new MalformedFileError({
        file: `${name}, row group ${index}`,
        fact: `row ${row} holds token ${strange}; the model's are 0 to ${vocabulary - 1}`,
        hint: "Hint: the data set was made with GPT-2's tokenizer; give prompts for another model with --prompts FILE.",
      });
  }
}
