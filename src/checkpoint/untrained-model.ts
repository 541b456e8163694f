import { join } from "node:path";
import { temporaryFolder } from "../files/temporary-folder.ts";
import { writeAtomically } from "../files/write-atomically.ts";
import type { Rng } from "../math/rng.ts";
import type { Device } from "../model/device.ts";
import { expectedTensors, type Gpt2Config } from "../model/gpt2-checkpoint.ts";
import type { LanguageModel, ResidualConvention } from "../model/language-model.ts";
import type { SessionSlot } from "../model/ort-session-slot.ts";
import { loadGpt2Directory } from "./model-directory.ts";
import { openGpt2 } from "./open-gpt2.ts";
import { configFields } from "./random-checkpoint.ts";
import { encodeHeader } from "./safetensors-encode.ts";

/** GPT-2's initial standard deviation; the two projections into the residual stream get it over sqrt(2 layers). */
const INITIAL_SD = 0.02;
/** Normal numbers drawn before they repeat: enough for half a gigabyte of weights in seconds. */
const DRAWN = 2 ** 20 - 3;

/**
 * The untrained model of the same shape: GPT-2's own initialisation, seeded, in a temporary checkpoint that is
 * removed when the model is disposed of, at the latest when the process exits.
 *
 * Matrices ~ N(0, 0.02²), projections into the residual stream ~ N(0, 0.02² / (2 layers)), gains 1, biases 0.
 */
export async function openUntrainedLike(
  dir: string,
  options: {
    readonly rng: Rng;
    readonly threads: number;
    /** The cpu unless given. */
    readonly device?: Device;
    readonly convention: ResidualConvention;
    /** As in `createOrtGpt2`. */
    readonly slot?: SessionSlot;
  },
): Promise<LanguageModel> {
  const { config } = await loadGpt2Directory(dir);
  const { path, remove } = await temporaryFolder("untrained-");
  try {
    await writeUntrained(path, config, options.rng);
    const model = await openGpt2(path, { ...options, cacheDir: path });
    return {
      ...model,
      identity: { ...model.identity, name: "untrained" },
      dispose: () => model.dispose().finally(remove),
    };
  } catch (error) {
    remove();
    throw error;
  }
}

async function writeUntrained(folder: string, config: Gpt2Config, rng: Rng): Promise<void> {
  const normals = Float32Array.from({ length: DRAWN }, () => rng.normal());
  const tensors = [...expectedTensors(config)].map(([name, shape]) => ({ name, shape }));
  let next = 0;
  await writeAtomically(join(folder, "model.safetensors"), async (append) => {
    await append(encodeHeader(tensors));
    for (const { name, shape } of tensors) {
      const { offset, sd } = initialLaw(name, config.layers);
      for (let left = shape.reduce((product, n) => product * n, 1); left > 0; ) {
        const values = normals.slice(next, Math.min(next + left, DRAWN)).map((z) => offset + sd * z);
        await append(new Uint8Array(values.buffer));
        left -= values.length;
        next = (next + values.length) % DRAWN;
      }
    }
  });
  await writeAtomically(join(folder, "config.json"), (append) =>
    append(Buffer.from(JSON.stringify(configFields(config)))),
  );
}

function initialLaw(name: string, layers: number): { readonly offset: number; readonly sd: number } {
  if (name.endsWith(".bias")) return { offset: 0, sd: 0 };
  if (/ln_(1|2|f)\.weight$/.test(name)) return { offset: 1, sd: 0 };
  const intoResidual = name.endsWith("c_proj.weight");
  return { offset: 0, sd: intoResidual ? INITIAL_SD / Math.sqrt(2 * layers) : INITIAL_SD };
}
