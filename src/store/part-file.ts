import { lstat, open, readFile } from "node:fs/promises";
import { cpus } from "node:os";
import { AlreadyExistsError, MalformedFileError, MissingFileError } from "../errors/index.ts";
import { curveKey } from "../experiment/curve-store.ts";
import type { Shard } from "../experiment/shard.ts";
import { writeAtomically } from "../files/write-atomically.ts";
import { checksummedLine, curveLine, linesOf, type StoredCurve, valueOfLine } from "./curve-lines.ts";
import { parseCurve } from "./parse-curve.ts";
import { PART_FORMAT, type PartHeader, parsePartHeader } from "./parse-part-header.ts";

export type { PartHeader } from "./parse-part-header.ts";

export interface Part {
  readonly file: string;
  readonly header: PartHeader;
  readonly curves: readonly StoredCurve[];
}

/** How the first line of a part begins in every version; an empty file is what a crash of the machine leaves. */
const PART_BEGINNING = /^(?:$|[0-9a-f]{16} \{"format":"bag-of-latents part )/;

/** The file name of a part. */
export function partFileName({ index, of }: Shard): string {
  return `part-${index}-of-${of}.jsonl`;
}

/**
 * Makes sure that a part may be written over what is there: another part, whole or not, or nothing.
 *
 * Throws: AlreadyExistsError.
 */
export async function checkPartMayBeWritten(file: string): Promise<void> {
  const facts = await lstat(file).catch(() => null);
  if (facts === null || (facts.isFile() && PART_BEGINNING.test(await beginningOf(file)))) return;
  throw new AlreadyExistsError({
    file,
    hint: "Hint: it is no part of this program. Move it away, or write into another folder with --out DIR.",
  });
}

async function beginningOf(file: string): Promise<string> {
  const handle = await open(file, "r");
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(64), 0, 64, 0);
    return buffer.toString("latin1", 0, bytesRead);
  } finally {
    await handle.close();
  }
}

/**
 * Writes a part whole or not at all: a header and one checksummed line per curve, in an order of its own. It is on the
 * disk when this returns: the store it was made from is then removed.
 *
 * Throws: as `checkPartMayBeWritten`.
 */
export async function writePart(
  file: string,
  header: Omit<PartHeader, "format" | "records" | "processor">,
  curves: readonly StoredCurve[],
): Promise<void> {
  await checkPartMayBeWritten(file);
  const processor = cpus()[0]?.model ?? "unknown";
  const sorted = curves
    .map((curve) => ({ curve, key: `${curve.lab} ${curve.arm}` }))
    .sort((a, b) => a.curve.base - b.curve.base || (a.key < b.key ? -1 : 1));
  await writeAtomically(file, async (append) => {
    const first: PartHeader = { format: PART_FORMAT, ...header, records: curves.length, processor };
    await append(Buffer.from(checksummedLine(first)));
    for (const { curve } of sorted) await append(Buffer.from(curveLine(curve)));
  });
  const handle = await open(file, "r+");
  await handle.sync().finally(() => handle.close());
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
