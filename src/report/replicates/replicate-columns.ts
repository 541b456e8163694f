/** The numbers of one criterion by replicate, as columns in files and as one object a replicate for the judge. */
import {
  type OverReplicates,
  overReplicates,
  type Replicate,
} from "../../claim/replicates/over-replicates.ts";
import { standardErrorOf } from "../../stats/across/standard-error.ts";
import { mean } from "../../stats/mean.ts";
import type { CriterionEntry, ReplicateValues, Threshold } from "../report.generated.ts";

/** Columns of one criterion as several runs have it. */
export function columnsOf(
  runs: readonly Pick<CriterionEntry, "statistic" | "verdict" | "control" | "planted">[],
): ReplicateValues {
  const planted = runs.map(({ planted: effect }) => effect);
  return {
    values: runs.map(({ statistic }) => statistic.value),
    lows: runs.map(({ statistic }) => statistic.interval?.[0] ?? null),
    highs: runs.map(({ statistic }) => statistic.interval?.[1] ?? null),
    verdicts: runs.map(({ verdict }) => verdict),
    controls: runs.map(({ control }) => control.value),
    planted: planted.every((effect) => !effect) ? null : planted.map((effect) => effect?.value ?? null),
  };
}

/** The columns with those of one run in the place of a replicate's. */
export function withOwn(of: ReplicateValues, own: ReplicateValues, at: number): ReplicateValues {
  const put = <T>(column: readonly T[], [value]: readonly T[]): T[] => column.with(at, value!);
  return {
    values: put(of.values, own.values),
    lows: put(of.lows, own.lows),
    highs: put(of.highs, own.highs),
    verdicts: put(of.verdicts, own.verdicts),
    controls: put(of.controls, own.controls),
    planted: of.planted && own.planted && put(of.planted, own.planted),
  };
}

/** One criterion over its replicates. */
export function overColumns(threshold: Threshold, of: ReplicateValues, unit: string): OverReplicates {
  return overReplicates(threshold as never, replicatesIn(of), unit);
}

/** What one run's bootstrap says the spread between replicates should be, on average; null where none has an interval. */
export function bootstrapErrorOf(of: Pick<ReplicateValues, "lows" | "highs">): number | null {
  const errors = of.lows.flatMap((low, i) => {
    const high = of.highs[i] ?? null;
    return low === null || high === null ? [] : [standardErrorOf([low, high])];
  });
  return errors.length === 0 ? null : mean(errors);
}

function replicatesIn({ values, lows, highs, verdicts, controls, planted }: ReplicateValues): Replicate[] {
  return values.map((value, i) => {
    const [low, high] = [lows[i] ?? null, highs[i] ?? null];
    return {
      value,
      interval: low === null || high === null ? null : [low, high],
      verdict: verdicts[i]!,
      control: controls[i] ?? null,
      ...(planted && { planted: planted[i] ?? null }),
    };
  });
}
