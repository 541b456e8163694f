import { describe, expect, it } from "vitest";
import { coOccurrenceOf } from "../../../src/activations/co-occurrence.ts";
import { dictionariesOf } from "../../../src/activations/dictionary.ts";
import { CovarianceError } from "../../../src/errors/index.ts";
import type { Arm } from "../../../src/experiment/arm.ts";
import { noCurveStore } from "../../../src/experiment/curve-store.ts";
import { generateFor } from "../../../src/experiment/draw.ts";
import { measureArms } from "../../../src/experiment/measure.ts";
import { absolutePath, relativePath } from "../../../src/experiment/perturbation-path.ts";
import { prepare } from "../../../src/experiment/preparation.ts";
import { rngFromSeed } from "../../../src/math/rng.ts";
import { cosine, distance, rowOf, subtract } from "../../../src/math/vec.ts";
import { plateau } from "../../../src/papers/synthetic-activations/perturbations/plateau.ts";
import { towards } from "../../../src/papers/synthetic-activations/perturbations/towards.ts";
import { drawRun } from "../../support/draw-run.ts";
import { fakeModel, fakePrompts, streamOf } from "../../support/fake-model.ts";
import { buildSae } from "../../support/tiny-dictionary.ts";

const AT = "blocks.1.hook_resid_pre";
const sae = buildSae({ dModel: 4, dSae: 40, dead: 2, seed: 3 });
const rng = rngFromSeed("run");
const drawn = drawRun(fakePrompts(100), "run", { bases: 5, dModel: 4 });
const model = fakeModel();
const preparation = await prepare({ model, sae, prompts: drawn, bases: 5, perturbAt: AT, rng });
const contexts = await preparation.contextsFor(["structured", "random"]);
const { population, latents } = preparation.facts();

const lastOf = (tokens: readonly number[]) => rowOf(streamOf(tokens), tokens.length - 1);
const mean = (values: readonly number[]) => values.reduce((sum, x) => sum + x, 0) / values.length;

describe("preparing a run", () => {
  it("reads base and target of every pair at the perturbed point, last position", () => {
    preparation.bases.forEach(({ tokens, base, target }, i) => {
      expect(tokens).toEqual(drawn.bases[i]);
      expect(base).toEqual(lastOf(tokens));
      expect(target).toEqual(lastOf(drawn.targets[i]!));
      expect([contexts[i]!.base, contexts[i]!.target]).toEqual([base, target]);
      expect(contexts[i]!.latents!.base).toEqual(sae.encode(base));
      expect(contexts[i]!.latents!.target).toEqual(sae.encode(target));
    });
  });

  it("estimates the population from its own prompts alone", () => {
    const rows = drawn.population.map(lastOf);
    expect(population!.count).toBe(90);
    for (let k = 0; k < 4; k++)
      expect(population!.mean[k]!).toBeCloseTo(mean(rows.map((row) => row[k]!)), 12);
    for (const context of contexts) expect(context.population).toBe(population);
  });

  it("measures the cosine target around b_dec on all pairs of the population, the mean distance on real pairs", () => {
    const around = drawn.population.map((tokens) => subtract(lastOf(tokens), sae.b_dec));
    const cosines = around.flatMap((x, i) => around.slice(0, i).map((y) => cosine(x, y)));
    expect(cosines).toHaveLength(45 * 89);
    expect(latents!.cosineTarget).toBeCloseTo(mean(cosines), 12);
    expect(latents!.cosineTargetError).toBeGreaterThan(0);
    expect(preparation.meanTargetDistance).toBeCloseTo(
      mean(preparation.bases.map(({ base, target }) => distance(base, target))),
      12,
    );
    for (const context of contexts) expect(context.latents!.cosineTarget).toBe(latents!.cosineTarget);
  });

  it("hands every base the targets of the run's other bases and their codes, by reference", async () => {
    const more = drawRun(fakePrompts(100), "run", { bases: 7, dModel: 4 });
    const wider = await prepare({ model, sae, prompts: more, bases: 5, perturbAt: AT, rng });
    const of = await wider.contextsFor(["real-others", "random"]);
    expect(of.length).toBe(7);
    of.forEach(({ others, latents: ofLatents }, i) => {
      const codes = ofLatents!.others;
      const targets = wider.bases.slice(0, 5).filter((_, j) => j !== i);
      expect(others.length).toBe(i < 5 ? 4 : 5); // bases beyond the run's take from the run's
      targets.forEach(({ target }, n) => {
        expect(others[n]).toBe(target);
        expect(codes[n]).toEqual(sae.encode(target));
      });
    });
  });

  it("knows which latents are active together in the population, once a type looks at it", async () => {
    const asked = await prepare({ model, sae, prompts: drawn, bases: 5, perturbAt: AT, rng });
    const [context] = await asked.contextsFor(["graph"]);
    const codes = drawn.population.map((tokens) => sae.encode(lastOf(tokens)));
    expect(context!.latents!.coOccurrence).toEqual(coOccurrenceOf(codes, sae.dSae));
  });

  it("shuffles the control's dictionary from a stream of its own", () => {
    const again = dictionariesOf(sae, rngFromSeed("run").fork("shuffled-dictionary"));
    expect(latents!.dictionaries!.shuffled.rowOfLatent).toEqual(again.shuffled.rowOfLatent);
    const other = dictionariesOf(sae, rngFromSeed("other").fork("shuffled-dictionary"));
    expect(other.shuffled.rowOfLatent).not.toEqual(again.shuffled.rowOfLatent);
  });

  it("takes the cosine target from its own pairs where the population has fewer than two members", async () => {
    for (const population of [[], drawn.population.slice(0, 1)]) {
      const few = await prepare({
        model,
        sae,
        prompts: { ...drawn, population },
        bases: 5,
        perturbAt: AT,
        rng,
      });
      const [context] = await few.contextsFor(["structured"]);
      const around = [...drawn.bases, ...drawn.targets].map((tokens) => subtract(lastOf(tokens), sae.b_dec));
      const cosines = around.flatMap((x, i) => around.slice(0, i).map((y) => cosine(x, y)));
      expect(context!.latents!.cosineTarget).toBeCloseTo(mean(cosines), 12);
      if (population.length === 1) await expect(few.contextsFor(["random"])).rejects.toThrow(CovarianceError);
    }
  });

  it("has no latents where there is no sparse autoencoder", async () => {
    const without = await prepare({ model, sae: null, prompts: drawn, bases: 5, perturbAt: AT, rng });
    const [context] = await without.contextsFor(["random"]);
    expect([without.facts().latents, context!.latents]).toEqual([null, null]);
    expect(without.meanTargetDistance).toBe(preparation.meanTargetDistance);
  });
});

describe("measuring", () => {
  const arms: readonly Arm[] = [
    { perturbation: towards.relative, type: "real" },
    { perturbation: towards.absolute, type: "baseline" },
    { perturbation: plateau, type: "structured" },
    { perturbation: plateau, type: "random" },
  ];
  const step = 0.125;
  const measure = async () => {
    const asked = fakeModel();
    const curves = await measureArms({
      model: asked,
      preparation,
      hasSae: true,
      only: [0, 3],
      arms,
      perturbAt: AT,
      readAt: "blocks.2.hook_resid_post",
      points: 10,
      step,
      rng,
      lab: "model",
      store: noCurveStore,
    });
    return { curves, batches: asked.asked.resumed };
  };

  it("walks from the base towards the target, and around an activation towards one random target per base", async () => {
    const { batches } = await measure();
    expect(batches).toHaveLength(2);
    [0, 3].forEach((index, batch) => {
      const context = contexts[index]!;
      const drawFor = (type: "baseline" | "structured" | "random") =>
        generateFor(type, rng.fork("generate"), index, context);
      const direction = generateFor("random", rng.fork("plateau-direction"), index, context);
      expect(drawFor("random")).not.toEqual(direction);
      const expected = [
        relativePath(context.base, context.target, 10),
        absolutePath(context.base, drawFor("baseline"), 10, step),
        absolutePath(drawFor("structured"), direction, 10, step),
        absolutePath(drawFor("random"), direction, 10, step),
      ];
      expect(Array.from(batches[batch]!.data)).toEqual(expected.flatMap(({ data }) => Array.from(data)));
    });
  });

  it("keeps every curve with the length of its own path", async () => {
    const { curves } = await measure();
    const context = contexts[3]!;
    const real = curves.get("towards.relative real")!;
    expect([real.bases, real.points, real.values.length]).toEqual([[0, 3], 10, 20]);
    expect(real.distance[1]).toBe(distance(context.base, context.target));
    const plateau = curves.get("plateau random")!;
    const start = generateFor("random", rng.fork("generate"), 3, context);
    const direction = generateFor("random", rng.fork("plateau-direction"), 3, context);
    expect(plateau.distance[1]).toBe(distance(start, direction));
  });
});
