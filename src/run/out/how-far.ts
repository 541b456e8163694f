import type { LabName } from "../../experiment/curve-store.ts";
import type { Progress } from "../../experiment/lab-curves.ts";
import { basesOfShard, type Shard } from "../../experiment/shard.ts";

/** A measurement: some curves of every base of the run, or of those beyond. */
type Measurement = Pick<Progress, "what" | "of">;

/** How far a run is; `continues`: that is where it goes on, and nothing has been measured yet. */
export interface RunProgress extends Progress {
  readonly continues?: true;
  /** Those that are over; default: none. */
  readonly complete?: readonly Measurement[];
}

/** Of which model, path and base a curve is. */
interface Place {
  readonly lab: LabName;
  readonly arm: string;
  readonly base: number;
}

/**
 * Where a run that was ended goes on, from the curves it left: at the bases of the measurement it was in, whose name
 * `whatOf` says. One is in progress at most; where all are complete, it goes on after the last base. null where nothing
 * was left.
 */
export function whereItContinues(
  left: readonly Place[],
  run: { readonly bases: number; readonly allBases: number; readonly shard: Shard | null },
  whatOf: (lab: LabName, arm: string) => string,
): RunProgress | null {
  if (left.length === 0) return null;
  const all = basesOfShard(run.allBases, run.shard);
  const ofRun = all.filter((base) => base < run.bases).length;
  const counts = new Map<string, Measurement & { done: number }>(); // curves that run together are one measurement
  const seen = new Set<string>();
  for (const { lab, arm, base } of left) {
    const of = base < run.bases ? ofRun : all.length - ofRun;
    const what = whatOf(lab, arm);
    const key = `${base < run.bases} ${what}`;
    if (seen.has(`${base} ${key}`)) continue;
    seen.add(`${base} ${key}`);
    counts.set(key, { what, of, done: (counts.get(key)?.done ?? 0) + 1 });
  }
  const measured = [...counts.values()];
  const at = measured.find(({ done, of }) => done < of) ?? measured.at(-1)!;
  const complete = measured.filter((one) => one !== at && one.done >= one.of);
  return { ...at, complete: complete.map(({ what, of }) => ({ what, of })), continues: true };
}

/** What is said when a run goes on where another was ended. */
export function continuesText({ what, done, of, complete = [] }: RunProgress): string {
  const before = complete.length === 0 ? "" : `; all of ${named(complete)} are kept`;
  return `Continuing at ${done} of ${of} bases of "${what}"${before}.`;
}

/**
 * What is said when a run is ended; null where nothing was measured yet. What was measured is kept before it is heard
 * of, so a base more may be there when it goes on.
 */
export function keptText(last: RunProgress | null): string | null {
  if (last === null) return null;
  const { what, done, of, complete = [] } = last;
  const kept =
    done >= of
      ? `All of ${named([...complete, last])} are kept`
      : complete.length === 0
        ? `At least ${done} of ${of} bases of "${what}" are kept`
        : `All of ${named(complete)}, and at least ${done} of ${of} bases of "${what}", are kept`;
  return `${kept}; the same command continues.`;
}

/** Two by name, more by their number. */
function named(measurements: readonly Measurement[]): string {
  const names = [...new Set(measurements.map(({ what }) => `"${what}"`))];
  return names.length > 2 ? `${names.length} measurements` : names.join(" and ");
}

/** Follows a run: what of it is over, and what was measured before it was continued. */
export interface HowFar {
  /** Takes what is heard of it. Gives whether that is more than where it went on. */
  hear(progress: RunProgress): boolean;
  /** The last that was heard, with the measurements that are over; null: nothing yet. */
  last(): RunProgress | null;
}

/** Nothing heard yet. */
export function createHowFar(): HowFar {
  let from: RunProgress | null = null; // until it is passed, curves come from the store
  let last: RunProgress | null = null;
  return {
    hear(progress) {
      if (progress.continues) {
        from = last = progress;
        return true;
      }
      if (from && isIn(from, progress)) return false;
      from = null;
      const complete = last?.complete ?? [];
      const over = last && last.done >= last.of && !isSame(last, progress) ? [last] : [];
      last = { ...progress, complete: [...complete, ...over.map(({ what, of }) => ({ what, of }))] };
      return true;
    },
    last: () => last,
  };
}

function isSame(a: Measurement, b: Measurement): boolean {
  return a.what === b.what && a.of === b.of;
}

function isIn(from: RunProgress, progress: RunProgress): boolean {
  if (from.complete?.some((one) => isSame(one, progress))) return true;
  return isSame(from, progress) && progress.done <= from.done;
}
