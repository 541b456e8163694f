import type { TypeDraw } from "./draw.ts";
import type { Perturbation } from "./perturbation.ts";

/**
 * What is read at the end of a path: `l2`, how far the stream moved (residual units); `kl`, how far the model's
 * prediction did (nats); or `js`, the same as a Jensen-Shannon distance (0..1).
 */
export type Output = "l2" | "kl" | "js";

/**
 * What is read along a path: at each of its ends, or `crossings`, how many MLP pre-activations of the blocks behind the
 * perturbed point have changed sign on the way so far (count).
 */
export type PathOutput = Output | "crossings";

/** One perturbation with one activation type: a path for every base. */
export interface Arm {
  readonly perturbation: Perturbation;
  readonly type: TypeDraw;
  /** Default: `l2`. */
  readonly output?: PathOutput;
}

/** The key under which an arm's curves are kept. */
export function armKey(arm: Arm): string {
  const { output = "l2" } = arm;
  return output === "l2" ? pathKey(arm) : `${pathKey(arm)} ${output}`;
}

/** Arms of one key perturb the same points and differ in what is read there. */
export function pathKey({ perturbation, type }: Pick<Arm, "perturbation" | "type">): string {
  return `${perturbation.key} ${type}`;
}

/** Every type that the paths of some arms draw. */
export function typesDrawnBy(arms: readonly Arm[]): readonly TypeDraw[] {
  return [...new Set(arms.flatMap(({ perturbation, type }) => [type, ...perturbation.alsoDraws]))];
}
