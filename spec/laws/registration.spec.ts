import { describe, expect, it } from "vitest";
import type { Criterion } from "../../src/claim/criterion.ts";
import { differences, registrationOf } from "../../src/claim/registration/deviation.ts";
import { digestOfFacts, FACTS, factsOf } from "../../src/claim/registration/facts.ts";
import type { Ledger, RegisteredFacts } from "../../src/claim/registration/ledger.generated.ts";
import { parseLedger } from "../../src/claim/registration/parse-ledger.ts";
import { undated, withEntries } from "../../src/claim/registration/register.ts";
import { MalformedFileError } from "../../src/errors/index.ts";
import type { CurveMetric } from "../../src/experiment/curve-metric.ts";
import type { Lab } from "../../src/experiment/lab.ts";
import { later, maxSlopeStep } from "../../src/papers/synthetic-activations/index.ts";
import { meanCombination } from "../../src/stats/mean-combination.ts";
import { meanDifference } from "../../src/stats/mean-difference.ts";
import { meanCriterion } from "../support/claims.ts";

const metric: CurveMetric = maxSlopeStep.absolute;

/** A criterion that asks a lab, with these changes. */
function asking(changes: Partial<Criterion> = {}): Criterion {
  const plain = meanCriterion({ above: 3, because: "for the law" }) as unknown as Criterion;
  return {
    ...plain,
    statistic: meanDifference("random", "real", metric),
    observe: (lab) => lab.samples(metric, ["real", "random"]),
    control: { name: "other targets", of: (lab) => lab.with({ random: "another-real" }) },
    planted: { name: "later", of: (lab) => lab.reshaped({ random: later(9) }) },
    ...changes,
  } as Criterion;
}
const RUN = { bases: 1000, moreBases: 4000, seeds: ["0", "1"] };
const facts = await factsOf(asking(), "primary", RUN);

describe("the facts of a criterion", () => {
  it("tell what is asked of the lab, by the measurement, its control and its planted effect", () => {
    expect(facts).toMatchObject({
      measured: ["maxSlopeStep.absolute of real", "maxSlopeStep.absolute of random"],
      controlMeasured: [
        "maxSlopeStep.absolute of real, with random = another-real",
        "maxSlopeStep.absolute of random, with random = another-real",
      ],
      plantedMeasured: [
        "maxSlopeStep.absolute of real, reshaped random",
        "maxSlopeStep.absolute of random, reshaped random",
      ],
      threshold: "above 3",
      n: 1000,
    });
    expect(facts.metrics).toEqual([expect.stringContaining(metric.meaning)]);
  });

  it("tell a view of the lab in its words: a name as it is, what is exchanged sorted, of a function only what it is for", async () => {
    const asked = async (of: (lab: Lab) => Lab) => {
      const { controlMeasured } = await factsOf(
        asking({ control: { name: "a view", of }, observe: (lab) => lab.sample(metric, "real") as never }),
        "primary",
        RUN,
      );
      return controlMeasured;
    };
    const real = "maxSlopeStep.absolute of real";
    expect(await asked((lab) => lab.onModel("step-87"))).toEqual([`${real}, onModel step-87`]);
    expect(
      await asked((lab) => lab.untrained().with({ random: "random#2", baseline: "another-real" })),
    ).toEqual([`${real}, untrained, with baseline = another-real and random = random#2`]);
    expect(await asked((lab) => lab.inPlaceOfModels((own) => own))).toEqual([`${real}, inPlaceOfModels`]);
    const unknown = (lab: Lab, given: unknown) =>
      (lab as never as Record<string, (x: unknown) => Lab>)["of"]!(given);
    expect(await asked((lab) => unknown(lab, null))).toEqual([`${real}, of null`]);
  });

  it("have a digest of their own words and numbers alone: this one, on every machine", () => {
    const made = {
      ...{ hypothesis: "E2", family: "primary", statement: "s", statistic: "m", interval: "percentile" },
      ...{ groups: ["a"], measured: ["x of a"], metrics: ["x"], threshold: "above 3", control: "c" },
      ...{ controlMeasured: [], planted: null, plantedMeasured: null, n: 1000, seeds: ["0"] },
    } as const satisfies Record<keyof RegisteredFacts, unknown>;
    const again = Object.fromEntries(Object.entries(made).reverse());
    expect(digestOfFacts(made as unknown as RegisteredFacts)).toBe(
      "4f2d189c0da446a99307867ca74c4f15a115a48a7f25e7391dd3d2261164c83c",
    );
    expect(digestOfFacts(again as unknown as RegisteredFacts)).toBe(
      digestOfFacts(made as unknown as RegisteredFacts),
    );
  });

  /** One change a fact. */
  const mutations: Readonly<
    Record<string, [Partial<Criterion>, ("secondary" | "primary")?, Partial<typeof RUN>?]>
  > = {
    hypothesis: [{ hypothesis: "E3" }],
    family: [{}, "secondary"],
    statement: [{ statement: "Right lies above left." }],
    statistic: [{ statistic: meanDifference("random", "real", { ...metric, symbol: "other" }) }],
    "unit of the statistic": [{ statistic: meanDifference("random", "real", { ...metric, unit: "inches" }) }],
    interval: [{ statistic: { ...meanDifference("random", "real", metric), interval: "basic" } }],
    groups: [{ statistic: meanCombination([{ weight: 1, of: "random" }], metric) as never }],
    "types measured": [{ observe: (lab) => lab.samples(metric, ["real", "structured"]) }],
    "metric measured": [{ observe: (lab) => lab.samples(maxSlopeStep.relative, ["real", "random"]) }],
    "what the metric means": [
      { observe: (lab) => lab.samples({ ...metric, meaning: "Another step." }, ["real", "random"]) },
    ],
    "what never counts as": [
      { observe: (lab) => lab.samples({ ...metric, ifNever: 98 }, ["real", "random"]) },
    ],
    threshold: [{ threshold: { above: 3.5, because: "for the law" } }],
    "kind of threshold": [{ threshold: { within: 3, because: "for the law" } }],
    control: [{ control: { ...asking().control, name: "other" } }],
    "what the control does": [
      { control: { name: "other targets", of: (lab) => lab.with({ random: "random#2" }) } },
    ],
    planted: [{ planted: { name: "later still", of: (lab) => lab.reshaped({ random: later(9) }) } }],
    "what is planted": [{ planted: { name: "later", of: (lab) => lab.reshaped({ real: later(9) }) } }],
    "more bases": [{ observe: (lab) => lab.withMoreBases().samples(metric, ["real", "random"]) }],
    "number of bases": [{}, "primary", { bases: 999 }],
    seeds: [{}, "primary", { seeds: ["0", "2"] }],
  };

  it.each(Object.entries(mutations))(
    "have another digest with another %s",
    async (_, [change, family, run]) => {
      const other = await factsOf(asking(change), family ?? "primary", { ...RUN, ...run });
      expect(digestOfFacts(other)).not.toBe(digestOfFacts(facts));
      expect(differences(other, facts).length).toBeGreaterThan(0);
    },
  );

  it("have the same digest with another reason, place or number of the authors, which decide nothing", async () => {
    const other = asking({ where: "elsewhere", authors: 7, threshold: { above: 3, because: "said better" } });
    expect(digestOfFacts(await factsOf(other, "primary", RUN))).toBe(digestOfFacts(facts));
  });

  it("have the run's number of bases, and that of more where more are asked for", async () => {
    const more = asking({ observe: (lab) => lab.withMoreBases().samples(metric, ["real", "random"]) });
    expect([facts.n, (await factsOf(more, "primary", RUN)).n]).toEqual([1000, 4000]);
  });

  it("end where a measurement cannot go on with made-up numbers", async () => {
    const stops = asking({
      observe: async (lab) => {
        await lab.sample(metric, "real");
        throw new Error("no model");
      },
    });
    expect((await factsOf(stops, "primary", RUN)).measured).toHaveLength(2);
  });

  it("all stand in the digest", () => {
    for (const fact of FACTS)
      expect(digestOfFacts({ ...facts, [fact]: "another" }), fact).not.toBe(digestOfFacts(facts));
    expect([...FACTS].sort()).toEqual(Object.keys(facts).sort());
  });
});

const empty: Ledger = {
  paper: "made-up",
  model: { name: "a model", weights: "0".repeat(64) },
  ...{ bases: 1000, moreBases: 4000, seeds: ["0", "1"], known: "nothing", criteria: {} },
};
const now = new Map([["file.part", facts]]);
const dated = { date: "2026-11-27", because: "for the law" };
const ledger = withEntries(empty, now, dated);
const changed = new Map([["file.part", { ...facts, threshold: "above 4" }]]);

describe("a ledger", () => {
  it("lacks a criterion without an entry, one that differs from its last, and one that is gone", () => {
    expect(undated(empty, now)).toEqual(['"file.part" has no entry']);
    expect(undated(ledger, now)).toEqual([]);
    expect(undated(ledger, changed)).toEqual([
      '"file.part" differs from its entry of 2026-11-27: the threshold is above 4, registered: above 3',
    ]);
    expect(undated(ledger, new Map())).toEqual(['"file.part" has an entry and is no criterion any more']);
  });

  it("gets an entry for each of these, keeps those before, and lacks nothing then", () => {
    const next = withEntries(ledger, changed, { ...dated, date: "2026-11-28", known: "its seed 0" });
    expect(next.criteria["file.part"]!.map(({ date, known }) => [date, known])).toEqual([
      ["2026-11-27", "nothing"],
      ["2026-11-28", "its seed 0"],
    ]);
    expect(undated(next, changed)).toEqual([]);
    const gone = withEntries(next, new Map(), dated);
    expect(gone.criteria["file.part"]!.at(-1)!.facts).toBeNull();
    expect(undated(gone, new Map())).toEqual([]);
    expect(undated(gone, now)).toEqual(['"file.part" has no entry']);
    expect(withEntries(ledger, now, dated)).toEqual(ledger);
  });

  it("goes through its door as it is, and not with an edited fact, a date that goes back, or a field too many", () => {
    expect(parseLedger(JSON.stringify(ledger), "l.json")).toEqual(ledger);
    const [entry] = ledger.criteria["file.part"]!;
    const bent = (entries: unknown) => JSON.stringify({ ...ledger, criteria: { "file.part": entries } });
    for (const [text, fact] of [
      [bent([{ ...entry!, facts: { ...facts, threshold: "above 2" } }]), /its digest is/],
      [bent([entry!, { ...entry!, date: "2026-11-26" }]), /2026-11-26 after one of 2026-11-27/],
      [bent([{ ...entry!, note: "x" }]), /additional properties/],
      ["{", /is not JSON/],
    ] as const) {
      expect(() => parseLedger(text, "l.json")).toThrow(MalformedFileError);
      expect(() => parseLedger(text, "l.json")).toThrow(fact);
    }
  });
});

describe("a run's registration", () => {
  const told = (is: RegisteredFacts, seed = "1") =>
    registrationOf(ledger, { name: "file.part", now: is, seed });

  it("has date, family and no deviation where nothing differs", () => {
    expect(told(facts)).toMatchObject({ date: "2026-11-27", family: "primary", deviation: null });
  });

  it("deviates by a fact, by its number of bases and by its seed, each in words", () => {
    expect(told({ ...facts, n: 20 }, "9")!.deviation).toBe(
      "the number of bases is 20, registered: 1000; the seed is 9, registered: 0, 1",
    );
    expect(told({ ...facts, statement: `${facts.statement} ${"very ".repeat(40)}` })!.deviation).toBe(
      "the statement is not the registered one",
    );
  });

  it("has the date, the reason and the digest of every entry, the oldest first", () => {
    const entries = ledger.criteria["file.part"]!;
    expect(told(facts)!.history).toEqual(
      entries.map(({ date, because, sha256 }) => ({ date, because, sha256 })),
    );
    expect(entries.length).toBeGreaterThan(0);
  });

  it("is none of a criterion that has no entry", () => {
    expect(registrationOf(ledger, { name: "other", now: facts, seed: "0" })).toBeNull();
  });
});
