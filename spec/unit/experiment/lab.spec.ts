import { describe, expect, it } from "vitest";
import { MissingCurveError, NotRunError } from "../../../src/errors/index.ts";
import { type CurveStore, memoryCurveStore } from "../../../src/experiment/curve-store.ts";
import { createLab, type Lab, type LabOptions, reportedArms } from "../../../src/experiment/lab.ts";
import { describeLab } from "../../../src/experiment/lab-record.ts";
import { curveOf } from "../../../src/experiment/measure.ts";
import type { LastRows } from "../../../src/model/language-model.ts";
import type { ReadyPromptSource } from "../../../src/prompts/prompt-source.ts";
import { type FakeModel, fakeModel, fakePrompts, generousPrompts } from "../../support/fake-model.ts";
import { buildSae } from "../../support/tiny-dictionary.ts";

const sae = buildSae({ dModel: 4, dSae: 40, dead: 2, seed: 3 });

function lab(changes: Partial<LabOptions> = {}) {
  const model = fakeModel();
  const untrained: FakeModel[] = [];
  const options: LabOptions = {
    model,
    sae,
    prompts: fakePrompts(120),
    bases: 6,
    seed: "7",
    perturbAt: "blocks.1.hook_resid_pre",
    readAt: "blocks.2.hook_resid_post",
    points: 20,
    scale: "scaled",
    openUntrained: async () => {
      const opened = fakeModel({ name: "untrained", gain: 0.1 });
      untrained.push(opened);
      return opened;
    },
    ...changes,
  };
  return { lab: createLab(options), model, untrained };
}

/** Every kind of question, by name. */
const QUESTIONS: Readonly<Record<string, (lab: Lab) => Promise<unknown>>> = {
  real: (lab) => lab.maxSlopeSteps({ toward: "real", schedule: "relative" }),
  random: (lab) => lab.maxSlopeSteps({ toward: "random", schedule: "absolute" }),
  "random again": (lab) => lab.maxSlopeSteps({ toward: "random#2", schedule: "absolute" }),
  bag: (lab) => lab.plateauLengths({ around: "baseline" }),
  "bag again": (lab) => lab.plateauLengths({ around: "baseline#2" }),
  structured: (lab) => lab.blowUpRatios({ toward: "structured", schedule: "relative" }),
  control: (lab) =>
    lab.with({ structured: "structured-on-shuffled-dictionary" }).maxSlopeSteps({
      toward: "structured",
      schedule: "absolute",
    }),
  untrained: (lab) => lab.untrained().maxSlopeSteps({ toward: "random", schedule: "relative" }),
};

async function answers(order: readonly string[]): Promise<Record<string, unknown>> {
  const { lab: asked } = lab();
  const given: Record<string, unknown> = {};
  for (const name of order) given[name] = await QUESTIONS[name]!(asked);
  return given;
}

describe("a lab", () => {
  it("gives every answer in any order, alone or with others, once or twice, and all at once", async () => {
    const names = Object.keys(QUESTIONS);
    const straight = await answers(names);
    expect(await answers(names.toReversed())).toEqual(straight);
    for (const name of names) expect(await answers([name, name])).toEqual({ [name]: straight[name] });
    const { lab: asked } = lab();
    const together = await Promise.all(names.map((name) => QUESTIONS[name]!(asked)));
    expect(Object.fromEntries(names.map((name, i) => [name, together[i]]))).toEqual(straight);
  });

  it("answers with one value per base, and other draws differ", async () => {
    const given = (await answers(["bag", "bag again", "random", "random again"])) as Record<
      string,
      { bases: number[]; values: number[] }
    >;
    expect(given["bag"]!.bases).toEqual([0, 1, 2, 3, 4, 5]);
    expect(given["bag"]!.values).toHaveLength(6);
    const { lab: asked } = lab();
    const state = await asked.describe();
    await QUESTIONS["random again"]!(asked);
    const [first, second] = ["towards.absolute random", "towards.absolute random#2"];
    expect(state.curves.get(second!)!.values).not.toEqual(state.curves.get(first!)!.values);
  });

  it("measures nothing twice and prepares once", async () => {
    const { lab: asked, model } = lab();
    await QUESTIONS["real"]!(asked);
    const { runs, resumed } = model.asked;
    const batches = resumed.length;
    expect([runs, batches]).toEqual([120 + 6, 6]); // every batch reads the stream it perturbs
    await QUESTIONS["real"]!(asked);
    await asked.describe();
    await asked.plateauLengths({ around: "reconstruction" });
    expect([model.asked.runs, model.asked.resumed.length]).toEqual([runs, batches]);
    await QUESTIONS["bag again"]!(asked);
    expect([model.asked.runs, model.asked.resumed.length]).toEqual([runs + 6, batches + 6]);
  });

  it("runs all reported arms of a base as one batch", async () => {
    const { lab: asked, model } = lab();
    await asked.describe();
    expect(model.asked.resumed.map(({ rows }) => rows)).toEqual(Array(6).fill(15 * 20));
  });

  it("changes no real pair when there are more bases", async () => {
    const few = await lab({ scale: "paper" }).lab.maxSlopeSteps({ toward: "real", schedule: "absolute" });
    const more = await lab({ scale: "paper", bases: 9 }).lab.maxSlopeSteps({
      toward: "real",
      schedule: "absolute",
    });
    expect(more.values.slice(0, 6)).toEqual(few.values);
  });

  it("has the run's bases first where a claim asks for more, and gives others nothing of them", async () => {
    const query = { toward: "structured", schedule: "absolute" } as const;
    const run = await lab().lab.maxSlopeSteps(query);
    const { lab: asked, model } = lab({ moreBases: 10, prompts: generousPrompts(120) });
    const more = await asked.withMoreBases().maxSlopeSteps(query);
    expect(more.bases).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(more.values).toHaveLength(10);
    const own = await asked.maxSlopeSteps(query);
    expect(own.bases).toEqual(run.bases);
    expect(more.values.slice(0, 6)).toEqual(own.values);
    expect(more.meanDistance).not.toBe(own.meanDistance);
    // six batches of all arms, then the one arm on four bases more
    expect(model.asked.resumed.map(({ rows }) => rows / 20)).toEqual([...Array(6).fill(15), 1, 1, 1, 1]);
    const { preparation } = await asked.describe();
    expect(preparation.promptNotes).toEqual([
      "Claims about a small effect are judged on 10 base prompts; the others on 6.",
    ]);
    expect(preparation.bases).toHaveLength(10);
    expect(describeLab(await asked.describe()).protocol.bases).toBe(6);
  });

  it("makes do with fewer bases beyond where the prompts give no more, and says so", async () => {
    const { lab: asked } = lab({ moreBases: 10, prompts: generousPrompts(120, 8) });
    const more = await asked.withMoreBases().maxSlopeSteps({ toward: "real", schedule: "relative" });
    expect(more.bases).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
    const { preparation } = await asked.describe();
    expect(preparation.promptNotes).toEqual([
      "Claims about a small effect are judged on 8 base prompts, not 10: the prompts give no more; the others on 6.",
    ]);
  });

  it("has no more than the run's bases unless it is given them", async () => {
    const query = { toward: "real", schedule: "relative" } as const;
    const { lab: asked } = lab();
    expect(await asked.withMoreBases().maxSlopeSteps(query)).toEqual(await asked.maxSlopeSteps(query));
  });

  it("takes steps and cosine target from the run's own bases", async () => {
    const fakePairs: ReadyPromptSource["draw"] = (rng, { bases, upTo = bases, dModel }) => {
      const all = fakePrompts(120).draw(rng, { bases: 10, dModel });
      return { ...all, bases: all.bases.slice(0, upTo), targets: all.targets.slice(0, upTo) };
    };
    const of = async (moreBases: number) => {
      const prompts = { description: "made up", draw: fakePairs };
      const state = await lab({ moreBases, prompts }).lab.describe();
      return [state.scales, state.preparation.cosineTarget, state.preparation.meanTargetDistance];
    };
    expect(await of(10)).toEqual(await of(6));
  });

  it("reads KL of the prediction where it is asked, from the points of the same path", async () => {
    const { lab: asked } = lab();
    const query = { toward: "real", schedule: "relative" } as const;
    await asked.maxSlopeSteps(query);
    const { values, name } = await asked.maxSlopeSteps({ ...query, output: "kl" });
    expect([values.length, name]).toEqual([6, "MSS of KL towards (relative) real"]);
    const { curves } = await asked.describe();
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
    const { lab: asked } = lab({ model: { ...fakeModel(), divergences }, scale: "paper" });
    const { values } = await asked.maxSlopeSteps({ toward: "real", schedule: "relative", output: "kl" });
    expect(values).toEqual(Array(6).fill(at));
  });

  it("refuses KL at a point that gives no prediction", async () => {
    const { lab: asked } = lab({ readAt: "blocks.1.hook_resid_post" });
    await expect(asked.maxSlopeSteps({ toward: "real", schedule: "relative", output: "kl" })).rejects.toThrow(
      /KL is read is "?blocks.1.hook_resid_post"?.*blocks.2.hook_resid_post/,
    );
  });

  it("goes on after a failed measurement", async () => {
    const model = fakeModel();
    let failures = 1;
    const flaky = {
      ...model,
      resumeFrom: (query: Parameters<typeof model.resumeFrom>[0]) =>
        failures-- > 0 ? Promise.reject(new Error("out of memory")) : model.resumeFrom(query),
    };
    const { lab: asked } = lab({ model: flaky });
    await expect(QUESTIONS["random"]!(asked)).rejects.toThrow("out of memory");
    expect(await QUESTIONS["random"]!(asked)).toEqual((await answers(["random"]))["random"]);
  });

  it("tells how far it is, base by base", async () => {
    const seen: string[] = [];
    const { lab: asked } = lab({ onProgress: ({ what, done, of }) => seen.push(`${what}: ${done}/${of}`) });
    await QUESTIONS["real"]!(asked);
    expect(seen).toEqual([1, 2, 3, 4, 5, 6].map((k) => `fake: 15 curves a base: ${k}/6`));
  });
});

describe("substituted types", () => {
  it("stand wherever the type is asked for, and nowhere else", async () => {
    const { lab: asked } = lab();
    const swapped = asked.with({ structured: "random#2" });
    const schedule = "absolute" as const;
    const values = async (of: Lab, toward: "structured" | "random#2" | "random") =>
      (await of.maxSlopeSteps({ toward, schedule })).values;
    expect(await values(swapped, "structured")).toEqual(await values(asked, "random#2"));
    expect(await values(swapped, "random")).toEqual(await values(asked, "random"));
    const around = await swapped.plateauLengths({ around: "structured" });
    expect(around).toEqual(await asked.plateauLengths({ around: "random#2" }));
  });

  it("can be substituted again, the last word counting, and leave the lab as it was", async () => {
    const { lab: asked } = lab();
    const before = await asked.plateauLengths({ around: "real" });
    const twice = asked.with({ real: "baseline", random: "baseline#2" }).with({ real: "reconstruction" });
    expect(await twice.plateauLengths({ around: "real" })).toEqual(
      await asked.plateauLengths({ around: "reconstruction" }),
    );
    expect(await twice.plateauLengths({ around: "random" })).toEqual(
      await asked.plateauLengths({ around: "baseline#2" }),
    );
    expect(await asked.plateauLengths({ around: "real" })).toEqual(before);
  });

  it("stand on the untrained model too, before and after it is asked for", async () => {
    const { lab: asked } = lab();
    const wanted = await asked.untrained().plateauLengths({ around: "random#2" });
    expect(await asked.with({ real: "random#2" }).untrained().plateauLengths({ around: "real" })).toEqual(
      wanted,
    );
    expect(await asked.untrained().with({ real: "random#2" }).plateauLengths({ around: "real" })).toEqual(
      wanted,
    );
  });
});

describe("the untrained model", () => {
  it("is opened once, only when asked, and runs the same prompts", async () => {
    const { lab: asked, model, untrained } = lab();
    await QUESTIONS["real"]!(asked);
    expect(untrained).toHaveLength(0);
    await QUESTIONS["untrained"]!(asked);
    await asked.untrained().untrained().blowUpRatios({ toward: "real", schedule: "relative" });
    expect(untrained).toHaveLength(1);
    expect(untrained[0]!.asked.runs).toBe(model.asked.runs + 6); // one batch more: random alone
  });

  it("has its own scales: they are scaled even where the model's are the paper's", async () => {
    const ratio = async (scale: "paper" | "scaled") =>
      (await lab({ scale }).lab.untrained().maxSlopeSteps({ toward: "real", schedule: "absolute" })).values;
    expect(await ratio("paper")).toEqual(await ratio("scaled"));
  });

  it("has no sparse autoencoder, so types that need one are not-run", async () => {
    const structured = lab().lab.untrained().maxSlopeSteps({ toward: "structured", schedule: "relative" });
    await expect(structured).rejects.toThrow(
      'The activation type "structured" needs a sparse autoencoder, and there is none.',
    );
  });
});

describe("scales", () => {
  it("are the paper's on GPT-2 small", async () => {
    const { scales } = await lab({ scale: "paper" }).lab.describe();
    expect(scales).toEqual({ step: 0.5, plateauLevel: 20, blowUpLevel: 0.02 });
  });

  it("elsewhere are 1/80 of the mean pair distance, 8.3 % of the mean final distance, and a thousandth of that", async () => {
    const { scales, preparation, curves } = await lab().lab.describe();
    const pairs = preparation.bases.map(({ context }) =>
      Math.hypot(...context.base.map((a, k) => a - context.target[k]!)),
    );
    const mean = (values: number[]) => values.reduce((sum, x) => sum + x, 0) / values.length;
    expect(scales.step).toBeCloseTo(mean(pairs) / 80, 6);
    const real = curves.get("towards.relative real")!;
    const final = real.bases.map((_, row) => curveOf(real, row)[19]!);
    expect(scales.plateauLevel).toBeCloseTo(0.083 * mean(final), 9);
    expect(scales.blowUpLevel).toBeCloseTo(scales.plateauLevel / 1000, 12);
  });

  it("take the step of the authors' grid on request: 50/99 on GPT-2 small, in proportion elsewhere", async () => {
    const onGpt2 = await lab({ scale: "paper", grid: "authors" }).lab.describe();
    expect(onGpt2.scales.step).toBe(50 / 99);
    const paper = await lab().lab.describe();
    const authors = await lab({ grid: "authors" }).lab.describe();
    expect(authors.scales.step / paper.scales.step).toBeCloseTo(100 / 99, 12);
  });
});

describe("a lab without a sparse autoencoder", () => {
  it("says what a type needs although its curves can only come from a store that lacks them", async () => {
    const kept = memoryCurveStore();
    await lab({ sae: null, store: kept }).lab.describe();
    const get: CurveStore["get"] = (whose, arm, base) => {
      const curve = kept.get(whose, arm, base);
      if (curve === undefined) throw new MissingCurveError({ what: arm, base });
      return curve;
    };
    const merged = lab({ sae: null, store: { ...kept, get } }).lab;
    await expect(QUESTIONS["structured"]!(merged)).rejects.toThrow(NotRunError);
    expect(await QUESTIONS["real"]!(merged)).toEqual((await answers(["real"]))["real"]);
  });

  it("measures real and random and refuses the rest, which is no failure of what follows", async () => {
    const { lab: asked } = lab({ sae: null });
    await expect(QUESTIONS["structured"]!(asked)).rejects.toMatchObject({
      name: "NotRunError",
      hint: "Hint: give its directory with --sae DIR.",
    });
    expect(await QUESTIONS["real"]!(asked)).toEqual((await answers(["real"]))["real"]);
    const record = describeLab(await asked.describe());
    expect(Object.keys(record.measurements["plateauLength"])).toEqual(["real", "random"]);
    expect([record.sae, record.protocol.cosineTarget, record.protocol.structuredPool]).toEqual([
      null,
      null,
      null,
    ]);
    expect(reportedArms(null)).toHaveLength(6);
  });
});

describe("an unknown type", () => {
  it("is refused by name", async () => {
    const asked = lab().lab.maxSlopeSteps({ toward: "realistic" as never, schedule: "relative" });
    await expect(asked).rejects.toThrow('the activation type is "realistic"');
  });
});
