import { describe, expect, it } from "vitest";
import { NotRunError } from "../../../src/errors/index.ts";
import { memoryCurveStore } from "../../../src/experiment/curve-store.ts";
import type { Lab } from "../../../src/experiment/lab.ts";
import { maxSlope, paper, signChanges } from "../../../src/papers/stable-regions/index.ts";
import { maxSlopeStep } from "../../../src/papers/synthetic-activations/index.ts";
import { parseCurve } from "../../../src/store/parse-curve.ts";
import { fakeLab, fakeRun } from "../../support/fake-lab.ts";
import { type FakeModel, fakeModel, fakePrompts } from "../../support/fake-model.ts";

describe("a lab with models beside its own", () => {
  it("measures another model on the same bases, opens it once and releases it at its end", async () => {
    const opened: FakeModel[] = [];
    let released = 0;
    const openOther = async (name: string) => {
      const model = fakeModel({ name, gain: 2 });
      opened.push(model);
      return { ...model, dispose: async () => void released++ };
    };
    const { lab } = fakeLab({ plan: paper, sae: null, openOther });
    const own = await lab.sample(maxSlope, "real");
    const other = await lab.onModel("smaller").sample(maxSlope, "real");
    await lab.onModel("smaller").sample(maxSlope, "another-real");
    expect(other.bases).toEqual(own.bases);
    expect(other.values).not.toEqual(own.values);
    expect([own.meanDistance === null, other.meanDistance]).toEqual([false, null]); // other units
    expect(opened).toHaveLength(1);
    await lab.close();
    expect(released).toBe(1);
  });

  it("has another model's scales off its own curves, also where the run's own are the paper's", async () => {
    const asOther = fakeLab({ onSubject: true, sae: null }).lab.onModel("smaller");
    const asOwn = fakeLab({ model: fakeModel({ name: "smaller", gain: 4 }), sae: null }).lab;
    const steps = async (lab: Lab) => (await lab.sample(maxSlopeStep.absolute, "real")).values;
    expect(await steps(asOther)).toEqual(await steps(asOwn));
  });

  it("leaves the one base out that has no pair of its topic", async () => {
    const prompts = fakeRun(fakePrompts(120));
    const without = prompts.bases[2]!.join();
    const topicOf = (tokens: readonly number[]) => (tokens.join() === without ? null : tokens[0]! % 3);
    const { lab } = fakeLab({ plan: paper, sae: null, prompts: { ...prompts, topicOf } });
    const { bases, outside, lost } = await lab.sample(maxSlope, "same-topic");
    expect([outside, lost]).toEqual([[2], undefined]);
    expect(bases).toEqual([0, 1, 3, 4, 5]);
  });

  it("says that there is no such model where none can be opened", async () => {
    const { lab } = fakeLab({ plan: paper, sae: null, openOther: undefined as never });
    await expect(lab.onModel("smaller").sample(maxSlope, "real")).rejects.toThrow(NotRunError);
  });

  it("puts a view of its own model in the place of another, by that one's name", async () => {
    const { lab } = fakeLab({ plan: paper, sae: null });
    const names: string[] = [];
    const view = lab.inPlaceOfModels((own, name) => {
      names.push(name);
      return own.with({ real: "another-real" });
    });
    const stands = await view.onModel("smaller").sample(maxSlope, "real");
    expect(stands).toEqual(await lab.sample(maxSlope, "another-real"));
    expect(await view.sample(maxSlope, "real")).toEqual(await lab.sample(maxSlope, "real"));
    expect(names).toEqual(["smaller"]);
  });

  it("keeps its curves apart from its own model's", async () => {
    const store = memoryCurveStore();
    const { lab } = fakeLab({ plan: paper, sae: null, store });
    await lab.onModel("smaller").sample(maxSlope, "real");
    expect(store.get("other smaller", "between real", 0)).toBeDefined();
    expect(store.get("other larger", "between real", 0)).toBeUndefined();
  });
});

describe("a kept curve", () => {
  const line = { base: 0, arm: "between real", distance: 1, curve: Buffer.alloc(8).toString("base64") };

  it("may be of a model beside the run's own, by a name in kebab case", () => {
    expect(parseCurve({ ...line, lab: "other step-87" })).toMatchObject({ lab: "other step-87" });
    for (const lab of ["other ", "other A", "another", "other a b"])
      expect(parseCurve({ ...line, lab })).toBe("is of no model but model and untrained");
  });
});

it("sign changes are read on the model itself, and a path alone runs for them", async () => {
  const { lab, model } = fakeLab({ plan: paper, sae: null });
  await lab.sample(maxSlope, "real");
  const before = model.asked.resumed.length;
  const { values } = await lab.sample(signChanges, "real");
  expect(values.every((value) => value !== null && Number.isInteger(value))).toBe(true);
  expect(model.asked.resumed.length).toBe(before);
});
