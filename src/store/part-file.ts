import { readFile } from "node:fs/promises";
import { cpus } from "node:os";
import { MalformedFileError, MissingFileError } from "../errors/index.ts";
import type { Shard } from "../experiment/shard.ts";
import { writeAtomically } from "../files/write-atomically.ts";
import {
  checksummedLine,
  curveLine,
  curveOfLine,
  linesOf,
  type StoredCurve,
  valueOfLine,
} from "./curve-lines.ts";
import type { RunIdentity } from "./run-identity.ts";

/** The first line of a part. */
export interface PartHeader {
  readonly format: "bag-of-latents part 1";
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

const FORMAT = "bag-of-latents part 1";

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
    const first: PartHeader = { format: FORMAT, ...header, records: curves.length, processor };
    await append(Buffer.from(checksummedLine(first)));
    for (const { curve } of sorted) await append(Buffer.from(curveLine(curve)));
  });
}

/** Reads a part. Throws: MissingFileError, MalformedFileError for anything that is not whole. */
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
  const header = valueOfLine(first) as PartHeader | undefined;
  if (header?.format !== FORMAT)
    throw new MalformedFileError({ file, fact: "does not begin as a part does" });
  const curves = rest.flatMap((line) => curveOfLine(line) ?? []);
  const hint = `Hint: copy the file again, or run reproduce with --shard ${header.shard.index}/${header.shard.of} again.`;
  if (curves.length !== rest.length)
    throw new MalformedFileError({ file, fact: `has ${rest.length - curves.length} damaged records`, hint });
  if (curves.length !== header.records)
    throw new MalformedFileError({
      file,
      fact: `has ${curves.length} records where its first line says ${header.records}`,
      hint,
    });
  return { file, header, curves };
}
