import { loadModelDirectory } from "../checkpoint/model-directory.ts";
import { rngFromSeed } from "../math/rng.ts";
import type { Device } from "../model/device.ts";
import type { Checkpoint } from "../model/family.ts";
import { hookPoint } from "../model/hook-point.ts";
import type { LastRows } from "../model/language-model.ts";
import { createOrtModel } from "../model/ort-model.ts";
import { createNetwork } from "../model/ort-network.ts";
import { openMatrixProducts } from "./ort-matrix-peak.ts";

/** What `npm run bench` prints of the model alone. */
export interface BenchmarkResult {
  readonly matrixPeakGflops: number;
  readonly fastPath: { readonly msPerPoint: number; readonly fractionOfPeak: number };
  readonly wholeSequence: { readonly msPerPoint: number };
  readonly wholeSequenceWithLogits: { readonly msPerPoint: number };
  /** The fast path with 100 rows at once, as a control's curves run. */
  readonly oneCurve: { readonly msPerPoint: number };
  /** The fast path with KL divergences, against without. */
  readonly klCostRatio: number;
  /** Whole sequences against the fast path, per point. */
  readonly speedUp: number;
  readonly speedUpWithLogits: number;
}

/** What is measured, and on what. */
export interface ModelOrder {
  readonly modelDir: string;
  readonly cacheDir: string;
  readonly threads: number;
  readonly device: Device;
}

const TOKENS = 10;
const SEQUENCES = 100;
/** Ten curves of a base at once; a run has fifteen, in two batches. */
const FAST_ROWS = 1000;
const CURVE_ROWS = 100;
const REPEATS = 10;

/**
 * Measures the fast path, whole sequences and the device's own matrix-product rate in one run, in this thread.
 *
 * Whole sequences: blocks 1 to the last, 100 rows of 10 tokens a run, block by block as the product runs them; with
 * logits, every block's other sites are returned too. Fast path: `resumeFrom` at blocks.1.hook_resid_pre with 1000
 * rows, its prefix included; KL divergences of curves of 100 rows. A point of the fast path counts two operations for
 * every number of a block's matrices, block 0 left out: 2 x 11 x 12 x 768^2 for GPT-2 small. All are measured in turn,
 * ten times; each reports its best, as the matrix products do.
 */
export async function benchmarkModel(order: ModelOrder): Promise<BenchmarkResult> {
  const { modelDir, threads, device } = order;
  const on = { threads, device };
  const checkpoint = await loadModelDirectory(modelDir, order);
  const { family, config } = checkpoint;
  const { layers, dModel: d } = config;
  const rng = rngFromSeed("benchmark");
  const values = (name: string, rows: number): Float32Array => {
    const stream = rng.fork(name);
    return Float32Array.from({ length: rows * d }, () => stream.normal());
  };
  const model = createOrtModel(checkpoint, { convention: "raw", ...on });
  const network = createNetwork(checkpoint, on);
  const residual = { rows: TOKENS, cols: d, data: values("base", TOKENS) };
  const last = { rows: FAST_ROWS, cols: d, data: values("rows", FAST_ROWS) };
  const sequences = values("sequences", SEQUENCES * TOKENS);
  const resume = (rows: LastRows) =>
    model.resumeFrom({
      residual,
      at: hookPoint(1, "pre"),
      last: rows,
      readAt: hookPoint(layers - 1, "post"),
    });
  const fast = () => resume(last);
  const curve = { rows: CURVE_ROWS, cols: d, data: last.data.subarray(0, CURVE_ROWS * d) };
  const fastWithDivergences = async () => {
    const { data } = await fast();
    for (let row = 0; row < FAST_ROWS; row += CURVE_ROWS)
      await model.divergences({
        rows: CURVE_ROWS,
        cols: d,
        data: data.subarray(row * d, (row + CURVE_ROWS) * d),
      });
  };
  const everySite = family.sites.filter((site) => site !== "pre");
  const whole = async (points: readonly ("mid" | "post")[] = ["post"]) => {
    let x: Float32Array = sequences;
    for (let layer = 1; layer < layers; layer++)
      x = (await network.block(layer, x, { kind: "sequences", length: TOKENS }, points)).post;
    return x;
  };
  const wholeWithLogits = async () => network.logits(await whole(everySite));
  await fastWithDivergences(); // makes the sessions
  await wholeWithLogits();

  const products = await openMatrixProducts(on);
  for (const product of products) await product.run();
  let gflops = 0;
  const best = { fast: Infinity, curve: Infinity, divergences: Infinity, whole: Infinity, logits: Infinity };
  for (let i = 0; i < REPEATS; i++) {
    for (const { operations, run } of products)
      gflops = Math.max(gflops, operations / (1e6 * (await milliseconds(run))));
    best.fast = Math.min(best.fast, await milliseconds(fast));
    best.curve = Math.min(best.curve, await milliseconds(() => resume(curve)));
    best.divergences = Math.min(best.divergences, await milliseconds(fastWithDivergences));
    best.whole = Math.min(best.whole, await milliseconds(() => whole()));
    best.logits = Math.min(best.logits, await milliseconds(wholeWithLogits));
  }
  for (const used of [model, network, ...products]) await used.dispose();

  const fastPoint = best.fast / FAST_ROWS;
  const wholePoint = best.whole / SEQUENCES;
  const logitsPoint = best.logits / SEQUENCES;
  const operations = 2 * (layers - 1) * matrixNumbers(checkpoint);
  return {
    matrixPeakGflops: gflops,
    fastPath: { msPerPoint: fastPoint, fractionOfPeak: operations / (fastPoint * 1e6) / gflops },
    wholeSequence: { msPerPoint: wholePoint },
    wholeSequenceWithLogits: { msPerPoint: logitsPoint },
    oneCurve: { msPerPoint: best.curve / CURVE_ROWS },
    klCostRatio: best.divergences / best.fast,
    speedUp: wholePoint / fastPoint,
    speedUpWithLogits: logitsPoint / fastPoint,
  };
}

/** The numbers in one block's matrices. */
function matrixNumbers({ family, config }: Checkpoint): number {
  let numbers = 0;
  for (const [name, shape] of family.tensors(config))
    if (family.names.blockOf(name) === 0 && shape.length === 2) numbers += shape[0]! * shape[1]!;
  return numbers;
}

async function milliseconds(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}
