import { InvalidInputError } from "../errors/index.ts";
import { type Activation, concatenated, type Matrix, rowOf } from "../math/vec.ts";
import { planMlpPre } from "./call-plan.ts";
import { FROZEN_WORDS, type Frozen } from "./frozen.ts";
import { type HookPoint, hookPoint, parseHookPoint, type ResidualSite } from "./hook-point.ts";
import type { LanguageModel, LastRows, Residual } from "./language-model.ts";
import { lastPosition } from "./residual-at.ts";

/**
 * The same model, in whose fast path one part of every block is frozen: at the last position it writes what it writes in
 * the prompt itself, whatever row stands there.
 *
 * Formula, block by block, x being the stream: attention frozen, mid = pre + (mid_prompt - pre_prompt), post as the MLP
 * makes it of mid; MLP frozen, mid as the attention makes it of pre, post = mid + (post_prompt - mid_prompt). Through the
 * unperturbed row it equals the model; everything but `resumeFrom` and `mlpPre` is the model's own. Which part a response comes from
 * is seen by freezing the other.
 * Throws: InvalidInputError for an architecture whose blocks run both parts side by side.
 * Source: Shinkle and Heimersheim, Activation plateaus: where and how they emerge (2025), who freeze to the mean over
 * steps where this freezes to the prompt's value.
 */
export function frozenModel(model: LanguageModel, frozen: Frozen): LanguageModel {
  const { sites, layers } = model.shape;
  if (!sites.includes("mid"))
    throw new InvalidInputError({
      what: "the model whose outputs are to be frozen",
      got: model.identity.name,
      want: "one whose blocks run attention first and the MLP on what it wrote",
      hint: "Hint: its blocks run both side by side, so neither can be frozen alone; leave out --freeze.",
    });
  const depthOf = (at: HookPoint) => parseHookPoint(at, layers).depth;
  const points = Array.from({ length: layers }, (_, layer) =>
    (["pre", "mid", "post"] as const).map((site) => ({ layer, site, at: hookPoint(layer, site) })),
  ).flat();

  /** Every half block from one point to another: where it begins and ends, and whether its part is frozen. */
  function halves(from: HookPoint, to: HookPoint) {
    const [first, last] = [depthOf(from), depthOf(to)];
    return points.flatMap(({ layer, site, at }) => {
      const next = NEXT[site];
      if (next === null || depthOf(at) < first || depthOf(at) >= last) return [];
      return [{ from: at, to: hookPoint(layer, next), isFrozen: PART[site] === frozen }];
    });
  }

  /** Runs rows on, and shows them wherever a half block begins. */
  async function resume(
    { residual, at, last, readAt }: Parameters<LanguageModel["resumeFrom"]>[0],
    visit: (from: HookPoint, stream: Residual, rows: LastRows) => Promise<void> = async () => {},
  ): Promise<LastRows> {
    const steps = halves(at, readAt);
    if (steps.length === 0) return model.resumeFrom({ residual, at, last, readAt });
    const read = [...new Set(steps.flatMap(({ from, to }) => [from, to]))];
    const { residuals } = await model.run({ from: { residual, at }, read });
    const streamAt = (point: HookPoint): Residual => residuals.get(point)!;
    let rows = last;
    for (const { from, to, isFrozen } of steps) {
      await visit(from, streamAt(from), rows);
      rows = isFrozen
        ? plus(rows, lastPosition(streamAt(from)), lastPosition(streamAt(to)))
        : await model.resumeFrom({ residual: streamAt(from), at: from, last: rows, readAt: to });
    }
    return rows;
  }

  return {
    ...model,
    identity: { ...model.identity, name: `${model.identity.name}, ${FROZEN_WORDS[frozen]}` },
    resumeFrom: (options) => resume(options),
    async mlpPre({ blocks, ...options }) {
      planMlpPre({ blocks, ...options }, model.shape);
      const parts: Matrix<"row", "neuron">[] = [];
      await resume({ ...options, readAt: hookPoint(blocks.at(-1)!, "post") }, async (at, residual, last) => {
        const { layer: block, site } = parseHookPoint(at, layers);
        if (site !== "mid" || !blocks.includes(block)) return;
        parts.push(await model.mlpPre({ residual, at, last, blocks: [block] }));
      });
      return sideBySide(parts);
    },
  };
}

const NEXT: Readonly<Record<ResidualSite, ResidualSite | null>> = { pre: "mid", mid: "post", post: null };
/** What a block computes after a site. */
const PART: Readonly<Record<ResidualSite, Frozen | null>> = { pre: "attention", mid: "mlp", post: null };

/** Matrices of as many rows, side by side. */
function sideBySide(parts: readonly Matrix<"row", "neuron">[]): Matrix<"row", "neuron"> {
  const rows = parts[0]!.rows;
  const data = Array.from({ length: rows }, (_, i) => parts.map((part) => rowOf(part, i))).flat();
  return { rows, cols: parts.reduce((sum, { cols }) => sum + cols, 0), data: concatenated(...data) };
}

/** rows + (to - from), row by row. */
function plus(rows: LastRows, from: Activation, to: Activation): LastRows {
  const data = new Float32Array(rows.data.length);
  for (let i = 0; i < rows.rows; i++) {
    const row = rowOf(rows, i);
    for (let c = 0; c < rows.cols; c++) data[i * rows.cols + c] = row[c]! + (to[c]! - from[c]!);
  }
  return { rows: rows.rows, cols: rows.cols, data };
}
