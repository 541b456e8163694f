import type { SchemaElement } from "hyparquet";
import { parquetWriteBuffer } from "hyparquet-writer";
import { rngFromSeed } from "../../src/math/rng.ts";
import { OPENWEBTEXT } from "../../src/openwebtext/data-set.ts";
import type { HubServer } from "./hub-server.ts";

export const DATA_COMMIT = "ab".repeat(20);

/** The column as the `datasets` library writes it: an optional list of optional whole numbers. */
export function listColumn(name: string, type: "INT32" | "INT64" | "DOUBLE"): SchemaElement[] {
  return [
    { name: "schema", num_children: 1, repetition_type: "REQUIRED" },
    { name, repetition_type: "OPTIONAL", num_children: 1, converted_type: "LIST" },
    { name: "list", repetition_type: "REPEATED", num_children: 1 },
    { name: "element", type, repetition_type: "OPTIONAL" },
  ];
}

/** A parquet file of rows of token ids, compressed with Snappy. */
export function parquetOfRows(
  rows: readonly (readonly number[] | null)[],
  options: {
    readonly rowGroupSize?: number;
    readonly column?: string;
    readonly type?: "INT32" | "INT64";
  } = {},
): Buffer {
  const { rowGroupSize = 100, column = OPENWEBTEXT.column, type = "INT32" } = options;
  const data = type === "INT32" ? [...rows] : rows.map((row) => (row === null ? null : row.map(BigInt)));
  return Buffer.from(
    parquetWriteBuffer({
      schema: listColumn(column, type),
      columnData: [{ name: column, data }],
      rowGroupSize,
    }),
  );
}

export interface LoopbackRows {
  readonly files: number;
  readonly groups: number;
  readonly rows: number;
  /** Token ids of one row. */
  readonly length: number;
  readonly vocabulary: number;
}

/** The rows of file `file` of a made-up set: equal calls give equal rows. */
export function madeUpRows(file: number, of: LoopbackRows): number[][] {
  const rng = rngFromSeed("rows").fork(file);
  return Array.from({ length: of.groups * of.rows }, () =>
    Array.from({ length: of.length }, () => rng.integer(of.vocabulary)),
  );
}

export function dataPath(file: number, files: number): string {
  return `data/train-0000${file}-of-0000${files}-abc.parquet`;
}

/** Files of made-up sets by what they hold: every scene puts the same ones. */
const madeUpFiles = new Map<string, Buffer>();

function madeUpFile(file: number, of: LoopbackRows): Buffer {
  const key = JSON.stringify([file, of]);
  const contents = madeUpFiles.get(key) ?? parquetOfRows(madeUpRows(file, of), { rowGroupSize: of.rows });
  madeUpFiles.set(key, contents);
  return contents;
}

/** Puts a made-up data set into a Hub in the published layout, beside a README and another split. */
export function putRows(server: HubServer, of: LoopbackRows): void {
  const repo = `datasets/${OPENWEBTEXT.repo}`;
  server.put(repo, DATA_COMMIT, "README.md", Buffer.from("# rows\n"), false);
  for (let file = 0; file < of.files; file++)
    server.put(repo, DATA_COMMIT, dataPath(file, of.files), madeUpFile(file, of), true);
  server.put(repo, DATA_COMMIT, "data/test-00000-of-00001.parquet", parquetOfRows([[1]]), true);
}
