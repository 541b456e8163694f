import { Worker } from "node:worker_threads";
import { ThreadEndedError } from "../../errors/index.ts";
import { COVARIANCE_BESIDE } from "../../limits.ts";
import type { Matrix } from "../vec.ts";
import { covarianceOf } from "./covariance.ts";

/** What the thread is given. */
export interface CovarianceOrder {
  readonly x: Matrix<string, string>;
  readonly mean: Float64Array;
}

/**
 * `covarianceOf` in a thread of its own where it takes at least `least` products, so that this one goes on meanwhile.
 *
 * Throws: ThreadEndedError where the thread ends without an answer.
 */
export async function covarianceBeside(
  x: Matrix<string, string>,
  mean: Float64Array,
  least = COVARIANCE_BESIDE,
): Promise<Float64Array> {
  if (x.rows * x.cols ** 2 < least) return covarianceOf(x, mean);
  const worker = new Worker(new URL("./covariance-worker.mjs", import.meta.url), { execArgv: [] });
  try {
    return await new Promise<Float64Array>((resolve, reject) => {
      worker.once("message", resolve);
      worker.once("error", (error) =>
        reject(new ThreadEndedError({ does: "computes the covariance", reason: error.message })),
      );
      worker.once("exit", (code) =>
        reject(
          new ThreadEndedError({ does: "computes the covariance", reason: `it stopped with code ${code}` }),
        ),
      );
      const order: CovarianceOrder = { x, mean };
      worker.postMessage(order);
    });
  } finally {
    await worker.terminate();
  }
}
