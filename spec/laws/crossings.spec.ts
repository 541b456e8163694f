import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { crossingsAlong, crossingsOf } from "../../src/experiment/crossings.ts";
import { relativePath } from "../../src/experiment/perturbation-path.ts";
import type { Activation } from "../../src/math/vec.ts";
import { hookPoint } from "../../src/model/hook-point.ts";
import { checkProperty } from "../../src/vitest/property.ts";
import { fakeModel, streamOf } from "../support/fake-model.ts";

const paths = fc
  .record({ rows: fc.integer({ min: 1, max: 9 }), cols: fc.integer({ min: 1, max: 6 }), seed: fc.nat() })
  .chain(({ rows, cols }) =>
    fc
      .array(fc.integer({ min: -2, max: 2 }), { minLength: rows * cols, maxLength: rows * cols })
      .map((values) => ({ rows, cols, data: Float32Array.from(values) })),
  );

describe("sign changes along a path", () => {
  it("begin with none, never fall, and are at most one a neuron and step", () => {
    checkProperty(
      fc.property(paths, (path) => {
        const counts = crossingsOf(path);
        expect(counts).toHaveLength(path.rows);
        expect(counts[0]).toBe(0);
        for (let n = 1; n < path.rows; n++) {
          const changed = counts[n]! - counts[n - 1]!;
          expect(changed >= 0 && changed <= path.cols).toBe(true);
        }
      }),
    );
  });

  it("are as many back as forth, whatever each neuron is scaled by", () => {
    checkProperty(
      fc.property(paths, fc.integer({ min: 1, max: 50 }), (path, times) => {
        const { rows, cols, data } = path;
        const back = new Float32Array(data.length);
        for (let n = 0; n < rows; n++)
          back.set(data.subarray((rows - 1 - n) * cols, (rows - n) * cols), n * cols);
        expect(crossingsOf({ rows, cols, data: back }).at(-1)).toBe(crossingsOf(path).at(-1));
        const scaled = data.map((x, i) => x * (1 + ((i % cols) + times)));
        expect(crossingsOf({ rows, cols, data: scaled })).toEqual(crossingsOf(path));
      }),
    );
  });

  it("count both changes of a neuron that comes back, and 0 as not above", () => {
    const of = (...values: number[]) =>
      Array.from(crossingsOf({ rows: values.length, cols: 1, data: Float32Array.from(values) }));
    expect(of(-1, 1, -1)).toEqual([0, 1, 2]);
    expect(of(0, -1, 0, 1)).toEqual([0, 0, 0, 1]);
  });

  it("are read in every block behind the perturbed point and in none before it", async () => {
    const model = fakeModel();
    const residual = streamOf([1, 2, 3]);
    const base = residual.data.slice(-4) as Activation;
    const last = relativePath(base, base.map((x) => -x) as Activation, 5);
    const asked: (readonly number[])[] = [];
    const listening = {
      ...model,
      mlpPre: (options: Parameters<typeof model.mlpPre>[0]) => {
        asked.push(options.blocks);
        return model.mlpPre(options);
      },
    };
    for (const at of [hookPoint(0, "pre"), hookPoint(1, "pre"), hookPoint(1, "mid"), hookPoint(1, "post")])
      await crossingsAlong(listening, { residual, at, last });
    expect(asked).toEqual([[0, 1, 2], [1, 2], [1, 2], [2]]);
  });
});
