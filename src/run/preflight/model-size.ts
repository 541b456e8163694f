import { stat } from "node:fs/promises";
import { join } from "node:path";
import { readModelConfig } from "../../checkpoint/model-config.ts";
import type { PlannedRelease } from "../../hub/planned-downloads.ts";
import { MODEL_RELEASES } from "../../hub/releases.ts";
import { GPT2_SMALL_SHAPE } from "../../model/families/gpt2/config.ts";
import { gpt2 } from "../../model/families/gpt2/gpt2.ts";
import type { ModelConfig, ModelFamily } from "../../model/family.ts";

/** What a model costs, as far as its shape tells. */
export interface ModelSize {
  readonly layers: number;
  readonly dModel: number;
  readonly vocabulary: number;
  /** Of its weights in float32. */
  readonly bytes: number;
  /** Operations of one point that runs from before block `first` to the end, a multiplication and an addition as two. */
  operations(first: number): number;
}

/** Layers, heads and d_model of the published GPT-2s, by the repository: their config.json is not asked for. */
const PUBLISHED: Readonly<Record<string, readonly [layers: number, heads: number, dModel: number]>> = {
  gpt2: [12, 12, 768],
  "gpt2-medium": [24, 16, 1024],
  "gpt2-large": [36, 20, 1280],
  "gpt2-xl": [48, 25, 1600],
  distilgpt2: [6, 12, 768],
};

/** The size of a model in a directory, or of a published one. null: its shape is not known before it is fetched. */
export async function modelSizeOf(
  release: Pick<PlannedRelease, "dir" | "repo" | "name">,
): Promise<ModelSize | null> {
  if (release.dir !== null) {
    const { file, fields, family } = await readModelConfig(release.dir);
    return sizeOf(family, family.parseConfig(file, fields));
  }
  const known = Object.entries(PUBLISHED).find(
    ([id]) => id === release.name || MODEL_RELEASES[id]?.repo === release.repo,
  );
  if (known === undefined) return null;
  const [layers, heads, dModel] = known[1];
  return sizeOf(gpt2, { ...GPT2_SMALL_SHAPE, layers, heads, dModel, dInner: 4 * dModel });
}

function sizeOf<C extends ModelConfig>(family: ModelFamily<C>, config: C): ModelSize {
  const tensors = [...family.tensors(config)].map(([name, shape]) => ({
    block: family.names.blockOf(name),
    isMatrix: shape.length === 2,
    count: shape.reduce((product, n) => product * n, 1),
  }));
  const sum = (some: readonly { readonly count: number }[]) =>
    some.reduce((all, { count }) => all + count, 0);
  return {
    layers: config.layers,
    dModel: config.dModel,
    vocabulary: config.vocabulary,
    bytes: 4 * sum(tensors),
    operations: (first) =>
      2 * sum(tensors.filter(({ block, isMatrix }) => isMatrix && block !== null && block >= first)),
  };
}

/** Bytes of a file; null where it is not there. */
export async function bytesOf(dir: string, name: string): Promise<number | null> {
  return stat(join(dir, name)).then(
    ({ size }) => size,
    () => null,
  );
}
