import { parseHTML } from "linkedom";
import { describe, expect, it } from "vitest";
import { badgesOf } from "../../../src/report/badges.ts";
import { seriesOf } from "../../../src/report/csv/series.ts";
import { renderHtml } from "../../../src/report/html/render-html.ts";
import { abstractOf, hypothesesOf } from "../../../src/report/hypotheses.ts";
import { renderMarkdown } from "../../../src/report/markdown/render-markdown.ts";
import type { KeptReplicates } from "../../../src/report/replicates/kept-replicates.generated.ts";
import { columnsOf } from "../../../src/report/replicates/replicate-columns.ts";
import { keptVerdicts, withReplicates } from "../../../src/report/replicates/with-replicates.ts";
import type { CriterionEntry, Report } from "../../../src/report/report.generated.ts";
import { sections } from "../../../src/report/sections.ts";
import { renderTerminal } from "../../../src/report/terminal.ts";
import { parseReport } from "../../../src/report/validate-report.ts";
import { bentReport, frozenReport } from "./frozen.ts";

const PAPER = "synthetic-activations";
const SHA = "a".repeat(64);
const SEEDS = ["0", "1", "2"];

/** Two primary criteria of E2 whose own intervals leave them open, and one of a hypothesis that nobody lists. */
function alone(): Report {
  return bentReport((report) => {
    const [first] = report.criteria;
    const entry = (name: string, more: Partial<CriterionEntry> = {}): CriterionEntry => ({
      ...{ ...first!, key: `${PAPER}/${name}`, hypothesis: "E2", family: "primary", schedule: null },
      ...{ verdict: "inconclusive", reason: "r", threshold: { above: 3, because: "r" }, expected: null },
      ...{ statistic: { ...first!.statistic, unit: "steps", value: 4, interval: [2.5, 5.5] } },
      ...{ control: { ...first!.control, verdict: "contradicted", value: 0, interval: [-1, 1] } },
      ...{ registered: { date: "2026-11-27", family: "primary", deviation: null }, simultaneous: null },
      ...more,
    });
    report.protocol.seed = "0";
    report.criteria = [
      entry("earlier.absolute"),
      entry("earlier.relative"),
      entry("mine", { hypothesis: "mine", family: "exploratory" }),
    ];
    report.summary = { criteria: 3, byVerdict: { inconclusive: 3 }, unexpected: [], complete: true };
  });
}

/** What three runs came to, this one the first of them; `change` bends it. */
function keptOf(report: Report, change: (kept: KeptReplicates) => void = () => {}): KeptReplicates {
  const runs = (one: CriterionEntry) =>
    [0, 0.01, -0.01].map((by) => ({
      ...one,
      statistic: { ...one.statistic, value: one.statistic.value! + by },
    }));
  const kept: KeptReplicates = {
    ...{ paper: PAPER, model: { name: "organism", weights: report.model.weightsDigest } },
    ...{ sae: report.sae?.weightsDigest ?? null, bases: report.protocol.bases, seeds: [...SEEDS] },
    made: {
      ...{ date: "2026-11-27", because: "for the test", commit: "c".repeat(40), version: "0" },
      ...{ node: "n", onnxruntime: "o", platform: "p", cpu: "c" },
    },
    criteria: Object.fromEntries(
      report.criteria.map((one) => [
        one.key.slice(PAPER.length + 1),
        { sha256: SHA, of: columnsOf(runs(one)) },
      ]),
    ),
    hypotheses: {
      E2: {
        criteria: ["earlier.relative", "earlier.absolute"],
        verdicts: ["inconclusive", "supported", "supported"],
      },
      mine: { criteria: ["another"], verdicts: ["supported", "supported", "supported"] },
    },
  };
  change(kept);
  return kept;
}

/** The report with kept replicates laid beside it. */
function over(change: (kept: KeptReplicates) => void = () => {}, report = alone()): Report {
  const kept = keptOf(report, change);
  const digests = new Map(report.criteria.map(({ key }) => [key.slice(PAPER.length + 1), SHA]));
  const { criteria, replicates } = withReplicates(
    report.criteria,
    { kept, digests, primaries: 2, tolerance: () => 0.5 },
    { seed: report.protocol.seed, bases: report.protocol.bases, sae: report.sae?.weightsDigest ?? null },
  );
  const hypotheses = hypothesesOf(criteria, [{ id: "E2", says: "Sooner." }], (id, own) =>
    keptVerdicts(kept, id, own),
  );
  const abstract = abstractOf([{ says: "It is sooner.", hypotheses: ["E2"] }], { hypotheses, untested: [] });
  return { ...report, criteria: [...criteria], hypotheses, abstract, ...(replicates && { replicates }) };
}
const reasonsOf = (report: Report) => report.replicates!.unused;
const plain = (text: string) => text.replace(/<[^>]*>|\\/g, "").replace(/\s+/g, " ");

describe("kept replicates", () => {
  it("stand beside the criteria of a run that is one of them, its own value in its place", () => {
    const report = over((kept) => {
      kept.criteria["earlier.absolute"]!.of.values[0] = 4.3;
    });
    expect(report.replicates).toMatchObject({ seeds: SEEDS, date: "2026-11-27", unused: [] });
    expect(report.criteria[0]!.replicates!.of.values).toEqual([4, 4.01, 3.99]);
    expect(report.criteria[0]!.replicates).toMatchObject({ mean: 4, verdict: "supported" });
    expect(report.criteria.map(({ verdict }) => verdict)).toEqual(Array(3).fill("inconclusive"));
    expect(parseReport(report, "the report")).toEqual(report);
  });

  it.each<[string, Partial<Report["protocol"]> & { readonly sae?: null }]>([
    ["another seed", { seed: "9" }],
    ["another number of bases", { bases: 7 }],
    ["no SAE", { sae: null }],
  ])("are not of a run with %s", (_, { sae, ...protocol }) => {
    const report = alone();
    const kept = keptOf(report);
    const run = { seed: "0", bases: report.protocol.bases, ...protocol };
    const found = withReplicates(
      report.criteria,
      { kept, digests: new Map(), primaries: 2, tolerance: () => 0 },
      { ...run, sae: sae === null ? null : kept.sae },
    );
    expect(found).toEqual({ criteria: report.criteria, replicates: null });
  });

  it("are not used of a criterion that is another today, that they lack, or whose value moved; the report says which", () => {
    const report = over((kept) => {
      kept.criteria["earlier.absolute"]!.sha256 = "b".repeat(64);
      kept.criteria["earlier.relative"]!.of.values[0] = 4.6;
      delete kept.criteria["mine"];
    });
    expect(reasonsOf(report)).toEqual([
      { because: "other-rule", criteria: [`${PAPER}/earlier.absolute`] },
      { because: "other-value", criteria: [`${PAPER}/earlier.relative`] },
      { because: "not-kept", criteria: [`${PAPER}/mine`] },
    ]);
    expect(report.replicates!.seeds).toEqual(["0"]);
    for (const text of [
      renderHtml(report),
      renderMarkdown(report),
      renderTerminal(report, { colour: false }),
    ]) {
      expect(plain(text)).toContain(
        "Kept replicates are of other criteria than are registered today: E2 absolute.",
      );
      expect(plain(text)).toContain(
        "is not what this run measured, so kept replicates are of other code: E2 relative.",
      );
      expect(plain(text)).toContain("No replicates are kept of mine.");
      expect(plain(text)).toContain("One replicate, seed 0");
    }
    expect(parseReport(report, "the report")).toEqual(report);
  });

  it("are not used of a criterion that deviates from what was registered", () => {
    const report = alone();
    report.criteria[0]!.registered = {
      date: "2026-11-27",
      family: "primary",
      deviation: "the threshold is 4",
    };
    expect(reasonsOf(over(() => {}, report))).toEqual([
      { because: "other-rule", criteria: [`${PAPER}/earlier.absolute`] },
    ]);
  });
});

describe("a hypothesis over replicates", () => {
  it("has the verdict that its criteria over replicates come to, and says in how many of them it is so", () => {
    const [e2, mine] = over().hypotheses!;
    expect(e2).toMatchObject({
      verdict: "inconclusive",
      replicates: { verdict: "supported", verdicts: ["inconclusive", "supported", "supported"] },
    });
    expect(mine!.replicates).toMatchObject({ verdicts: null });
  });

  it("has none where one of its criteria has none", () => {
    const report = over((kept) => {
      delete kept.criteria["earlier.relative"];
    });
    expect(report.hypotheses!.map(({ replicates }) => replicates !== undefined)).toEqual([false, true]);
  });

  it("is named where it has none and others have, wherever hypotheses are counted", () => {
    const report = over((kept) => {
      delete kept.criteria["earlier.relative"];
    });
    const page = parseHTML(renderHtml(report)).document;
    const said = (of: string) => page.querySelector(of)!.textContent!.replace(/\s+/g, " ");
    expect(said("#opening")).toContain("over 3 replicates its hypotheses are (E2 by this run alone): ");
    expect(said("#summary")).toContain("by what 3 replicates come to (E2 by this run alone).");
    expect(plain(renderTerminal(report, { colour: false }))).toContain(
      "2 hypotheses over 3 replicates (E2 by this run alone): ",
    );
    const overall = (of: Report) => badgesOf(of).find(({ name }) => name === "overall")!.endpoint.message;
    expect(overall(report)).toMatch(/ \(3 replicates, not of all\)$/);
    expect(overall(over())).toMatch(/ \(3 replicates\)$/);
  });

  it("counts a primary criterion only where the interval for all of them at once says the same", () => {
    const report = over((kept) => {
      kept.criteria["earlier.relative"]!.of.values = [4, 3.6, 3.5];
    });
    const [first, second] = report.criteria;
    expect([first!.replicates!.verdict, second!.replicates!.verdict]).toEqual(["supported", "supported"]);
    expect(second!.replicates!.simultaneous![0]).toBeLessThan(3);
    expect(report.hypotheses![0]!.replicates!.verdict).toBe("inconclusive");
  });

  it("is said first by badges, counts, the abstract and its own line, with what this run says where it differs", () => {
    const report = over();
    const badge = (name: string) => badgesOf(report).find((one) => one.name === name)!.endpoint.message;
    expect(badge(`${PAPER}/hypotheses/E2`)).toBe("supported (3 replicates)");
    expect(badge("overall")).toBe("2 supported (3 replicates)");
    expect(badge(`${PAPER}/earlier.absolute`)).toBe("inconclusive");
    expect(report.abstract![0]!.word).toBe("supported");
    const page = parseHTML(renderHtml(report)).document;
    const textOf = (of: string) => page.querySelector(of)!.textContent!.replace(/\s+/g, " ");
    expect(textOf("#hypothesis--E2")).toMatch(
      /^supported E2.*\(primary, in 2 of 3\).*This run alone is inconclusive\. Both of its primary criteria are inconclusive\./,
    );
    expect(textOf(".facts-line")).toContain("seed 0, one of 3 replicates");
    const terminal = plain(renderTerminal(report, { colour: false }));
    expect(terminal).toContain("2 hypotheses over 3 replicates: 2 supported (E2, mine)");
  });
});

describe("a report of replicates", () => {
  it("says in a sentence which verdicts are others over all, everywhere", () => {
    const report = over();
    for (const text of [
      renderHtml(report),
      renderMarkdown(report),
      renderTerminal(report, { colour: false }),
    ]) {
      expect(plain(text)).toContain("3 replicates, seeds 0 to 2: runs that differ in their seed alone.");
      expect(plain(text)).toContain("of 2 hypotheses: E2 (inconclusive here, supported over all) and mine");
    }
  });

  it("shows both verdicts in the table and the card, and a dot a replicate with the numbers as words", () => {
    const report = over((kept) => {
      kept.criteria["mine"]!.of.values = [4, 4.2, 3.8]; // what all cards say alike stands before them
    });
    const page = parseHTML(renderHtml(report)).document;
    const row = page.querySelector("table.criteria tbody tr")!.textContent!.replace(/\s+/g, " ");
    expect(row).toContain("over 3 replicates: supported (in 0 of 3)");
    const card = page.querySelector("article.card")!.textContent!.replace(/\s+/g, " ");
    expect(card).toMatch(
      /Over 3 replicates ?supported \(in 0 of 3\), mean 4.000 steps \(3.975 to 4.025\).*This run alone is inconclusive\./,
    );
    const plots = [...page.querySelectorAll("#replicates .effect-plot.replicates")];
    expect(plots.map((plot) => plot.querySelectorAll("g.claim circle").length)).toEqual([6, 3]);
    expect(plots[0]!.querySelectorAll("circle.ring").length).toBe(2);
    expect(plots[0]!.getAttribute("aria-label")).toMatch(/seed 1 4\.010.steps/);
    expect(renderMarkdown(report)).toMatch(/## Over 3 replicates[\s\S]*E2, absolute/);
  });

  it("has a row a criterion and replicate among its series", () => {
    const { content } = seriesOf(over()).find(({ name }) => name === "replicates.csv")!;
    const [head, ...rows] = content.trim().split("\n");
    expect(rows).toHaveLength(9);
    expect(rows[1]!.split(",").slice(0, 4)).toEqual([
      `${PAPER}/earlier.absolute`,
      "1",
      "inconclusive",
      "4.01",
    ]);
    expect(rows.every((row) => row.split(",").length === head!.split(",").length)).toBe(true);
  });

  it("of one run has no such section, series or word", () => {
    const report = frozenReport();
    expect(sections(report).map(({ id }) => id)).not.toContain("replicates");
    expect(seriesOf(report).map(({ name }) => name)).not.toContain("replicates.csv");
    expect(renderHtml(report)).toContain("one replicate");
  });

  const bent: readonly (readonly [string, string, (report: Report) => void])[] = [
    [
      "another verdict than its values have",
      "/criteria/0/replicates/verdict",
      ({ criteria }) => Object.assign(criteria[0]!.replicates!, { verdict: "contradicted" }),
    ],
    [
      "another mean",
      "/criteria/0/replicates/mean",
      ({ criteria }) => Object.assign(criteria[0]!.replicates!, { mean: 5 }),
    ],
    [
      "another value of this run",
      "/criteria/1/replicates/of",
      ({ criteria }) => criteria[1]!.replicates!.of.values.splice(0, 1, 9),
    ],
    [
      "a value too few",
      "/criteria/0/replicates/of/values",
      ({ criteria }) => criteria[0]!.replicates!.of.values.pop(),
    ],
    [
      "seeds without its own",
      "/replicates/seeds",
      ({ replicates }) => Object.assign(replicates!, { seeds: ["7", "8", "9"] }),
    ],
    ["no seeds", "/criteria/0/replicates", (report) => Reflect.deleteProperty(report, "replicates")],
    [
      "another verdict of a hypothesis",
      "/hypotheses/0/replicates",
      ({ hypotheses }) => Object.assign(hypotheses![0]!.replicates!, { verdict: "mixed" }),
    ],
  ];
  it.each(bent)("with %s is refused", (_, pointer, bend) => {
    const report = structuredClone(over());
    bend(report);
    expect(() => parseReport(report, "the report")).toThrow(pointer);
  });
});
