import { InvalidInputError } from "../../errors/index.ts";
import { stackMatrices } from "../../math/vec.ts";
import { type HookPoint, hookPoint } from "../../model/hook-point.ts";
import type { LanguageModel, LastRows } from "../../model/language-model.ts";
import type { Arm, Output } from "../arm.ts";
import { sensitivityCurve } from "../curve-metrics.ts";

/** The rows of one path where they are read, and what is read of them. */
export interface ReadPath {
  readonly rows: LastRows;
  readonly output: Output;
}

/** Which model gave the rows, and where they were read. */
export interface ReadBy {
  readonly model: LanguageModel;
  readonly readAt: HookPoint;
}

/**
 * What is read along paths, each against its own step 0; entry 0 is 0. Shape: [points] each. Source: paper C.1.
 *
 * l2: residual units. kl: KL(P_0 || P_n), nats. js: Jensen-Shannon distance, 0..1. Predictions of paths of one length are
 * asked for in one call.
 * Throws: InvalidInputError for kl and js unless the rows were read at the end of the stream.
 */
export async function curvesOfRows(
  paths: readonly ReadPath[],
  { model, readAt }: ReadBy,
): Promise<readonly Float64Array[]> {
  const curves: Float64Array[] = [];
  const calls = new Map<string, { readonly output: "kl" | "js"; readonly each: number; at: number[] }>();
  paths.forEach(({ rows, output }, at) => {
    if (output === "l2") curves[at] = sensitivityCurve(rows);
    else {
      const key = `${output} ${rows.rows}`;
      const call = calls.get(key) ?? { output, each: rows.rows, at: [] };
      call.at.push(at);
      calls.set(key, call);
    }
  });
  for (const { output, each, at } of calls.values()) {
    checkIsEnd(readAt, model, output);
    const ends = { ...stackMatrices(at.map((path) => paths[path]!.rows)), each };
    const values = await (output === "kl" ? model.divergences(ends) : model.jensenShannon(ends));
    at.forEach((path, n) => {
      curves[path] = values.slice(n * each, (n + 1) * each);
    });
  }
  return curves;
}

/** The curve of one path. Throws: as `curvesOfRows`. */
export async function curveOfRows(rows: LastRows, output: Output, by: ReadBy): Promise<Float64Array> {
  return (await curvesOfRows([{ rows, output }], by))[0]!;
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

function checkIsEnd(readAt: HookPoint, { shape }: LanguageModel, output: "kl" | "js"): void {
  const end = hookPoint(shape.layers - 1, "post");
  if (readAt === end) return;
  throw new InvalidInputError({
    what: `the point where ${output === "kl" ? "KL" : "JS"} is read`,
    got: readAt,
    want: end,
    hint: "Hint: only the end of the stream gives a prediction; read L2 at other points.",
  });
}
