import cliProgress from "cli-progress";
import type { Progress } from "../experiment/lab-curves.ts";

/** Tells how far it is. Drawn when it is told something: onnxruntime blocks timers. */
export interface ProgressBar {
  readonly update: (progress: BarProgress) => void;
  readonly stop: () => void;
}

/** How far one piece of work is. */
export interface BarProgress {
  readonly what: string;
  readonly done: number;
  readonly of: number;
  /** What is counted, where it is not what the bar was made for. */
  readonly unit?: string;
  /** The line as it is to stand, where it is more than this piece; `share` of the whole is done, 0..1. */
  readonly whole?: { readonly line: string; readonly share: number };
}

/** A log gets no line before this, ms: what is over by then needs none. */
const QUIET_MS = 5_000;
/** A log gets a line after this, ms, or once another tenth of the whole is done. */
const BETWEEN_LINES_MS = 30_000;
const BETWEEN_LINES_SHARE = 0.1;

/** A bar on a terminal, a few lines in a log. `unit` is what is counted; `now`: milliseconds. */
export function createProgressBar(
  stream: NodeJS.WriteStream,
  unit = "bases",
  now: () => number = Date.now,
): ProgressBar {
  const lineOf = wordsOf(unit, now);
  return stream.isTTY ? barOnTerminal(stream, lineOf) : linesInLog(stream, lineOf, now);
}

type LineOf = (progress: BarProgress) => { readonly line: string; readonly share: number };

/** The line of a piece of work by itself: "412 of 1000 bases · what · about 3 min left". */
function wordsOf(unit: string, now: () => number): LineOf {
  let piece = { what: "", of: -1, from: 0, at: 0 };
  return ({ what, done, of, unit: own = unit, whole }) => {
    if (whole) return whole;
    if (piece.what !== what || piece.of !== of || done < piece.from)
      piece = { what, of, from: done, at: now() };
    const left = ((now() - piece.at) / Math.max(1, done - piece.from)) * (of - done);
    const eta = done > piece.from ? leftInWords(left) : null;
    const line = [`${done} of ${of} ${own}`, what, ...(eta === null ? [] : [eta])].join(" · ");
    return { line, share: of === 0 ? 1 : done / of };
  };
}

/** "about 3 min left" of milliseconds; null for nothing to wait for. */
export function leftInWords(ms: number): string | null {
  const seconds = Math.round(ms / 1000);
  if (seconds < 1) return null;
  if (seconds < 60) return `about ${seconds} s left`;
  const minutes = Math.round(seconds / 60);
  return minutes < 60 ? `about ${minutes} min left` : `about ${(minutes / 60).toFixed(1)} h left`;
}

function barOnTerminal(stream: NodeJS.WriteStream, lineOf: LineOf): ProgressBar {
  const bar = new cliProgress.SingleBar({
    format: "{bar} {line}",
    stream,
    hideCursor: true,
    clearOnComplete: true,
    barsize: 16,
  });
  let started = false;
  return {
    update(progress) {
      const { line, share } = lineOf(progress);
      const at = Math.min(999, Math.floor(1000 * share)); // full only once it is stopped
      if (started) bar.update(at, { line });
      else bar.start(1000, at, { line });
      started = true;
    },
    stop: () => bar.stop(),
  };
}

function linesInLog(stream: NodeJS.WriteStream, lineOf: LineOf, now: () => number): ProgressBar {
  let last: { at: number; share: number } | null = null;
  const began = now();
  return {
    update(progress) {
      const { line, share } = lineOf(progress);
      const at = now();
      const since = last ?? { at: began, share: 0 };
      if (at - since.at < QUIET_MS) return;
      const more = Math.abs(share - since.share) >= BETWEEN_LINES_SHARE;
      if (last !== null && !more && at - since.at < BETWEEN_LINES_MS) return;
      last = { at, share };
      stream.write(`${line}\n`);
    },
    stop: () => {},
  };
}

/**
 * Makes one account of all measurements of a run.
 *
 * How much is to come is not known before claims ask: each claim that has not begun is taken to measure one more curve
 * of each base, that of its control. Time left is what a curve has taken so far times the curves left.
 */
export function createRunProgress(
  claims: number,
  now: () => number = Date.now,
): (progress: Progress, claim: string) => BarProgress {
  const begun = new Set<string>();
  let current = "";
  let before = 0; // curves of measurements that are over
  let counted = 0;
  let measured = 0; // curves that took time
  let spent = 0;
  let at: number | null = null;
  return (progress, claim) => {
    begun.add(claim);
    const { what, done, of, curves } = progress;
    if (curves === undefined) {
      at = null;
      return progress;
    }
    if (what !== current || done * curves < counted) {
      before += counted;
      counted = 0;
      current = what;
    }
    if (at !== null) {
      spent += now() - at;
      measured += done * curves - counted;
    }
    at = now();
    counted = done * curves;
    const left = of * curves - counted + Math.max(0, claims - begun.size) * of;
    const eta = measured > 0 ? leftInWords((spent / measured) * left) : null;
    const line = [
      `measuring ${done} of ${of} bases`,
      what,
      ...(claims > 1 ? [`claim ${begun.size} of ${Math.max(claims, begun.size)}`] : []),
      ...(eta === null ? [] : [eta]),
    ].join(" · ");
    return { ...progress, whole: { line, share: (before + counted) / Math.max(1, before + counted + left) } };
  };
}
