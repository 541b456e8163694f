import { readdir } from "node:fs/promises";
import { join } from "node:path";
import type { HubTools } from "../../src/hub/hub-tools.ts";
import { rngFromSeed } from "../../src/math/rng.ts";
import { OPENWEBTEXT } from "../../src/openwebtext/data-set.ts";
import { openWebTextPrompts } from "../../src/openwebtext/openwebtext-prompts.ts";
import type { RunPrompts } from "../../src/prompts/prompt-source.ts";
import { temporaryFolder } from "./files.ts";
import { type HubScene, hubScene } from "./hub-scene.ts";
import { putRows } from "./parquet-rows.ts";

/** 4 files of 12 groups of 40 rows of 64 tokens: 48 groups, of which 32 give 64 pairs and 1152 other rows. */
export const SHAPE = { files: 4, groups: 12, rows: 40, length: 64, vocabulary: 50257 };

export const REPO = `datasets/${OPENWEBTEXT.repo}`;

/** How one draw differs from 20 bases of seed 0 into the scene's own cache. */
export interface Draw {
  readonly bases?: number;
  readonly seed?: number;
  readonly vocabulary?: number;
  readonly tools?: Partial<HubTools>;
  readonly cache?: string;
  readonly onProgress?: () => void;
}

/** A Hub that has rows, a cache without any, and what was told while prompts were drawn. */
export interface OpenWebTextScene extends Omit<HubScene, "progress" | "warnings"> {
  readonly cache: string;
  readonly progress: { what: string; done: number; of: number; unit: string }[];
  readonly warnings: string[];
  draw(draw?: Draw): Promise<RunPrompts>;
  /** The files kept, as whole paths. */
  kept(): Promise<string[]>;
}

export async function openWebTextScene(): Promise<OpenWebTextScene> {
  const scene = await hubScene();
  putRows(scene.server, SHAPE);
  const own: Pick<OpenWebTextScene, "cache" | "progress" | "warnings"> = {
    cache: temporaryFolder(),
    progress: [],
    warnings: [],
  };
  return {
    ...scene,
    ...own,
    async draw({ bases = 20, seed = 0, vocabulary = 50257, tools = {}, cache = own.cache, onProgress } = {}) {
      const source = openWebTextPrompts({
        tokens: 10,
        vocabulary,
        tools: scene.tools(tools),
        cache,
        onProgress: (one) => {
          own.progress.push(one);
          onProgress?.();
        },
        onWarning: ({ message }) => own.warnings.push(message),
      });
      return source.draw(rngFromSeed(seed), { bases, dModel: 16 });
    },
    async kept() {
      const there = await readdir(join(own.cache, "prompts"), { recursive: true, withFileTypes: true });
      return there.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
    },
  };
}

/** All prompts of a run. */
export const everything = (prompts: RunPrompts) => [
  ...prompts.bases,
  ...prompts.targets,
  ...prompts.population,
];
