import { describe, expect, it } from "vitest";
import { InvalidInputError } from "../../../src/errors/index.ts";
import type { CurveMetric } from "../../../src/experiment/curve-metric.ts";
import { memoryCurveStore } from "../../../src/experiment/curve-store.ts";
import type { LabOptions } from "../../../src/experiment/lab-curves.ts";
import type { Perturbation } from "../../../src/experiment/perturbation.ts";
import { recordOf } from "../../../src/experiment/record.ts";
import { rowOf } from "../../../src/math/vec.ts";
import { maxSlopeStep, paper } from "../../../src/papers/synthetic-activations/index.ts";
import { towards } from "../../../src/papers/synthetic-activations/perturbations/towards.ts";
import { fakeLab } from "../../support/fake-lab.ts";
import { fakeModel } from "../../support/fake-model.ts";
import { shownOf } from "../../support/shown.ts";

const BASES = 6;
const first = await fakeLab().lab.measureShown();
const placeOf = (index: number) => first.preparation.bases[index]!.base;

/** The paper with a way that cannot be laid on some bases towards one type: an error, or nowhere to go. */
function brokenOn(
  bases: readonly number[],
  type: string,
  how: "refused" | "nowhere" | "a bug",
): Partial<LabOptions> {
  const broken = bases.map((index) => placeOf(index).join());
  const absolute: Perturbation = {
    ...towards.absolute,
    path(context) {
      const path = towards.absolute.path(context);
      if (context.type !== type || !broken.includes(context.base.join())) return path;
      if (how === "nowhere") return { ...path, length: 0 };
      if (how === "a bug") throw new TypeError("path is not a function");
      throw new InvalidInputError({
        what: "the number of alive latents",
        got: 0,
        want: "2",
        hint: "Hint: none.",
      });
    },
  };
  const batch = paper.batch.map((arm) =>
    arm.perturbation === towards.absolute ? { ...arm, perturbation: absolute } : arm,
  );
  return { plan: { batch, scales: paper.scales } };
}

const metric: CurveMetric = maxSlopeStep.absolute;

describe("a base that cannot be measured", () => {
  it("is none where the perturbation itself is at fault: the run ends with its error", async () => {
    const { lab } = fakeLab(brokenOn([1], "baseline", "a bug"));
    await expect(lab.measureShown()).rejects.toThrow("path is not a function");
  });

  for (const how of ["refused", "nowhere"] as const)
    it(`costs its own arm this base and nothing else (${how})`, async () => {
      const { lab } = fakeLab(brokenOn([1, 4], "baseline", how));
      const state = await lab.measureShown();
      const arm = state.curves.get("towards.absolute baseline")!;
      expect([arm.bases, arm.lost.map(({ base }) => base)]).toEqual([
        [0, 2, 3, 5],
        [1, 4],
      ]);
      const why = how === "refused" ? "the number of alive latents" : "Its path has nowhere to go";
      for (const { because } of arm.lost) expect(because).toContain(why);
      expect([arm.distance.length, arm.values.length]).toEqual([4, 4 * arm.points]);
      const whole = first.curves.get("towards.absolute baseline")!;
      expect(arm.values.subarray(arm.points, 2 * arm.points)).toEqual(
        whole.values.subarray(2 * arm.points, 3 * arm.points),
      );
      for (const [key, curves] of state.curves)
        if (!key.startsWith("towards.absolute baseline")) expect(curves, key).toEqual(first.curves.get(key));
    });

  it("costs the model no row, whether its path cannot be laid or has no length", async () => {
    const rowsAsked = async (how: "refused" | "nowhere") => {
      const { lab, model } = fakeLab(brokenOn([1, 4], "baseline", how));
      await lab.measureShown();
      return model.asked.resumed.map(({ rows }) => rows);
    };
    const rows = await rowsAsked("nowhere");
    expect(rows).toEqual(await rowsAsked("refused"));
    expect(rows[1]).toBeLessThan(rows[0]!);
  });

  it("is said to be lost in the sample of a claim, and counted in the record", async () => {
    const { lab } = fakeLab(brokenOn([4], "baseline", "refused"));
    const sample = await lab.sample(metric, "baseline");
    expect([sample.bases, sample.lost]).toEqual([[0, 1, 2, 3, 5], [4]]);
    expect((await lab.sample(metric, "real")).lost).toBeUndefined();
    const record = recordOf(await lab.measureShown(), shownOf(paper));
    expect(record.notes).toContainEqual(
      expect.stringMatching(
        /^On 1 of 6 bases not everything .* \(towards\.absolute baseline on 1, towards\.absolute baseline kl on 1, towards\.absolute baseline js on 1\)\./,
      ),
    );
    expect(record.measurements["maxSlopeStepAbsolute"] ?? record.measurements[metric.key]).toMatchObject({
      baseline: { n: 5 },
      real: { n: 6 },
    });
  });

  it("is lost again by a run that goes on where its curves are, without being measured", async () => {
    const store = memoryCurveStore();
    const changes = { ...brokenOn([4], "baseline", "refused"), store };
    await fakeLab(changes).lab.measureShown();
    const again = fakeLab(changes);
    const sample = await again.lab.sample(metric, "baseline");
    expect([sample.bases, sample.lost]).toEqual([[0, 1, 2, 3, 5], [4]]);
    expect(again.model.asked.resumed).toEqual([]);
  });

  it("is lost where its curve is not finite", async () => {
    const model = fakeModel();
    let asked = 0;
    const { lab } = fakeLab({
      model: {
        ...model,
        async resumeFrom(request) {
          const read = await model.resumeFrom(request);
          if (asked++ === 2) rowOf(read, 3)[0] = Number.NaN;
          return read;
        },
      },
    });
    const { curves } = await lab.measureShown();
    const arm = curves.get([...curves.keys()][0]!)!;
    expect(arm.lost).toEqual([{ base: 2, because: expect.stringMatching(/NaN at index 3/) }]);
  });

  it("that is every base leaves the other types their evidence, and its own claims the reason", async () => {
    const everywhere = Array.from({ length: BASES }, (_, i) => i);
    const { lab } = fakeLab(brokenOn(everywhere, "baseline", "refused"));
    await expect(lab.sample(metric, "baseline")).rejects.toThrow(
      'the number of bases on which "towards.absolute baseline" can be measured is 0',
    );
    expect((await lab.sample(metric, "real")).bases).toHaveLength(BASES);
    const record = recordOf(await lab.measureShown(), shownOf(paper));
    expect(record.types.map(({ key }) => key)).not.toContain("baseline");
    expect(record.types.map(({ key }) => key)).toContain("structured");
  });
});
