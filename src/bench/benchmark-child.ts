import { type BenchmarkOrder, benchmarkExperiment } from "./benchmark-experiment.ts";

/** The process `bench` runs the main experiment in, so that peak memory is the experiment's own. */
const [order = "{}"] = process.argv.slice(2);
const { dir, ...options } = JSON.parse(order) as BenchmarkOrder;
process.send?.(await benchmarkExperiment(dir, options));
process.disconnect?.();
