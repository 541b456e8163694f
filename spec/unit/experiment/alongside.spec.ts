import { describe, expect, it } from "vitest";
import { InvalidInputError, NotRunError } from "../../../src/errors/index.ts";
import { armKey } from "../../../src/experiment/arm.ts";
import { definePaper } from "../../../src/paper/paper.ts";
import { maxSlopeStep, paper } from "../../../src/papers/synthetic-activations/index.ts";
import { FAKE_BASES, FAKE_POINTS, fakeLab, fakeRun } from "../../support/fake-lab.ts";
import { fakePrompts } from "../../support/fake-model.ts";

const [relative] = paper.perturbations;
const along = (types: readonly ("another-real" | "uniform" | "graph" | "other-topic")[]) =>
  types.map((type) => ({ perturbation: relative, type }));
const planOf = (alongside: typeof paper.alongside) => ({ ...paper, alongside });

describe("arms that a paper has measured beside one another", () => {
  it("run in one call a base whichever is asked for first, and only once", async () => {
    for (const first of ["another-real", "uniform"] as const) {
      const { lab, model } = fakeLab({ plan: planOf([along(["another-real", "uniform"])]) });
      await lab.measureShown();
      const before = model.asked.resumed.length;
      await lab.sample(maxSlopeStep.relative, first);
      await lab.sample(maxSlopeStep.relative, "another-real");
      await lab.sample(maxSlopeStep.relative, "uniform");
      const calls = model.asked.resumed.slice(before);
      expect(calls.map(({ rows }) => rows)).toEqual(Array(FAKE_BASES).fill(2 * FAKE_POINTS));
    }
  });

  it("have the curves that they have alone", async () => {
    const { lab: alone } = fakeLab({ plan: planOf([]) });
    const { lab } = fakeLab({ plan: planOf([along(["another-real", "uniform"])]) });
    for (const type of ["uniform", "another-real"] as const)
      expect(await lab.sample(maxSlopeStep.relative, type)).toEqual(
        await alone.sample(maxSlopeStep.relative, type),
      );
  });

  it("run alone where one of them cannot be drawn, which fails nobody but who asks for it", async () => {
    const { lab } = fakeLab({
      plan: planOf([along(["another-real", "other-topic"])]),
      prompts: fakeRun(fakePrompts(120)), // of no known topic
    });
    expect((await lab.sample(maxSlopeStep.relative, "another-real")).values).toHaveLength(FAKE_BASES);
    await expect(lab.sample(maxSlopeStep.relative, "other-topic")).rejects.toThrow(NotRunError);
  });

  it("stand in one batch, once: a paper in which one stands twice is refused", () => {
    const twice = { ...paper, alongside: [along(["uniform"]), along(["uniform"])] };
    expect(() => definePaper(twice)).toThrow(InvalidInputError);
    const [shown] = paper.batch;
    expect(() => definePaper({ ...paper, alongside: [[shown!]] })).toThrow(armKey(shown!));
  });
});
