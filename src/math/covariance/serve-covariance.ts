import { parentPort } from "node:worker_threads";
import { covarianceOf } from "./covariance.ts";
import type { CovarianceOrder } from "./covariance-beside.ts";

/** A thread that computes one covariance. */
parentPort!.once("message", ({ x, mean }: CovarianceOrder) => {
  const covariance = covarianceOf(x, mean);
  parentPort!.postMessage(covariance, [covariance.buffer as ArrayBuffer]);
});
