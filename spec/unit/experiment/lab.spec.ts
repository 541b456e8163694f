import { describe, expect, it } from "vitest";
import { armKey } from "../../../src/experiment/arm.ts";
import type { CurveFacts } from "../../../src/experiment/curve-metric.ts";
import { curveOf } from "../../../src/experiment/measure.ts";
import type { LastRows } from "../../../src/model/language-model.ts";
import {
  maxSlopeStep,
  maxSlopeStepOfKl,
  plateauLength,
} from "../../../src/papers/synthetic-activations/index.ts";
import { answers, FAKE_BASES, FAKE_POPULATION, fakeLab, fakeRun, QUESTIONS } from "../../support/fake-lab.ts";
import { fakeModel, fakePrompts } from "../../support/fake-model.ts";

describe("a lab", () => {
  it("gives every answer in any order, alone or with others, once or twice, and all at once", async () => {
    const names = Object.keys(QUESTIONS);
    const straight = await answers(names);
    expect(await answers(names.toReversed())).toEqual(straight);
    for (const name of names) expect(await answers([name, name])).toEqual({ [name]: straight[name] });
    const { lab: asked } = fakeLab();
    const together = await Promise.all(names.map((name) => QUESTIONS[name]!(asked)));
    expect(Object.fromEntries(names.map((name, i) => [name, together[i]]))).toEqual(straight);
  });

  it("answers with one value per base, and other draws differ", async () => {
    const { lab: asked } = fakeLab();
    const bag = await QUESTIONS["bag"]!(asked);
    expect(bag.bases).toEqual([0, 1, 2, 3, 4, 5]);
    expect(bag.values).toHaveLength(6);
    const state = await asked.measureShown();
    await QUESTIONS["random again"]!(asked);
    const [first, second] = ["towards.absolute random", "towards.absolute random#2"];
    expect(state.curves.get(second!)!.values).not.toEqual(state.curves.get(first!)!.values);
  });

  it("answers of several types at once as of each, in the order and by the names they are asked by", async () => {
    const { lab: asked } = fakeLab();
    const swapped = asked.with({ structured: "random#2" });
    const all = await swapped.samples(plateauLength, ["structured", "real"]);
    expect(Object.keys(all)).toEqual(["structured", "real"]);
    expect(all.structured).toEqual(await asked.sample(plateauLength, "random#2"));
    expect(all.real).toEqual(await asked.sample(plateauLength, "real"));
  });

  it("refuses to put something in the place of a type that there is none of", () => {
    const { lab: asked } = fakeLab();
    const mistyped = { baselin: "another-real" } as never;
    for (const change of ["with", "onOddBases", "reshaped"] as const)
      expect(() => asked[change](mistyped), change).toThrow(/the activation type is "baselin"/);
    expect(() => asked.with({ "random@norm#2": "real" })).not.toThrow();
  });

  it("tells the mean distance to a target where the type is one, and whether steps grow with it", async () => {
    const { lab: asked } = fakeLab();
    const facts = async (metric: Parameters<typeof asked.sample>[0]) => {
      const { meanDistance, stepsGrowWithDistance } = await asked.sample(metric, "real");
      return [meanDistance, stepsGrowWithDistance];
    };
    const { curves } = await asked.measureShown();
    const distances = Array.from(curves.get("towards.relative real")!.distance);
    const mean = expect.closeTo(distances.reduce((sum, x) => sum + x, 0) / distances.length, 12);
    expect(await facts(maxSlopeStep.relative)).toEqual([mean, true]);
    expect(await facts(maxSlopeStep.absolute)).toEqual([mean, false]);
    expect(await facts(plateauLength)).toEqual([null, false]);
  });

  it("ends absolute paths of a base where the nearest target lies that the plan names, and says how many end there", async () => {
    const { lab: asked } = fakeLab();
    const { curves, scales } = await asked.measureShown();
    const distances = (type: string) => curves.get(`towards.absolute ${type}`)!.distance;
    const among = ["real", "random", "structured", "baseline"].map(distances);
    const seen: CurveFacts[] = [];
    const metric = {
      ...maxSlopeStep.absolute,
      of: (_: Float64Array, facts: CurveFacts) => {
        seen.push(facts);
        return facts.nearest;
      },
      atEnd: (value: number) => value === seen[0]!.nearest,
    };
    const { values, atEnd } = await asked.sample(metric, "random");
    const nearest = Array.from(among[0]!, (_, base) => Math.min(...among.map((of) => of[base]!)));
    expect(values).toEqual(nearest);
    expect(new Set(nearest.map((one, base) => one === among[1]![base])).size).toBe(2); // not always random's own
    expect(seen.map(({ distance }) => distance)).toEqual(Array.from(among[1]!));
    expect([seen[0]!.scales, atEnd]).toEqual([scales, 1]);
    expect((await asked.sample({ ...metric, endsAtNearest: false }, "random")).values).toEqual(
      Array.from(among[1]!),
    );
  });

  it("puts other curves in the place of measured ones where it is asked to, under the name that is asked by", async () => {
    const { lab: asked, model } = fakeLab();
    const plain = await asked.sample(maxSlopeStep.relative, "real");
    const before = model.asked.resumed.length;
    const step = (curve: Float64Array) => curve.map((_, n) => (n < 3 ? 0 : 9));
    const changed = asked.reshaped({ structured: step });
    expect((await changed.sample(maxSlopeStep.relative, "structured")).values).toEqual(Array(6).fill(3));
    expect(await changed.sample(maxSlopeStep.relative, "real")).toEqual(plain);
    const as = changed.with({ structured: "real" });
    expect((await as.sample(maxSlopeStep.relative, "structured")).values).toEqual(Array(6).fill(3));
    expect(model.asked.resumed.length).toBe(before);
  });

  it("measures nothing twice and prepares once", async () => {
    const { lab: asked, model } = fakeLab();
    await QUESTIONS["real"]!(asked);
    const { runs, resumed } = model.asked;
    const batches = resumed.length;
    // the first batch reads the stream that all of them perturb
    expect([runs, batches]).toEqual([2 * FAKE_BASES + FAKE_POPULATION + FAKE_BASES, FAKE_BASES]);
    await QUESTIONS["real"]!(asked);
    await asked.measureShown();
    await asked.sample(plateauLength, "reconstruction");
    expect([model.asked.runs, model.asked.resumed.length]).toEqual([runs, batches]);
    await QUESTIONS["bag again"]!(asked);
    expect([model.asked.runs, model.asked.resumed.length]).toEqual([runs, batches + 6]);
  });

  it("runs all arms of the paper's batch as one batch a base, in the paper's order", async () => {
    const { lab: asked, model } = fakeLab();
    const { curves, options } = await asked.measureShown();
    expect(model.asked.resumed.map(({ rows }) => rows)).toEqual(Array(6).fill(15 * 20));
    expect([...curves.keys()]).toEqual(options.plan.batch.map(armKey));
  });

  it("changes no real pair when there are more bases", async () => {
    const real = (bases: number) =>
      fakeLab({ onSubject: true, bases, prompts: fakeRun(fakePrompts(120), bases) }).lab.sample(
        maxSlopeStep.absolute,
        "real",
      );
    const few = await real(6);
    const more = await real(9);
    expect(more.values.slice(0, 6)).toEqual(few.values);
  });

  it("goes on after a failed measurement", async () => {
    const model = fakeModel();
    let failures = 1;
    const flaky = {
      ...model,
      resumeFrom: (query: Parameters<typeof model.resumeFrom>[0]) =>
        failures-- > 0 ? Promise.reject(new Error("out of memory")) : model.resumeFrom(query),
    };
    const { lab: asked } = fakeLab({ model: flaky });
    await expect(QUESTIONS["random"]!(asked)).rejects.toThrow("out of memory");
    expect(await QUESTIONS["random"]!(asked)).toEqual((await answers(["random"]))["random"]);
  });

  it("tells how far it is, base by base", async () => {
    const seen: string[] = [];
    const { lab: asked } = fakeLab({
      onProgress: ({ what, done, of }) => seen.push(`${what}: ${done}/${of}`),
    });
    await QUESTIONS["real"]!(asked);
    expect(seen).toEqual([1, 2, 3, 4, 5, 6].map((k) => `real, relative step, and 24 more: ${k}/6`));
  });
});

describe("KL of the prediction", () => {
  it("is read where it is asked, from the points of the same path", async () => {
    const { lab: asked } = fakeLab();
    await asked.sample(maxSlopeStep.relative, "real");
    const { values } = await asked.sample(maxSlopeStepOfKl.relative, "real");
    expect(values).toHaveLength(6);
    const { curves } = await asked.measureShown();
    const [l2, kl] = ["towards.relative real", "towards.relative real kl"].map((key) => curves.get(key)!);
    expect(kl!.distance).toEqual(l2!.distance);
    const squares = Array.from(l2!.values, (d) => d ** 2 / 100);
    expect(Array.from(kl!.values, (nats) => Number(nats.toFixed(9)))).toEqual(
      squares.map((nats) => Number(nats.toFixed(9))),
    ); // as the fake model has it
  });

  it.each([
    [0.0199, null],
    [0.0201, 1],
  ])("counts a rise of %d nats as a blow-up at %s, whatever the model's units", async (rise, at) => {
    const divergences = async ({ rows }: LastRows) =>
      Float64Array.from({ length: rows }, (_, n) => (n > 0 ? rise : 0));
    const { lab: asked } = fakeLab({ model: { ...fakeModel(), divergences }, onSubject: true });
    const { values } = await asked.sample(maxSlopeStepOfKl.relative, "real");
    expect(values).toEqual(Array(6).fill(at));
  });

  it("is refused at a point that gives no prediction", async () => {
    const { lab: asked } = fakeLab({ readAt: "blocks.1.hook_resid_post" });
    await expect(asked.sample(maxSlopeStepOfKl.relative, "real")).rejects.toThrow(
      /KL is read is "?blocks.1.hook_resid_post"?.*blocks.2.hook_resid_post/,
    );
  });
});

describe("scales", () => {
  it("are the paper's on GPT-2 small", async () => {
    const { scales } = await fakeLab({ onSubject: true }).lab.measureShown();
    expect(scales).toEqual({ step: 0.5, plateauLevel: 20, blowUpLevel: 0.02 });
  });

  it("elsewhere are 1/80 of the mean pair distance, 8.3 % of the mean final distance, and a thousandth of that", async () => {
    const { scales, preparation, curves } = await fakeLab().lab.measureShown();
    const pairs = preparation.bases.map(({ base, target }) =>
      Math.hypot(...base.map((a, k) => a - target[k]!)),
    );
    const mean = (values: number[]) => values.reduce((sum, x) => sum + x, 0) / values.length;
    const { step, plateauLevel, blowUpLevel } = scales as typeof scales & Record<string, number>;
    expect(step).toBeCloseTo(mean(pairs) / 80, 6);
    const real = curves.get("towards.relative real")!;
    const final = real.bases.map((_, row) => curveOf(real, row)[19]!);
    expect(plateauLevel).toBeCloseTo(0.083 * mean(final), 9);
    expect(blowUpLevel).toBeCloseTo(plateauLevel! / 1000, 12);
  });

  it("take the step of the authors' grid on request: 50/99 on GPT-2 small, in proportion elsewhere", async () => {
    const onGpt2 = await fakeLab({ onSubject: true, grid: "authors" }).lab.measureShown();
    expect(onGpt2.scales.step).toBe(50 / 99);
    const paper = await fakeLab().lab.measureShown();
    const authors = await fakeLab({ grid: "authors" }).lab.measureShown();
    expect(authors.scales.step / paper.scales.step).toBeCloseTo(100 / 99, 12);
  });
});

describe("an unknown type", () => {
  it("is refused by name", async () => {
    const asked = fakeLab().lab.sample(maxSlopeStep.relative, "realistic" as never);
    await expect(asked).rejects.toThrow('the activation type is "realistic"');
  });
});
