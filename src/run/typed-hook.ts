import { type HookPoint, parseHookPoint } from "../model/hook-point.ts";
import type { LanguageModel } from "../model/language-model.ts";

/** A hook point that somebody typed, on this model. Throws: InvalidInputError when the model has none of that name. */
export function typedHook({ shape }: Pick<LanguageModel, "shape">, name: string): HookPoint {
  parseHookPoint(name, shape.layers);
  return name as HookPoint;
}
