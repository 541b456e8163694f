import { existsSync } from "node:fs";
import { statfs } from "node:fs/promises";
import { availableParallelism, loadavg } from "node:os";
import { dirname, resolve } from "node:path";
import { setTimeout } from "node:timers/promises";
import { openModel } from "../../checkpoint/open-model.ts";
import { temporaryFolder } from "../../files/temporary-folder.ts";
import { rngFromSeed } from "../../math/rng.ts";
import { hookPoint } from "../../model/hook-point.ts";
import { createOrtProducts } from "../../model/ort-products.ts";
import { residualAt } from "../../model/residual-at.ts";

/** What a dry run asks of this machine; a test hands in its own. */
export interface Machine {
  readonly cores: number;
  /** Processes that ran or waited for a core in the last minute, on average; 0 where the system does not say. */
  load(): number;
  /** Bytes of memory that may be taken. */
  freeMemory(): number;
  /** Bytes free where a folder is or would be; null: the system does not say. */
  freeDisk(folder: string): Promise<number | null>;
  /** Floating-point operations a second of matrix products. */
  productRate(threads: number): Promise<number>;
  /** Seconds of one point of a path through the model in a directory, from before block `first` to the end. */
  secondsOfPoint(dir: string, at: { readonly first: number; readonly threads: number }): Promise<number>;
}

/** The machine this runs on. What it writes while it measures is in the temporary folder and gone at once. */
export const thisMachine: Machine = {
  cores: availableParallelism(),
  load: () => loadavg()[0] ?? 0,
  freeMemory: () => process.availableMemory(),
  async freeDisk(folder) {
    let at = resolve(folder);
    while (!existsSync(at) && dirname(at) !== at) at = dirname(at);
    return statfs(at).then(
      ({ bavail, bsize }) => bavail * bsize,
      () => null,
    );
  },
  productRate,
  secondsOfPoint,
};

/** Rows, inner size and columns of the product that is timed: one of a GPT-2 small block. */
const PRODUCT = [1010, 768, 3072] as const;
const PROBES = 5;
const REPEATS = 3;
const PAUSE_MS = 250;
/** Rows of one call: ten curves of a base. */
const ROWS = 1000;

async function productRate(threads: number): Promise<number> {
  const [rows, inner, cols] = PRODUCT;
  const products = createOrtProducts(threads);
  const values = (count: number, prime: number) =>
    Float32Array.from({ length: count }, (_, i) => ((i * prime) % 1000) / 1000 - 0.5);
  const a = { rows, cols: inner, data: values(rows * inner, 104_729) };
  const b = { rows: inner, cols, data: values(inner * cols, 7919) };
  try {
    return (2 * rows * inner * cols) / (await fastest(() => products.times(a, b)));
  } finally {
    await products.release();
  }
}

async function secondsOfPoint(
  dir: string,
  { first, threads }: { readonly first: number; readonly threads: number },
): Promise<number> {
  const folder = await temporaryFolder("dry-run-");
  try {
    const model = await openModel(dir, { convention: "raw", threads, cacheDir: folder.path });
    try {
      const { layers, dModel, vocabulary, positions } = model.shape;
      const rng = rngFromSeed("dry run");
      const tokens = Array.from({ length: Math.min(10, positions) }, () => rng.integer(vocabulary));
      const at = hookPoint(first, "pre");
      const readAt = hookPoint(layers - 1, "post");
      const data = Float32Array.from({ length: ROWS * dModel }, () => rng.normal());
      const base = async () =>
        model.resumeFrom({
          residual: await residualAt(model, tokens, at),
          at,
          last: { rows: ROWS, cols: dModel, data },
          readAt,
        });
      return (await fastest(base)) / ROWS;
    } finally {
      await model.dispose();
    }
  } finally {
    folder.remove();
  }
}

/**
 * Seconds of the fastest of a few runs, after one that makes the sessions. They come in short probes with pauses
 * between, so that other work is not beside all of them.
 */
async function fastest(work: () => Promise<unknown>): Promise<number> {
  await work();
  let best = Number.POSITIVE_INFINITY;
  for (let probe = 0; probe < PROBES; probe++) {
    if (probe > 0) await setTimeout(PAUSE_MS);
    for (let i = 0; i < REPEATS; i++) {
      const start = performance.now();
      await work();
      best = Math.min(best, (performance.now() - start) / 1000);
    }
  }
  return best;
}
