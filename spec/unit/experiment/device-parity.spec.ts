import { describe, expect, it } from "vitest";
import { DeviceParityError, NonFiniteError } from "../../../src/errors/index.ts";
import {
  checkParity,
  type DeviceParity,
  DIVERGENCE_TOLERANCE,
  measureParity,
  PARITY_TOLERANCE,
} from "../../../src/experiment/device-parity.ts";
import { rngFromSeed } from "../../../src/math/rng.ts";
import { type Activation, rowOf } from "../../../src/math/vec.ts";
import type { LanguageModel, LastRows } from "../../../src/model/language-model.ts";
import { FAKE_D_MODEL, fakeModel } from "../../support/fake-model.ts";

const PAIRS = [
  { base: [1, 2, 3], target: [4, 5, 6] },
  { base: [7, 8], target: [9, 10] },
];
const POINTS = 50;

/** The fake model whose reads go through `change`, row by row. */
function changed(change: (row: Activation, index: number) => void): LanguageModel {
  const model = fakeModel();
  return {
    ...model,
    async resumeFrom(options) {
      const read = await model.resumeFrom(options);
      for (let i = 0; i < read.rows; i++) change(rowOf(read, i), i);
      return read;
    },
  };
}

const parityOf = (device: LanguageModel): Promise<DeviceParity> =>
  measureParity({
    cpu: fakeModel(),
    device,
    pairs: PAIRS,
    perturbAt: "blocks.1.hook_resid_pre",
    readAt: "blocks.2.hook_resid_post",
    points: POINTS,
    stepOf: (meanDistance) => meanDistance / 80,
    rng: rngFromSeed(0),
  });

describe("parity with the cpu", () => {
  it("of a model with itself differs in nothing, over two curves of each base", async () => {
    const parity = await parityOf(fakeModel());
    expect(parity).toEqual({
      bases: 2,
      curves: 4,
      vectorDifference: 0,
      curveDifference: 0,
      divergenceDifference: 0,
      movedMaxSlopeSteps: 0,
      tolerance: PARITY_TOLERANCE,
      divergenceTolerance: DIVERGENCE_TOLERANCE,
    });
    expect(() => checkParity(parity, "fake")).not.toThrow();
  });

  it("finds a difference in a single row of a single curve, and tolerates one like that of float32", async () => {
    const parity = await parityOf(
      changed((row, i) => {
        if (i === POINTS + 7) row[0]! *= 1 + 1e-5;
      }),
    );
    expect(parity.vectorDifference).toBeGreaterThan(1e-6);
    expect(parity.vectorDifference).toBeLessThan(1.1e-5);
    expect(parity.curveDifference).toBeGreaterThan(0);
    expect(() => checkParity(parity, "fake")).not.toThrow();
  });

  it("measures vectors by their own length, curves by their largest value, KL in nats", async () => {
    const longer = await parityOf(
      changed((row) => {
        for (let k = 0; k < FAKE_D_MODEL; k++) row[k]! *= 1.5;
      }),
    );
    expect(longer.vectorDifference).toBeCloseTo(0.5, 5);
    expect(longer.curveDifference).toBeCloseTo(0.5, 5);
    expect(longer.movedMaxSlopeSteps).toBe(0);
    // the fake's divergence is the squared distance over 100
    const model = fakeModel();
    const further: LanguageModel = {
      ...model,
      divergences: async (end: LastRows) => (await model.divergences(end)).map((nats) => nats + 0.25),
    };
    const shifted = await parityOf(further);
    expect(shifted.divergenceDifference).toBeCloseTo(0.25, 9);
    expect(shifted.vectorDifference).toBe(0);
    expect(() => checkParity(shifted, "fake")).toThrow(/the KL curves differ .* by up to 0\.25 nats; 0\.001/);
  });

  it("compares whole runs too, not only what is resumed", async () => {
    const model = fakeModel();
    const device: LanguageModel = {
      ...model,
      async run(options) {
        const result = await model.run(options);
        for (const residual of result.residuals.values()) residual.data[residual.data.length - 1]! += 0.1;
        return result;
      },
    };
    expect((await parityOf(device)).vectorDifference).toBeGreaterThan(PARITY_TOLERANCE);
  });

  it("stops with the number where a difference is beyond its tolerance", async () => {
    const parity = await parityOf(
      changed((row) => {
        for (let k = 0; k < FAKE_D_MODEL; k++) row[k]! *= 1.0004;
      }),
    );
    expect(() => checkParity(parity, "onnxruntime-node 1.30.0 cuda")).toThrow(DeviceParityError);
    expect(() => checkParity(parity, "onnxruntime-node 1.30.0 cuda")).toThrow(
      "On onnxruntime-node 1.30.0 cuda the vectors read differ from those on the cpu by up to 0.00040 of their length; 0.0001 of their length is tolerated.",
    );
    const [good, bad] = [0, 2 * PARITY_TOLERANCE];
    const held = { ...parity, vectorDifference: good, divergenceDifference: 0 };
    expect(() => checkParity({ ...held, curveDifference: bad }, "fake")).toThrow(/the L2 curves differ/);
    expect(() => checkParity({ ...held, curveDifference: PARITY_TOLERANCE }, "fake")).not.toThrow();
  });

  it("counts the curves whose max slope step is another, which alone is no failure", async () => {
    const parity = await parityOf(
      changed((row, i) => {
        if (i === 3) row.fill(1e4);
      }),
    );
    expect(parity.movedMaxSlopeSteps).toBe(2);
    const ties = { ...parity, vectorDifference: 0, curveDifference: 0, divergenceDifference: 0 };
    expect(() => checkParity(ties, "fake")).not.toThrow();
  });

  it.each([
    ["a single number read", changed((row, i) => i === 11 && row.fill(Number.NaN, 0, 1))],
    ["a single infinity", changed((row, i) => i === 11 && row.fill(Number.POSITIVE_INFINITY, 0, 1))],
    ["infinity", changed((row) => row.fill(Number.POSITIVE_INFINITY))],
    [
      "what the model itself refuses",
      {
        ...fakeModel(),
        resumeFrom: () =>
          Promise.reject(new NonFiniteError({ what: "the stream", index: 0, value: Number.NaN })),
      },
    ],
  ])("takes NaN for a difference: %s", async (_, device) => {
    const parity = await parityOf(device);
    expect(parity.vectorDifference).toBeNaN();
    expect(() => checkParity(parity, "fake")).toThrow(/the vectors read differ .* by up to NaN of their/);
  });

  it("passes on an error that has nothing to do with it", async () => {
    const lost: LanguageModel = {
      ...fakeModel(),
      resumeFrom: () => Promise.reject(new Error("device lost")),
    };
    await expect(parityOf(lost)).rejects.toThrow("device lost");
  });
});
