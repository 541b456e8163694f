import { describe, expect, it } from "vitest";
import { MissingCurveError, NotRunError } from "../../../src/errors/index.ts";
import { type CurveStore, memoryCurveStore } from "../../../src/experiment/curve-store.ts";
import type { Lab } from "../../../src/experiment/lab.ts";
import { drawableArms } from "../../../src/experiment/lab-curves.ts";
import { recordOf } from "../../../src/experiment/record.ts";
import {
  blowUpRatio,
  maxSlopeStep,
  paper,
  plateauLength,
} from "../../../src/papers/synthetic-activations/index.ts";
import type { RunPrompts } from "../../../src/prompts/prompt-source.ts";
import { answers, FAKE_BASES, FAKE_POPULATION, fakeLab, fakeRun, QUESTIONS } from "../../support/fake-lab.ts";
import { fakeModel, fakePrompts, generousPrompts } from "../../support/fake-model.ts";
import { shownOf } from "../../support/shown.ts";

describe("substituted types", () => {
  it("stand wherever the type is asked for, and nowhere else", async () => {
    const { lab: asked } = fakeLab();
    const swapped = asked.with({ structured: "random#2" });
    const values = async (of: Lab, type: "structured" | "random#2" | "random") =>
      (await of.sample(maxSlopeStep.absolute, type)).values;
    expect(await values(swapped, "structured")).toEqual(await values(asked, "random#2"));
    expect(await values(swapped, "random")).toEqual(await values(asked, "random"));
    const around = await swapped.sample(plateauLength, "structured");
    expect(around).toEqual(await asked.sample(plateauLength, "random#2"));
  });

  it("can be substituted again, the last word counting, and leave the lab as it was", async () => {
    const { lab: asked } = fakeLab();
    const before = await asked.sample(plateauLength, "real");
    const twice = asked.with({ real: "baseline", random: "baseline#2" }).with({ real: "reconstruction" });
    expect(await twice.sample(plateauLength, "real")).toEqual(
      await asked.sample(plateauLength, "reconstruction"),
    );
    expect(await twice.sample(plateauLength, "random")).toEqual(
      await asked.sample(plateauLength, "baseline#2"),
    );
    expect(await asked.sample(plateauLength, "real")).toEqual(before);
  });

  it("stand on the untrained model too, before and after it is asked for", async () => {
    const { lab: asked } = fakeLab();
    const wanted = await asked.untrained().sample(plateauLength, "random#2");
    const swap = { real: "random#2" } as const;
    expect(await asked.with(swap).untrained().sample(plateauLength, "real")).toEqual(wanted);
    expect(await asked.untrained().with(swap).sample(plateauLength, "real")).toEqual(wanted);
  });
});

describe("the untrained model", () => {
  it("is opened once, only when asked, runs the same prompts and prepares nothing that it does not draw", async () => {
    const { lab: asked, model, untrained } = fakeLab();
    await QUESTIONS["real"]!(asked);
    expect(untrained).toHaveLength(0);
    const ofPairs = 2 * FAKE_BASES;
    await asked.untrained().sample(blowUpRatio.relative, "real");
    expect(untrained[0]!.asked.runs).toBe(ofPairs + FAKE_BASES); // the stream that every path perturbs
    await QUESTIONS["untrained"]!(asked);
    await asked.untrained().untrained().sample(blowUpRatio.relative, "real");
    expect(untrained).toHaveLength(1);
    expect(untrained[0]!.asked.runs).toBe(ofPairs + FAKE_POPULATION + FAKE_BASES); // random alone looks at the population
    expect(untrained[0]!.asked.runs).toBe(model.asked.runs);
  });

  it("has its own scales: they are scaled even where the model's are the paper's", async () => {
    const steps = async (lab: Lab) => (await lab.sample(maxSlopeStep.absolute, "real")).values;
    const asOwn = fakeLab({ model: fakeModel({ name: "untrained", gain: 0.1 }), sae: null }).lab;
    for (const onSubject of [true, false])
      expect(await steps(fakeLab({ onSubject }).lab.untrained())).toEqual(await steps(asOwn));
  });

  it("has no sparse autoencoder, so types that need one are not-run", async () => {
    const structured = fakeLab().lab.untrained().sample(maxSlopeStep.relative, "structured");
    await expect(structured).rejects.toThrow(
      'The activation type "structured" needs a sparse autoencoder, and there is none.',
    );
  });
});

describe("more bases", () => {
  const generous = (most?: number) => fakeRun(generousPrompts(120, most), FAKE_BASES, 10);

  it("have the run's own first, and give others nothing of them", async () => {
    const run = await fakeLab().lab.sample(maxSlopeStep.absolute, "structured");
    const { lab: asked, model } = fakeLab({ prompts: generous() });
    const more = await asked.withMoreBases().sample(maxSlopeStep.absolute, "structured");
    expect(more.bases).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(more.values).toHaveLength(10);
    const own = await asked.sample(maxSlopeStep.absolute, "structured");
    expect(own.bases).toEqual(run.bases);
    expect(more.values.slice(0, 6)).toEqual(own.values);
    expect(more.meanDistance).not.toBe(own.meanDistance);
    // six batches of all arms, then on four bases more those that are batched there
    expect(model.asked.resumed.map(({ rows }) => rows / 20)).toEqual([
      ...Array(6).fill(15),
      ...Array(4).fill(12),
    ]);
    const state = await asked.measureShown();
    expect(state.preparation.bases).toHaveLength(10);
    expect(recordOf(state, shownOf(paper)).protocol.bases).toBe(6);
  });

  it("are as many as the prompts give", async () => {
    const { lab: asked } = fakeLab({ prompts: generous(8) });
    const more = await asked.withMoreBases().sample(maxSlopeStep.relative, "real");
    expect(more.bases).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  });

  it("are no more than the run's unless the prompts have them", async () => {
    const { lab: asked } = fakeLab();
    expect(await asked.withMoreBases().sample(maxSlopeStep.relative, "real")).toEqual(
      await asked.sample(maxSlopeStep.relative, "real"),
    );
  });

  it("leave steps, levels and cosine target as the run's own bases give them", async () => {
    const ten = fakeRun(fakePrompts(120), 10);
    const of = async (pairs: number) => {
      const prompts: RunPrompts = {
        ...ten,
        bases: ten.bases.slice(0, pairs),
        targets: ten.targets.slice(0, pairs),
      };
      const { scales, preparation } = await fakeLab({ prompts }).lab.measureShown();
      return [scales, preparation.facts().latents!.cosineTarget, preparation.meanTargetDistance];
    };
    expect(await of(10)).toEqual(await of(6));
  });
});

describe("a lab without a sparse autoencoder", () => {
  it("says what a type needs although its curves can only come from a store that lacks them", async () => {
    const kept = memoryCurveStore();
    await fakeLab({ sae: null, store: kept }).lab.measureShown();
    const get: CurveStore["get"] = (whose, arm, base) => {
      const curve = kept.get(whose, arm, base);
      if (curve === undefined) throw new MissingCurveError({ what: arm, base });
      return curve;
    };
    const merged = fakeLab({ sae: null, store: { ...kept, get } }).lab;
    await expect(QUESTIONS["structured"]!(merged)).rejects.toThrow(NotRunError);
    expect(await QUESTIONS["real"]!(merged)).toEqual((await answers(["real"]))["real"]);
  });

  it("measures real and random and refuses the rest, which is no failure of what follows", async () => {
    const { lab: asked } = fakeLab({ sae: null });
    await expect(QUESTIONS["structured"]!(asked)).rejects.toMatchObject({
      name: "NotRunError",
      hint: "Hint: give its directory with --sae DIR.",
    });
    expect(await QUESTIONS["real"]!(asked)).toEqual((await answers(["real"]))["real"]);
    const record = recordOf(await asked.measureShown(), shownOf(paper));
    expect(record.types.map(({ key }) => key)).toEqual(["real", "random"]);
    expect(Object.keys(record.measurements["plateauLength"]!)).toEqual(["real", "random"]);
    const told = (key: string) => record.protocol.values.find((value) => value.key === key)!.value;
    expect([record.sae, told("cosineTarget"), told("structuredPool")]).toEqual([null, null, null]);
    expect(told("covariancePrompts")).toBe(FAKE_POPULATION);
    expect(drawableArms(paper.batch, false)).toHaveLength(10);
  });
});

describe("a lab that is closed", () => {
  const disposals = () => {
    const disposed: string[] = [];
    const scene = fakeLab();
    const opening = { times: 0 };
    const { lab } = fakeLab({
      model: { ...scene.model, dispose: async () => void disposed.push("the model") },
      openUntrained: async () => {
        opening.times++;
        return { ...scene.model, dispose: async () => void disposed.push("untrained") };
      },
    });
    return { lab, disposed, opening };
  };

  it("releases the untrained model where it was opened, and leaves the model to its owner", async () => {
    const { lab, disposed } = disposals();
    await lab.untrained().sample(blowUpRatio.relative, "real");
    await lab.untrained().sample(blowUpRatio.absolute, "real");
    await lab.close();
    expect(disposed).toEqual(["untrained"]);
  });

  it("opens no untrained model to release it", async () => {
    const { lab, disposed, opening } = disposals();
    await lab.sample(blowUpRatio.relative, "real");
    await lab.close();
    expect([disposed, opening.times]).toEqual([[], 0]);
  });

  it("has nothing to release where the untrained model could not be opened", async () => {
    const { lab } = fakeLab({ openUntrained: () => Promise.reject(new Error("no weights")) });
    await expect(lab.untrained().sample(blowUpRatio.relative, "real")).rejects.toThrow("no weights");
    await expect(lab.close()).resolves.toBeUndefined();
  });
});
