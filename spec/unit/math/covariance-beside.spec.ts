import { describe, expect, it } from "vitest";
import { ThreadEndedError } from "../../../src/errors/index.ts";
import { covarianceOf, meanOf } from "../../../src/math/covariance/covariance.ts";
import { covarianceBeside } from "../../../src/math/covariance/covariance-beside.ts";
import { rngFromSeed } from "../../../src/math/rng.ts";

const rng = rngFromSeed("covariance");
const x = { rows: 300, cols: 8, data: Float32Array.from({ length: 2400 }, () => rng.normal()) };

describe("a covariance in a thread of its own", () => {
  it("has the bits of one that is computed here, and leaves what it was given", async () => {
    const mean = meanOf(x);
    const before = x.data.slice();
    const beside = await covarianceBeside(x, mean, 0);
    expect(beside).toEqual(covarianceOf(x, mean));
    expect(x.data).toEqual(before);
    expect(await covarianceBeside(x, mean)).toEqual(beside); // a small one starts no thread
  });

  it("lets this thread go on meanwhile", async () => {
    const happened: string[] = [];
    const computed = covarianceBeside(x, meanOf(x), 0).then(() => happened.push("the covariance"));
    await new Promise(setImmediate);
    happened.push("something else");
    await computed;
    expect(happened).toEqual(["something else", "the covariance"]);
  });

  it("is an error of its own where the thread fails", async () => {
    const broken = { ...x, data: null as unknown as Float32Array };
    const computed = covarianceBeside(broken, meanOf(x), 0);
    await expect(computed).rejects.toThrow(ThreadEndedError);
    await expect(computed).rejects.toThrow("A thread that computes the covariance has ended: ");
  });
});
