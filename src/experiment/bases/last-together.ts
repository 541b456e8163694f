import { PROMPTS_A_PASS } from "../../limits.ts";
import { mapInParallel } from "../../math/in-parallel.ts";
import { type Activation, rowOf } from "../../math/vec.ts";
import type { HookPoint } from "../../model/hook-point.ts";
import type { LanguageModel, Tokens } from "../../model/language-model.ts";

/** The last positions of many prompts, as many of one length in a pass as PROMPTS_A_PASS says, in their own order. */
export async function lastTogether(
  model: LanguageModel,
  prompts: readonly Tokens[],
  at: HookPoint,
): Promise<readonly Activation[]> {
  const byLength = new Map<number, number[]>();
  prompts.forEach(({ length }, i) => {
    const same = byLength.get(length);
    if (same) same.push(i);
    else byLength.set(length, [i]);
  });
  const passes = [...byLength.values()].flatMap((all) => inPieces(all, PROMPTS_A_PASS));
  const rows: Activation[] = [];
  await mapInParallel(passes, model.callsAtOnce ?? 1, async (pass) => {
    const read = await model.lastPositions({ prompts: pass.map((i) => prompts[i]!), at });
    pass.forEach((i, row) => {
      rows[i] = rowOf(read, row);
    });
  });
  return rows;
}

function inPieces<T>(items: readonly T[], most: number): readonly (readonly T[])[] {
  return Array.from({ length: Math.ceil(items.length / most) }, (_, n) =>
    items.slice(n * most, (n + 1) * most),
  );
}
