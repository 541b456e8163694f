import type { Shard } from "../experiment/shard.ts";
import { MAX_STORED_BASES } from "../limits.ts";
import { allBases, type RunIdentity, runKeyOf } from "./run-identity.ts";

/** What the first line of every part says of it. It is raised with every change of what is written. */
export const PART_FORMAT = "bag-of-latents part 1";

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

/** A value from outside as the header of a part, or what is wrong with it: "says of no shard". */
export function parsePartHeader(value: unknown): PartHeader | string {
  if (!isRecord(value) || value["format"] !== PART_FORMAT) return "does not begin as a part does";
  const { runKey, identity, shard, bases, options, records, processor } = value;
  if (!isRecord(identity)) return "its first line has no identity of a run";
  for (const field of ["bases", "moreBases", "points"])
    if (!isCount(identity[field], 1)) return `its identity has no number of ${field}`;
  const run = identity as RunIdentity;
  if (runKey !== runKeyOf(run)) return "its key is not that of its identity";
  if (!isRecord(shard)) return "its first line says of no shard which it is";
  const { index, of } = shard;
  if (!isCount(of, 1) || !isCount(index, 1) || index > of) return "its first line names a shard that is none";
  if (!Array.isArray(bases) || !areOfShard(bases, allBases(run), { index, of }))
    return `its bases are not those of shard ${index}/${of}`;
  if (!isRecord(options)) return "its first line does not say which options it was measured with";
  if (!isCount(records, 0)) return "its first line has no number of records";
  if (typeof processor !== "string") return "its first line names no processor";
  const header = { runKey, identity: run, shard: { index, of }, bases, options, records, processor };
  return { format: PART_FORMAT, ...header };
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isCount(value: unknown, least: number): value is number {
  return Number.isSafeInteger(value) && (value as number) >= least && (value as number) <= MAX_STORED_BASES;
}

/** Compared one by one: a list of what a file claims to have would be as long as it claims. */
function areOfShard(
  bases: readonly unknown[],
  all: number,
  { index, of }: { readonly index: number; readonly of: number },
): bases is readonly number[] {
  const count = Math.max(0, Math.ceil((all - index + 1) / of));
  return bases.length === count && bases.every((base, i) => base === index - 1 + i * of);
}
