import { describe, expect, it } from "vitest";
import { memoryCurveStore } from "../../../src/experiment/curve-store.ts";
import type { TypeDraw } from "../../../src/experiment/draw.ts";
import type { LabPlan } from "../../../src/experiment/lab-curves.ts";
import { type Preparation, prepare } from "../../../src/experiment/preparation.ts";
import { recordOf } from "../../../src/experiment/record.ts";
import { rngFromSeed } from "../../../src/math/rng.ts";
import { createOrtProducts } from "../../../src/model/ort-products.ts";
import { blowUpRatio, maxSlopeStep, paper } from "../../../src/papers/synthetic-activations/index.ts";
import { createSparseAutoencoder } from "../../../src/sae/create-sparse-autoencoder.ts";
import type { SparseAutoencoder } from "../../../src/sae/sparse-autoencoder.ts";
import {
  countingSae,
  FAKE_BASES,
  FAKE_POPULATION,
  FAKE_SAE,
  FAKE_SEED,
  fakeLab,
  fakeRun,
} from "../../support/fake-lab.ts";
import { fakeModel, fakePrompts } from "../../support/fake-model.ts";
import { shownOf } from "../../support/shown.ts";

const PAIRS = 2 * FAKE_BASES;
const onlyOf = (...types: readonly TypeDraw[]): LabPlan => ({
  ...paper,
  batch: paper.batch.filter(
    ({ perturbation, type }) => perturbation.typeIs === "target" && types.includes(type),
  ),
  nearestAmong: types,
});

/** A preparation, with how many prompts it ran and how many vectors it encoded so far. */
async function scene(given: SparseAutoencoder = FAKE_SAE) {
  const model = fakeModel();
  const { sae, asked } = countingSae(given);
  const prompts = fakeRun(fakePrompts(120));
  const rng = rngFromSeed(FAKE_SEED);
  const preparation = await prepare({ model, sae, prompts, bases: FAKE_BASES, perturbAt: sae.hook, rng });
  return { preparation, work: () => ({ runs: model.asked.runs, encoded: asked.encoded }) };
}

/** What was looked up so far, by name. */
const looked = (preparation: Preparation) => {
  const { population, latents } = preparation.facts();
  return [
    ...(population ? ["population"] : []),
    ...(latents ? ["latents"] : []),
    ...(latents?.dictionaries ? ["dictionaries"] : []),
    ...(latents?.cosineTarget != null ? ["cosine target"] : []),
  ];
};

describe("what is prepared", () => {
  it("is nothing but the pairs where a plan's types look at nothing else", async () => {
    const { sae, asked } = countingSae();
    const { lab, model } = fakeLab({ plan: onlyOf("real"), sae });
    await lab.sample(maxSlopeStep.absolute, "real");
    const { preparation } = await lab.measureShown();
    expect(model.asked.runs).toBe(PAIRS + FAKE_BASES); // the first batch reads the stream that all of them perturb
    expect(asked.encoded).toBe(0);
    expect(looked(preparation)).toEqual([]);
  });

  it("comes when the first claim asks for it, and once", async () => {
    const { sae, asked } = countingSae();
    const { lab, model } = fakeLab({ plan: onlyOf("real"), sae });
    await lab.sample(blowUpRatio.relative, "real");
    const before = model.asked.runs;
    await lab.sample(blowUpRatio.relative, "random");
    expect(model.asked.runs - before).toBe(FAKE_POPULATION);
    await lab.sample(blowUpRatio.relative, "random#2");
    expect(model.asked.runs - before).toBe(FAKE_POPULATION);
    expect(asked.encoded).toBe(0);
    await lab.sample(blowUpRatio.relative, "reconstruction");
    await lab.sample(blowUpRatio.relative, "structured");
    expect(asked.encoded).toBe(PAIRS);
  });

  it.each<[type: TypeDraw, runs: number, encoded: number, looked: readonly string[]]>([
    ["real", 0, 0, []],
    ["random", FAKE_POPULATION, 0, ["population"]],
    ["random#2", FAKE_POPULATION, 0, ["population"]],
    ["reconstruction", 0, PAIRS, ["latents"]],
    ["baseline", 0, PAIRS, ["latents"]],
    ["real@distance", 0, 0, []],
    ["real-mixture", 0, 0, []],
    ["random-mixture", FAKE_POPULATION, 0, ["population"]],
    ["uniform", 0, PAIRS, ["latents"]],
    ["real-others", 0, PAIRS, ["latents"]],
    ["top-only", FAKE_POPULATION, PAIRS, ["population", "latents", "cosine target"]],
    ["graph@norm", FAKE_POPULATION, FAKE_POPULATION + PAIRS, ["population", "latents", "cosine target"]],
    ["real@norm", 0, PAIRS, ["latents"]],
    ["random@norm", FAKE_POPULATION, PAIRS, ["population", "latents"]],
    ["structured", FAKE_POPULATION, PAIRS, ["population", "latents", "dictionaries", "cosine target"]],
    [
      "structured-on-shuffled-dictionary@distance",
      FAKE_POPULATION,
      PAIRS,
      ["population", "latents", "dictionaries", "cosine target"],
    ],
  ])("for %s is %i prompts of the population and %i codes", async (type, runs, encoded, facts) => {
    const { preparation, work } = await scene();
    expect(work()).toEqual({ runs: PAIRS, encoded: 0 });
    for (const _ of ["once", "and again"]) {
      await preparation.contextsFor([type]);
      expect(work()).toEqual({ runs: PAIRS + runs, encoded });
      expect(looked(preparation)).toEqual(facts);
    }
  });

  it("of two who ask at once is prepared for both together", async () => {
    const { preparation, work } = await scene();
    const asked = ["random", "structured", "random", "structured"] as const;
    await Promise.all(asked.map((type) => preparation.contextsFor([type])));
    expect(work()).toEqual({ runs: PAIRS + FAKE_POPULATION, encoded: PAIRS });
  });

  it("for latents whose frequencies nobody knows includes the population, once, whoever asks first", async () => {
    const { frequencySource: _, ...parts } = FAKE_SAE;
    const firingFrequency = new Float32Array(FAKE_SAE.dSae);
    const unknown = createSparseAutoencoder({ ...parts, firingFrequency, frequencySource: null });
    for (const types of [
      ["reconstruction", "random"],
      ["random", "reconstruction"],
    ] as const) {
      const { preparation, work } = await scene(unknown);
      for (const type of types) await preparation.contextsFor([type]);
      expect(work()).toEqual({ runs: PAIRS + FAKE_POPULATION, encoded: FAKE_POPULATION + PAIRS });
    }
  });

  it("reads the population again for what is active together where that is asked for when its rows are gone", async () => {
    const { preparation, work } = await scene();
    await preparation.contextsFor(["random", "structured"]);
    expect(work()).toEqual({ runs: PAIRS + FAKE_POPULATION, encoded: PAIRS });
    for (const types of [["graph"], ["challenger", "structured"]] as const) {
      await Promise.all([preparation.contextsFor(types), preparation.contextsFor(types)]);
      expect(work()).toEqual({ runs: PAIRS + 2 * FAKE_POPULATION, encoded: PAIRS + FAKE_POPULATION });
    }
    const { preparation: together, work: once } = await scene();
    await together.contextsFor(["random", "graph"]);
    await together.contextsFor(["challenger"]);
    expect(once()).toEqual({ runs: PAIRS + FAKE_POPULATION, encoded: PAIRS + FAKE_POPULATION });
  });

  it("is refused by what it is called to a generator that looks at it and does not say so", async () => {
    const { preparation } = await scene();
    const [context] = await preparation.contextsFor(["baseline", "real"]);
    expect(() => context!.latents!.cosineTarget).toThrow('{ also: ["cosine target"] }');
    expect(() => context!.latents!.coOccurrence).toThrow('{ also: ["co-occurrence"] }');
    expect(() => context!.population).toThrow("the population was not prepared");
  });

  it("has shortlists for the types that choose by cosine, and for no other, where products are fast", async () => {
    const products = createOrtProducts(1);
    const prompts = fakeRun(fakePrompts(120));
    const rng = rngFromSeed(FAKE_SEED);
    const preparation = await prepare({
      model: fakeModel(),
      sae: FAKE_SAE,
      prompts,
      bases: FAKE_BASES,
      perturbAt: FAKE_SAE.hook,
      rng,
      products,
    });
    const listed = async (type: TypeDraw) => {
      const [context] = await preparation.contextsFor([type]);
      const { alive, shuffled } = context!.latents!.shortlists!;
      return [alive !== null, shuffled !== null];
    };
    expect(await listed("baseline")).toEqual([false, false]);
    expect(await listed("structured")).toEqual([true, false]);
    expect(await listed("structured-on-shuffled-dictionary")).toEqual([true, true]);
    await products.release();
  });
});

describe("a run whose curves come from a store", () => {
  it.each([
    ["the whole paper", paper],
    ["types that need a population", onlyOf("real", "random")],
    ["types that need codes alone", onlyOf("real", "reconstruction")],
  ])("has the facts and the record of one that measured: %s", async (_, plan) => {
    const store = memoryCurveStore();
    const shown = { ...shownOf(paper), ...shownArms(plan) };
    const told = async () => {
      const { lab, model } = fakeLab({ plan, store });
      const state = await lab.measureShown();
      return {
        facts: looked(state.preparation),
        record: recordOf(state, shown),
        batches: model.asked.resumed.length,
      };
    };
    const measured = await told();
    const kept = await told();
    expect([measured.batches, kept.batches]).toEqual([FAKE_BASES, 0]);
    expect(kept).toEqual({ ...measured, batches: 0 });
    const values = Object.fromEntries(measured.record.protocol.values.map(({ key, value }) => [key, value]));
    expect({ ...values, codes: measured.record.sae !== null }).toMatchObject({
      covariancePrompts: plan === paper || measured.facts.includes("population") ? FAKE_POPULATION : null,
      cosineTarget: plan === paper ? expect.any(Number) : null,
      codes: measured.facts.includes("latents"),
    });
  });

  it("says the same of what the page shows, whatever a claim looked up besides", async () => {
    const plan = onlyOf("real");
    const shown = { ...shownOf(paper), ...shownArms(plan) };
    const alone = recordOf(await fakeLab({ plan }).lab.measureShown(), shown);
    const { lab } = fakeLab({ plan });
    for (const type of ["random", "structured"] as const) await lab.sample(blowUpRatio.relative, type);
    const besides = recordOf(await lab.measureShown(), shown);
    expect(besides).toEqual(alone);
  });
});

/** What can be shown of a plan without plateaus. */
function shownArms(plan: LabPlan) {
  if (plan === paper) return {};
  return {
    metrics: paper.metrics.filter(({ along }) => along.typeIs === "target"),
    perturbations: paper.perturbations.filter(({ typeIs }) => typeIs === "target"),
  };
}
