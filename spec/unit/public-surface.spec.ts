import { join } from "node:path";
import { expect, it } from "vitest";
import * as bol from "../../src/index.ts";
import { temporaryFolder } from "../support/files.ts";

/** Nothing but the public surface: whoever uses the package has no more. */
it("the public surface is enough to measure, judge, record and report a claim of one's own", async () => {
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
    paper: { id, arxiv, title, subject: { key: subject.key, name: subject.name, hook: subject.hook } },
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
  const { weightsDigest } = record.model;
  const promptTokens = 10;
  const report = bol.buildReport({
    record,
    subject: bol.subjectFinding(subject, {
      ...{ weightsDigest, perturbAt: subject.hook, sae: null, frozen: null, promptTokens, points: 20 },
    }),
    hypotheses: [],
    evidence: [{ ...evidence, expected: null }],
    agreement: null,
    notes: [],
    provenance: PROVENANCE,
    rerun: () => "node mine.mjs",
  });
  expect(report.subject.same).toBe(false);
  for (const render of [bol.renderMarkdown, bol.renderHtml])
    expect(render(report)).toContain("Random activations lie further away than no activation does.");
  const folder = temporaryFolder();
  await bol.writeReport(folder, report, { evidence: [evidence] });
  const read = await bol.readReport(join(folder, "report.json"));
  expect(read.criteria.map(({ verdict }): bol.Verdict => verdict)).toEqual(["inconclusive"]);
});

/** Of a run that nobody has to repeat. */
const PROVENANCE = {
  ...{ startedAt: "2026-01-02T03:04:05.000Z", seconds: 1, peakMemoryMiB: null, commit: null, dirty: null },
  ...{ lockfileDigest: null, version: "0", node: "", onnxruntime: "", platform: "", cpu: "", threads: 1 },
  ...{ files: [], command: "node mine.mjs" },
};

it("the public surface is enough to draw, to measure and to judge by hand", async () => {
  const sae = await bol.openSae("fixtures/reference/prototype/sae/blocks.1.hook_resid_pre");
  expect(sae.hook).toBe(bol.hookPoint(1, "pre"));
  expect(bol.generators).toHaveProperty("random");
  const source: bol.PromptSource = bol.freshPrompts("mine", (rng, count) =>
    Array.from({ length: count }, () => [rng.integer(1e6), 7]),
  );
  const { bases: prompts } = await source.draw(bol.rngFromSeed("a"), { bases: 3, dModel: 2 });
  expect(prompts).toHaveLength(3);
  const rows = { rows: 3, cols: 2, data: Float32Array.of(0, 0, 3, 4, 6, 8) };
  expect([...bol.sensitivityCurve(rows as never)]).toEqual([0, 5, 10]);
  const [real, random] = [
    [1, 2, 3, 4],
    [11, 12, 13, 14],
  ] as const;
  expect(bol.ks(real, random)).toBe(1);
  const metric = { symbol: "x", unit: "steps", ifNever: null };
  const statistic = bol.meanDifference("random", "real", metric);
  const rng = bol.rngFromSeed("b");
  expect(bol.bootstrap(statistic, { random, real }, { rng, resamples: 50 }).value).toBe(10);
  const group = (values: readonly number[]): bol.GroupSample => ({
    ...{ bases: [0, 1, 2, 3], values, meanDistance: null, stepsGrowWithDistance: false },
  });
  const threshold: bol.Threshold = { above: 3, because: "a spec" };
  const samples = { random: group(random), real: group(real) };
  const judged: bol.Judgement = bol.judge({ statistic, threshold }, samples, { rng, resamples: 50 });
  expect(judged).toMatchObject({ value: 10, n: 4, verdict: "inconclusive" });
  const refusal = await bol.openSae("nowhere").catch((error: unknown) => error);
  expect(refusal).toBeInstanceOf(bol.BagOfLatentsError);
});
