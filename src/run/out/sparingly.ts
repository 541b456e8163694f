import type { RunProgress } from "./how-far.ts";

/** Between two tellings of one measurement, ms: a reader sees no more, and each costs a message to another process. */
const BETWEEN_MS = 100;

/**
 * Tells how far a run is no oftener than can be read. What begins, what ends, and where a run goes on are always told, so
 * that nobody who counts what is over misses one.
 */
export function sparingly(
  tell: (progress: RunProgress) => void,
  now: () => number = Date.now,
): (progress: RunProgress) => void {
  let what: string | null = null;
  let at = 0;
  return (progress) => {
    const always = progress.what !== what || progress.done >= progress.of || progress.continues === true;
    if (!always && now() - at < BETWEEN_MS) return;
    what = progress.what;
    at = now();
    tell(progress);
  };
}
