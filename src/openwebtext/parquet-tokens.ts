import { type DecodedArray, type FileMetaData, parquetMetadata, parquetScan } from "hyparquet";
import { BagOfLatentsError, MalformedFileError } from "../errors/index.ts";
import type { RangeReader } from "../hub/range-reader.ts";
import { MAX_PARQUET_FOOTER_BYTES, PARQUET_FOOTER_BYTES } from "../limits.ts";
import type { Tokens } from "../model/language-model.ts";

type Bytes = Pick<RangeReader, "byteLength" | "slice">;

/** A parquet file as its footer tells it. */
export interface ParquetFile {
  /** As errors name it. */
  readonly name: string;
  /** The column of token ids, one list a row. */
  readonly column: string;
  readonly metadata: FileMetaData;
  /** By row group: its rows, and the bytes of the column. */
  readonly groups: readonly { readonly rows: number; readonly bytes: number }[];
}

const MAGIC = "PAR1";

/**
 * The footer's bytes, in two requests at most: the file's end, and what of the footer lies before it.
 *
 * Throws: MalformedFileError for a footer over MAX_PARQUET_FOOTER_BYTES; what the reader throws.
 */
export async function fetchFooter(name: string, file: Bytes): Promise<Uint8Array> {
  const from = Math.max(0, file.byteLength - PARQUET_FOOTER_BYTES);
  const end = Buffer.from(await file.slice(from, file.byteLength));
  if (end.length < 8 || end.toString("latin1", end.length - 4) !== MAGIC) return end; // `readFooter` says so
  const length = end.readUInt32LE(end.length - 8) + 8; // the footer, its length, the magic
  if (length > Math.min(file.byteLength, MAX_PARQUET_FOOTER_BYTES))
    throw unreadable(name, `its footer would have ${length} bytes`);
  if (length <= end.length) return end.subarray(end.length - length);
  return Buffer.concat([Buffer.from(await file.slice(file.byteLength - length, from)), end]);
}

/**
 * Reads a footer.
 *
 * Throws: MalformedFileError when it is none, or has no column of that name that holds lists of whole numbers.
 */
export function readFooter(name: string, column: string, footer: Uint8Array): ParquetFile {
  const metadata = understood(name, () => parquetMetadata(footer));
  const groups = metadata.row_groups.map(({ columns, num_rows }) => {
    const leaves = columns.flatMap(({ meta_data }) => meta_data ?? []);
    const [found] = leaves.filter(({ path_in_schema }) => path_in_schema[0] === column);
    if (found === undefined || found.path_in_schema.length < 2 || !/^INT(32|64)$/.test(found.type)) {
      const there = [...new Set(leaves.map(({ path_in_schema }) => path_in_schema.join(".")))].join(", ");
      throw unreadable(name, `has no column ${column} of lists of whole numbers, but ${there || "none"}`);
    }
    return { rows: Number(num_rows), bytes: Number(found.total_compressed_size) };
  });
  return { name, column, metadata, groups };
}

/**
 * The first `count` token ids of every row of a group; null for a row that has fewer.
 *
 * Throws: MalformedFileError; what the reader throws.
 */
export async function firstTokensOf(
  { name, column, metadata, groups }: ParquetFile,
  file: Bytes,
  { group, count }: { readonly group: number; readonly count: number },
): Promise<(Tokens | null)[]> {
  const what = `${name}, row group ${group}`;
  const { rows } = groups[group]!;
  const rowStart = groups.slice(0, group).reduce((sum, before) => sum + before.rows, 0);
  const read = await understood(what, async (): Promise<DecodedArray> => {
    const scan = await parquetScan({ file, metadata, columns: [column] });
    return scan.readColumn({ column, rowStart, rowEnd: rowStart + rows });
  });
  if (read.length !== rows) throw unreadable(what, `holds ${read.length} rows where its footer says ${rows}`);
  return Array.from(read as ArrayLike<unknown>, (ids, i) => {
    if (ids === null || ids === undefined) return null;
    if (!Array.isArray(ids) && !ArrayBuffer.isView(ids)) throw unreadable(what, `row ${i} is not a list`);
    const list = Array.from(ids as ArrayLike<unknown>).slice(0, count);
    return list.length < count ? null : list.map((id) => tokenId(what, i, id));
  });
}

function tokenId(what: string, row: number, id: unknown): number {
  if (typeof id === "number" || typeof id === "bigint") return Number(id);
  throw unreadable(what, `row ${row} holds something that is not a number`);
}

/** Runs the parquet reader, whose complaints are about the file unless they are about fetching it. */
function understood<T>(name: string, read: () => T): T;
function understood<T>(name: string, read: () => Promise<T>): Promise<T>;
function understood<T>(name: string, read: () => T | Promise<T>): T | Promise<T> {
  const told = (error: unknown): never => {
    if (error instanceof BagOfLatentsError) throw error;
    const fact = error instanceof Error ? error.message : String(error);
    throw unreadable(name, `cannot be read as parquet (${fact})`);
  };
  try {
    const result = read();
    return result instanceof Promise ? result.catch(told) : result;
  } catch (error) {
    return told(error);
  }
}

function unreadable(file: string, fact: string): MalformedFileError {
  return new MalformedFileError({
    file,
    fact,
    hint: "Hint: run again; if it happens twice the data set is damaged or was packed anew: give prompts of your own with --prompts FILE.",
  });
}
