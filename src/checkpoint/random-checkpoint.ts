import { join } from "node:path";
import { InvalidInputError } from "../errors/index.ts";
import { writeAtomically } from "../files/write-atomically.ts";
import type { Rng } from "../math/rng.ts";
import type { ModelConfig, ModelFamily } from "../model/family.ts";
import { DRAWN_NORMALS, drawNormals, sizeOf, writeRepeatedNormals } from "./repeated-normals.ts";
import type { NamedTensor } from "./write-safetensors.ts";

export interface RandomCheckpointOptions<C extends ModelConfig> {
  readonly family: ModelFamily<C>;
  readonly config: C;
  readonly rng: Rng;
  /** Standard deviation of matrices and biases; gains are 1 plus such a number. */
  readonly deviation?: number;
  /** What stands in front of tensor names, as the family has it; default: nothing. */
  readonly prefix?: string;
  /** What is stored beside the weights, as some published files store each block's causal mask. */
  readonly beside?: Readonly<Record<string, NamedTensor>>;
}

/** Writes a Hugging Face directory with seeded random weights: enough for speed and parity. */
export async function writeRandomCheckpoint<C extends ModelConfig>(
  dir: string,
  options: RandomCheckpointOptions<C>,
): Promise<void> {
  const { family, config, rng, deviation = 0.02, prefix = "", beside = {} } = options;
  if (!(deviation > 0))
    throw new InvalidInputError({
      what: "the deviation of random weights",
      got: deviation,
      want: "above 0",
      hint: "Hint: GPT-2 starts from 0.02.",
    });
  const shapes = [...family.tensors(config)];
  const stored = new Map(shapes.map(([name]) => [name === family.names.head ? name : prefix + name, name]));
  const count = shapes.reduce((sum, [, shape]) => sum + sizeOf(shape), 0);
  await writeRepeatedNormals(join(dir, "model.safetensors"), {
    tensors: [...stored].map(([name, bare]) => ({ name, shape: family.tensors(config).get(bare)! })),
    normals: drawNormals(rng, Math.min(DRAWN_NORMALS, count), deviation),
    law: (name) => ({ offset: family.initialLaw(stored.get(name)!, config).offset, sd: 1 }),
    beside: Object.entries(beside).map(([name, tensor]) => ({ name, ...tensor })),
  });
  await writeAtomically(join(dir, "config.json"), (append) =>
    append(Buffer.from(`${JSON.stringify(family.configFields(config), null, 2)}\n`)),
  );
}
