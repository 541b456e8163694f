import { InvalidInputError } from "../errors/index.ts";
import { type HookPoint, parseHookPoint } from "../model/hook-point.ts";
import type { LanguageModel } from "../model/language-model.ts";

/** A hook point that somebody typed, on this model. Throws: InvalidInputError when the model has none of that name. */
export function typedHook({ shape }: Pick<LanguageModel, "shape">, name: string): HookPoint {
  parseHookPoint(name, shape.layers);
  return name as HookPoint;
}

/** A hook point to perturb at, typed. Throws: InvalidInputError where the model has none, or none before `readAt`. */
export function typedPlace(
  { shape }: Pick<LanguageModel, "shape">,
  name: string,
  readAt: HookPoint,
): HookPoint {
  const { depth } = parseHookPoint(name, shape.layers);
  if (depth >= parseHookPoint(readAt, shape.layers).depth)
    throw new InvalidInputError({
      what: "the place of the perturbation",
      got: name,
      want: `before ${readAt}, where the output is read`,
      hint: "Hint: nothing is left to measure there; --at takes any place before it.",
    });
  return name as HookPoint;
}
