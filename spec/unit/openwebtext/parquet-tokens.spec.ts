import { parquetWriteBuffer } from "hyparquet-writer";
import { describe, expect, it } from "vitest";
import { HubConnectionError, MalformedFileError } from "../../../src/errors/index.ts";
import { PARQUET_FOOTER_BYTES } from "../../../src/limits.ts";
import { fetchFooter, firstTokensOf, readFooter } from "../../../src/openwebtext/parquet-tokens.ts";
import { listColumn, parquetOfRows } from "../../support/parquet-rows.ts";

/** A file in memory that writes down what is read of it. */
function inMemory(contents: Buffer) {
  const asked: [number, number][] = [];
  return {
    asked,
    byteLength: contents.length,
    async slice(start: number, end = contents.length): Promise<ArrayBuffer> {
      asked.push([start, end]);
      return new Uint8Array(contents.subarray(start, end)).buffer;
    },
  };
}

const open = async (contents: Buffer, column = "input_ids") =>
  readFooter("a.parquet", column, await fetchFooter("a.parquet", inMemory(contents)));
const rows = Array.from({ length: 25 }, (_, row) => Array.from({ length: 300 }, (_, i) => row * 1000 + i));

describe("a parquet file of token ids", () => {
  it.each(["INT32", "INT64"] as const)(
    "gives the first tokens of every row of a group, from %s",
    async (type) => {
      const contents = parquetOfRows(rows, { rowGroupSize: 10, type });
      const file = await open(contents);
      expect(file.groups.map((group) => group.rows)).toEqual([10, 10, 5]);
      for (const [group, from] of [0, 10, 20].entries()) {
        const source = inMemory(contents);
        const tokens = await firstTokensOf(file, source, { group, count: 4 });
        expect(tokens).toEqual(rows.slice(from, from + 10).map((row) => row.slice(0, 4)));
        const fetched = source.asked.reduce((sum, [start, end]) => sum + end - start, 0);
        expect(fetched).toBe(file.groups[group]!.bytes);
      }
    },
  );

  it("has no prompt in rows that are too short, empty or missing", async () => {
    const file = [[1, 2, 3], [1, 2], [], null, [4, 5, 6, 7]];
    const contents = parquetOfRows(file);
    expect(await firstTokensOf(await open(contents), inMemory(contents), { group: 0, count: 3 })).toEqual([
      [1, 2, 3],
      null,
      null,
      null,
      [4, 5, 6],
    ]);
  });

  it("gives its footer in one request, a long one in two, and keeps no more than it", async () => {
    const short = parquetOfRows(rows, { rowGroupSize: 10 });
    const source = inMemory(short);
    const footer = await fetchFooter("a", source);
    expect(source.asked).toEqual([[0, short.length]]);
    expect(footer.length).toBe(short.readUInt32LE(short.length - 8) + 8);
    const many = Array.from({ length: 1200 }, (_, i) => [i]);
    const long = parquetOfRows(many, { rowGroupSize: 1 });
    const twice = inMemory(long);
    const file = readFooter("b", "input_ids", await fetchFooter("b", twice));
    expect(file.groups).toHaveLength(1200);
    const length = long.readUInt32LE(long.length - 8) + 8;
    expect(length).toBeGreaterThan(PARQUET_FOOTER_BYTES);
    const tail = long.length - PARQUET_FOOTER_BYTES;
    expect(twice.asked).toEqual([
      [tail, long.length],
      [long.length - length, tail],
    ]);
  });

  it("is refused when it is none, cut short, or lies about its footer", async () => {
    const good = parquetOfRows(rows);
    const lying = (length: number) => {
      const copy = Buffer.concat([Buffer.alloc(100_000), good]);
      copy.writeUInt32LE(length, copy.length - 8);
      return copy;
    };
    const refusals: readonly (readonly [Buffer, RegExp])[] = [
      [Buffer.from("not parquet at all"), /^a\.parquet: cannot be read as parquet \(.*PAR1.*\)\.$/],
      [Buffer.alloc(0), /^a\.parquet: cannot be read as parquet \(.*short.*\)\.$/],
      [Buffer.from("PAR1"), /^a\.parquet: cannot be read as parquet \(.*short.*\)\.$/],
      [good.subarray(0, -1), /^a\.parquet: cannot be read as parquet/],
      [lying(0xffff_fff0), /^a\.parquet: its footer would have 4294967288 bytes\.$/],
      [lying(90_000), /^a\.parquet: cannot be read as parquet/],
      [lying(3), /^a\.parquet: cannot be read as parquet/],
    ];
    for (const [contents, says] of refusals) {
      await expect(open(contents), String(says)).rejects.toThrow(MalformedFileError);
      await expect(open(contents)).rejects.toThrow(says);
    }
  });

  it("is refused without a column of lists of whole numbers, and says which columns there are", async () => {
    await expect(open(parquetOfRows(rows, { column: "tokens" }))).rejects.toThrow(
      "a.parquet has no column input_ids of lists of whole numbers, but tokens.list.element.",
    );
    for (const [type, data] of Object.entries({ INT32: [1, 2], DOUBLE: [0.5, 1.5] })) {
      const flat = parquetWriteBuffer({ columnData: [{ name: "input_ids", data, type: type as "INT32" }] });
      await expect(open(Buffer.from(flat))).rejects.toThrow("of lists of whole numbers, but input_ids.");
    }
    const fractions = parquetWriteBuffer({
      schema: listColumn("input_ids", "DOUBLE"),
      columnData: [{ name: "input_ids", data: [[0.5], [1.5]] }],
    });
    await expect(open(Buffer.from(fractions))).rejects.toThrow("but input_ids.list.element.");
  });

  it("is refused when a group cannot be read, by its number", async () => {
    const contents = parquetOfRows(rows, { rowGroupSize: 10 });
    const file = await open(contents);
    const broken = Buffer.from(contents);
    broken.fill(0xff, 4, 400); // the first group's page header and values
    const read = (group: number) => firstTokensOf(file, inMemory(broken), { group, count: 2 });
    await expect(read(0)).rejects.toThrow(/^a\.parquet, row group 0: /);
    await expect(read(0)).rejects.toThrow(MalformedFileError);
    expect((await read(2))[0]).toEqual(rows[20]!.slice(0, 2));
  });

  it("is refused when a group has fewer rows than its footer says", async () => {
    const contents = parquetOfRows(rows);
    const { metadata, ...file } = await open(contents);
    const row_groups = metadata.row_groups.map((group) => ({ ...group, num_rows: 30n }));
    const lying = { ...file, metadata: { ...metadata, row_groups }, groups: [{ rows: 30, bytes: 1 }] };
    await expect(firstTokensOf(lying, inMemory(contents), { group: 0, count: 2 })).rejects.toThrow(
      "a.parquet, row group 0 holds 25 rows where its footer says 30.",
    );
  });

  it("lets the errors of the network through as they are", async () => {
    const contents = parquetOfRows(rows);
    const file = await open(contents);
    const gone = new HubConnectionError({ file: "a", fact: "nothing arrived for 30 s", attempt: 5 });
    const source = { byteLength: contents.length, slice: () => Promise.reject(gone) };
    await expect(firstTokensOf(file, source, { group: 0, count: 2 })).rejects.toBe(gone);
  });
});
