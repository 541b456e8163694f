import { readFile } from "node:fs/promises";
import { cpus } from "node:os";
import {
  InvalidInputError,
  MalformedFileError,
  MissingCurveError,
  MissingFileError,
  MissingPartsError,
  OverlappingPartsError,
  PartsOfDifferentRunsError,
} from "../errors.ts";
import { type CurveStore, curveKey, type LabName } from "../experiment/curve-store.ts";
import { basesOfShard, type Shard } from "../experiment/shard.ts";
import { writeAtomically } from "../files/write-atomically.ts";
import {
  checksummedLine,
  curveLine,
  curveOfLine,
  linesOf,
  type StoredCurve,
  valueOfLine,
} from "./curve-lines.ts";
import { differencesOf, type RunIdentity } from "./run-identity.ts";

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

/**
 * Checks that parts make one whole run.
 *
 * Throws: InvalidInputError, PartsOfDifferentRunsError, OverlappingPartsError, MissingPartsError, MissingCurveError.
 */
export function checkParts(parts: readonly Part[]): void {
  const [first, ...others] = parts;
  if (!first)
    throw new InvalidInputError({
      what: "the number of parts",
      got: parts.length,
      want: "at least 1",
      hint: "Hint: give every part-i-of-n.jsonl of the run.",
    });
  for (const other of others) checkSameRun(first, other);
  const owner = new Map<number, Part>();
  for (const part of parts) {
    const twice = part.header.bases.filter((base) => owner.has(base));
    if (twice.length > 0)
      throw new OverlappingPartsError({ left: owner.get(twice[0]!)!.file, right: part.file, bases: twice });
    for (const base of part.header.bases) owner.set(base, part);
  }
  const missing = basesOfShard(allBases(first.header.identity), null).filter((base) => !owner.has(base));
  if (missing.length > 0) throw new MissingPartsError({ bases: missing, shards: missingShards(parts) });
  checkEveryCurve(parts);
}

/** How many bases a run has, those included that only some claims use. */
export function allBases({ bases, moreBases }: RunIdentity): number {
  return Math.max(bases, moreBases);
}

/** A store that holds the parts' curves and refuses to have any measured. */
export function partsCurveStore(parts: readonly Part[]): CurveStore {
  const curves = new Map(parts.flatMap((part) => part.curves.map((curve) => [keyOf(curve), curve] as const)));
  return {
    get(lab, arm, base) {
      const curve = curves.get(curveKey(lab, arm, base));
      if (!curve) throw new MissingCurveError({ what: nameOf(lab, arm), base });
      return curve;
    },
    put: async () => {},
  };
}

function checkSameRun(left: Part, right: Part): void {
  const differ = differencesOf(left.header.identity, right.header.identity);
  if (differ.length > 0) throw new PartsOfDifferentRunsError({ left: left.file, right: right.file, differ });
}

/** The shards of a common split that no part is of; none where the splits differ. */
function missingShards(parts: readonly Part[]): string[] {
  const { of } = parts[0]!.header.shard;
  if (parts.some(({ header }) => header.shard.of !== of)) return [];
  const there = new Set(parts.map(({ header }) => header.shard.index));
  return Array.from({ length: of }, (_, i) => i + 1)
    .filter((index) => !there.has(index))
    .map((index) => `${index}/${of}`);
}

/** What was measured for one of the run's bases was measured for all, and likewise for those beyond them. */
function checkEveryCurve(parts: readonly Part[]): void {
  const { bases } = parts[0]!.header.identity;
  for (const belongs of [(base: number) => base < bases, (base: number) => base >= bases]) {
    const all = new Map(
      parts.flatMap(({ curves }) =>
        curves
          .filter(({ base }) => belongs(base))
          .map(({ lab, arm }) => [nameOf(lab, arm), { lab, arm }] as const),
      ),
    );
    for (const { curves, header } of parts) {
      const there = new Set(curves.map(keyOf));
      for (const [what, { lab, arm }] of all) {
        const base = header.bases.find((one) => belongs(one) && !there.has(curveKey(lab, arm, one)));
        if (base !== undefined) throw new MissingCurveError({ what, base });
      }
    }
  }
}

function keyOf({ lab, arm, base }: StoredCurve): string {
  return curveKey(lab, arm, base);
}

function nameOf(lab: LabName, arm: string): string {
  return lab === "model" ? arm : `${arm} (${lab})`;
}
