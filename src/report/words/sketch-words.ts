/** What the sketch of an experiment says, from the run's own numbers. */
import { parseHookPoint } from "../../model/hook-point.ts";
import type { Report } from "../report.generated.ts";
import { count, formatNumber } from "./format.ts";

/** The words of a sketch, from the prompt to the number that is read. */
export interface SketchWords {
  readonly prompt: string;
  /** "block 0"; null where nothing runs before the perturbed point. */
  readonly before: string | null;
  readonly perturbAt: string;
  /** "100 points". */
  readonly path: string;
  /** On two lines: "last token; T is real, reconstruction,", "structured or random". */
  readonly targets: readonly [string, string];
  /** "blocks 1 to 7". */
  readonly after: string;
  readonly readAt: string;
  readonly bases: string;
  /** What is read off a curve first: "MSS". */
  readonly mark: string;
}

/** The words of one run. */
export function sketchWords({
  protocol,
  model,
  types,
  metrics,
}: Pick<Report, "protocol" | "model" | "types" | "metrics">): SketchWords {
  const first = blocksBefore(protocol.perturbAt, model.layers);
  const end = blocksBefore(protocol.readAt, model.layers);
  return {
    prompt: count(protocol.promptTokens, "token"),
    before: first === null ? "blocks" : blocksText(0, first - 1),
    perturbAt: protocol.perturbAt,
    path: count(protocol.points, "point"),
    targets: targetsText(types.map(({ key }) => key)),
    after: first === null || end === null ? "blocks" : (blocksText(first, end - 1) ?? "nothing between"),
    readAt: protocol.readAt,
    bases: count(protocol.bases, "prompt"),
    mark: metrics[0]?.symbol ?? "a step",
  };
}

/** The same in one sentence, for who cannot see the drawing. */
export function sketchText(words: SketchWords): string {
  const { prompt, before, perturbAt, path, targets, after, readAt, bases, mark } = words;
  return `A prompt of ${prompt} runs${before === null ? "" : ` through ${before}`} to ${perturbAt}; there the activation of its last token, base A, is moved towards a target, ${path} in all (${targets.join(" ")}). Every point runs through ${after} to ${readAt}, where the distance from the value at step 0 is read. So one path gives one curve, off which numbers such as ${mark} are read. ${bases} were used.`;
}

function targetsText(types: readonly string[]): readonly [string, string] {
  const half = Math.floor(types.length / 2);
  const said = types.map(
    (type, i) => `${type}${i < types.length - 2 ? "," : i === types.length - 2 ? " or" : ""}`,
  );
  return [["last token; T is", ...said.slice(0, half)].join(" "), said.slice(half).join(" ")];
}

/** How many blocks have run at a point; null for a name that is none of this model's. */
function blocksBefore(hook: string, layers: number): number | null {
  const [, block, site] = /^blocks\.(\d+)\.hook_resid_(pre|mid|post)$/.exec(hook) ?? [];
  if (block === undefined || Number(block) >= layers) return null;
  return parseHookPoint(hook, layers).layer + (site === "post" ? 1 : 0);
}

/** "block 0", "blocks 1 to 7"; null for none. */
function blocksText(from: number, to: number): string | null {
  if (to < from) return null;
  return from === to ? `block ${formatNumber(from)}` : `blocks ${formatNumber(from)} to ${formatNumber(to)}`;
}
