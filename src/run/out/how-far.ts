import type { LabName } from "../../experiment/curve-store.ts";
import type { Progress } from "../../experiment/lab-curves.ts";
import { basesOfShard, type Shard } from "../../experiment/shard.ts";

/** How far a run is; `continues`: that is where it goes on, and nothing has been measured yet. */
export interface RunProgress extends Progress {
  readonly continues?: true;
}

/** Of which model, path and base a curve is. */
interface Place {
  readonly lab: LabName;
  readonly arm: string;
  readonly base: number;
}

/**
 * Where a run that was ended goes on, from the curves it left: at the bases of the measurement it was in. One is in
 * progress at most; where all are complete, it goes on after the last base. null where nothing was left.
 */
export function whereItContinues(
  left: readonly Place[],
  run: { readonly bases: number; readonly allBases: number; readonly shard: Shard | null },
): RunProgress | null {
  if (left.length === 0) return null;
  const all = basesOfShard(run.allBases, run.shard);
  const share = { run: all.filter((base) => base < run.bases).length, beyond: 0 };
  share.beyond = all.length - share.run;
  const counts = new Map<string, { part: "run" | "beyond"; done: number }>();
  for (const { lab, arm, base } of left) {
    const part = base < run.bases ? "run" : "beyond";
    const key = `${part} ${lab} ${arm}`;
    counts.set(key, { part, done: (counts.get(key)?.done ?? 0) + 1 });
  }
  const [least] = [...counts.values()]
    .filter(({ part, done }) => done < share[part])
    .sort((a, b) => a.done - b.done);
  const { part, done } = least ?? { part: "run" as const, done: share.run };
  return { what: "continuing", done, of: share[part], continues: true };
}

/** What is said when a run goes on where another was ended. */
export function continuesText({ done, of }: Progress): string {
  return `Continuing at ${done} of ${of} bases.`;
}

/** What is said when a run is ended; null where nothing was measured yet. */
export function keptText(last: Progress | null): string | null {
  return last && `${last.done} of ${last.of} bases kept; the same command continues.`;
}
