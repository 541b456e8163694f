import { InvalidInputError } from "../../errors/index.ts";
import { type HookPoint, hookPoint } from "../../model/hook-point.ts";
import type { LanguageModel, LastRows } from "../../model/language-model.ts";
import type { Arm, Output } from "../arm.ts";
import { sensitivityCurve } from "../curve-metrics.ts";

/**
 * What is read along a path, against its own step 0; entry 0 is 0. Shape: [points]. Source: paper C.1.
 *
 * l2: residual units. kl: KL(P_0 || P_n), nats. js: Jensen-Shannon distance, 0..1.
 * Throws: InvalidInputError for kl and js unless the rows were read at the end of the stream.
 */
export async function curveOfRows(
  rows: LastRows,
  output: Output,
  { model, readAt }: { readonly model: LanguageModel; readonly readAt: HookPoint },
): Promise<Float64Array> {
  if (output === "l2") return sensitivityCurve(rows);
  const end = hookPoint(model.shape.layers - 1, "post");
  if (readAt !== end)
    throw new InvalidInputError({
      what: `the point where ${output === "kl" ? "KL" : "JS"} is read`,
      got: readAt,
      want: end,
      hint: "Hint: only the end of the stream gives a prediction; read L2 at other points.",
    });
  return output === "kl" ? model.divergences(rows) : model.jensenShannon(rows);
}

/** What is read at the ends of a path. Throws: InvalidInputError for what is read along it at the last position alone. */
export function endOutput({ output = "l2", perturbation }: Arm): Output {
  if (output !== "crossings") return output;
  throw new InvalidInputError({
    what: `what is read of the perturbation "${perturbation.key}"`,
    got: output,
    want: "l2, kl or js",
    hint: "Hint: pre-activations are read at the last position; count crossings along a path that perturbs it alone.",
  });
}
