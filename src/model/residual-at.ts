import { type Activation, rowOf, stackRows } from "../math/vec.ts";
import type { HookPoint } from "./hook-point.ts";
import type { LanguageModel, Residual, Tokens } from "./language-model.ts";

/** The stream of a prompt at a hook point. Shape: [pos, d_model]. */
export async function residualAt(model: LanguageModel, tokens: Tokens, at: HookPoint): Promise<Residual> {
  const { residuals } = await model.run({ from: { tokens }, read: [at] });
  return residuals.get(at)!;
}

/** `lastPositions` of a model that runs its prompts one after another. */
export function lastPositionsOneByOne(run: LanguageModel["run"]): LanguageModel["lastPositions"] {
  return async ({ prompts, at }) => {
    const rows: Activation[] = [];
    for (const tokens of prompts)
      rows.push(lastPosition((await run({ from: { tokens }, read: [at] })).residuals.get(at)!));
    return stackRows<"row", "d_model">(rows);
  };
}

/** `runAll` of a model that runs its streams one after another. */
export function runOneByOne(run: LanguageModel["run"]): LanguageModel["runAll"] {
  return async ({ streams, at, readAt }) => {
    const read: Residual[] = [];
    for (const residual of streams)
      read.push((await run({ from: { residual, at }, read: [readAt] })).residuals.get(readAt)!);
    return read;
  };
}

/** The last position of a stream: a view, not a copy. */
export function lastPosition(residual: Residual): Activation {
  return rowOf(residual, residual.rows - 1);
}
