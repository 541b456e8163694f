import { BOOTSTRAP_RESAMPLES } from "../../limits.ts";
import type { Rng } from "../../math/rng.ts";
import { checkFinite } from "../../math/vec.ts";
import type { Sample, Samples } from "../../stats/sample.ts";
import { evaluatorOf } from "../../stats/statistic.ts";
import type { Criterion } from "../criterion.ts";
import { type KeptSamples, keptGroups } from "../kept-samples.ts";

/** One criterion's statistic on its sample and on resamples that every criterion of its run shares. */
export interface JointColumn {
  readonly value: number;
  /** Entry r of every criterion's column is of the same resampled bases. Shape: [resamples]. */
  readonly column: readonly number[];
}

/** What resamples of a run hang on. */
export interface JointOptions {
  /** One stream for all criteria of a run: `rng.fork("bootstrap")` of its seed. */
  readonly rng: Rng;
  /** Bases of the run. Those beyond it are drawn apart, in blocks as long. */
  readonly runBases: number;
  readonly resamples?: number;
}

/**
 * A criterion's column of joint resamples, from its kept samples alone. Columns that are made in different processes are
 * joint all the same, because what is drawn are indices of bases, from streams that no criterion has to itself.
 *
 * Block k of bases, [k m, (k + 1) m) with m the run's bases, is drawn m times with replacement from
 * `rng.fork("joint").fork(k)`, resample after resample. A base that the criterion lost is drawn and left out. With one
 * block and no lost bases these are the resamples of `resampleJointly` from that stream.
 * Throws: NonFiniteError where the statistic is not finite; what the statistic throws.
 */
export function jointColumn(
  { statistic }: Pick<Criterion, "statistic">,
  kept: KeptSamples,
  { rng, runBases, resamples = BOOTSTRAP_RESAMPLES }: JointOptions,
): JointColumn {
  const groups = keptGroups(kept);
  const samples = valuesOf(groups);
  const bases = Object.values(groups)[0]!.bases;
  const evaluate = evaluatorOf(statistic, samples);
  const placeOf = new Int32Array(blocksOf(bases, runBases) * runBases).fill(-1);
  for (const [place, base] of bases.entries()) placeOf[base] = place;
  const streams = Array.from({ length: placeOf.length / runBases }, (_, k) => rng.fork("joint").fork(k));
  const inBlock = new Int32Array(runBases);
  const drawn = new Int32Array(placeOf.length);
  const column = Array.from({ length: resamples }, () => {
    let there = 0;
    for (const [k, stream] of streams.entries()) {
      stream.fill(inBlock, runBases);
      for (let i = 0; i < runBases; i++) {
        const place = placeOf[k * runBases + inBlock[i]!]!;
        if (place >= 0) drawn[there++] = place;
      }
    }
    return evaluate(there === drawn.length ? drawn : drawn.slice(0, there));
  });
  const value = statistic.of(samples);
  checkFinite(`${statistic.name} on joint resamples`, [value, ...column]);
  return { value, column };
}

/** Blocks of the run's length that hold all bases. */
function blocksOf(bases: readonly number[], runBases: number): number {
  return Math.floor(bases.reduce((most, base) => Math.max(most, base), 0) / runBases) + 1;
}

function valuesOf(groups: ReturnType<typeof keptGroups>): Samples<string> {
  return Object.fromEntries(
    Object.entries(groups).map(([group, { values }]): [string, Sample] => [group, values]),
  );
}
