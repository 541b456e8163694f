import type { Benchmark } from "../bench/benchmark.ts";
import type { WorkersSpeed } from "../bench/benchmark-speeds.ts";
import { measuringThreadsText } from "../run/measuring-threads.ts";

/** What `bench` prints for a person. */
export function benchText({ experiment: e, ...r }: Benchmark): string {
  const ms = (x: number) => `${x.toFixed(3)} ms a point`;
  const percent = (x: number) => `${(100 * x).toFixed(1)} %`;
  const [run] = e.runs;
  const { organismOnEightWorkers: eight } = r.peakMemoryMiB;
  return `machine                   ${r.machine.cores} cores, device ${r.device}, load ${r.machine.loadBefore.toFixed(1)} before
matrix product            ${r.matrixPeakGflops.toFixed(0)} GFLOP/s
fast path                 ${ms(r.fastPath.msPerPoint)}, ${(100 * r.fastPath.fractionOfPeak).toFixed(0)} % of the matrix product's rate
one curve at a time       ${ms(r.oneCurve.msPerPoint)}
with KL divergences       ${r.klCostRatio.toFixed(2)} times the cost of L2 alone
whole sequences           ${ms(r.wholeSequence.msPerPoint)}, the fast path is ${r.speedUp.toFixed(1)} times faster
whole sequences, logits   ${ms(r.wholeSequenceWithLogits.msPerPoint)}, the fast path is ${r.speedUpWithLogits.toFixed(1)} times faster
main experiment           4 types x ${run.bases} bases x ${run.points} points on one worker, ${percent(e.outsideModel)} of the time outside the model
  at 1000 bases           ${e.minutesAt1000Bases.toFixed(1)} minutes, ${percent(e.outsideModelAt1000Bases)} outside the model, ${percent(e.generationAt1000Bases)} covariance, encoding and generators
  growth                  a base costs ${e.costOfABaseAgainstHalf.toFixed(2)} times what it costs among half as many, a point ${e.costOfAPointAgainstHalf.toFixed(2)} times
bases a second            all paths of a run's batch
  organism                ${speedsText(r.speeds.organism)}
  GPT-2 small's shape     ${speedsText(r.speeds.gpt2Small)}
peak memory               with model, SAE and unembedding loaded
  GPT-2 small's shape     ${r.peakMemoryMiB.gpt2Small} MiB${r.device === "cpu" ? ` on ${measuringThreadsText(r.speeds.gpt2Small.at(-1)!)}` : ""}
  organism                ${eight === null ? "not measured: workers are the cpu's" : `${eight} MiB on 8 workers`}
`;
}

/** One line for each number of workers, below one another. */
function speedsText(speeds: readonly WorkersSpeed[]): string {
  return speeds
    .map((speed) => {
      const ratio = speed === speeds[0] ? "" : `, ${speed.ratio.toFixed(2)} times the first`;
      return `${speed.basesPerSecond.toFixed(2)} on ${measuringThreadsText(speed)}${ratio}`;
    })
    .join(`\n${" ".repeat(26)}`);
}
