import { resolve } from "node:path";
import type {} from "vitest";
import type { Shard } from "../experiment/shard.ts";
import type { Device } from "../model/device.ts";
import { type Grid, PAPER } from "../papers/synthetic-activations/setup.ts";

/** What one run of the claims is about; the project `claims` receives it by `provide`. */
export interface RunOptions {
  /** Directory of a Hugging Face GPT-2. */
  readonly model: string;
  /** How a report names the model and the SAE; null: as their directories are named. */
  readonly names: { readonly model: string | null; readonly sae: string | null };
  /** The Hub names they were fetched by, as they would be typed again; null: they are directories. */
  readonly typed: { readonly model: string | null; readonly sae: string | null };
  /** SAELens directory; null: claims that need one are not-run. */
  readonly sae: string | null;
  /** Prompt file; null: the organism's own language, OpenWebText for GPT-2 as it was published. */
  readonly prompts: string | null;
  readonly bases: number;
  /** Base prompts of claims that need more of them; null: `MORE_BASES` times as many on GPT-2 small, elsewhere no more. */
  readonly moreBases: number | null;
  readonly seed: string;
  /** Report folder. */
  readonly out: string;
  /** Threads of one matrix product. Equal runs need equal counts. */
  readonly threads: number;
  /** What the model runs on. Equal bits are promised for the cpu only. */
  readonly device: Device;
  /** Which absolute step: the paper's, or that of the authors' notebooks. */
  readonly grid: Grid;
  /** Where the curves of a killed run are kept until its report is written; null: nowhere. */
  readonly runStore: { readonly folder: string; readonly name: string } | null;
  /** Measure this share of the bases and judge nothing; null: the whole run. */
  readonly shard: Shard | null;
  /** Part files that every curve comes from; none: curves are measured. */
  readonly parts: readonly string[];
}

/** Two cores is what the product is planned for; more threads change last bits, so the default does not vary. */
export const DEFAULT_THREADS = 2;

/** The shipped organism, as many bases as the paper, `reports/latest`. Paths are relative to `root`. */
export function defaultRunOptions(root: string): RunOptions {
  const organism = resolve(root, "fixtures/organism");
  return {
    model: organism,
    names: { model: null, sae: null },
    typed: { model: null, sae: null },
    sae: resolve(organism, "sae", PAPER.perturbAt),
    prompts: null,
    bases: PAPER.bases,
    moreBases: null,
    seed: "0",
    out: resolve(root, "reports/latest"),
    threads: DEFAULT_THREADS,
    device: "cpu",
    grid: "paper",
    runStore: null,
    shard: null,
    parts: [],
  };
}

declare module "vitest" {
  interface ProvidedContext {
    run: RunOptions;
  }
}
