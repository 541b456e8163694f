import { stat } from "node:fs/promises";
import { join } from "node:path";
import { readModelConfig } from "../../checkpoint/model-config.ts";
import type { PlannedRelease } from "../../hub/planned-downloads.ts";
import { MODEL_RELEASES } from "../../hub/releases.ts";
import { FAMILIES } from "../../model/families/index.ts";
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

/** The size of a model in a directory, or of a published one. null: its shape is not known before it is fetched. */
export async function modelSizeOf(
  release: Pick<PlannedRelease, "dir" | "repo" | "name">,
): Promise<ModelSize | null> {
  if (release.dir !== null) {
    const { file, fields, family } = await readModelConfig(release.dir);
    return sizeOf(family, family.parseConfig(file, fields));
  }
  for (const family of FAMILIES)
    for (const [id, config] of Object.entries(family.published ?? {}))
      if (id === release.name || MODEL_RELEASES[id]?.repo === release.repo) return sizeOf(family, config);
  return null;
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
