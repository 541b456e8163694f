import { readFile } from "node:fs/promises";
import { cpus } from "node:os";
import { MalformedFileError, MissingFileError } from "../errors/index.ts";
import { curveKey } from "../experiment/curve-store.ts";
import type { Shard } from "../experiment/shard.ts";
import { writeAtomically } from "../files/write-atomically.ts";
import { checksummedLine, curveLine, linesOf, type StoredCurve, valueOfLine } from "./curve-lines.ts";
import { parseCurve } from "./parse-curve.ts";
import { PART_FORMAT, parsePartHeader } from "./parse-part-header.ts";
import type { RunIdentity } from "./run-identity.ts";

/** The first line of a part. */
export interface PartHeader {
  readonly format: typeof PART_FORMAT;
  readonly runKey: string;
  readonly identity: RunIdentity;
  readonly shard: Shard;
  /** The bases in it. */
  readonly bases: readonly number[];
  /** What was typed to measure it: what `merge` needs to open the same run again. */
  readonly options: Readonly<Record<string, unknown>>;
  /** Lines that follow. */
  readonly records: number;
  /** Where it was measured; other processors may give other last bits. */
  readonly processor: string;
}

export interface Part {
  readonly file: string;
  readonly header: PartHeader;
  readonly curves: readonly StoredCurve[];
}

/** The file name of a part. */
export function partFileName({ index, of }: Shard): string {
  return `part-${index}-of-${of}.jsonl`;
}

/** Writes a part whole or not at all: a header and one checksummed line per curve, in an order of its own. */
export async function writePart(
  file: string,
  header: Omit<PartHeader, "format" | "records" | "processor">,
  curves: readonly StoredCurve[],
): Promise<void> {
  const processor = cpus()[0]?.model ?? "unknown";
  const sorted = curves
    .map((curve) => ({ curve, key: `${curve.lab} ${curve.arm}` }))
    .sort((a, b) => a.curve.base - b.curve.base || (a.key < b.key ? -1 : 1));
  await writeAtomically(file, async (append) => {
    const first: PartHeader = { format: PART_FORMAT, ...header, records: curves.length, processor };
    await append(Buffer.from(checksummedLine(first)));
    for (const { curve } of sorted) await append(Buffer.from(curveLine(curve)));
  });
}

/** Reads a part. Throws: MissingFileError, MalformedFileError for anything that is not whole, or not a part. */
export async function readPart(file: string): Promise<Part> {
  const bytes = await readFile(file).catch((cause: unknown) => {
    throw new MissingFileError({
      file,
      what: "The part",
      hint: "Hint: reproduce --shard i/n --out DIR writes part-i-of-n.jsonl into DIR.",
      cause,
    });
  });
  const [first = "", ...rest] = linesOf(bytes).lines;
  const header = parsePartHeader(valueOfLine(first));
  if (typeof header === "string") throw new MalformedFileError({ file, fact: header });
  const { identity, shard, records } = header;
  const malformed = (fact: string) =>
    new MalformedFileError({
      file,
      fact,
      hint: `Hint: copy the file again, or run reproduce with --shard ${shard.index}/${shard.of} again.`,
    });
  const values = rest.map(valueOfLine);
  const damaged = values.filter((value) => value === undefined).length;
  if (damaged > 0) throw malformed(`has ${damaged} damaged records`);
  if (values.length !== records)
    throw malformed(`has ${values.length} records where its first line says ${records}`);
  const known = new Set<string>();
  const bases = new Set(header.bases);
  const curves = values.map((value, i) => {
    const curve = parseCurve(value, { points: identity.points });
    if (typeof curve === "string") throw malformed(`record ${i} ${curve} (line ${i + 2})`);
    const key = curveKey(curve.lab, curve.arm, curve.base);
    if (known.has(key)) throw malformed(`record ${i} is of a path that is there already (line ${i + 2})`);
    if (!bases.has(curve.base)) throw malformed(`record ${i} is of another shard (line ${i + 2})`);
    known.add(key);
    return curve;
  });
  return { file, header, curves };
}
