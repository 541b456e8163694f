import { expect, it } from "vitest";
import { armKey } from "../../../src/experiment/arm.ts";
import { generatorOf, type TypeDraw } from "../../../src/experiment/draw.ts";
import type { Lab } from "../../../src/experiment/lab.ts";
import { drawableArms } from "../../../src/experiment/lab-curves.ts";
import { typesOfLadder } from "../../../src/experiment/ladder/ladder.ts";
import { ownPaper } from "../../../src/papers/index.ts";
import { CURVES, curvesOfRun } from "../../../src/run/preflight/curves-of-run.ts";
import { registered } from "../../../src/vitest/criterion.ts";
import { sourceTexts } from "../../support/source-texts.ts";

for (const { path } of sourceTexts("spec/claims").filter(({ path }) => path.endsWith(".spec.ts"))) {
  const [paper, file] = path.split("/").slice(-2) as [string, string];
  await import(`../../claims/${paper}/${file.replace(".spec.ts", "")}.spec.ts`);
}

/** Every arm that a claim or its control asks a lab for, by where it is measured. */
async function asked(hasSae: boolean): Promise<ReadonlyMap<"run" | "beyond", ReadonlySet<string>>> {
  const curves = { run: new Set<string>(), beyond: new Set<string>() };
  const isDrawable = (type: TypeDraw) => hasSae || generatorOf(type).needs !== "sae";
  const labOf = (name: string, beyond: boolean, substitutes: Partial<Record<string, TypeDraw>>): Lab => {
    const lab: Lab = {
      async sample({ along: perturbation, output }, asked) {
        const type = substitutes[asked] ?? asked;
        if (!isDrawable(type)) throw new Error("needs an SAE");
        const key = `${name} ${armKey({ perturbation, type, output })}`;
        curves.run.add(key);
        if (beyond) {
          curves.beyond.add(key);
          for (const arm of drawableArms(ownPaper.batchBeyond!, hasSae)) // they run together
            curves.beyond.add(`${name} ${armKey(arm)}`);
        }
        return { bases: [], values: [], meanDistance: null, stepsGrowWithDistance: false };
      },
      async samples(metric, types) {
        const samples: Record<string, unknown> = {};
        for (const type of types) samples[type] = await lab.sample(metric, type);
        return samples as never;
      },
      // no curve is measured for a code
      codes: async () => ({ bases: [], values: [], meanDistance: null, stepsGrowWithDistance: false }),
      with: (more) => labOf(name, beyond, { ...substitutes, ...more }),
      onOddBases: (more) => labOf(name, beyond, { ...substitutes, ...more }),
      reshaped: () => lab,
      untrained: () => labOf("untrained", beyond, substitutes),
      onModel: (other) => labOf(`other ${other}`, beyond, substitutes),
      inPlaceOfModels: () => lab,
      withMoreBases: () => labOf(name, true, substitutes),
    };
    return lab;
  };
  const lab = labOf("model", false, {});
  for (const { paper, observe, alsoShown, control, planted } of registered)
    if (paper === ownPaper.id)
      for (const one of [lab, control.of(lab), ...(planted ? [planted.of(lab)] : [])])
        for (const question of [observe, alsoShown?.observe])
          await question?.(one).catch((error: Error) => expect(error.message).toBe("needs an SAE"));
  return new Map(Object.entries(curves)) as never;
}

it.each([
  ["with an SAE", true, CURVES.withSae],
  ["without one", false, CURVES.withoutSae],
])("the claims ask for as many curves of each base as a dry run counts, %s", async (_, hasSae, counted) => {
  const curves = await asked(hasSae);
  const batch = ownPaper.batch
    .filter(({ type }) => hasSae || generatorOf(type).needs !== "sae")
    .map((arm) => `model ${armKey(arm)}`);
  expect(batch).toHaveLength(counted.batch);
  const controls = [...curves.get("run")!].filter((key) => !batch.includes(key));
  expect(controls.toSorted()).toHaveLength(counted.controls);
  expect(curves.get("beyond")!.size).toBe(counted.beyond);
  const ladder = ownPaper.ladder!.metrics.flatMap((metric) =>
    typesOfLadder(ownPaper.ladder!, hasSae).map(
      (type) => `model ${armKey({ perturbation: metric.along, output: metric.output, type })}`,
    ),
  );
  const onlyThere = ladder.filter((key) => !batch.includes(key) && !curves.get("run")!.has(key));
  expect(onlyThere.toSorted()).toHaveLength(counted.ladder);
});

it("other readings ask for no curve that neither a claim nor the batch asks for", async () => {
  const curves = await asked(true);
  const there = new Set([...curves.get("run")!, ...ownPaper.batch.map((arm) => `model ${armKey(arm)}`)]);
  const read = ownPaper.readings!.effects.flatMap(({ readings }) =>
    readings.flatMap(({ metric: { along: perturbation, output }, groups }) =>
      groups.map((type) => `model ${armKey({ perturbation, type, output })}`),
    ),
  );
  expect([...new Set(read)].filter((key) => !there.has(key))).toEqual([]);
});

it("more bases add the curves of claims that ask for more, and nothing where there are none", () => {
  const run = { bases: 10, moreBases: 40, hasSae: true, share: 1, ladder: false };
  expect(curvesOfRun(run) - curvesOfRun({ ...run, moreBases: 10 })).toBe(30 * CURVES.withSae.beyond);
  expect(curvesOfRun({ ...run, moreBases: 5 })).toBe(650);
  const climbing = curvesOfRun({ ...run, moreBases: 5, ladder: true });
  expect(climbing).toBe(650 + 10 * CURVES.withSae.ladder);
});
