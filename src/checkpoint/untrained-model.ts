import { join } from "node:path";
import { temporaryFolder } from "../files/temporary-folder.ts";
import { writeAtomically } from "../files/write-atomically.ts";
import type { Rng } from "../math/rng.ts";
import type { Device } from "../model/device.ts";
import type { Checkpoint, ModelFamily } from "../model/family.ts";
import type { LanguageModel, ResidualConvention } from "../model/language-model.ts";
import type { SessionSlot } from "../model/ort-session-slot.ts";
import type { ModelPool } from "../model/pool/model-pool.ts";
import { loadModelDirectory } from "./model-directory.ts";
import { openModel } from "./open-model.ts";
import { DRAWN_NORMALS, drawNormals, writeRepeatedNormals } from "./repeated-normals.ts";

/**
 * The untrained model of the same shape: its family's own initialisation, seeded, in a temporary checkpoint that is
 * removed when the model is disposed of, at the latest when the process exits.
 */
export async function openUntrainedLike(
  dir: string,
  options: {
    readonly rng: Rng;
    readonly threads: number;
    /** Default: the cpu. */
    readonly device?: Device;
    readonly convention: ResidualConvention;
    /** As in `createOrtModel`. */
    readonly slot?: SessionSlot;
    /** As in `openModel`. */
    readonly pool?: Pick<ModelPool, "open"> | null;
    /** As in `loadModelDirectory`. */
    readonly families?: readonly ModelFamily[];
  },
): Promise<LanguageModel> {
  const { families } = options;
  const checkpoint = await loadModelDirectory(dir, families === undefined ? {} : { families });
  const { path, remove } = await temporaryFolder("untrained-");
  try {
    await writeUntrained(path, checkpoint, options.rng);
    const model = await openModel(path, { ...options, cacheDir: path });
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

async function writeUntrained(folder: string, { family, config }: Checkpoint, rng: Rng): Promise<void> {
  await writeRepeatedNormals(join(folder, "model.safetensors"), {
    tensors: [...family.tensors(config)].map(([name, shape]) => ({ name, shape })),
    normals: drawNormals(rng, DRAWN_NORMALS),
    law: (name) => family.initialLaw(name, config),
  });
  await writeAtomically(join(folder, "config.json"), (append) =>
    append(Buffer.from(JSON.stringify(family.configFields(config)))),
  );
}
