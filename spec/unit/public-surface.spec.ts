import { expect, it } from "vitest";
import * as bol from "../../src/index.ts";

/** Nothing but the public surface: whoever uses the package has no more. */
it("the public surface is enough to measure, judge and record a claim of one's own", async () => {
  const model = await bol.openModel("fixtures/reference/prototype", { convention: "raw", threads: 1 });
  const [paper] = bol.papers;
  const rng = bol.rngFromSeed("prompts");
  const prompts = Array.from({ length: 1000 }, () => Array.from({ length: 10 }, () => rng.integer(400)));
  const bases = 4;
  const lab = bol.createLab({
    plan: paper!,
    model,
    sae: null,
    prompts: bol.listedPrompts("mine", prompts).draw(rng, { bases, dModel: model.shape.dModel }),
    bases,
    seed: "0",
    perturbAt: paper!.subject.hook,
    readAt: bol.hookPoint(model.shape.layers - 1, "post"),
    points: 20,
    onSubject: false,
    openUntrained: async () => model,
  });
  const distance = paper!.metrics.find(({ key }) => key === "targetDistance")!;
  const criterion = bol.defineCriterion(paper!, "random-is-far", {
    hypothesis: "mine",
    where: "here",
    authors: null,
    statement: "Random activations lie further away than no activation does.",
    statistic: bol.meanDifference("random", "real", distance),
    threshold: { above: 0, because: "further is more than nothing" },
    observe: (one) => one.samples(distance, ["real", "random"]),
    control: { name: "real in the place of random", of: (one) => one.with({ random: "real" }) },
  });
  const samples = await criterion.observe(lab);
  const control = await criterion.observe(criterion.control.of(lab));
  const evidence = bol.collectEvidence(
    criterion,
    { own: { samples }, control: { samples: control } },
    { rng, resamples: 200 },
  );
  expect(evidence.judgement).toMatchObject({ verdict: "inconclusive", n: bases });
  expect(evidence.control.value).toBe(0);
  const { id, arxiv, title, subject, metrics, perturbations, types } = paper!;
  const record = bol.recordOf(await lab.measureShown(), {
    paper: { id, arxiv, title, subject },
    kind: "other",
    promptSource: "mine",
    promptNotes: [],
    metrics,
    perturbations,
    types,
  });
  expect(Object.keys(record.measurements)).toEqual(metrics.map(({ key }) => key));
  await lab.close();
  await model.dispose();
});
