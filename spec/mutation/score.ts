import type { Mutant } from "./mutants.ts";
import type { Fate } from "./try-mutants.ts";

/** How many faults were noticed. */
export interface Score {
  readonly tried: number;
  readonly killed: number;
  readonly share: number;
  /** Wilson's 95 % interval of the share. */
  readonly interval: readonly [number, number];
  /** Whether the share is at least what is asked for. */
  readonly enough: boolean;
  readonly survivors: readonly Pick<Mutant, "file" | "line" | "what">[];
  /** Files that no quick spec reaches; their mutants count as survivors. */
  readonly untested: readonly string[];
}

const Z = 1.959964;

/**
 * The score of mutants that were tried. Pure.
 *
 * Formula: share p = killed / n; Wilson's interval (p + z^2 / 2n -+ z sqrt(p (1 - p) / n + z^2 / 4n^2)) / (1 + z^2 / n).
 */
export function scoreOf(mutants: readonly Mutant[], fates: ReadonlyMap<number, Fate>, least: number): Score {
  const tried = mutants.length;
  const alive = mutants.filter((_, index) => fates.get(index) !== "killed");
  const killed = tried - alive.length;
  const share = tried === 0 ? 1 : killed / tried;
  const n = Math.max(1, tried);
  const middle = share + Z ** 2 / (2 * n);
  const half = Z * Math.sqrt((share * (1 - share)) / n + Z ** 2 / (4 * n ** 2));
  const untested = mutants.filter((_, index) => fates.get(index) === "untested").map(({ file }) => file);
  return {
    tried,
    killed,
    share,
    interval: [(middle - half) / (1 + Z ** 2 / n), (middle + half) / (1 + Z ** 2 / n)],
    enough: share >= least,
    survivors: alive.map(({ file, line, what }) => ({ file, line, what })),
    untested: [...new Set(untested)],
  };
}
