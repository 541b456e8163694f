import { MalformedFileError } from "../errors/index.ts";
import type { Activation } from "../math/vec.ts";
import { readText } from "./read-text.ts";

/**
 * Reads a residual-stream vector: a JSON array of `dModel` finite numbers.
 *
 * Throws: MissingFileError; MalformedFileError naming the entry that is wrong.
 */
export async function readVectorFile(file: string, dModel: number): Promise<Activation> {
  const text = await readText(file, {
    what: "the vector file",
    hint: "Hint: it holds a JSON array of d_model numbers in the chosen convention.",
  });
  const wrong = (fact: string) =>
    new MalformedFileError({ file, fact, hint: `Hint: write a JSON array of ${dModel} numbers.` });
  let values: unknown;
  try {
    values = JSON.parse(text);
  } catch {
    throw wrong("is not JSON");
  }
  if (!Array.isArray(values)) throw wrong("is not a JSON array");
  if (values.length !== dModel)
    throw wrong(`holds ${values.length} numbers, but the model's residual stream has ${dModel}`);
  const vector = Float32Array.from(values as unknown[], (v) => (typeof v === "number" ? v : Number.NaN));
  const bad = vector.findIndex((v) => !Number.isFinite(v));
  if (bad >= 0) throw wrong(`entry ${bad} is ${JSON.stringify(values[bad])}, not a finite float32 number`);
  return vector;
}
