import {
  InvalidInputError,
  MissingCurveError,
  MissingPartsError,
  OverlappingPartsError,
  PartsOfDifferentRunsError,
} from "../errors/index.ts";
import { type CurveStore, curveKey, type LabName } from "../experiment/curve-store.ts";
import { basesOfShard } from "../experiment/shard.ts";
import type { StoredCurve } from "./curve-lines.ts";
import type { Part } from "./part-file.ts";
import { allBases, differencesOf } from "./run-identity.ts";

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
