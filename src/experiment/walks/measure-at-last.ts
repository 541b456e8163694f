import { type Activation, rowsFrom, stackMatrices } from "../../math/vec.ts";
import type { HookPoint } from "../../model/hook-point.ts";
import type { LanguageModel, Residual } from "../../model/language-model.ts";
import { type Arm, pathKey } from "../arm.ts";
import { crossingsAlong } from "../crossings.ts";
import { curvesOfRows } from "./curve-of-rows.ts";
import { type Draw, type Measured, NOWHERE_TO_GO, pathOf } from "./measured.ts";
import { overPoints, type WithoutRepeats, withoutRepeats } from "./repeats.ts";

/** What the arms that perturb the last position of one prompt are measured with. */
export interface LastOptions {
  readonly model: LanguageModel;
  /** The prompt's last position where it is perturbed. */
  readonly base: Activation;
  /** Its stream there; asked for where there is a path to run. */
  readonly stream: () => Promise<Residual>;
  readonly draw: Draw;
  readonly perturbAt: HookPoint;
  readonly readAt: HookPoint;
  readonly points: number;
  readonly step: number;
}

/**
 * The curves of all arms that replace the last position of one prompt, in their order: the rows of all their paths run as
 * one batch, arms of one path share its rows, and predictions are asked for together.
 */
export async function measureAtLast(
  arms: readonly Arm[],
  { model, base, draw, points, step, stream, perturbAt: at, readAt }: LastOptions,
): Promise<readonly Measured[]> {
  const tried = new Map(
    arms.map((arm) => [pathKey(arm), pathOf(arm, { base, type: arm.type, points, step, draw })]),
  );
  const paths = new Map<string, WithoutRepeats & { readonly from: number; readonly length: number }>();
  let rows = 0;
  for (const [key, path] of tried) {
    if (!("rows" in path && path.length > 0)) continue;
    const own = withoutRepeats(path.rows);
    paths.set(key, { ...own, from: rows, length: path.length });
    rows += own.rows.rows;
  }
  const curves = new Map<Arm, Float64Array>();
  if (paths.size > 0) {
    const residual = await stream();
    const ends = arms.flatMap((arm) => {
      const { output = "l2" } = arm;
      const path = paths.get(pathKey(arm));
      return path && output !== "crossings" ? [{ arm, path, output }] : [];
    });
    if (ends.length > 0) {
      const last = stackMatrices([...paths.values()].map((path) => path.rows));
      const read = await model.resumeFrom({ residual, at, last, readAt });
      const wanted = ends.map(({ path, output }) => ({
        rows: rowsFrom(read, path.from, path.rows.rows),
        output,
      }));
      const found = await curvesOfRows(wanted, { model, readAt });
      ends.forEach(({ arm }, i) => {
        curves.set(arm, found[i]!);
      });
    }
    for (const arm of arms) {
      const path = paths.get(pathKey(arm));
      if (path && arm.output === "crossings")
        curves.set(arm, await crossingsAlong(model, { residual, at, last: path.rows }));
    }
  }
  return arms.map((arm) => {
    const found = tried.get(pathKey(arm))!;
    if (!("rows" in found)) return found.message;
    const path = paths.get(pathKey(arm));
    return path ? { curve: overPoints(curves.get(arm)!, path), length: path.length } : NOWHERE_TO_GO;
  });
}
