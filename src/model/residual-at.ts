import { type Activation, rowOf } from "../math/vec.ts";
import type { HookPoint } from "./hook-point.ts";
import type { LanguageModel, Residual, Tokens } from "./language-model.ts";

/** The stream of a prompt at a hook point. Shape: [pos, d_model]. */
export async function residualAt(model: LanguageModel, tokens: Tokens, at: HookPoint): Promise<Residual> {
  const { residuals } = await model.run({ from: { tokens }, read: [at] });
  return residuals.get(at)!;
}

/** The last position of a stream: a view, not a copy. */
export function lastPosition(residual: Residual): Activation {
  return rowOf(residual, residual.rows - 1);
}
