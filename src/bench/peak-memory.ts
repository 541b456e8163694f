import { ownPaper } from "../papers/index.ts";
import { type BenchOrder, openBenchSubject } from "./bench-subject.ts";
import { prepareRun } from "./timed-run.ts";

/**
 * Highest resident memory of this process, MiB, with all bases prepared and everything loaded in every worker: the model
 * with its fast path and its unembedding, and the SAE. Only some bases are measured: more of them take no more.
 */
export async function peakMemory(order: BenchOrder): Promise<number> {
  const { points } = ownPaper.subject;
  const { model, ...rest } = await openBenchSubject(order);
  const run = await prepareRun({ model, ...rest }, order.bases, ownPaper.batch);
  await run.measure(4 * order.workers);
  const { dModel } = model.shape;
  const curve = { rows: points, cols: dModel, data: new Float32Array(points * dModel).fill(1) };
  const calls = Array.from({ length: model.callsAtOnce ?? 1 }, () => model.divergences(curve));
  await Promise.all(calls); // so many calls leave no worker without one
  const peak = Math.round(process.resourceUsage().maxRSS / 1024);
  await model.dispose();
  return peak;
}
